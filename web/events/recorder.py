"""Keeps what is told of visits: one event at a time for each conversation, and none without consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import orjson
from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from web.chat_store import ChatStore, Write, set_conversation
from web.db import now_ms
from web.events.offers import outcomes
from web.events.told import Told
from web.events.visit import VISIT_GAP_MS, Logged, basket
from web.limits import MAX_EVENTS, MAX_TRACKED
from web.live import Conversation
from web.tables import events, offers

Counters = dict[str, float]
_ADD = insert(events)
_DELETE = delete(events).where(events.c.conversation_id == bindparam("key"))
_DELETE_OFFERS = delete(offers).where(offers.c.conversation_id == bindparam("key"))
_OF_ONE = events.c.conversation_id == bindparam("key")
_LOG = select(events.c.at_ms, events.c.kind, events.c.product_id).where(_OF_ONE).order_by(events.c.id)
_TOLD = select(events.c.id).where(_OF_ONE, events.c.client_id == bindparam("client_id"))


class Recorder:
    """Writes the log of visits. Whoever tells, withdraws or deletes waits for ``conversation.telling``."""

    def __init__(self, engine: AsyncEngine, store: ChatStore) -> None:
        self._engine = engine
        self._store = store

    async def tell(self, conversation: Conversation, told: Sequence[Told]) -> None:
        """Keep events and count them; nothing happens without consent, or when they were told before."""
        if not told or not conversation.consent:
            return
        async with conversation.telling:
            # It may have been withdrawn while others were waited for.
            if not conversation.consent or conversation.deleted:
                return
            client_id = _unique(told[0].client_id, 0)
            if client_id and await self._known(conversation, client_id):
                return
            await self._keep(conversation, told)

    async def count(self, conversation: Conversation, name: str) -> None:
        """Count something that a page tracks under a name of its own."""
        async with conversation.telling:
            key, counters = f"track_{name}", dict(conversation.counters)
            known = sum(counter.startswith("track_") for counter in counters)
            if not conversation.consent or (key not in counters and known >= MAX_TRACKED):
                return
            await self._count(conversation, counters | {key: counters.get(key, 0) + 1})

    async def message(self, conversation: Conversation, seq: int) -> None:
        """The shopper has written; of their words nothing is kept here."""
        await self.tell(conversation, [Told("message", detail="shopper", client_id=f"message:{seq}")])

    async def waiting(self, conversation: Conversation) -> None:
        """The shopper waits for a person; said once in a conversation."""
        await self.tell(conversation, [Told("waiting", client_id="waiting")])

    async def choose(self, conversation: Conversation, consent: bool) -> None:
        """The shopper's choice. When it is no, all that was kept under a yes is gone when this returns."""
        conversation.consent = consent  # before anything is waited for: nothing more comes in
        async with conversation.telling:
            conversation.consent = consent
            writes: list[Write] = [set_conversation(conversation.id, consent=consent)]
            if not consent:
                conversation.counters = {}
                key = {"key": conversation.id}
                writes = [
                    set_conversation(conversation.id, consent=False, counters="{}"),
                    (_DELETE, key),
                    (_DELETE_OFFERS, key),
                ]
            await self._store.write(writes)

    async def log(self, conversation_id: str) -> list[Logged]:
        """What was told in a conversation, in order."""
        async with self._engine.connect() as connection:
            rows = (await connection.execute(_LOG, {"key": conversation_id})).all()
        return [Logged(*row) for row in rows]

    async def _known(self, conversation: Conversation, client_id: str) -> bool:
        async with self._engine.connect() as connection:
            found = await connection.execute(_TOLD, {"key": conversation.id, "client_id": client_id})
            return found.first() is not None

    async def _keep(self, conversation: Conversation, told: Sequence[Told]) -> None:
        at_ms, log = now_ms(), await self.log(conversation.id)
        told = [one for each in told for one in _bought(each, log)]
        now = [*log, *(Logged(at_ms, one.kind, one.product_id) for one in told)]
        counters = _counted(conversation.counters, told, now, at_ms)
        changed = set_conversation(conversation.id, counters=orjson.dumps(counters).decode())
        writes: list[Write] = [changed, *outcomes(conversation.id, told, at_ms)]
        if len(now) <= MAX_EVENTS:
            rows = [_row(conversation.id, one, at, at_ms) for at, one in enumerate(told)]
            writes.insert(0, (_ADD, rows))
        try:
            await self._store.write(writes)
        except IntegrityError:
            return  # another process was told the same, or the conversation is deleted
        conversation.counters = counters

    async def _count(self, conversation: Conversation, counters: Counters) -> None:
        await self._store.write([set_conversation(conversation.id, counters=orjson.dumps(counters).decode())])
        conversation.counters = counters


def _bought(told: Told, log: Sequence[Logged]) -> list[Told]:
    """A purchase that names no products is one of each product in the basket."""
    inside = basket(log) if told.kind == "purchase" and told.product_id is None else []
    return [replace(told, product_id=one) for one in inside] or [told]


def _counted(before: Counters, told: Sequence[Told], now: Sequence[Logged], at_ms: int) -> Counters:
    """The counters of this visit; those of the one before end with it, but for what pages name themselves."""
    earlier = now[: len(now) - len(told)]
    # A full log says nothing of when the shopper was last there.
    again = 0 < len(earlier) < MAX_EVENTS and at_ms - earlier[-1].at_ms >= VISIT_GAP_MS
    counters = {k: v for k, v in before.items() if k.startswith("track_") or not again}
    for one in told:
        if one.kind == "page_view" and one.page_kind:
            seconds = f"{one.page_kind}_seconds"
            counters[one.page_kind] = counters.get(one.page_kind, 0) + 1
            counters[seconds] = round(counters.get(seconds, 0.0) + (one.seconds or 0.0), 1)
        elif one.kind == "search":
            counters["searches"] = counters.get("searches", 0) + 1
        elif one.kind in ("basket_add", "basket_remove", "purchase"):
            counters["basket_items"] = len(basket(now))
    return counters


def _row(conversation_id: str, told: Told, at: int, at_ms: int) -> dict[str, object]:
    return {
        "conversation_id": conversation_id,
        "at_ms": at_ms,
        "kind": told.kind,
        "product_id": told.product_id,
        "page_kind": told.page_kind,
        "seconds": told.seconds,
        "detail": told.detail,
        "client_id": _unique(told.client_id, at),
    }


def _unique(client_id: str | None, at: int) -> str | None:
    """The id of one of several events that were told together."""
    return f"{client_id}:{at}" if client_id else None
