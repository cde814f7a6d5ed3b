"""What the assistant is told of a visit beside the shopper's words, and what is noted of its replies."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncEngine

from web.db import now_ms
from web.events.offers import Offers
from web.events.recorder import Recorder
from web.events.trends import Trends
from web.events.visit import Visit, visit_at
from web.live import Conversation
from web.rasa import Reply
from web.tables import conversations, handoffs

_own = conversations.alias("own")
_WAITED = select(exists().where(handoffs.c.conversation_id == bindparam("key")))
_BEFORE = select(
    exists().where(
        conversations.c.user_id == bindparam("user"),
        conversations.c.created_ms
        < select(_own.c.created_ms).where(_own.c.id == bindparam("key")).scalar_subquery(),
    )
)


class Visits:
    """Puts together what conversations need of the log of visits."""

    def __init__(
        self, engine: AsyncEngine, recorder: Recorder, offers: Offers, trends: Trends, base_url: str
    ) -> None:
        self._engine = engine
        self._recorder = recorder
        self._offers = offers
        self._trends = trends
        self._base_url = base_url

    async def message(self, conversation: Conversation, seq: int) -> None:
        """The shopper has written the message at ``seq``."""
        await self._recorder.message(conversation, seq)

    async def heard(self, conversation: Conversation, reply: Reply) -> None:
        """Note what a reply says of offers (see ``Offers.heard``), and that a person was asked for."""
        if reply.handoff is not None:
            await self._recorder.waiting(conversation)
        await self._offers.heard(conversation, reply)

    async def metadata(self, conversation: Conversation) -> dict[str, Any]:
        """What Rasa is told beside the text; nothing of it comes from the shopper's own words."""
        return {
            "user_id": conversation.user_id,
            "consent": conversation.consent,
            "product_id": conversation.product_id,
            "base_url": self._base_url,
            "trending": list(self._trends.trending),
            **await self.session(conversation),
        }

    async def session(self, conversation: Conversation) -> dict[str, Any]:
        """``{session, basket, signals}``: the visit's counters, what lies in the basket, how it goes.

        All empty without consent.
        """
        if not conversation.consent:
            return {"session": {}, "basket": [], "signals": {}}
        visit = visit_at(await self._recorder.log(conversation.id), now_ms())
        signals = {
            "messages": visit.messages,
            "waiting": await self._ask(_WAITED, key=conversation.id),
            "returning": await self._returning(conversation, visit),
        }
        return {"session": dict(conversation.counters), "basket": list(visit.basket), "signals": signals}

    async def _returning(self, conversation: Conversation, visit: Visit) -> bool | None:
        """Whether they were here before; None when nobody can know."""
        if visit.returned:
            return True
        if conversation.user_id is None:
            return None
        return await self._ask(_BEFORE, key=conversation.id, user=conversation.user_id)

    async def _ask(self, question: Any, **values: object) -> bool:
        async with self._engine.connect() as connection:
            return bool((await connection.execute(question, values)).scalar_one())
