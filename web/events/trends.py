"""What is looked at and searched for more than before, from the events of all who agreed."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, distinct, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from models.trends import Rising, rising
from web.catalogue import Catalogue
from web.db import now_ms
from web.errors import ApiError
from web.tables import events

RECENT_DAYS = 7
BEFORE_DAYS = 28
MOST_TRENDING = 20
FEWEST_SHOPPERS = 3
"""A search is shown to the shop when so many shoppers made it: what one person typed is theirs."""
_DAY_MS = 24 * 3600 * 1000
_EVERY_S = 60.0
# A log that is long to read is read less often.
_MOST_OF_THE_TIME = 0.02
_INTEREST = ("product_view", "basket_add", "purchase")
_LOG = logging.getLogger("aisle.web")


def _shoppers(column: ColumnElement[Any], *kinds: str) -> Any:
    """Shoppers by ``column``: whoever looks ten times is one."""
    return (
        select(column, func.count(distinct(events.c.conversation_id)))
        .where(events.c.at_ms >= bindparam("since"), events.c.at_ms < bindparam("until"))
        .where(events.c.kind.in_(kinds), column.is_not(None))
        .group_by(column)
    )


_PRODUCTS = _shoppers(events.c.product_id, *_INTEREST)
_SEARCHES = _shoppers(events.c.detail, "search")
_OF_KIND = {kind: _shoppers(events.c.product_id, kind) for kind in _INTEREST}


@dataclass(frozen=True, slots=True)
class Trend:
    """What rises: products by id, searches by their words; best first."""

    products: list[Rising]
    searches: list[Rising]


class Trends:
    """Reads the log of all conversations; the work grows with the events of five weeks."""

    def __init__(self, engine: AsyncEngine, catalogue: Catalogue) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self.trending: tuple[str, ...] = ()

    async def watch_for_ever(self) -> None:
        """Keep ``trending`` (product ids, best first) fresh, to the minute; runs until it is cancelled."""
        while True:
            began = time.monotonic()
            try:
                await self.refresh()
            except SQLAlchemyError:
                _LOG.exception("trends cannot be read")
            took = time.monotonic() - began
            await asyncio.sleep(max(_EVERY_S, took / _MOST_OF_THE_TIME))

    async def refresh(self) -> None:
        """Read them now. Raises ``sqlalchemy.exc.SQLAlchemyError``."""
        found = (await self.now()).products
        self.trending = tuple(one.name for one in found[:MOST_TRENDING])

    async def now(self) -> Trend:
        """What rises in the last week against the four before it, of what the shop has."""
        recent, before = self._spans()
        products = [await self._counts(_PRODUCTS, *span) for span in (recent, before)]
        searches = [await self._counts(_SEARCHES, *span) for span in (recent, before)]
        known = await self.names() if products[0] else {}
        shown = [{name: n for name, n in counts.items() if name in known} for counts in products]
        enough = [one for one in await _rise(*searches) if searches[0][one.name] >= FEWEST_SHOPPERS]
        return Trend(await _rise(*shown), enough)

    async def top(self, days: int, most: int) -> list[dict[str, Any]]:
        """The products most shoppers looked at: ``{product_id, name, viewed, added, bought}`` (shoppers)."""
        until = now_ms() + 1
        since = until - days * _DAY_MS
        counts = {kind: await self._counts(one, since, until) for kind, one in _OF_KIND.items()}
        known = await self.names()
        viewed = counts["product_view"]
        best = sorted((one for one in viewed if one in known), key=lambda one: (-viewed[one], one))
        return [
            {
                "product_id": one,
                "name": known[one],
                "viewed": viewed[one],
                "added": counts["basket_add"].get(one, 0),
                "bought": counts["purchase"].get(one, 0),
            }
            for one in best[:most]
        ]

    async def names(self) -> dict[str, str]:
        """Names of the shop's products by id; none while the shop's database is away."""
        try:
            return {one.product_id: one.name for one in await self._catalogue.products()}
        except ApiError:
            return {}

    def _spans(self) -> tuple[tuple[int, int], tuple[int, int]]:
        until = now_ms() + 1
        middle = until - RECENT_DAYS * _DAY_MS
        return (middle, until), (middle - BEFORE_DAYS * _DAY_MS, middle)

    async def _counts(self, statement: Any, since: int, until: int) -> dict[str, int]:
        async with self._engine.connect() as connection:
            rows = await connection.execute(statement, {"since": since, "until": until})
            return {str(name): int(count) for name, count in rows}


async def _rise(recent: Mapping[str, int], before: Mapping[str, int]) -> list[Rising]:
    if not recent:
        return []
    # In a thread: the first one loads what it calculates with.
    return await asyncio.to_thread(rising, recent, before, RECENT_DAYS, BEFORE_DAYS)
