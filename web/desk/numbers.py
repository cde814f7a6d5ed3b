"""Numbers a manager reads: now, and over the last days. Times are seconds; medians and 90th percentiles."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from web.db import now_ms
from web.tables import conversations, handoffs, messages, ratings, unanswered
from web.visitor.support import Support

_DAY_MS = 24 * 3600 * 1000


class Numbers:
    """Reads the conversations' database; the work grows with the days asked for, not with the log."""

    def __init__(self, engine: AsyncEngine, support: Support) -> None:
        self._engine = engine
        self._support = support

    async def read(self, days: int) -> dict[str, Any]:
        """``{now, totals, daily, hourly, reasons, ratings, slowest}`` of the last ``days`` days, UTC."""
        end = datetime.now(UTC).date()
        first = end - timedelta(days=days - 1)
        since = int(datetime.combine(first, datetime.min.time(), UTC).timestamp() * 1000)
        async with self._engine.connect() as connection:
            begun = (
                (
                    await connection.execute(
                        select(func.min(messages.c.at_ms))
                        .join(conversations, conversations.c.id == messages.c.conversation_id)
                        .where(conversations.c.created_ms >= since)
                        .group_by(messages.c.conversation_id)
                    )
                )
                .scalars()
                .all()
            )
            handed = (
                await connection.execute(
                    select(
                        handoffs.c.reason,
                        handoffs.c.waiting_since_ms,
                        handoffs.c.taken_ms,
                        handoffs.c.first_reply_ms,
                        handoffs.c.returned_ms,
                        handoffs.c.conversation_id,
                    ).where(handoffs.c.waiting_since_ms >= since)
                )
            ).all()
            rated = (
                await connection.execute(
                    select(ratings.c.score, ratings.c.at_ms, ratings.c.agent_id).where(
                        ratings.c.at_ms >= since
                    )
                )
            ).all()
            unknown = (
                (await connection.execute(select(unanswered.c.at_ms).where(unanswered.c.at_ms >= since)))
                .scalars()
                .all()
            )
            active = (
                await connection.execute(select(func.count()).where(conversations.c.state == "agent"))
            ).scalar_one()
            longest = (
                await connection.execute(
                    select(func.min(handoffs.c.waiting_since_ms)).where(
                        handoffs.c.returned_ms.is_(None), handoffs.c.agent_id.is_(None)
                    )
                )
            ).scalar_one()
        support, reasons = await self._support.now(), Counter(one.reason for one in handed)
        calendar = [(first + timedelta(days=n)).isoformat() for n in range(days)]
        return {
            "days": days,
            "now": {
                "waiting": support["waiting"],
                "active": active,
                "agents": support["agents"],
                "longest_wait_s": _seconds(now_ms() - longest) if longest else None,
            },
            "totals": _totals(begun, handed, rated, unknown),
            "daily": _daily(calendar, begun, handed, rated, unknown),
            "hourly": _hourly(begun),
            "reasons": [{"reason": name, "count": n} for name, n in reasons.most_common()],
            "ratings": [{"score": n, "count": sum(r.score == n for r in rated)} for n in range(1, 6)],
        }


def _totals(
    begun: Sequence[int], handed: Sequence[Any], rated: Sequence[Any], unknown: Sequence[int]
) -> dict[str, Any]:
    persons = {one.conversation_id for one in handed}
    return {
        "conversations": len(begun),
        "handoffs": len(handed),
        "handoff_rate": round(min(1.0, len(persons) / len(begun)), 4) if begun else None,
        "first_response_s": spread(_gaps(handed, "waiting_since_ms", "first_reply_ms")),
        "wait_s": spread(_gaps(handed, "waiting_since_ms", "taken_ms")),
        "resolution_s": spread(_gaps([h for h in handed if h.taken_ms], "waiting_since_ms", "returned_ms")),
        "not_found": len(unknown),
        "rating": round(statistics.mean(r.score for r in rated), 2) if rated else None,
        "rated": len(rated),
    }


def _daily(
    calendar: Sequence[str],
    begun: Sequence[int],
    handed: Sequence[Any],
    rated: Sequence[Any],
    unknown: Sequence[int],
) -> list[dict[str, Any]]:
    started, failed = Counter(map(_day, begun)), Counter(map(_day, unknown))
    persons = Counter(_day(one.waiting_since_ms) for one in handed)
    days = []
    for day in calendar:
        of_day = [one for one in handed if _day(one.waiting_since_ms) == day]
        scores = [one.score for one in rated if _day(one.at_ms) == day]
        first = spread(_gaps(of_day, "waiting_since_ms", "first_reply_ms"))
        days.append(
            {
                "day": day,
                "conversations": started[day],
                "handoffs": persons[day],
                "not_found": failed[day],
                "first_response_s": first["median"] if first else None,
                "rating": round(statistics.mean(scores), 2) if scores else None,
            }
        )
    return days


def _hourly(begun: Iterable[int]) -> list[int]:
    hours = Counter(datetime.fromtimestamp(at / 1000, UTC).hour for at in begun)
    return [hours[hour] for hour in range(24)]


def spread(seconds: Sequence[float]) -> dict[str, float] | None:
    """Median and 90th percentile (nearest rank) of some times; None for none."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    rank = max(0, -(-len(ordered) * 9 // 10) - 1)
    return {"median": round(statistics.median(ordered), 1), "p90": round(ordered[rank], 1)}


def _gaps(rows: Iterable[Any], start: str, end: str) -> list[float]:
    pairs = ((getattr(row, start), getattr(row, end)) for row in rows)
    return [(b - a) / 1000 for a, b in pairs if a is not None and b is not None and b >= a]


def _day(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date().isoformat()


def _seconds(ms: int) -> int:
    return round(ms / 1000)
