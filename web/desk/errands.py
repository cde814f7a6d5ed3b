"""The shopper's orders at the desk, and errands on them: the shop's own rules decide, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from shop import Refusal, Store
from shop.types import Address, Change
from web.catalogue import Catalogue
from web.desk.orders import method_json, order_json, swap_kind
from web.errors import ApiError

T = TypeVar("T")


class Errands:
    """Reads and changes orders of one customer, in threads. Every method may raise ``ApiError`` 503."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def orders(self, user_id: str) -> list[dict[str, Any]]:
        """The customer's orders, the newest first, each with what may be done and why not."""
        return await self._catalogue.ask(
            lambda store: [order_json(store, one) for one in store.orders_of(user_id)]
        )

    async def reasons(self) -> list[str]:
        """Reasons for which the shop cancels."""
        return await self._catalogue.ask(lambda store: list(store.policy.cancel.reasons))

    async def cancel(self, user_id: str, order_id: str, reason: str, conversation: str) -> dict[str, Any]:
        """Cancel an order. Raises ``ApiError`` 409 ``refused`` when the shop's policy says no."""

        def work(store: Store) -> dict[str, Any]:
            return order_json(store, store.cancel(user_id, order_id, reason, conversation=conversation))

        return await self._run(work)

    async def give_back(
        self, user_id: str, order_id: str, positions: list[int], method_id: str, conversation: str
    ) -> tuple[dict[str, Any], list[str]]:
        """Ask to return units; the order, and the names of what comes back. Raises as ``cancel``."""

        def work(store: Store) -> tuple[dict[str, Any], list[str]]:
            before = store.order_for(user_id, order_id)
            if not all(0 <= one < len(before.items) for one in positions):
                raise ApiError(400, "invalid_field", field="items")
            names = [before.items[one].name for one in positions]
            after = store.return_items(user_id, order_id, positions, method_id, conversation=conversation)
            return order_json(store, after), names

        return await self._run(work)

    async def change_address(
        self, user_id: str, order_id: str, address: Address, conversation: str
    ) -> tuple[dict[str, Any], str]:
        """Send an order elsewhere in its country; the order, and the address in a line.

        Raises as ``cancel``.
        """

        def work(store: Store) -> tuple[dict[str, Any], str]:
            country = store.order_for(user_id, order_id).address.country
            there = replace(address, country=country)
            after = store.change_address(user_id, order_id, there, conversation=conversation)
            return order_json(store, after), address_line(after.address)

        return await self._run(work)

    async def quote_swap(self, user_id: str, order_id: str, changes: Sequence[Change]) -> dict[str, Any]:
        """What other variants in the place of units would come to: ``{difference, methods}``.

        ``methods`` could pay the difference, or get it where it is negative. Raises as ``cancel``.
        """

        def work(store: Store) -> dict[str, Any]:
            order = store.order_for(user_id, order_id)
            exchange = swap_kind(store, order) == "exchange"
            quote = (store.quote_exchange if exchange else store.quote_change)(order, changes)
            methods = store.methods_for_difference(order, quote.difference, exchange=exchange)
            return {"difference": str(quote.difference), "methods": [method_json(one) for one in methods]}

        return await self._run(work)

    async def swap(
        self,
        user_id: str,
        order_id: str,
        changes: Sequence[Change],
        method_id: str,
        expected: Decimal,
        conversation: str,
    ) -> tuple[dict[str, Any], str, list[str]]:
        """Put other variants in the place of units: at once before the parcel left, else as an exchange.

        The order, ``change`` or ``exchange``, and each unit in words. Raises as ``cancel``, also when the
        difference is not ``expected`` any more.
        """

        def work(store: Store) -> tuple[dict[str, Any], str, list[str]]:
            before = store.order_for(user_id, order_id)
            kind = swap_kind(store, before)
            exchange = kind == "exchange"
            quote = (store.quote_exchange if exchange else store.quote_change)(before, changes)
            said = [f"{line.old.name} → {', '.join(line.new.options.values())}" for line in quote.lines]
            done = store.exchange_items if exchange else store.change_items
            after = done(user_id, order_id, changes, method_id, conversation=conversation, expected=expected)
            return order_json(store, after), kind, said

        return await self._run(work)

    async def _run(self, work: Callable[[Store], T]) -> T:
        def guarded(store: Store) -> T:
            try:
                return work(store)
            except Refusal as refusal:
                raise ApiError(409, "refused", why=refusal.code.replace("_", " ")) from None

        return await self._catalogue.ask(guarded)


def address_line(address: Address) -> str:
    """The address in a line, without its country."""
    place = f"{address.state} {address.postcode}".strip()
    return ", ".join(part for part in (address.address1, address.address2, address.city, place) if part)
