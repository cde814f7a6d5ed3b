"""Who is at the desk; and what becomes of the conversations of an agent who vanishes."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from web.conversations import Conversations
from web.db import now_ms
from web.tables import agents, handoffs, presence
from web.visitor.announcer import Announcer
from web.visitor.support import PRESENT_MS

_LOG = logging.getLogger("aisle.web")
_BEAT_S = 10.0
_LOOK_EVERY_S = 2.0


class Presence:
    """Signs of life of the agents, in the database: they outlast a restart, and all processes see them."""

    def __init__(
        self, engine: AsyncEngine, service: Conversations, announcer: Announcer, vanished_after_s: float
    ) -> None:
        self._engine = engine
        self._service = service
        self._announcer = announcer
        self._after_ms = int(vanished_after_s * 1000)
        # Several signs of life fit into the time after which one is missed.
        self._beat_s = min(_BEAT_S, vanished_after_s / 4)
        self._beats: dict[int, float] = {}
        # In the order they were asked for: a last sign of life does not come after the word of leaving.
        self._writing = asyncio.Lock()
        # After a start the desks have that long to come back before anybody counts as gone.
        self._from = time.monotonic() + vanished_after_s

    async def seen(self, agent_id: int) -> None:
        """A sign of life; written at most about every ten seconds."""
        last = self._beats.get(agent_id, 0.0)
        if time.monotonic() - last >= self._beat_s * 0.9:
            self._beats[agent_id] = now = time.monotonic()
            # A desk that closes cancels its beat; a write cut off in the middle may lock the database.
            await asyncio.shield(self._beat(agent_id, now))

    async def _beat(self, agent_id: int, beat: float) -> None:
        """Write the sign of life, unless the agent has left meanwhile, and tell the desks who has come."""
        async with self._writing:
            here = self._beats.get(agent_id) == beat
            if here and await self._write(agent_id, seen_ms=now_ms()):
                self._announcer.moved()

    async def beat_for_ever(self, agent_id: int) -> None:
        """Keep an open desk alive; runs until it is cancelled."""
        while True:
            try:
                await self.seen(agent_id)
            except SQLAlchemyError:
                _LOG.exception("presence of agent %s cannot be written", agent_id)
            await asyncio.sleep(self._beat_s)

    async def set_away(self, agent_id: int, away: bool) -> None:
        """The agent takes no new conversations for now, or does again."""
        async with self._writing:
            await self._write(agent_id, seen_ms=now_ms(), away=away)
        self._announcer.moved()

    async def left(self, agent_id: int) -> None:
        """The agent has signed out: gone at once; conversations return to the queue after the usual time."""
        self._beats.pop(agent_id, None)
        async with self._writing:
            await self._write(agent_id, seen_ms=now_ms() - PRESENT_MS - 1)
        self._announcer.moved()

    async def agents(self) -> list[dict[str, Any]]:
        """All accounts: ``{id, name, email, role, active, present, away, conversations}``."""
        having = (
            select(func.count())
            .where(handoffs.c.agent_id == agents.c.id, handoffs.c.returned_ms.is_(None))
            .correlate(agents)
            .scalar_subquery()
        )
        wanted = (
            select(agents, presence.c.away, presence.c.seen_ms, having.label("having"))
            .outerjoin(presence, presence.c.agent_id == agents.c.id)
            .order_by(agents.c.name, agents.c.id)
        )
        since = now_ms() - PRESENT_MS
        async with self._engine.connect() as connection:
            rows = (await connection.execute(wanted)).all()
        return [
            {
                "id": row.id,
                "name": row.name,
                "email": row.email,
                "role": row.role,
                "active": row.active,
                "present": (row.seen_ms or 0) >= since,
                "away": bool(row.away),
                "conversations": row.having,
            }
            for row in rows
        ]

    async def watch_for_ever(self) -> None:
        """Return the conversations of agents who have vanished to the queue; runs until it is cancelled."""
        await asyncio.sleep(max(0.0, self._from - time.monotonic()))
        while True:
            try:
                await self.requeue_vanished()
            except SQLAlchemyError:
                _LOG.exception("conversations of vanished agents cannot be looked for")
            await asyncio.sleep(_LOOK_EVERY_S)

    async def requeue_vanished(self) -> int:
        """Put back in the queue what agents without a sign of life have; how many conversations."""
        before = now_ms() - self._after_ms
        wanted = (
            select(handoffs.c.conversation_id, handoffs.c.agent_id)
            .outerjoin(presence, presence.c.agent_id == handoffs.c.agent_id)
            .where(handoffs.c.returned_ms.is_(None), handoffs.c.agent_id.is_not(None))
            .where(
                or_(presence.c.seen_ms < before, presence.c.seen_ms.is_(None)), handoffs.c.taken_ms < before
            )
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(wanted)).all()
        for row in rows:
            conversation = await self._service.registry.find(row.conversation_id)
            await self._service.requeue(conversation, row.agent_id, "agent_lost")
        return len(rows)

    async def _write(self, agent_id: int, **values: Any) -> bool:
        """Write the row; whether the agent was not present before."""
        now = now_ms()
        async with self._engine.begin() as connection:
            wanted = select(presence.c.seen_ms).where(presence.c.agent_id == agent_id)
            before = (await connection.execute(wanted)).scalar_one_or_none()
            if before is not None:
                change = update(presence).where(presence.c.agent_id == agent_id).values(**values)
                await connection.execute(change)
                return bool(before < now - PRESENT_MS)
        try:
            async with self._engine.begin() as connection:
                row = {"agent_id": agent_id, "away": False} | values
                await connection.execute(insert(presence), row)
        except IntegrityError:
            return False  # another tab was quicker
        return True
