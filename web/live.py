"""Conversations in memory: who listens, whose turn it is, what was offered."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

import orjson
from aiohttp import web

from web.chat_store import ChatStore, StoredConversation
from web.errors import ApiError
from web.limits import MAX_LIVE_CONVERSATIONS, MAX_OUTBOX
from web.messages import Message, State

_EVICTION_TRIES = 16


class Outbox:
    """Frames on their way to one socket, in order. A socket that falls too far behind is closed."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._queue: asyncio.Queue[tuple[str, int | None]] = asyncio.Queue()
        self._overflown = False
        self._closing: tuple[int, str] | None = None

    def put(self, frame: str, seq: int | None = None) -> None:
        """Queue a frame; ``seq`` of a message lets what history already held be skipped."""
        if self._queue.qsize() >= MAX_OUTBOX:
            self._overflown = True
        else:
            self._queue.put_nowait((frame, seq))

    def end(self, code: int, reason: str) -> None:
        """Close the socket once what is queued has been sent."""
        self._closing = (code, reason)
        self._queue.put_nowait(("", None))

    async def run(self, after: int = 0) -> None:
        """Send until the socket closes; messages up to ``after`` were sent already."""
        while not self._socket.closed:
            frame, seq = await self._queue.get()
            if self._overflown:
                await self._socket.close(code=1013, message=b"too slow")
                return
            if self._closing and not frame:
                code, reason = self._closing
                await self._socket.close(code=code, message=reason.encode())
                return
            if seq is not None and seq <= after:
                continue
            after = after if seq is None else seq
            try:
                await self._socket.send_str(frame)
            except ConnectionError:
                return


@dataclass(slots=True, eq=False, weakref_slot=True)
class Conversation:
    """One live conversation. Whoever changes it or adds messages holds ``lock`` (in order of arrival)."""

    id: str
    token_hash: bytes
    state: State = "assistant"
    user_id: str | None = None
    identified_id: str | None = None
    consent: bool = False
    counters: dict[str, float] = field(default_factory=dict)
    product_id: str | None = None
    language: str | None = None
    contact_email: str | None = None
    contact_name: str | None = None
    resolved: bool = False
    deleted: bool = False
    last_seq: int = 0
    offered: dict[str, str] = field(default_factory=dict)
    handoff_id: int | None = None
    agent_id: int | None = None
    agent_name: str | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    # Whoever tells of the visit, or takes what was told away, holds it; a message may be answered meanwhile.
    telling: asyncio.Lock = field(default_factory=asyncio.Lock)
    queued: int = 0
    # While the assistant is writing: when it last showed a sign of life (loop time); None otherwise.
    writing_since: float | None = None
    assistant_failed: bool = False
    outboxes: set[Outbox] = field(default_factory=set)

    @property
    def idle(self) -> bool:
        """Whether nobody would miss it from memory."""
        return not self.outboxes and self.queued == 0 and not self.lock.locked()

    @property
    def agent(self) -> dict[str, str] | None:
        """The agent who has it, as the chat API shows them."""
        return {"name": self.agent_name} if self.agent_name is not None else None

    @property
    def contact(self) -> dict[str, str | None] | None:
        """Where the shopper wants to be answered when they are away."""
        return {"email": self.contact_email, "name": self.contact_name} if self.contact_email else None

    def send(self, frame: dict[str, Any], seq: int | None = None) -> None:
        """Queue a frame for every open socket."""
        if self.outboxes:
            encoded = encode(frame)
            for outbox in self.outboxes:
                outbox.put(encoded, seq)

    def send_messages(self, sent: Iterable[Message]) -> None:
        """Queue message frames for every open socket."""
        if self.outboxes:
            for message in sent:
                self.send({"type": "message", "message": message.to_json()}, message.seq)

    def handoff_frame(self) -> dict[str, Any]:
        """The frame that tells who answers now."""
        return {"type": "handoff", "state": self.state, "agent": self.agent}


class Registry:
    """The live conversations by id; loads what is not in memory, forgets what is idle for longest."""

    def __init__(self, store: ChatStore) -> None:
        self.store = store
        self._live: OrderedDict[str, Conversation] = OrderedDict()
        # Also those that were forgotten while somebody still holds them: there must never be two of one.
        self._held: WeakValueDictionary[str, Conversation] = WeakValueDictionary()

    def add(self, conversation: Conversation) -> Conversation:
        """Keep a conversation; where it is there already, the one that is there."""
        kept = self._held.setdefault(conversation.id, conversation)
        self._live[kept.id] = kept
        self._live.move_to_end(kept.id)
        self._forget_idle()
        return kept

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation if it is in memory."""
        return self._held.get(conversation_id)

    def waiting(self) -> list[Conversation]:
        """Those in memory that wait for a person while somebody watches."""
        return [one for one in list(self._held.values()) if one.state == "waiting" and one.outboxes]

    def forget(self, conversation: Conversation) -> None:
        """Let go of a conversation that is deleted; whoever still holds it finds it marked."""
        conversation.deleted = True
        self._live.pop(conversation.id, None)
        self._held.pop(conversation.id, None)

    async def find(self, conversation_id: str) -> Conversation:
        """The conversation; raises ``ApiError`` 404 when there is none."""
        live = self._held.get(conversation_id)
        if live is not None:
            return self.add(live)
        stored = await self.store.load(conversation_id)
        if stored is None:
            raise ApiError(404, "conversation_not_found")
        return self.add(_from_stored(stored))

    def _forget_idle(self) -> None:
        if len(self._live) <= MAX_LIVE_CONVERSATIONS:
            return
        oldest = [self._live[key] for key, _ in zip(self._live, range(_EVICTION_TRIES), strict=False)]
        for conversation in oldest:
            if conversation.idle:
                del self._live[conversation.id]


def encode(frame: dict[str, Any]) -> str:
    """A frame as JSON text."""
    return orjson.dumps(frame).decode()


def _from_stored(stored: StoredConversation) -> Conversation:
    row = stored.row
    return Conversation(
        id=row["id"],
        token_hash=row["token_hash"],
        state=row["state"],
        user_id=row["user_id"],
        identified_id=row["identified_id"],
        consent=row["consent"],
        counters=orjson.loads(row["counters"]),
        product_id=row["product_id"],
        language=row["language"],
        contact_email=row["contact_email"],
        contact_name=row["contact_name"],
        resolved=row["resolved_ms"] is not None,
        last_seq=stored.last_seq,
        offered=dict(stored.offered),
        handoff_id=stored.handoff_id,
        agent_id=stored.agent_id,
        agent_name=stored.agent_name,
    )
