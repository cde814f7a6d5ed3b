"""The agents' desk: who waits for a person, who has whom, and the desks that are open right now."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import orjson
from aiohttp import WSCloseCode, web
from sqlalchemy import Row, Select, and_, func, insert, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from web.catalogue import Catalogue
from web.db import now_ms
from web.live import Conversation, Outbox, encode
from web.messages import Message, iso
from web.tables import agents, audit_log, conversations, handoffs, messages

_LOG = logging.getLogger("aisle.web")
_MAX_LISTED = 200
SIGNED_OUT = 4401
"""The close code that sends a desk to its login; any other makes it come back."""
# Changes within this time reach the desks as one new queue.
_SETTLE_S = 0.05

_last_message = messages.alias("last_message")
# Asked for each listed conversation (by primary key), so that the log's length does not matter.
_last_seq = (
    select(func.max(messages.c.seq))
    .where(messages.c.conversation_id == conversations.c.id)
    .correlate(conversations)
    .scalar_subquery()
)
_unread = (
    select(func.count())
    .where(
        messages.c.conversation_id == conversations.c.id,
        messages.c.sender == "shopper",
        messages.c.seq > func.coalesce(handoffs.c.seen_seq, 0),
    )
    .correlate(conversations, handoffs)
    .scalar_subquery()
)
_LISTED: Select[Any] = (
    select(
        conversations.c.id,
        conversations.c.state,
        conversations.c.user_id,
        conversations.c.identified_id,
        handoffs.c.reason,
        handoffs.c.summary,
        handoffs.c.mood,
        conversations.c.language,
        conversations.c.contact_email,
        conversations.c.resolved_ms,
        handoffs.c.waiting_since_ms,
        handoffs.c.agent_id,
        agents.c.name.label("agent_name"),
        _last_message.c.text.label("last_text"),
        _last_message.c.at_ms.label("last_ms"),
        _unread.label("unread"),
    )
    .select_from(conversations)
    .join(
        _last_message,
        and_(_last_message.c.conversation_id == conversations.c.id, _last_message.c.seq == _last_seq),
    )
    .outerjoin(
        handoffs, and_(handoffs.c.conversation_id == conversations.c.id, handoffs.c.returned_ms.is_(None))
    )
    .outerjoin(agents, agents.c.id == handoffs.c.agent_id)
    .limit(_MAX_LISTED)
)
_BY_WAITING = _LISTED.order_by(handoffs.c.waiting_since_ms, conversations.c.id)
_WAITING = _BY_WAITING.where(conversations.c.state == "waiting")
_QUEUE = _BY_WAITING.where(or_(conversations.c.state == "waiting", conversations.c.state == "agent"))
_ALL = _LISTED.order_by(conversations.c.created_ms.desc(), conversations.c.id)


class Desk:
    """Lists conversations for agents and keeps their open desks up to date."""

    def __init__(self, engine: AsyncEngine, catalogue: Catalogue) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self._sockets: dict[Outbox, tuple[int, web.WebSocketResponse]] = {}
        self._refresh: asyncio.Task[None] | None = None

    async def waiting(self) -> list[dict[str, Any]]:
        """Conversations that wait for a person, the longest first."""
        return await self._list(_WAITING)

    async def queue(self) -> list[dict[str, Any]]:
        """Conversations that wait for a person or have one."""
        return await self._list(_QUEUE)

    async def mine(self, agent_id: int) -> list[dict[str, Any]]:
        """Conversations that this agent has."""
        return await self._list(
            _BY_WAITING.where(conversations.c.state == "agent", handoffs.c.agent_id == agent_id)
        )

    async def all(self, query: str = "") -> list[dict[str, Any]]:
        """The newest conversations in which something was said, also those with the assistant.

        With a ``query`` those in which it was said, or whose shopper's id or address holds it.
        """
        if not query:
            return await self._list(_ALL)
        said = (
            select(messages.c.conversation_id)
            .where(messages.c.text.icontains(query, autoescape=True))
            .order_by(messages.c.at_ms.desc())
            .limit(_MAX_LISTED)
        )
        about = (conversations.c.user_id, conversations.c.identified_id, conversations.c.contact_email)
        found = [column.icontains(query, autoescape=True) for column in about]
        return await self._list(_ALL.where(or_(conversations.c.id.in_(said), *found)))

    async def history_of(self, conversation: Conversation) -> list[dict[str, Any]]:
        """Other conversations of the same shopper, as far as it is known who they are."""
        who = conversation.user_id or conversation.identified_id
        same = []
        if who:
            same += [conversations.c.user_id == who, conversations.c.identified_id == who]
        if conversation.contact_email:
            same.append(conversations.c.contact_email == conversation.contact_email)
        if not same:
            return []
        return await self._list(_ALL.where(or_(*same), conversations.c.id != conversation.id))

    async def one(self, conversation_id: str) -> dict[str, Any] | None:
        """One conversation; None when nothing was said in it yet, or it does not exist."""
        listed = await self._list(_LISTED.where(conversations.c.id == conversation_id))
        return listed[0] if listed else None

    async def note(
        self,
        action: str,
        *,
        agent_id: int | None,
        ip: str,
        conversation_id: str | None = None,
        detail: str | None = None,
    ) -> None:
        """Write a line of the audit log: who did what, to which conversation, from where."""
        row = {"at_ms": now_ms(), "agent_id": agent_id, "action": action, "ip": ip}
        row |= {"conversation_id": conversation_id, "detail": detail}
        async with self._engine.begin() as connection:
            await connection.execute(insert(audit_log), row)

    def join(self, outbox: Outbox, agent_id: int, socket: web.WebSocketResponse) -> None:
        """An agent has opened a desk."""
        self._sockets[outbox] = (agent_id, socket)

    def leave(self, outbox: Outbox) -> None:
        """The desk was closed."""
        self._sockets.pop(outbox, None)

    async def close_sockets(self, agent_id: int) -> None:
        """Close the desks of an agent who has signed out, or may not be there any more."""
        for owner, socket in list(self._sockets.values()):
            if agent_id == owner:
                await socket.close(code=SIGNED_OUT, message=b"signed out")

    def messages(self, conversation: Conversation, sent: Sequence[Message]) -> None:
        """Show new messages on every open desk."""
        for message in sent:
            self.send({"type": "message", "conversation": conversation.id, "message": message.to_json()})
        self.queue_changed()

    def send(self, frame: dict[str, Any], to: int | None = None) -> None:
        """Queue a frame for every open desk, or those of one agent."""
        if self._sockets:
            encoded = encode(frame)
            for outbox, (agent_id, _socket) in self._sockets.items():
                if to in (None, agent_id):
                    outbox.put(encoded)

    def queue_changed(self) -> None:
        """Send the queue to every open desk soon; changes close to each other go together."""
        if self._sockets and (self._refresh is None or self._refresh.done()):
            self._refresh = asyncio.create_task(self._send_queue())

    async def stop(self) -> None:
        """Let go of every desk."""
        if self._refresh is not None:
            self._refresh.cancel()
        for _, socket in list(self._sockets.values()):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def _send_queue(self) -> None:
        await asyncio.sleep(_SETTLE_S)
        self._refresh = None  # a change from here on needs another look
        try:
            self.send({"type": "queue", "conversations": await self.queue()})
        except SQLAlchemyError:
            _LOG.exception("the queue cannot be read")

    async def _list(self, statement: Select[Any]) -> list[dict[str, Any]]:
        async with self._engine.connect() as connection:
            rows = (await connection.execute(statement)).all()
        return [self._entry(row, await self._shopper(row)) for row in rows]

    async def _shopper(self, row: Row[Any]) -> dict[str, str] | None:
        user_id = row.user_id or row.identified_id
        return await self._catalogue.person(user_id) if user_id else None

    def _entry(self, row: Row[Any], shopper: dict[str, str] | None) -> dict[str, Any]:
        return {
            "id": row.id,
            "state": row.state,
            "waiting_since": iso(row.waiting_since_ms) if row.waiting_since_ms else None,
            "reason": row.reason,
            "mood": row.mood,
            "language": row.language,
            "contact": row.contact_email,
            "resolved": row.resolved_ms is not None,
            "shopper": shopper,
            "summary": orjson.loads(row.summary) if row.summary else None,
            "last": {"text": row.last_text, "at": iso(row.last_ms)},
            "agent": {"id": row.agent_id, "name": row.agent_name} if row.agent_id is not None else None,
            "unread": row.unread if row.state != "assistant" else 0,
        }
