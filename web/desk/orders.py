"""An order as the desk shows it: what may be done with it, and why something may not."""

from __future__ import annotations

from typing import Any, Literal

from shop import Refusal, Store
from shop.types import Order, OrderItem, PaymentMethod

Swap = Literal["change", "exchange"]


def order_json(store: Store, order: Order) -> dict[str, Any]:
    """One order with its units, address, and the errands the shop's rules allow now."""
    refused = _why_not_swap(store, order)
    kind = swap_kind(store, order)
    return {
        "order_id": order.order_id,
        "status": order.status,
        "placed_at": order.placed_at.isoformat() if order.placed_at else None,
        "total": str(order.total),
        "items": [
            _item(store, order, at, item, kind if refused is None else None)
            for at, item in enumerate(order.items)
        ],
        "address": {
            "street": order.address.address1,
            "more": order.address.address2,
            "city": order.address.city,
            "state": order.address.state,
            "zip": order.address.postcode,
            "country": order.address.country,
        },
        "tracking": [one for parcel in order.fulfillments for one in parcel.tracking_ids],
        "refund_methods": [method_json(method) for method in _refund_methods(store, order)],
        "swap": kind,
        "errands": {
            "cancel": _allowed(store.why_not_cancel(order)),
            "return": _allowed(store.why_not_return(order)),
            "address": _allowed(store.why_not_change_address(order)),
            "swap": _allowed(refused),
        },
    }


def swap_kind(store: Store, order: Order) -> Swap:
    """Whether other variants would be a change of the order or an exchange of what has arrived."""
    changes = store.why_not_change_items(order) is None or store.why_not_exchange(order) is not None
    return "change" if changes else "exchange"


def method_json(method: PaymentMethod) -> dict[str, Any]:
    """A payment method as it may be shown."""
    return {
        "method_id": method.method_id,
        "kind": method.kind,
        "brand": method.brand,
        "last_four": method.last_four,
    }


def _item(store: Store, order: Order, at: int, item: OrderItem, swap: Swap | None) -> dict[str, Any]:
    return {
        "position": at,
        "name": item.name,
        "options_text": ", ".join(item.options.values()) or None,
        "price": str(item.price),
        "returnable": store.why_not_return_item(order, at) is None,
        "variants": _variants(store, order, at, item, swap),
    }


def _variants(
    store: Store, order: Order, at: int, item: OrderItem, swap: Swap | None
) -> list[dict[str, Any]]:
    """What could take the unit's place: in stock, of the same product."""
    if swap is None or (swap == "exchange" and store.why_not_exchange_item(order, at) is not None):
        return []
    return [
        {"item_id": one.item_id, "options_text": ", ".join(one.options.values()), "price": str(one.price)}
        for one in store.variants_of(item.product_id, available=True)
        if one.item_id != item.item_id
    ]


def _why_not_swap(store: Store, order: Order) -> Refusal | None:
    refused = store.why_not_change_items(order)
    return refused and store.why_not_exchange(order)


def _refund_methods(store: Store, order: Order) -> tuple[PaymentMethod, ...]:
    if store.customer(order.user_id) is None or store.why_not_return(order) is not None:
        return ()
    return store.methods_for_return(order)


def _allowed(refusal: Refusal | None) -> dict[str, Any]:
    return {"allowed": refusal is None, "why": refusal.code if refusal else None}
