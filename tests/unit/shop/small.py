"""A small store in the export's shape, on which every rule can be seen, and the day it is there."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

Json = dict[str, Any]

TODAY = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
ANN, BEN = "ann", "ben"
HOME = {
    "address1": "1 Elm Street",
    "address2": "",
    "city": "Salem",
    "state": "OR",
    "country": "USA",
    "zip": "97301",
}


def variant(item_id: str, price: float, stock: int | None = None, **options: str) -> Json:
    found: Json = {"item_id": item_id, "options": options, "available": stock != 0, "price": price}
    return found if stock is None else {**found, "stock": stock}


def product(product_id: str, name: str, *variants: Json, **more: Any) -> Json:
    return {"name": name, "product_id": product_id, "variants": {v["item_id"]: v for v in variants}, **more}


PRODUCTS = [
    product(
        "lamp", "Desk Lamp",
        variant("L-RED", 30.0, 5, color="red"), variant("L-BLUE", 42.5, 1, color="blue"),
        variant("L-GREEN", 21.25, 3, color="green"), variant("L-GOLD", 99.99, 0, color="gold"),
        variant("L-ODD", 30.0, color="odd"),
    ),
    product("mug", "Enamel Mug", variant("M-S", 8.0, 9, size="S"), variant("M-L", 9.5, 9, size="L")),
    product("fuel", "Stove Fuel", variant("F-1", 7.5, 9, size="1"), variant("F-2", 9.0, 9, size="2")),
    product("card", "Gift Card", variant("G-1", 25.0, 9, value="25"), variant("G-2", 50.0, 9, value="50")),
    product(
        "bowl", "Bowl", variant("B-1", 5.0, 9, hue="1"), variant("B-2", 5.0, 9, hue="2"),
        keywords=["final sale"],
    ),
]  # fmt: skip
_OF = {item_id: (p, v) for p in PRODUCTS for item_id, v in p["variants"].items()}


def _unit(item_id: str) -> Json:
    sold, found = _OF[item_id]
    return {
        "name": sold["name"],
        "product_id": sold["product_id"],
        "item_id": item_id,
        "price": found["price"],
        "options": dict(found["options"]),
    }


def order(
    order_id: str, user_id: str, status: str, items: list[str], *payments: tuple[str, float],
    delivered: str | None = None, **more: Any,
) -> Json:  # fmt: skip
    """Units by SKU, paid as `payments` (method, amount) say, else by the owner's visa."""
    lines: list[Json] = [_unit(item_id) for item_id in items]
    total = float(sum(Decimal(str(line["price"])) for line in lines))
    parcel: Json = {"tracking_id": ["1Z"], "item_ids": items}
    return {
        "order_id": order_id,
        "user_id": user_id,
        "address": dict(HOME),
        "items": lines,
        "status": status,
        "fulfillments": [{**parcel, "delivered_at": delivered} if delivered else parcel]
        if status == "delivered"
        else [],
        "payment_history": [
            {"transaction_type": "payment", "amount": amount, "payment_method_id": method}
            for method, amount in payments or ((f"visa_{user_id}", total),)
        ],
        "placed_at": "2026-03-01T10:00:00+00:00",
        **more,
    }


def user(user_id: str, *order_ids: str, gift: float = 50.0) -> Json:
    methods: list[Json] = [
        {"source": "credit_card", "id": f"visa_{user_id}", "brand": "visa", "last_four": "1111"},
        {"source": "paypal", "id": f"paypal_{user_id}"},
        {"source": "gift_card", "id": f"gift_{user_id}", "balance": gift},
        {"source": "gift_card", "id": f"empty_{user_id}", "balance": 0.0},
        {"source": "barter", "id": f"goat_{user_id}"},
    ]
    return {
        "user_id": user_id,
        "name": {"first_name": user_id.title(), "last_name": "Small"},
        "address": dict(HOME),
        "email": f"{user_id}@example.com",
        "payment_methods": {method["id"]: method for method in methods},
        "orders": list(order_ids),
    }


ORDERS = [
    order("#W01", ANN, "pending", ["L-RED", "M-S", "M-S"]),
    order("#W02", ANN, "pending", ["L-RED"], ("gift_ann", 30.0)),
    order("#W03", ANN, "pending", ["L-RED"], ("gift_ann", 10.0), ("visa_ann", 20.0)),
    order("#W04", ANN, "delivered", ["L-RED", "M-S", "M-S"], delivered="2026-03-01T23:00:00-05:00"),
    order("#W05", ANN, "delivered", ["L-RED"], delivered="2026-02-28T23:00:00-05:00"),
    order("#W06", ANN, "delivered", ["L-RED"]),
    order("#W07", ANN, "delivered", ["G-1", "F-1"], delivered="2026-03-20T12:00:00+00:00"),
    order("#W08", ANN, "delivered", ["G-1", "B-1"], delivered="2026-03-20T12:00:00+00:00"),
    order("#W09", ANN, "shipped", ["L-RED"]),
    order(
        "#W10", ANN, "cancelled", ["L-RED"], cancel_reason="no longer needed",
        payment_history=[
            {"transaction_type": kind, "amount": 30.0, "payment_method_id": "visa_ann"}
            for kind in ("payment", "refund")
        ],
    ),
    order(
        "#W11", ANN, "delivered", ["L-GOLD", "M-S"], ("paypal_ann", 107.99),
        delivered="2026-03-20T12:00:00+00:00",
    ),
    order("#W12", BEN, "pending", ["M-L"]),
]  # fmt: skip


def document() -> Json:
    """The whole store, to be changed at will."""
    return copy.deepcopy(
        {
            "products": {p["product_id"]: p for p in PRODUCTS},
            "users": {
                ANN: user(ANN, *(o["order_id"] for o in ORDERS if o["user_id"] == ANN)),
                BEN: user(BEN, "#W12"),
            },
            "orders": {o["order_id"]: o for o in ORDERS},
        }
    )
