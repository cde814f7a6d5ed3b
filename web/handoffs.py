"""From the assistant to a person and back: opening, taking and giving back a handoff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import and_, bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncEngine

from web.bridges.webhooks import Webhooks
from web.chat_store import ChatStore, Write, set_conversation
from web.db import now_ms
from web.delivery import Delivery, DeskListener
from web.errors import ApiError
from web.live import Conversation
from web.messages import Draft, Message, State
from web.tables import handoffs
from web.texts import Texts
from web.visitor.announcer import Announcer

_MAX_SUMMARY_CHARS = 500
_MAX_MOOD_CHARS = 16
_MAX_TRIED = 10
_LAST_TEXTS = 3
DEFAULT_REASON = "asked"
MESSAGE_LEFT = "message_left"
"""The reason of a handoff that began with a message left for people who are away."""

_OPEN = insert(handoffs)
_TAKE = update(handoffs).where(
    and_(handoffs.c.id == bindparam("key"), handoffs.c.agent_id.is_(None), handoffs.c.returned_ms.is_(None))
)
_FIRST_REPLY = update(handoffs).where(
    and_(handoffs.c.id == bindparam("key"), handoffs.c.first_reply_ms.is_(None))
)
_CHANGE = update(handoffs).where(handoffs.c.id == bindparam("key"))


class Handoffs:
    """Moves conversations between the assistant and people; the caller holds the conversation's lock."""

    def __init__(
        self,
        engine: AsyncEngine,
        store: ChatStore,
        delivery: Delivery,
        desk: DeskListener,
        texts: Texts,
        announcer: Announcer,
        webhooks: Webhooks,
    ) -> None:
        self._engine = engine
        self._store = store
        self._delivery = delivery
        self._desk = desk
        self._texts = texts
        self._announcer = announcer
        self._webhooks = webhooks

    async def open(
        self,
        conversation: Conversation,
        wanted: Mapping[str, Any],
        drafts: list[Draft],
        reply_to: int | None,
        more: Iterable[Write] = (),
    ) -> list[Message]:
        """Queue the conversation for a person and post ``drafts``; ``wanted``: ``{reason, summary}``.

        ``more`` is written in the same transaction. Outside business hours the shopper is told so.
        """
        if not drafts:
            drafts = [Draft("assistant", self._say(conversation, "handoff_opened"), reply_to=reply_to)]
        if wanted.get("reason") != MESSAGE_LEFT and not (await self._announcer.support.now())["open"]:
            away = self._say(conversation, "outside_hours")
            drafts = [*drafts, Draft("system", away, {"code": "outside_hours"}, reply_to=reply_to)]
        row: dict[str, Any] = {
            "conversation_id": conversation.id,
            "reason": str(wanted.get("reason") or DEFAULT_REASON)[:64],
            "summary": orjson.dumps(await self._summary(conversation, wanted.get("summary"))).decode(),
            "waiting_since_ms": now_ms(),
            "seen_seq": 0,
            "mood": _short(wanted.get("mood"), _MAX_MOOD_CHARS),
        }
        left = row["reason"] == MESSAGE_LEFT
        also: list[Write] = [
            (_OPEN, row),
            set_conversation(conversation.id, state="waiting"),
            *more,
            *self._webhooks.writes(
                "conversation.message_left" if left else "conversation.handed_off",
                conversation,
                reason=row["reason"],
                summary=orjson.loads(str(row["summary"])),
            ),
        ]
        before, conversation.state = conversation.state, "waiting"
        try:
            sent = await self._delivery.post(conversation, drafts, also)
        except BaseException:
            conversation.state = before
            raise
        stored = await self._store.load(conversation.id)
        conversation.handoff_id = stored.handoff_id if stored else None
        await self._told(conversation)
        return sent

    async def move(
        self, conversation: Conversation, agent_id: int | None, agent_name: str | None, code: str
    ) -> None:
        """Give an open handoff to another agent, or back to the queue (None), where it keeps its time.

        The shopper is told by the phrase ``code``, which may name who had it (``{name}``).
        """
        before = conversation.agent_name or ""
        values = {"key": conversation.handoff_id, "agent_id": agent_id}
        values["taken_ms"] = now_ms() if agent_id is not None else None
        state: State = "agent" if agent_id is not None else "waiting"
        also: list[Write] = [(_CHANGE, values), set_conversation(conversation.id, state=state)]
        told = self._say(conversation, code, name=agent_name or before)
        await self._delivery.post(conversation, [Draft("system", told, {"code": code})], also)
        conversation.state, conversation.agent_id, conversation.agent_name = state, agent_id, agent_name
        await self._told(conversation)

    async def first_reply(self, conversation: Conversation) -> None:
        """Note when the shopper got the first word of a person in this handoff."""
        if conversation.handoff_id is not None:
            change = {"key": conversation.handoff_id, "first_reply_ms": now_ms()}
            await self._store.write([(_FIRST_REPLY, change)])

    async def take(self, conversation: Conversation, agent_id: int, agent_name: str) -> None:
        """Give a waiting conversation to an agent; of several who try, one wins.

        Raises ``ApiError`` 409 ``already_taken`` or ``not_waiting``.
        """
        if conversation.state == "agent":
            if conversation.agent_id == agent_id:
                return
            raise ApiError(409, "already_taken")
        if conversation.state != "waiting" or conversation.handoff_id is None:
            raise ApiError(409, "not_waiting")
        async with self._engine.begin() as connection:
            values = {"key": conversation.handoff_id, "agent_id": agent_id, "taken_ms": now_ms()}
            won = (await connection.execute(_TAKE, values)).rowcount == 1
            if won:
                statement, change = set_conversation(conversation.id, state="agent")
                await connection.execute(statement, change)
        if not won:
            raise ApiError(409, "already_taken")
        conversation.state, conversation.agent_id, conversation.agent_name = "agent", agent_id, agent_name
        await self._told(conversation)
        joined = self._say(conversation, "agent_joined", name=agent_name)
        await self._delivery.post(conversation, [Draft("system", joined, {"code": "agent_joined"})])

    async def give_back(self, conversation: Conversation, note: str) -> None:
        """Return the conversation to the assistant; who has it must have been checked."""
        name = conversation.agent_name or ""
        change = {"key": conversation.handoff_id, "returned_ms": now_ms(), "note": note}
        also: list[Write] = [(_CHANGE, change), set_conversation(conversation.id, state="assistant")]
        left = self._say(conversation, "agent_left", name=name)
        await self._delivery.post(conversation, [Draft("system", left, {"code": "agent_left"})], also)
        _with_assistant(conversation)
        await self._told(conversation)

    async def close(self, conversation: Conversation, drafts: list[Draft], by: str) -> None:
        """End an open handoff, waited for or taken, with ``drafts``; nothing goes to the assistant."""
        change = {"key": conversation.handoff_id, "returned_ms": now_ms()}
        also: list[Write] = [
            *([(_CHANGE, change)] if conversation.handoff_id is not None else []),
            set_conversation(conversation.id, state="assistant", resolved_ms=now_ms()),
            *self._webhooks.writes("conversation.resolved", conversation, by=by),
        ]
        await self._delivery.post(conversation, drafts, also)
        _with_assistant(conversation)
        await self._told(conversation)

    async def seen(self, conversation: Conversation) -> None:
        """Note that the agent has read everything so far."""
        if conversation.handoff_id is not None:
            change = {"key": conversation.handoff_id, "seen_seq": conversation.last_seq}
            await self._store.write([(_CHANGE, change)])

    async def _told(self, conversation: Conversation) -> None:
        self._desk.queue_changed()
        await self._announcer.tell(conversation)

    def _say(self, conversation: Conversation, key: str, **values: object) -> str:
        return self._texts.to(conversation.language).say(key, **values)

    async def _summary(self, conversation: Conversation, given: object) -> dict[str, Any]:
        summary = given if isinstance(given, dict) else {}
        tried = summary.get("tried")
        what = _short(summary.get("what")) or await self._what(conversation.id)
        spoken = _short(summary.get("language"))
        return {
            **({"language": spoken} if spoken else {}),
            "who": _short(summary.get("who")) or conversation.user_id or conversation.identified_id,
            "what": what,
            "order": _short(summary.get("order")),
            "tried": [_short(item) for item in _listed(tried)[:_MAX_TRIED] if item],
        }

    async def _what(self, conversation_id: str) -> str | None:
        latest = await self._store.latest(conversation_id, 4 * _LAST_TEXTS)
        texts = [message.text for message in latest if message.sender == "shopper" and message.raw is None]
        return _short(" / ".join(texts[-_LAST_TEXTS:]))


def _with_assistant(conversation: Conversation) -> None:
    conversation.state, conversation.handoff_id = "assistant", None
    conversation.agent_id = conversation.agent_name = None


def _short(value: object, limit: int = _MAX_SUMMARY_CHARS) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    return text[:limit] or None


def _listed(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, str) else []
