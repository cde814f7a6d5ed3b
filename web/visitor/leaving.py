"""Photos, contact, rating and end of a conversation, as the shopper leaves them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from web.bridges.webhooks import Webhooks
from web.chat_store import ChatStore, Write, set_conversation
from web.conversations import ASK_PERSON, Conversations
from web.db import now_ms
from web.delivery import Delivery
from web.errors import ApiError
from web.handoffs import MESSAGE_LEFT, Handoffs
from web.live import Conversation
from web.messages import Draft, Message, clean
from web.tables import files, handoffs, ratings
from web.texts import Texts
from web.visitor.files import StoredFile

_ADD_FILE = insert(files)
_RATING = select(ratings.c.score, ratings.c.comment)


class Leaving:
    """What is left is stored like any message: first kept, then shown."""

    def __init__(
        self,
        engine: AsyncEngine,
        store: ChatStore,
        service: Conversations,
        delivery: Delivery,
        handoffs: Handoffs,
        texts: Texts,
        webhooks: Webhooks,
    ) -> None:
        self._engine = engine
        self._store = store
        self._service = service
        self._delivery = delivery
        self._handoffs = handoffs
        self._texts = texts
        self._webhooks = webhooks

    async def already(self, conversation: Conversation, client_id: str | None) -> Message | None:
        """The message that was taken under this client id before."""
        return await self._store.by_client_id(conversation.id, client_id) if client_id else None

    async def show_file(
        self, conversation: Conversation, stored: StoredFile, client_id: str | None
    ) -> tuple[Message, list[Message]]:
        """Put a photo into the conversation; the message, and what was answered to it."""
        draft = Draft("shopper", "", {"files": [stored.to_json()]}, client_id=client_id)
        also = [(_ADD_FILE, stored.row(conversation.id)), *_reopened(conversation)]
        async with conversation.lock:
            if conversation.deleted:
                raise ApiError(404, "conversation_not_found")
            try:
                (message,) = await self._delivery.post(conversation, [draft], also)
            except IntegrityError:
                first = await self.already(conversation, client_id)
                if first is None:
                    raise
                return first, []
            conversation.resolved = False
            if conversation.state != "assistant":
                return message, []
            say = self._texts.to(conversation.language).say
            buttons = [{"title": say("ask_person"), "payload": ASK_PERSON}]
            answer = Draft("assistant", say("photo_kept"), {"buttons": buttons}, reply_to=message.seq)
            return message, await self._delivery.post(conversation, [answer])

    async def leave_contact(
        self, conversation: Conversation, email: str, name: str | None, text: object
    ) -> list[Message]:
        """Keep where to answer to; the conversation stands in the queue then, once.

        Raises ``ApiError`` 400 ``empty_text`` when nothing was said at all.
        """
        wanted = self._service.checked(text) if text not in (None, "") else ""
        say = self._texts.to(conversation.language).say
        async with conversation.lock:
            if not wanted and not conversation.last_seq:
                raise ApiError(400, "empty_text")
            kept = Draft("system", say("contact_kept", email=email), {"code": "contact_kept"})
            drafts = [*([Draft("shopper", wanted)] if wanted else []), kept]
            also = [set_conversation(conversation.id, contact_email=email, contact_name=name)]
            before = conversation.contact_email, conversation.contact_name
            # Who hears of the message by a webhook is to know where to answer to.
            conversation.contact_email, conversation.contact_name = email, name
            try:
                if conversation.state == "assistant":
                    summary = {"who": name or email, "what": wanted or None}
                    about = {"reason": MESSAGE_LEFT, "summary": summary}
                    sent = await self._handoffs.open(
                        conversation, about, drafts, None, [*also, *_reopened(conversation)]
                    )
                else:
                    sent = await self._delivery.post(conversation, drafts, also)
            except BaseException:
                conversation.contact_email, conversation.contact_name = before
                raise
            conversation.resolved = False
            return sent

    async def rate(self, conversation: Conversation, score: int, comment: str | None) -> dict[str, Any]:
        """Keep the rating, 1 to 5; a later one replaces it. Raises ``ApiError`` 409 ``nothing_said``."""
        if not conversation.last_seq:
            raise ApiError(409, "nothing_said")
        text = clean(comment or "") or None
        last_agent = (
            select(handoffs.c.agent_id)
            .where(handoffs.c.conversation_id == conversation.id, handoffs.c.agent_id.is_not(None))
            .order_by(handoffs.c.id.desc())
            .limit(1)
        )
        async with conversation.lock:
            async with self._engine.connect() as connection:
                agent_id = (await connection.execute(last_agent)).scalar_one_or_none()
            row = {"conversation_id": conversation.id, "score": score, "comment": text}
            row |= {"agent_id": agent_id, "at_ms": now_ms()}
            gone = delete(ratings).where(ratings.c.conversation_id == conversation.id)
            told = self._webhooks.writes("conversation.rated", conversation, score=score, comment=text)
            await self._store.write([(gone, {}), (insert(ratings), row), *told])
        return {"score": score, "comment": text}

    async def rating(self, conversation_id: str) -> dict[str, Any] | None:
        """The rating as it stands: ``{score, comment}``, or None."""
        wanted = _RATING.where(ratings.c.conversation_id == conversation_id)
        async with self._engine.connect() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        return {"score": row.score, "comment": row.comment} if row else None


def _reopened(conversation: Conversation) -> list[Write]:
    return [set_conversation(conversation.id, resolved_ms=None)] if conversation.resolved else []
