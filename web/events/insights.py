"""What offers did, for the shop: by group, with intervals; why there were none; how the likelihood holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from models.effect import Share, difference, share
from web.db import now_ms
from web.events.calibration import HORIZON_MS, Guess, calibration
from web.events.offers import ANSWERS, ARMS
from web.events.trends import Trends
from web.tables import events, offers

OUTCOMES = ("clicked", "added", "bought")
_DAY_MS = 24 * 3600 * 1000
_MOST_SHOWN = 10
_bought_then = (
    exists()
    .where(events.c.conversation_id == offers.c.conversation_id, events.c.kind == "purchase")
    .where(events.c.at_ms >= offers.c.at_ms, events.c.at_ms < offers.c.at_ms + HORIZON_MS)
)
_DECISIONS = (
    select(
        offers.c.conversation_id,
        offers.c.at_ms,
        offers.c.reason,
        offers.c.arm,
        offers.c.likelihood,
        offers.c.answer,
        *(offers.c[f"{name}_ms"] for name in OUTCOMES),
        _bought_then.label("bought_then"),
    )
    .where(offers.c.at_ms >= bindparam("since"))
    .order_by(offers.c.id)
)
_EVENTS = select(func.count()).select_from(events).where(events.c.at_ms >= bindparam("since"))


class Insights:
    """Reads decisions and events; the work grows with the days asked for."""

    def __init__(self, engine: AsyncEngine, trends: Trends) -> None:
        self._engine = engine
        self._trends = trends

    async def read(self, days: int) -> dict[str, Any]:
        """The last ``days`` days, UTC.

        ``{days, events, decisions, groups, effect, daily, reasons, likelihood, trends}``.
        """
        end = datetime.now(UTC).date()
        first = end - timedelta(days=days - 1)
        since = int(datetime.combine(first, datetime.min.time(), UTC).timestamp() * 1000)
        async with self._engine.connect() as connection:
            decisions = (await connection.execute(_DECISIONS, {"since": since})).all()
            logged = (await connection.execute(_EVENTS, {"since": since})).scalar_one()
        shares = groups(decisions)
        calendar = [(first + timedelta(days=n)).isoformat() for n in range(days)]
        return {
            "days": days,
            "events": logged,
            "decisions": len(decisions),
            "groups": [{"arm": arm, **_outcomes(shares[arm])} for arm in ARMS],
            "effect": {name: _effect(shares, name) for name in OUTCOMES},
            "daily": _daily(calendar, decisions),
            "reasons": _reasons(decisions),
            "likelihood": calibration(_guesses(decisions)),
            "trends": await self._rising(days),
        }

    async def _rising(self, days: int) -> dict[str, Any]:
        now, names = await self._trends.now(), await self._trends.names()
        return {
            "products": [asdict(one) | {"shown": names.get(one.name, one.name)} for one in now.products][
                :_MOST_SHOWN
            ],
            "searches": [asdict(one) | {"shown": one.name} for one in now.searches][:_MOST_SHOWN],
            "top": await self._trends.top(days, _MOST_SHOWN),
        }


def groups(decisions: Iterable[Any]) -> dict[str, dict[str, Share]]:
    """For each group the share of its shoppers with each outcome.

    A shopper counts once, with the first decision that put them into a group: a shopper of the group that is
    shown nothing is decided about again and again, and counting decisions would water that group down.
    """
    first: dict[str, Any] = {}
    for one in decisions:
        if one.arm in ARMS:
            first.setdefault(one.conversation_id, one)
    found = {}
    for arm in ARMS:
        members = [one for one in first.values() if one.arm == arm]
        found[arm] = {
            name: share(sum(getattr(one, f"{name}_ms") is not None for one in members), len(members))
            for name in OUTCOMES
        }
    return found


def _outcomes(shares: dict[str, Share]) -> dict[str, Any]:
    of = shares[OUTCOMES[0]].of
    return {"shoppers": of, **{name: asdict(one) for name, one in shares.items()}}


def _effect(shares: dict[str, dict[str, Share]], name: str) -> dict[str, Any] | None:
    """By how much the share is higher where something was offered; None while a group is empty."""
    found = difference(shares["offered"][name], shares["held_out"][name])
    return asdict(found) | {"distinguishable": found.distinguishable} if found else None


def _daily(calendar: Sequence[str], decisions: Iterable[Any]) -> list[dict[str, Any]]:
    made = [(_day(one.at_ms), one) for one in decisions if one.arm == "offered"]
    offered = Counter(day for day, _ in made)
    taken = Counter(day for day, one in made if one.clicked_ms or one.added_ms or one.answer == "accepted")
    answers = {name: Counter(day for day, one in made if one.answer == name) for name in ANSWERS}
    return [
        {"day": day, "offered": offered[day], "taken": taken[day]}
        | {name: count[day] for name, count in answers.items()}
        for day in calendar
    ]


def _reasons(decisions: Iterable[Any]) -> list[dict[str, Any]]:
    silent = Counter(one.reason for one in decisions if one.arm != "offered")
    return [{"reason": reason, "count": count} for reason, count in silent.most_common()]


def _guesses(decisions: Iterable[Any]) -> list[Guess]:
    return [
        Guess(one.likelihood, bool(one.bought_then), one.at_ms < now_ms() - HORIZON_MS)
        for one in decisions
        if one.likelihood is not None
    ]


def _day(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date().isoformat()
