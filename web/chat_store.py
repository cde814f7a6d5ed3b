"""SQL for conversations and their messages. Statements are built once; a turn costs two transactions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Executable, Row, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from web.limits import MAX_HISTORY
from web.messages import Message
from web.tables import agents, conversations, handoffs, messages

Write = tuple[Executable, Any]
"""A statement and its parameters (a mapping, or a list of them)."""

_MESSAGE_COLUMNS = (
    messages.c.seq,
    messages.c.sender,
    messages.c.text,
    messages.c.at_ms,
    messages.c.payload,
    messages.c.raw,
    messages.c.client_id,
    messages.c.awaits_reply,
)
_OF_ONE = messages.c.conversation_id == bindparam("id")
ADD_MESSAGES = insert(messages)
_ADD_CONVERSATION = insert(conversations)
_SET_CONVERSATION = update(conversations).where(conversations.c.id == bindparam("key"))
_CONVERSATION = select(conversations).where(conversations.c.id == bindparam("id"))
_CREATED = select(conversations.c.created_ms).where(conversations.c.id == bindparam("id"))
_LAST_SEQ = select(func.max(messages.c.seq)).where(_OF_ONE)
_EXTRAS = select(messages.c.payload).where(_OF_ONE, messages.c.payload.is_not(None)).order_by(messages.c.seq)
_OPEN_HANDOFF = (
    select(handoffs.c.id, handoffs.c.agent_id, agents.c.name)
    .join_from(handoffs, agents, handoffs.c.agent_id == agents.c.id, isouter=True)
    .where(handoffs.c.conversation_id == bindparam("id"), handoffs.c.returned_ms.is_(None))
)
_HISTORY = (
    select(*_MESSAGE_COLUMNS)
    .where(_OF_ONE, messages.c.seq > bindparam("after"))
    .order_by(messages.c.seq)
    .limit(MAX_HISTORY)
)
_LATEST = select(*_MESSAGE_COLUMNS).where(_OF_ONE).order_by(messages.c.seq.desc()).limit(bindparam("count"))
_BY_CLIENT_ID = select(*_MESSAGE_COLUMNS).where(_OF_ONE, messages.c.client_id == bindparam("client_id"))
_BY_SEQ = select(*_MESSAGE_COLUMNS).where(_OF_ONE, messages.c.seq == bindparam("seq"))
_REPLIES = (
    select(*_MESSAGE_COLUMNS).where(_OF_ONE, messages.c.reply_to == bindparam("seq")).order_by(messages.c.seq)
)


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation as it lies in the database; ``offered``: button payload -> title."""

    row: Mapping[str, Any]
    last_seq: int
    offered: Mapping[str, str]
    handoff_id: int | None
    agent_id: int | None
    agent_name: str | None


