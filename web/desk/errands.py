"""The shopper's orders at the desk, and errands on them: the shop's own rules decide, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from shop import Refusal, Store
from shop.types import Order
from web.catalogue import Catalogue
from web.errors import ApiError

T = TypeVar("T")


class Errands:
    """Reads and changes orders of one customer, in threads. Every method may raise ``ApiError`` 503."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def orders(self, user_id: str) -> list[dict[str, Any]]:
        """The customer's orders, the newest first, each with what may be done and why not."""
        return await self._catalogue.ask(
            lambda store: [_order(store, one) for one in store.orders_of(user_id)]
        )

    async def reasons(self) -> list[str]:
        """Reasons for which the shop cancels."""
        return await self._catalogue.ask(lambda store: list(store.policy.cancel.reasons))

    async def cancel(self, user_id: str, order_id: str, reason: str, conversation: str) -> dict[str, Any]:
        """Cancel an order. Raises ``ApiError`` 409 ``refused`` when the shop's policy says no."""

        def work(store: Store) -> dict[str, Any]:
            return _order(store, store.cancel(user_id, order_id, reason, conversation=conversation))

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
            return _order(store, after), names

        return await self._run(work)

    async def _run(self, work: Callable[[Store], T]) -> T:
        def guarded(store: Store) -> T:
            try:
                return work(store)
            except Refusal as refusal:
                raise ApiError(409, "refused", why=refusal.code.replace("_", " ")) from None

        return await self._catalogue.ask(guarded)


def _order(store: Store, order: Order) -> dict[str, Any]:
    refunds = [
        {
            "method_id": method.method_id,
            "kind": method.kind,
            "brand": method.brand,
            "last_four": method.last_four,
        }
        for method in _refund_methods(store, order)
    ]
    return {
        "order_id": order.order_id,
        "status": order.status,
        "placed_at": order.placed_at.isoformat() if order.placed_at else None,
        "total": str(order.total),
        "items": [
            {
                "position": at,
                "name": item.name,
                "options_text": ", ".join(item.options.values()) or None,
                "price": str(item.price),
                "returnable": store.why_not_return_item(order, at) is None,
            }
            for at, item in enumerate(order.items)
        ],
        "tracking": [one for parcel in order.fulfillments for one in parcel.tracking_ids],
        "refund_methods": refunds,
        "errands": {
            "cancel": _allowed(store.why_not_cancel(order)),
            "return": _allowed(store.why_not_return(order)),
        },
    }


def _refund_methods(store: Store, order: Order) -> list[Any]:
    customer = store.customer(order.user_id)
    if customer is None or store.why_not_return(order) is not None:
        return []
    return list(store.methods_for_return(order))


def _allowed(refusal: Refusal | None) -> dict[str, Any]:
    return {"allowed": refusal is None, "why": refusal.code if refusal else None}
