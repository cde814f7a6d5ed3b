"""The shop as ``web`` reads it: opened on first use, asked in threads; chat starts and lives without it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from settings import Settings
from shop import Store, StoreError
from shop.types import Customer, Product
from web.errors import ApiError

_LOG = logging.getLogger("aisle.web")
_PEOPLE_KEPT = 1000
_PERSON_TTL_S = 60.0

T = TypeVar("T")


class Catalogue:
    """Products and customers; every method raises ``ApiError`` 503 while the shop's database is not ready."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store: Store | None = None
        self._opening = asyncio.Lock()
        self._people: dict[str, tuple[float, dict[str, str] | None]] = {}

    async def products(self) -> tuple[Product, ...]:
        """The whole catalogue, in the shop's order."""
        return await self.ask(lambda store: store.products())

    async def product(self, product_id: str) -> Product | None:
        """One product, or None."""
        return await self.ask(lambda store: store.product(product_id))

    async def customer(self, user_id: str) -> Customer | None:
        """One customer, or None."""
        return await self.ask(lambda store: store.customer(user_id))

    async def person(self, user_id: str) -> dict[str, str] | None:
        """``{name, email}`` for the desk, kept for a minute; None when unknown or the shop is not there."""
        known = self._people.get(user_id)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        try:
            customer = await self.customer(user_id)
        except ApiError:
            return None
        person = _person(customer) if customer else None
        if len(self._people) >= _PEOPLE_KEPT:
            self._people.clear()
        self._people[user_id] = (time.monotonic() + _PERSON_TTL_S, person)
        return person

    def close(self) -> None:
        """Let go of the shop's database."""
        if self._store is not None:
            self._store.close()

    async def ask(self, question: Callable[[Store], T]) -> T:
        """What ``question`` finds in the store, in a thread. Raises what it raises, and ``ApiError`` 503."""
        try:
            store = self._store or await self._open()
            return await asyncio.to_thread(question, store)
        except (StoreError, SQLAlchemyError) as problem:
            _LOG.warning("the shop cannot be read: %s", problem)
            raise ApiError(503, "unavailable") from problem

    async def _open(self) -> Store:
        async with self._opening:
            if self._store is None:
                self._store = await asyncio.to_thread(
                    Store.open, self._settings.shop_url, self._settings.policy
                )
            return self._store


def _person(customer: Customer) -> dict[str, str]:
    return {"name": f"{customer.first_name} {customer.last_name}".strip(), "email": customer.email}
