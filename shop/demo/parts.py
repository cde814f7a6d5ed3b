"""What both the named and the drawn orders are made of: items, delivery, payments, parcels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from shop.policy import Delivery

Json = dict[str, Any]

SHIPPING_STATES = frozenset({"processed", "shipped", "delivered", "return requested", "exchange requested"})
DELIVERED_STATES = frozenset({"delivered", "return requested", "exchange requested"})
_CARRIERS = {
    "standard": ("UPS", "USPS"),
    "express": ("FedEx",),
    "pickup locker": ("UPS",),
    "canada": ("Canada Post",),
}
_DIGITS = {"USPS": ("94001", 17), "FedEx": ("7", 11), "Canada Post": ("40", 14)}
_UPS_ALPHABET = "0123456789ABCDEFGHJKLMNPRSTVWXYZ"


def stamp(moment: datetime) -> str:
    """A time as the export has it."""
    return moment.isoformat(timespec="seconds")


def item_of(product: Json, variant: Json) -> Json:
    """One ordered unit of a variant, at today's price."""
    return {
        "name": product["name"],
        "product_id": product["product_id"],
        "item_id": variant["item_id"],
        "price": variant["price"],
        "options": dict(variant["options"]),
    }


def goods_value(items: Sequence[Json]) -> Decimal:
    """What the items cost together."""
    return sum((Decimal(str(item["price"])) for item in items), Decimal(0))


def delivery_price(delivery: Delivery, method: str, items: Sequence[Json]) -> Decimal:
    """What delivery costs under the policy. Raises ValueError for a method the policy does not have."""
    option = delivery.option(method)
    if option is None:
        raise ValueError(f"the policy has no delivery {method!r}")
    return option.price_of(goods_value(items))


def payment(amount: Decimal, method_id: str, at: datetime, kind: str = "payment") -> Json:
    """One line of the payment history."""
    return {
        "transaction_type": kind,
        "amount": float(amount),
        "payment_method_id": method_id,
        "at": stamp(at),
    }


def parcel(rng: Random, method: str, item_ids: Sequence[str]) -> Json:
    """A packed parcel with its label; it has not left yet."""
    carrier = rng.choice(_CARRIERS[method])
    return {"tracking_id": [_tracking(rng, carrier)], "item_ids": list(item_ids), "carrier": carrier}


def send(box: Json, placed: datetime, status: str, packing: timedelta, way: timedelta) -> Json:
    """The parcel with the times its order's status implies."""
    times: Json = {}
    if status in SHIPPING_STATES - {"processed"}:
        times["shipped_at"] = stamp(placed + packing)
    if status in DELIVERED_STATES:
        times["delivered_at"] = stamp(placed + packing + way)
    return {**box, **times}


def _tracking(rng: Random, carrier: str) -> str:
    if carrier == "UPS":
        return "1Z" + "".join(rng.choice(_UPS_ALPHABET) for _ in range(16))
    prefix, digits = _DIGITS[carrier]
    return prefix + "".join(str(rng.randint(0, 9)) for _ in range(digits))
