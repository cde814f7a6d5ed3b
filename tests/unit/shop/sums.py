"""What a store comes to, on the export's shape: money, gift cards and units."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

Json = dict[str, Any]


def signed(line: Json) -> Decimal:
    """A payment as it is, a refund below zero."""
    amount = Decimal(str(line["amount"]))
    return amount if line["transaction_type"] == "payment" else -amount


def total(order: Json) -> Decimal:
    """What the order costs, with its delivery."""
    prices = [*(item["price"] for item in order["items"]), order.get("delivery_price", 0)]
    return sum((Decimal(str(price)) for price in prices), Decimal(0))


def balances(content: Json) -> dict[str, Decimal]:
    """What is on each gift card."""
    return {
        method["id"]: Decimal(str(method["balance"]))
        for person in content["users"].values()
        for method in person["payment_methods"].values()
        if "balance" in method
    }


def gift_money(content: Json) -> dict[str, Decimal]:
    """What was ever on each gift card: what is on it, and what the orders hold of it."""
    cards = balances(content)
    for order in content["orders"].values():
        for line in order["payment_history"]:
            if line["payment_method_id"] in cards:
                cards[line["payment_method_id"]] += signed(line)
    return cards


def variants(content: Json) -> list[Json]:
    """Those that somebody counts."""
    products = content["products"].values()
    return [v for product in products for v in product["variants"].values() if "stock" in v]


def units(content: Json) -> Counter[str]:
    """All counted units there are: on the shelf, in orders, and put aside for exchanges."""
    counted = {variant["item_id"]: variant["stock"] for variant in variants(content)}
    units = Counter(counted)
    for order in content["orders"].values():
        if order["status"] != "cancelled":
            held = [*(item["item_id"] for item in order["items"]), *order.get("exchange_new_items", ())]
            units.update(item_id for item_id in held if item_id in counted)
    return units
