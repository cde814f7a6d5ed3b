"""What is stored of a conversation: shown to its shopper, deleted on their word or when it is old."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import orjson
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from settings import Settings
from web.chat_store import ChatStore
from web.db import now_ms
from web.delivery import DeskListener
from web.events.kept import Kept
from web.events.retention import expired
from web.live import Conversation, Registry
from web.messages import iso
from web.rasa import RasaClient, RasaUnavailable
from web.tables import audit_log, conversations, desk_sessions, handoffs, messages, ratings, to_forget
from web.visitor.files import Files

_LOG = logging.getLogger("aisle.web")
_DAY_MS = 24 * 3600 * 1000
_CLEAN_EVERY_S = 3600.0
_FIRST_CLEAN_S = 20.0
_AT_ONCE = 200
CLOSE_DELETED = 4410
_last_ms = (
    select(func.max(messages.c.at_ms))
    .where(messages.c.conversation_id == conversations.c.id)
    .correlate(conversations)
    .scalar_subquery()
)


class Privacy:
    """Shows and deletes. What was changed in the shop (orders, its own audit) is not a conversation's."""

    def __init__(
        self,
        engine: AsyncEngine,
        store: ChatStore,
        registry: Registry,
        files: Files,
        rasa: RasaClient,
        settings: Settings,
        desk: DeskListener,
    ) -> None:
        self._engine = engine
        self._kept = Kept(engine)
        self._store = store
        self._registry = registry
        self._files = files
        self._rasa = rasa
        self._settings = settings
        self._desk = desk

    async def stored(self, conversation: Conversation) -> dict[str, Any]:
        """Everything that is stored of a conversation, page views included."""
        key = conversation.id
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(conversations).where(conversations.c.id == key))).one()
            rated = (
                await connection.execute(
                    select(ratings.c.score, ratings.c.comment, ratings.c.at_ms).where(
                        ratings.c.conversation_id == key
                    )
                )
            ).one_or_none()
            handed = await connection.execute(
                select(
                    handoffs.c.reason, handoffs.c.summary, handoffs.c.waiting_since_ms, handoffs.c.returned_ms
                )
                .where(handoffs.c.conversation_id == key)
                .order_by(handoffs.c.id)
            )
            handovers = [_handover(one) for one in handed]
        return {
            "conversation": {
                "id": key,
                "created_at": iso(row.created_ms),
                "language": row.language,
                "consent": row.consent,
                "user_id": row.user_id,
                "identified_id": row.identified_id,
                "product_id": row.product_id,
                "contact": conversation.contact,
                "page_views": orjson.loads(row.counters),
            },
            "messages": [one.to_json() for one in await self._store.whole(key)],
            "files": [one.to_json() for one in await self._files.of(key)],
            "rating": {"score": rated.score, "comment": rated.comment, "at": iso(rated.at_ms)}
            if rated
            else None,
            "handoffs": handovers,
            **await self._kept.of(key),
            "retention_days": self._settings.retention_days,
            "events_days": self._settings.events_days,
        }

    async def delete(self, conversation: Conversation) -> None:
        """Delete a conversation with all it left, in `web` and in Rasa, and close its sockets."""
        # What is being told of the visit comes first, and finds it deleted afterwards.
        async with conversation.lock, conversation.telling:
            self._registry.forget(conversation)
            await self._delete([conversation.id])
        conversation.send({"type": "deleted"})
        for outbox in list(conversation.outboxes):
            outbox.end(CLOSE_DELETED, "deleted")
        self._desk.queue_changed()
        await self._forget_in_rasa()

    async def clean_for_ever(self) -> None:
        """Delete what is old, soon after the start and then every hour; runs until it is cancelled."""
        await asyncio.sleep(_FIRST_CLEAN_S)
        while True:
            try:
                removed = await self.clean()
                if removed:
                    _LOG.info("%d old conversations were deleted", removed)
            except (SQLAlchemyError, OSError):
                _LOG.exception("old conversations could not be deleted")
            await asyncio.sleep(_CLEAN_EVERY_S)

    async def clean(self) -> int:
        """Delete what is older than the settings allow; the number of conversations that went."""
        removed = 0
        if self._settings.retention_days:
            before = now_ms() - self._settings.retention_days * _DAY_MS
            while ids := await self._silent_since(before):
                for one in ids:
                    live = self._registry.get(one)
                    if live is not None:
                        self._registry.forget(live)
                await self._delete(ids)
                removed += len(ids)
        now = now_ms()
        oldest_line = now - self._settings.audit_days * _DAY_MS
        await self._store.write(
            [
                (delete(audit_log).where(audit_log.c.at_ms < oldest_line), {}),
                (delete(desk_sessions).where(desk_sessions.c.expires_ms < now), {}),
                *expired(now, self._settings.events_days),
            ]
        )
        await self._files.sweep()
        await self._forget_in_rasa()
        return removed

    async def _silent_since(self, before: int) -> list[str]:
        wanted = (
            select(conversations.c.id)
            .where(func.coalesce(_last_ms, conversations.c.created_ms) < before)
            .where(conversations.c.created_ms < before)
            .order_by(conversations.c.created_ms)
            .limit(_AT_ONCE)
        )
        async with self._engine.connect() as connection:
            return list((await connection.execute(wanted)).scalars())

    async def _delete(self, ids: list[str]) -> None:
        lying = [file.id for one in ids for file in await self._files.of(one)]
        remembered = [{"conversation_id": one, "at_ms": now_ms()} for one in ids]
        await self._store.write(
            [
                (insert(to_forget), remembered),
                (delete(conversations).where(conversations.c.id.in_(ids)), {}),
            ]
        )
        await self._files.drop(lying)

    async def _forget_in_rasa(self) -> None:
        """Have Rasa forget what is deleted here; what it cannot forget now is asked again with the next."""
        wanted = select(to_forget.c.conversation_id).order_by(to_forget.c.at_ms).limit(_AT_ONCE)
        async with self._engine.connect() as connection:
            ids = list((await connection.execute(wanted)).scalars())
        for one in ids:
            try:
                await self._rasa.forget(one)
            except RasaUnavailable as problem:
                _LOG.warning("the assistant's memory of deleted conversations is still there: %s", problem)
                return
            await self._store.write([(delete(to_forget).where(to_forget.c.conversation_id == one), {})])


def _handover(row: Any) -> dict[str, Any]:
    return {
        "reason": row.reason,
        "summary": orjson.loads(row.summary),
        "waiting_since": iso(row.waiting_since_ms),
        "returned_at": iso(row.returned_ms) if row.returned_ms else None,
    }
