"""Tells shoppers who answers now: at once when it changes for them, soon when the queue moves."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from web.live import Conversation, Registry
from web.visitor.support import Support

_LOG = logging.getLogger("aisle.web")
# Several who take from the queue at once move it once.
_SETTLE_S = 0.25


class Announcer:
    """Sends ``handoff`` frames: ``{type, state, agent, support, position}``."""

    def __init__(self, registry: Registry, support: Support) -> None:
        self._registry = registry
        self.support = support
        self._soon: asyncio.Task[None] | None = None

    async def frame(self, conversation: Conversation) -> dict[str, Any]:
        """The frame of a conversation as it stands."""
        place = None
        if conversation.state == "waiting":
            place = await self.support.place(conversation.handoff_id)
        return conversation.handoff_frame() | {"support": await self.support.now(), "position": place}

    async def tell(self, conversation: Conversation) -> None:
        """Send the frame to whoever has it open now, and soon their new place to the others who wait."""
        self.support.changed()
        if conversation.outboxes:
            conversation.send(await self.frame(conversation))
        self.moved()

    def moved(self) -> None:
        """The queue or who is at the desk has changed: tell all who wait, soon."""
        self.support.changed()
        if self._soon is None or self._soon.done():
            self._soon = asyncio.create_task(self._tell_waiting())

    def stop(self) -> None:
        """Send nothing more."""
        if self._soon is not None:
            self._soon.cancel()

    async def _tell_waiting(self) -> None:
        await asyncio.sleep(_SETTLE_S)
        self._soon = None
        try:
            for conversation in self._registry.waiting():
                conversation.send(await self.frame(conversation))
        except SQLAlchemyError:
            _LOG.exception("those who wait cannot be told their place")
