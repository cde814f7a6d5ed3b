"""The orders that are drawn from a seed: baskets with a structure, states that fit their age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from shop.demo import parts
from shop.demo.catalogue import Article, load_yaml
from shop.policy import Policy

Json = dict[str, Any]

# Of a thousand orders: how many are in which state, and how many days ago those were placed.
_STATES = {
    "pending": (140, 0.0, 1.5),
    "processed": (80, 1.0, 3.0),
    "shipped": (80, 2.0, 6.0),
    "delivered": (580, 8.0, 500.0),
    "cancelled": (70, 1.0, 400.0),
    "return requested": (30, 12.0, 34.0),
    "exchange requested": (20, 12.0, 34.0),
}
_METHODS = {"USA": {"standard": 75, "express": 15, "pickup locker": 10}, "Canada": {"canada": 1}}
_OWN_INTEREST, _IMPULSE, _SECOND_UNIT = 0.85, 0.25, 0.08
_SPLIT_PARCEL, _GIFT_CARD_FIRST = 0.12, 0.5
_INTERESTS = 2
_MAX_ITEMS = 7
_CHEAP = Decimal(30)
# Few people buy often: the n-th best customer orders with weight 1/(n + this).
_LOYALTY_FLATTENING = 8
_NEVER_ORDERED = 6


class Drawer:
    """Draws orders for customers; everything it needs is handed over, and the seed decides all."""

    def __init__(self, rng: Random, policy: Policy, articles: Mapping[str, Article], as_of: datetime) -> None:
        self._rng, self._policy, self._articles, self._as_of = rng, policy, articles, as_of
        self._bundles: list[Json] = load_yaml("bundles.yml")
        self._interests: dict[str, list[Json]] = {}

    def draw(self, customers: Mapping[str, Json], count: int) -> list[Json]:
        """`count` orders without ids, oldest first; nearly every customer has at least one."""
        buyers = list(customers.values())[:-_NEVER_ORDERED]
        loyalty = [1 / (rank + _LOYALTY_FLATTENING) for rank in range(len(buyers))]
        chosen = [*buyers[:count], *self._rng.choices(buyers, loyalty, k=max(0, count - len(buyers)))]
        states = [state for state, (share, _, _) in _STATES.items() for _ in range(share)]
        self._rng.shuffle(states)
        orders = [self._order(buyer, states[index % len(states)]) for index, buyer in enumerate(chosen)]
        return sorted(orders, key=lambda order: str(order["placed_at"]))

    def _order(self, buyer: Json, status: str) -> Json:
        rng = self._rng
        _, youngest, oldest = _STATES[status]
        # Squared: most orders are recent.
        age = youngest + (oldest - youngest) * rng.random() ** 2
        placed = (self._as_of - timedelta(days=age)).replace(microsecond=0)
        country = buyer["address"]["country"]
        method = rng.choices(list(_METHODS[country]), list(_METHODS[country].values()))[0]
        items = self._basket(buyer["user_id"])
        price = parts.delivery_price(self._required_delivery(), method, items)
        order = {
            "order_id": "",
            "user_id": buyer["user_id"],
            "address": dict(buyer["address"]),
            "items": items,
            "status": status,
            "fulfillments": self._parcels(items, method, status, placed),
            "payment_history": self._payments(buyer, parts.goods_value(items) + price, placed),
            "placed_at": parts.stamp(placed),
            "delivery_method": method,
            "delivery_price": float(price),
        }
        return {**order, **self._aftermath(order, placed)}

    def _required_delivery(self) -> Any:
        if self._policy.delivery is None:
            raise ValueError("the demo's policy has no delivery")
        return self._policy.delivery

    def _basket(self, user_id: str) -> list[Json]:
        rng = self._rng
        weights = [bundle["weight"] for bundle in self._bundles]
        mine = self._interests.setdefault(user_id, rng.choices(self._bundles, weights, k=_INTERESTS))
        own = rng.random() < _OWN_INTEREST
        bundle = rng.choice(mine) if own else rng.choices(self._bundles, weights)[0]
        keys = rng.choices(list(bundle["anchors"]), list(bundle["anchors"].values()))
        keys += [key for key, chance in bundle["companions"].items() if rng.random() < chance]
        if rng.random() < _IMPULSE:
            keys += rng.choices(list(self._articles), [a.popularity for a in self._articles.values()])
        items = [self._item(key) for key in dict.fromkeys(keys)][:_MAX_ITEMS]
        again = [i for i in items if Decimal(str(i["price"])) < _CHEAP and rng.random() < _SECOND_UNIT]
        return items + [dict(item) for item in again]

    def _item(self, key: str) -> Json:
        product = self._articles[key].document
        return parts.item_of(product, self._rng.choice(list(product["variants"].values())))

    def _payments(self, buyer: Json, total: Decimal, placed: datetime) -> list[Json]:
        """One method pays all; at times an old gift card pays a part and the next method the rest."""
        rng, methods = self._rng, list(buyer["payment_methods"].values())
        others = [method for method in methods if method["source"] != "gift_card"]
        cards = [method for method in methods if method["source"] == "gift_card"]
        if not cards or rng.random() > _GIFT_CARD_FIRST:
            return [parts.payment(total, rng.choice(others)["id"], placed)]
        part = min(total, Decimal(rng.choice([25, 50, 100, 500])))
        lines = [parts.payment(part, cards[0]["id"], placed)]
        if part < total:
            lines.append(parts.payment(total - part, rng.choice(others)["id"], placed))
        return lines

    def _parcels(self, items: Sequence[Json], method: str, status: str, placed: datetime) -> list[Json]:
        rng = self._rng
        if status not in parts.SHIPPING_STATES:
            return []
        ids = [item["item_id"] for item in items]
        cut = rng.randint(1, len(ids) - 1) if len(ids) > 1 and rng.random() < _SPLIT_PARCEL else len(ids)
        days = self._required_delivery().option(method).business_days
        return [
            parts.send(
                parts.parcel(rng, method, group),
                placed,
                status,
                timedelta(hours=rng.randint(10, 40)),
                timedelta(days=rng.randint(days.min, min(days.max, 6)), hours=rng.randint(1, 8)),
            )
            for group in (ids[:cut], ids[cut:])
            if group
        ]

    def _aftermath(self, order: Json, placed: datetime) -> Json:
        """What the state of an order leaves on it: refunds, or what is to come back."""
        rng, item = self._rng, order["items"][0]
        pays: list[Json] = order["payment_history"]
        if order["status"] == "cancelled":
            at = placed + timedelta(hours=rng.randint(1, 20))
            refunds = [
                parts.payment(Decimal(str(p["amount"])), p["payment_method_id"], at, "refund") for p in pays
            ]
            reason = rng.choice(self._policy.cancel.reasons)
            return {"cancel_reason": reason, "payment_history": [*pays, *refunds]}
        if order["status"] == "return requested":
            return {
                "return_items": [item["item_id"]],
                "return_payment_method_id": pays[0]["payment_method_id"],
            }
        if order["status"] == "exchange requested":
            product = next(
                a.document for a in self._articles.values() if item["item_id"] in a.document["variants"]
            )
            others = [v for v in product["variants"].values() if v["item_id"] != item["item_id"]]
            return exchange_of(item, rng.choice(others), pays[0]["payment_method_id"])
        return {}


def exchange_of(item: Json, wanted: Json, method_id: str) -> Json:
    """The fields of an exchange of one unit for another variant."""
    difference = Decimal(str(wanted["price"])) - Decimal(str(item["price"]))
    return {
        "exchange_items": [item["item_id"]],
        "exchange_new_items": [wanted["item_id"]],
        "exchange_payment_method_id": method_id,
        "exchange_price_difference": float(difference),
    }
