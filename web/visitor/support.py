"""What a shopper may be told about people: whether any answer now, how many wait, and how long it takes."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from web.db import now_ms
from web.messages import iso
from web.tables import conversations, handoffs, presence
from web.visitor.hours import Hours

PRESENT_MS = 45_000
"""A desk whose last sign of life is older is not there."""
_FRESH_S = 1.0
_FORESEEN = timedelta(days=6)  # open day and night has no closing time worth telling
_RECENT_WAITS = 30
_FEWEST_WAITS = 3
_TOO_OLD_MS = 7 * 24 * 3600 * 1000

_PRESENT = select(func.count()).where(presence.c.away.is_(False), presence.c.seen_ms >= bindparam("since"))
_WAITING = select(func.count()).where(conversations.c.state == "waiting")
_WAITS = (
    select(handoffs.c.taken_ms - handoffs.c.waiting_since_ms)
    .where(handoffs.c.taken_ms.is_not(None), handoffs.c.taken_ms >= bindparam("since"))
    .order_by(handoffs.c.taken_ms.desc())
    .limit(_RECENT_WAITS)
)
_SINCE = select(handoffs.c.waiting_since_ms).where(handoffs.c.id == bindparam("handoff")).scalar_subquery()
_PLACE = (
    select(func.count())
    .select_from(handoffs)
    .join(
        conversations,
        and_(conversations.c.id == handoffs.c.conversation_id, conversations.c.state == "waiting"),
    )
    .where(handoffs.c.returned_ms.is_(None), handoffs.c.waiting_since_ms <= _SINCE)
)


class Support:
    """Business hours, presence and waiting times; read at most once a second."""

    def __init__(self, engine: AsyncEngine, hours: Hours) -> None:
        self._engine = engine
        self.hours = hours
        self._read: tuple[float, dict[str, Any]] | None = None

    async def now(self) -> dict[str, Any]:
        """``{open, agents, waiting, opens_at, closes_at, expected_wait_s, leave_message}`` for the widget."""
        if self._read is None or self._read[0] < time.monotonic():
            self._read = (time.monotonic() + _FRESH_S, await self._look())
        return self._read[1]

    async def place(self, handoff_id: int | None) -> int | None:
        """The place in the queue, from 1; None for a conversation that does not wait."""
        if handoff_id is None:
            return None
        async with self._engine.connect() as connection:
            return int((await connection.execute(_PLACE, {"handoff": handoff_id})).scalar_one()) or None

    def changed(self) -> None:
        """Forget what was read: an agent came or went."""
        self._read = None

    async def _look(self) -> dict[str, Any]:
        now, moment = now_ms(), datetime.now(UTC)
        async with self._engine.connect() as connection:
            agents = (await connection.execute(_PRESENT, {"since": now - PRESENT_MS})).scalar_one()
            waiting = (await connection.execute(_WAITING)).scalar_one()
            waits = (await connection.execute(_WAITS, {"since": now - _TOO_OLD_MS})).scalars().all()
        closes = self.hours.closes_at(moment)
        opens = None if closes else self.hours.opens_at(moment)
        expected = round(statistics.median(waits) / 1000) if len(waits) >= _FEWEST_WAITS else None
        return {
            "open": closes is not None,
            "agents": agents,
            "waiting": waiting,
            "opens_at": _iso(opens),
            "closes_at": _iso(closes if closes and closes - moment < _FORESEEN else None),
            "expected_wait_s": expected if agents else None,
            "leave_message": closes is None or not agents,
        }


def _iso(moment: datetime | None) -> str | None:
    return iso(int(moment.timestamp() * 1000)) if moment else None