class ChatStore:
    """Reads and writes conversations. Every method may raise ``sqlalchemy.exc.SQLAlchemyError``."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        # SQLite takes one writer at a time; queueing here is quicker than its own waiting in steps.
        self._turn: AbstractAsyncContextManager[None] = (
            asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    async def ping(self) -> None:
        """Raise when the database does not answer."""
        await self._rows(select(func.count()).select_from(agents), {})

    async def write(self, writes: Iterable[Write]) -> None:
        """Run the statements in one transaction: all of them or none."""
        async with self._turn, self._engine.begin() as connection:
            for statement, parameters in writes:
                await connection.execute(statement, parameters)

    async def add_conversation(self, row: Mapping[str, Any]) -> None:
        """Insert a conversation (columns as in ``web.tables``)."""
        await self.write([(_ADD_CONVERSATION, dict(row))])

    async def load(self, conversation_id: str) -> StoredConversation | None:
        """All that is needed to go on with a conversation; None when there is none of this id."""
        key = {"id": conversation_id}
        async with self._engine.connect() as connection:
            row = (await connection.execute(_CONVERSATION, key)).mappings().one_or_none()
            if row is None:
                return None
            last_seq = (await connection.execute(_LAST_SEQ, key)).scalar_one()
            extras = (await connection.execute(_EXTRAS, key)).scalars().all()
            open_handoff = (await connection.execute(_OPEN_HANDOFF, key)).one_or_none()
        handoff_id, agent_id, agent_name = open_handoff or (None, None, None)
        return StoredConversation(
            dict(row), last_seq or 0, _offered(extras), handoff_id, agent_id, agent_name
        )

    async def history(self, conversation_id: str, after: int) -> list[Message]:
        """The messages with ``seq > after`` in order, at most ``MAX_HISTORY`` of them."""
        return await self._messages(_HISTORY, {"id": conversation_id, "after": after})

    async def whole(self, conversation_id: str) -> list[Message]:
        """All messages of a conversation, however many."""
        found: list[Message] = []
        while more := await self.history(conversation_id, found[-1].seq if found else 0):
            found += more
            if len(more) < MAX_HISTORY:
                break
        return found

    async def created_ms(self, conversation_id: str) -> int:
        """When a conversation began; 0 for one that is gone."""
        rows = await self._rows(_CREATED, {"id": conversation_id})
        return int(rows[0][0]) if rows else 0

    async def latest(self, conversation_id: str, count: int) -> list[Message]:
        """The last ``count`` messages, oldest first."""
        return (await self._messages(_LATEST, {"id": conversation_id, "count": count}))[::-1]

    async def by_client_id(self, conversation_id: str, client_id: str) -> Message | None:
        """The message that the client sent under its own id."""
        found = await self._messages(_BY_CLIENT_ID, {"id": conversation_id, "client_id": client_id})
        return found[0] if found else None

    async def by_seq(self, conversation_id: str, seq: int) -> Message | None:
        """The message at a place of the conversation."""
        found = await self._messages(_BY_SEQ, {"id": conversation_id, "seq": seq})
        return found[0] if found else None

    async def replies_to(self, conversation_id: str, seq: int) -> list[Message]:
        """What was answered to the message at ``seq``."""
        return await self._messages(_REPLIES, {"id": conversation_id, "seq": seq})

    async def last_seq(self, conversation_id: str) -> int:
        """The highest place taken; 0 in an empty conversation."""
        rows = await self._rows(_LAST_SEQ, {"id": conversation_id})
        return rows[0][0] or 0

    async def _messages(self, statement: Executable, parameters: dict[str, Any]) -> list[Message]:
        return [_message(row) for row in await self._rows(statement, parameters)]

    async def _rows(self, statement: Executable, parameters: dict[str, Any]) -> Sequence[Row[Any]]:
        async with self._engine.connect() as connection:
            return (await connection.execute(statement, parameters)).all()


def set_conversation(conversation_id: str, **values: object) -> Write:
    """The statement that changes columns of one conversation."""
    return _SET_CONVERSATION, {"key": conversation_id, **values}


def message_row(conversation_id: str, message: Message, reply_to: int | None) -> dict[str, Any]:
    """A message as a row of ``web.tables.messages``."""
    return {
        "conversation_id": conversation_id,
        "seq": message.seq,
        "sender": message.sender,
        "text": message.text,
        "raw": message.raw,
        "payload": orjson.dumps(message.extra).decode() if message.extra else None,
        "client_id": message.client_id,
        "reply_to": reply_to,
        "awaits_reply": message.awaits_reply,
        "at_ms": message.at_ms,
    }


def _message(row: Row[Any]) -> Message:
    seq, sender, text, at_ms, payload, raw, client_id, awaits_reply = tuple(row)
    extra = orjson.loads(payload) if payload else {}
    return Message(seq, sender, text, at_ms, extra, raw, client_id, awaits_reply)


def _offered(extras: Iterable[str]) -> dict[str, str]:
    offered: dict[str, str] = {}
    for extra in extras:
        offered |= {button["payload"]: button["title"] for button in orjson.loads(extra).get("buttons", ())}
    return offered
