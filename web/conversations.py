"""The service behind the chat API: one message at a time for each conversation, each answered once."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from typing import Any, Literal

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from settings import Settings
from web.bridges.webhooks import Webhooks
from web.chat_store import set_conversation
from web.choices import picked
from web.db import now_ms
from web.delivery import Delivery
from web.errors import ApiError
from web.events.visits import Visits
from web.handoffs import DEFAULT_REASON, Handoffs
from web.identity import new_token
from web.limits import MAX_QUEUED_MESSAGES, RateLimit
from web.live import Conversation, Registry
from web.messages import Draft, Message, clean, without_command
from web.rasa import RasaClient, RasaUnavailable, Reply
from web.tables import unanswered
from web.texts import Texts

_LOG = logging.getLogger("aisle.web")
ASK_PERSON = "/ask_human"
"""The payload by which a shopper asks for a person; it may be sent at any time."""
STEPPED_IN = "stepped_in"
"""The reason of a handoff that an agent began."""
RETURNED = "/agent_returned"
_UNANSWERED = insert(unanswered)
_RETRY = re.compile(r'^/retry\{"seq": ?(\d{1,9})\}$')
_RETRY_PAYLOAD = '/retry{{"seq":{seq}}}'
# The least time a message gets that waited behind one Rasa failed to answer: enough for a live Rasa to begin.
_SHORTEST_WAIT_S = 0.25
_TEXTS_FOR_ASSISTANT = 10


class Conversations:
    """Creates conversations and takes their messages; everything is stored before it is answered."""

    def __init__(
        self,
        settings: Settings,
        texts: Texts,
        registry: Registry,
        delivery: Delivery,
        handoffs: Handoffs,
        rasa: RasaClient,
        webhooks: Webhooks,
        visits: Visits,
    ) -> None:
        self._settings = settings
        self._texts = texts
        self.registry = registry
        self.store = registry.store
        self._delivery = delivery
        self._handoffs = handoffs
        self._rasa = rasa
        self._webhooks = webhooks
        self._messages = RateLimit(settings.messages_per_minute)
        self._visits = visits

    async def create(
        self, *, user_id: str | None, consent: bool, product_id: str | None, language: str | None = None
    ) -> tuple[Conversation, str]:
        """A new, empty conversation and its bearer token (shown once; only its hash is kept)."""
        token, hashed = new_token()
        conversation = Conversation(
            id=secrets.token_urlsafe(16),
            token_hash=hashed,
            user_id=user_id,
            consent=consent,
            product_id=product_id,
            language=language,
        )
        row = {
            "id": conversation.id,
            "token_hash": hashed,
            "state": conversation.state,
            "user_id": user_id,
            "consent": consent,
            "counters": "{}",
            "product_id": product_id,
            "language": language,
            "created_ms": now_ms(),
        }
        await self.store.add_conversation(row)
        return self.registry.add(conversation), token

    async def say(self, conversation: Conversation, text: object, client_id: str | None) -> list[Message]:
        """Take a shopper's message and return the answer; a repeated ``client_id`` gives the first one.

        Raises ``ApiError``: ``invalid_field``, ``empty_text``, ``text_too_long``, ``rate_limited``.
        """
        wanted = self.checked(text)
        if conversation.queued >= MAX_QUEUED_MESSAGES or not self._messages.allow(conversation.id):
            raise ApiError(429, "rate_limited")
        arrived = asyncio.get_running_loop().time()
        conversation.queued += 1
        try:
            async with conversation.lock:
                if conversation.deleted:
                    raise ApiError(404, "conversation_not_found")
                return await self._turn(conversation, wanted, client_id, arrived)
        finally:
            conversation.queued -= 1

    async def say_as_agent(self, conversation: Conversation, agent_id: int, text: object) -> Message:
        """Post an agent's message. Raises ``ApiError`` 409 ``not_yours`` and those of a bad text."""
        wanted = self.checked(text)
        async with conversation.lock:
            self._check_owner(conversation, agent_id)
            draft = Draft("agent", wanted, {"name": conversation.agent_name})
            (sent,) = await self._delivery.post(conversation, [draft])
            await self._handoffs.seen(conversation)
            await self._handoffs.first_reply(conversation)
            return sent

    async def take(self, conversation: Conversation, agent_id: int, agent_name: str) -> None:
        """Give the conversation to an agent; see ``Handoffs.take``."""
        async with conversation.lock:
            await self._handoffs.take(conversation, agent_id, agent_name)

    async def take_over(self, conversation: Conversation, agent_id: int, agent_name: str) -> None:
        """Step into a conversation that did not ask for it, or that somebody else has."""
        async with conversation.lock:
            if conversation.state == "agent":
                if conversation.agent_id != agent_id:
                    await self._handoffs.move(conversation, agent_id, agent_name, "agent_joined")
                return
            if conversation.state == "assistant":
                if not conversation.last_seq:
                    raise ApiError(409, "not_waiting")
                joining = Draft("system", self._texts.to(conversation.language).say("handoff_stepped_in"))
                await self._handoffs.open(conversation, {"reason": STEPPED_IN}, [joining], None)
                conversation.resolved = False
            await self._handoffs.take(conversation, agent_id, agent_name)

    async def transfer(
        self, conversation: Conversation, by: int | None, agent_id: int, agent_name: str
    ) -> None:
        """Give it to another agent. ``by``: who has it now, None where a lead decides.

        Raises ``ApiError`` 409 ``not_yours`` or ``not_waiting``.
        """
        async with conversation.lock:
            if by is not None:
                self._check_owner(conversation, by)
            if conversation.state == "assistant":
                raise ApiError(409, "not_waiting")
            if conversation.agent_id != agent_id:
                await self._handoffs.move(conversation, agent_id, agent_name, "agent_joined")

    async def requeue(self, conversation: Conversation, agent_id: int, code: str) -> None:
        """Back to the queue from this agent, if they still have it; the shopper is told by the phrase."""
        async with conversation.lock:
            if conversation.state == "agent" and conversation.agent_id == agent_id:
                await self._handoffs.move(conversation, None, None, code)

    async def seen(self, conversation: Conversation, agent_id: int) -> None:
        """The agent who has the conversation has read it."""
        if conversation.agent_id == agent_id:
            await self._handoffs.seen(conversation)

    async def give_back(self, conversation: Conversation, agent_id: int, note: str) -> None:
        """Return it from its agent to the assistant, who is told what happened and goes on."""
        async with conversation.lock:
            self._check_owner(conversation, agent_id)
            name = conversation.agent_name
            latest = await self.store.latest(conversation.id, _TEXTS_FOR_ASSISTANT)
            await self._handoffs.give_back(conversation, note)
            spoken = [{"from": m.sender, "text": m.text} for m in latest if m.sender in ("agent", "shopper")]
            metadata = await self._visits.metadata(conversation)
            metadata["agent"] = {"name": name, "note": note, "messages": spoken}
            deadline = asyncio.get_running_loop().time() + self._settings.reply_timeout_s
            try:
                reply = await self._ask(conversation, RETURNED, metadata, deadline)
            except RasaUnavailable as problem:
                _LOG.warning("conversation %s came back, but %s", conversation.id, problem)
                back = Draft("assistant", self._texts.to(conversation.language).say("assistant_back"))
                await self._delivery.post(conversation, [back])
            else:
                await self._deliver(conversation, reply, None)

    async def end(
        self, conversation: Conversation, by: Literal["shopper", "agent"], agent_id: int | None = None
    ) -> None:
        """The conversation has come to its end: an open handoff is closed; writing again reopens it.

        An agent (``agent_id``) must have it: raises ``ApiError`` 409 ``not_yours``.
        """
        async with conversation.lock:
            if agent_id is not None:
                self._check_owner(conversation, agent_id)
            if conversation.resolved or not conversation.last_seq:
                return
            say = self._texts.to(conversation.language).say
            name = conversation.agent_name
            text = say("ended_by_agent", name=name) if by == "agent" and name else say("ended")
            await self._handoffs.close(conversation, [Draft("system", text, {"code": "ended"})], by)
            conversation.resolved = True
            conversation.send({"type": "resolved", "by": by})

    async def tell(self, conversation: Conversation, phrase: str, **values: object) -> None:
        """Tell the shopper what was done for them."""
        text = self._texts.to(conversation.language).say(phrase, **values)
        async with conversation.lock:
            await self._delivery.post(conversation, [Draft("system", text, {"code": phrase})])

    async def hand_outside(self, conversation: Conversation) -> None:
        """Another system's agents have it now: it leaves our queue without a word."""
        async with conversation.lock:
            if conversation.state == "waiting":
                await self._handoffs.close(conversation, [], "outside")

    async def record(self, conversation: Conversation, **values: Any) -> None:
        """Change what is known of it: ``product_id``, ``language``."""
        for name, value in values.items():
            setattr(conversation, name, value)
        await self.store.write([set_conversation(conversation.id, **values)])

    def written(self, conversation_id: str, text: str) -> None:
        """Show a piece of the reply that is being written; ignored when no reply is awaited."""
        conversation = self.registry.get(conversation_id)
        if conversation is not None and conversation.writing_since is not None:
            conversation.writing_since = asyncio.get_running_loop().time()
            conversation.send({"type": "delta", "text": text})

    def checked(self, text: object) -> str:
        """The text as kept. Raises ``ApiError``: ``invalid_field``, ``empty_text``, ``text_too_long``."""
        if not isinstance(text, str):
            raise ApiError(400, "invalid_field", field="text")
        limit = self._settings.max_message_chars
        if len(text) > limit:
            raise ApiError(413, "text_too_long", limit=limit)
        cleaned = clean(text)
        if not cleaned:
            raise ApiError(400, "empty_text")
        return cleaned

    def _check_owner(self, conversation: Conversation, agent_id: int) -> None:
        if conversation.state != "agent" or conversation.agent_id != agent_id:
            raise ApiError(409, "not_yours")

    async def _turn(
        self, conversation: Conversation, text: str, client_id: str | None, arrived: float
    ) -> list[Message]:
        try:
            message = await self._keep(conversation, text, client_id)
        except IntegrityError:
            first = await self._first_of(conversation, client_id)
            if first is None:
                message = await self._keep(conversation, text, client_id)
            else:
                replies = (
                    await self.store.replies_to(conversation.id, first.seq) if first.awaits_reply else []
                )
                if replies or not first.awaits_reply:
                    return replies
                message = first  # stored, but the server stopped before it was answered
        if conversation.state != "assistant":
            return []
        return await self._answer(conversation, message, arrived)

    async def _keep(self, conversation: Conversation, text: str, client_id: str | None) -> Message:
        shown, raw = self._read(conversation, text)
        awaits = conversation.state == "assistant"
        draft = Draft("shopper", shown, raw=raw, client_id=client_id, awaits_reply=awaits)
        also = [set_conversation(conversation.id, resolved_ms=None)] if conversation.resolved else []
        if not conversation.last_seq:
            also += self._webhooks.writes("conversation.started", conversation, text=shown)
        (message,) = await self._delivery.post(conversation, [draft], also)
        conversation.resolved = False
        await self._visits.message(conversation, message.seq)
        return message

    async def _first_of(self, conversation: Conversation, client_id: str | None) -> Message | None:
        first = await self.store.by_client_id(conversation.id, client_id) if client_id else None
        if first is None:  # then it was the place that was taken, by another process on the same database
            conversation.last_seq = await self.store.last_seq(conversation.id)
        return first

    def _read(self, conversation: Conversation, text: str) -> tuple[str, str | None]:
        """What is shown and, where it differs, what Rasa is told: payloads count only if offered."""
        if not text.startswith("/"):
            return text, None
        if text in conversation.offered:
            return conversation.offered[text], text
        if several := picked(text, conversation.offered):
            return several
        if text == ASK_PERSON:
            return self._texts.to(conversation.language).say("ask_person"), text
        return text, without_command(text)

    async def _answer(self, conversation: Conversation, message: Message, arrived: float) -> list[Message]:
        asked = await self._asked(conversation, message)
        deadline = self._deadline(conversation, arrived)
        try:
            metadata = await self._visits.metadata(conversation)
            reply = await self._ask(conversation, asked.raw or asked.text, metadata, deadline)
        except RasaUnavailable as problem:
            _LOG.warning("conversation %s is without an answer: %s", conversation.id, problem)
            return await self._apologise(conversation, message, asked)
        return await self._deliver(conversation, reply, message.seq)

    async def _asked(self, conversation: Conversation, message: Message) -> Message:
        """The message that is to be answered: for "try again" the earlier one."""
        again = _RETRY.match(message.raw or "")
        earlier = await self.store.by_seq(conversation.id, int(again[1])) if again else None
        return earlier or message

    def _deadline(self, conversation: Conversation, arrived: float) -> float:
        now, timeout = asyncio.get_running_loop().time(), self._settings.reply_timeout_s
        if not conversation.assistant_failed:
            return now + timeout
        # Who waited behind a failure is not made to wait for the whole time once more.
        return max(arrived + timeout, now + _SHORTEST_WAIT_S)

    async def _ask(
        self, conversation: Conversation, text: str, metadata: dict[str, Any], deadline: float
    ) -> Reply:
        loop = asyncio.get_running_loop()
        conversation.writing_since = loop.time()
        conversation.send({"type": "typing", "from": "assistant", "on": True})
        asking = asyncio.ensure_future(self._rasa.ask(conversation.id, text, metadata))
        try:
            await self._watch(conversation, asking, deadline)
            if not asking.done():
                raise RasaUnavailable("Rasa is too slow")
            reply = asking.result()
        except RasaUnavailable:
            conversation.assistant_failed = True
            raise
        finally:
            asking.cancel()
            conversation.writing_since = None
            conversation.send({"type": "typing", "from": "assistant", "on": False})
        conversation.assistant_failed = False
        return reply

    async def _watch(
        self, conversation: Conversation, asking: asyncio.Future[Reply], deadline: float
    ) -> None:
        """Wait for the reply; while it is being written the deadline moves on, up to the generator's own."""
        loop, timeout = asyncio.get_running_loop(), self._settings.reply_timeout_s
        latest = deadline + self._settings.generator_timeout_s
        while not asking.done() and (left := deadline - loop.time()) > 0:
            began = conversation.writing_since
            await asyncio.wait([asking], timeout=left)
            if conversation.writing_since is not None and conversation.writing_since != began:
                deadline = min(conversation.writing_since + timeout, latest)

    async def _deliver(self, conversation: Conversation, reply: Reply, reply_to: int | None) -> list[Message]:
        await self._visits.heard(conversation, reply)
        drafts = [Draft("assistant", part.text, part.extra, reply_to=reply_to) for part in reply.parts]
        if reply.identified and reply.identified != conversation.identified_id:
            conversation.identified_id = reply.identified
            await self.store.write([set_conversation(conversation.id, identified_id=reply.identified)])
        if reply.unanswered:
            row = {"conversation_id": conversation.id, "question": reply.unanswered, "at_ms": now_ms()}
            await self.store.write([(_UNANSWERED, row | {"state": "open"})])
        if reply.handoff is not None:
            return await self._handoffs.open(conversation, reply.handoff, drafts, reply_to)
        return await self._delivery.post(conversation, drafts)

    async def _apologise(self, conversation: Conversation, message: Message, asked: Message) -> list[Message]:
        if ASK_PERSON in (message.raw, asked.raw):
            return await self._handoffs.open(conversation, {"reason": DEFAULT_REASON}, [], message.seq)
        say = self._texts.to(conversation.language).say
        buttons = [
            {"title": say("ask_person"), "payload": ASK_PERSON},
            {"title": say("try_again"), "payload": _RETRY_PAYLOAD.format(seq=asked.seq)},
        ]
        text = say("unreachable")
        return await self._delivery.post(
            conversation, [Draft("assistant", text, {"buttons": buttons}, reply_to=message.seq)]
        )
