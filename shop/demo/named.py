"""From the showcase's named people and orders to documents of the export's shape."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from shop.demo import parts
from shop.demo.catalogue import Article
from shop.demo.drawn import exchange_of
from shop.demo.showcase import NamedOrder, Person
from shop.policy import Policy

Json = dict[str, Any]

_PACKING = timedelta(hours=20)
_SECOND_PACKING = timedelta(hours=50)
_WAY = timedelta(days=3, hours=4)


def customer_document(person: Person) -> Json:
    """The person as the export has customers."""
    names = ("address1", "address2", "city", "state", "country", "zip")
    return {
        "user_id": person.user_id,
        "name": {"first_name": person.first_name, "last_name": person.last_name},
        "address": dict(zip(names, person.address, strict=True)),
        "email": person.email,
        "payment_methods": {str(method["id"]): dict(method) for method in person.methods},
        "orders": [order.order_id for order in person.orders],
    }


class Shelf:
    """Finds a SKU's product and variant among the articles."""

    def __init__(self, articles: dict[str, Article]) -> None:
        self._found: dict[str, tuple[Json, Json]] = {
            item_id: (article.document, variant)
            for article in articles.values()
            for item_id, variant in article.document["variants"].items()
        }

    def item(self, sku: str) -> Json:
        """One ordered unit of it. Raises KeyError for a SKU the catalogue does not have."""
        return parts.item_of(*self._found[sku])

    def variant(self, sku: str) -> Json:
        """The variant itself. Raises KeyError likewise."""
        _product, variant = self._found[sku]
        return variant


def order_document(person: Person, order: NamedOrder, shelf: Shelf, policy: Policy, as_of: datetime) -> Json:
    """The order as the export has orders, with times counted back from `as_of`."""
    if policy.delivery is None:
        raise ValueError("the demo's policy has no delivery")
    placed = as_of - timedelta(hours=order.hours_ago)
    items = [shelf.item(sku) for sku in order.skus]
    price = parts.delivery_price(policy.delivery, order.delivery, items)
    document = {
        "order_id": order.order_id,
        "user_id": person.user_id,
        "address": customer_document(person)["address"],
        "items": items,
        "status": order.status,
        "fulfillments": _parcels(order, placed),
        "payment_history": _payments(person, order, parts.goods_value(items) + price, placed),
        "placed_at": parts.stamp(placed),
        "delivery_method": order.delivery,
        "delivery_price": float(price),
    }
    return {**document, **_aftermath(order, items, shelf)}


def _parcels(order: NamedOrder, placed: datetime) -> list[Json]:
    if order.status not in parts.SHIPPING_STATES:
        return []
    rng = Random(order.order_id)
    groups = order.parcels or (order.skus,)
    boxes = []
    for index, group in enumerate(groups):
        status = "delivered" if index in order.arrived else order.status
        packing, way = (_SECOND_PACKING, _WAY) if index else (_PACKING, _WAY)
        boxes.append(parts.send(parts.parcel(rng, order.delivery, group), placed, status, packing, way))
    return boxes


def _payments(person: Person, order: NamedOrder, total: Decimal, placed: datetime) -> list[Json]:
    card = next((str(m["id"]) for m in person.methods if m["source"] == "gift_card"), "")
    part = Decimal(order.gift_card_part or 0)
    amounts = [(part, card), (total - part, order.paid_by)] if part else [(total, order.paid_by)]
    lines = [parts.payment(amount, method, placed) for amount, method in amounts]
    if order.status == "cancelled":
        at = placed + timedelta(hours=2)
        lines += [parts.payment(amount, method, at, "refund") for amount, method in amounts]
    return lines


def _aftermath(order: NamedOrder, items: list[Json], shelf: Shelf) -> Json:
    if order.status == "cancelled":
        return {"cancel_reason": order.reason}
    if order.status == "return requested":
        return {"return_items": [items[0]["item_id"]], "return_payment_method_id": order.paid_by}
    if order.status == "exchange requested":
        return exchange_of(items[0], shelf.variant(order.exchange_for), order.paid_by)
    return {}
