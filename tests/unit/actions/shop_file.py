"""A small shop in the shape of an export: five products, three customers, and orders in every state."""

from __future__ import annotations

from typing import Any

HOSTILE = 'Lamp {order_id} 100% "x"} 0[y]'


def variant(item_id: str, price: float, available: bool = True, **options: str) -> dict[str, Any]:
    return {"item_id": item_id, "options": options, "available": available, "price": price}


def product(product_id: str, name: str, *variants: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "product_id": product_id,
        "name": name,
        "variants": {v["item_id"]: v for v in variants},
        **more,
    }


PRODUCTS = [
    product(
        "p-ridge",
        "Ridgeline Tent",
        variant("T-GRN-2", 249.0, colour="green", size="2-person"),
        variant("T-BLU-2", 249.0, available=False, colour="blue", size="2-person"),
        variant("T-GRN-3", 299.0, colour="green", size="3-person"),
        category="tents",
        description="A light tent for two or three.",
        specs={"weight": "2.1 kg", "poles": "aluminium"},
    ),
    product(
        "p-meadow",
        "Meadow Tent",
        variant("M-RED", 149.0, colour="red"),
        category="tents",
        description="A roomy family tent.",
        specs={"weight": "5.4 kg", "poles": "fibreglass"},
    ),
    product(
        "p-stove",
        "Basin Stove",
        variant("S-1", 45.5),
        category="kitchen",
        description="A gas stove for camp cooking.",
        specs={"fuel": "gas"},
    ),
    product(
        "p-boot",
        "Trail Boots",
        variant("B-42", 120.0, available=False, size="42"),
        category="footwear",
        description="Leather boots for long walks.",
        specs={},
    ),
    product(
        'p-"odd"}',
        HOSTILE,
        variant("L-1", 20.0),
        category="lighting",
        description="A lamp with a hostile name.",
        specs={},
    ),
]
BY_ID = {p["product_id"]: p for p in PRODUCTS}


def customer(user_id: str, first: str, last: str, postcode: str, orders: list[str]) -> dict[str, Any]:
    card = f"credit_card_{user_id}"
    return {
        "user_id": user_id,
        "name": {"first_name": first, "last_name": last},
        "address": {
            "address1": "1 Main Street",
            "address2": "",
            "city": "Denver",
            "country": "USA",
            "state": "CO",
            "zip": postcode,
        },
        "email": f"{first}.{last}@example.com".lower(),
        "payment_methods": {
            card: {"source": "credit_card", "id": card, "brand": "visa", "last_four": "4821"}
        },
        "orders": orders,
    }


def order(
    order_id: str, user_id: str, status: str, day: int, *items: tuple[str, str], refund: bool = False
) -> dict[str, Any]:
    bought = [
        {
            "name": BY_ID[p]["name"],
            "product_id": p,
            "item_id": i,
            "price": BY_ID[p]["variants"][i]["price"],
            "options": BY_ID[p]["variants"][i]["options"],
        }
        for p, i in items
    ]
    total = sum(item["price"] for item in bought)
    method = f"credit_card_{user_id}"
    history = [{"transaction_type": "payment", "amount": total, "payment_method_id": method}]
    if refund:
        history.append({"transaction_type": "refund", "amount": total, "payment_method_id": method})
    sent = status in {"processed", "shipped", "delivered"}
    return {
        "order_id": order_id,
        "user_id": user_id,
        "address": customer(user_id, "A", "B", "80014", [])["address"],
        "items": bought,
        "status": status,
        "fulfillments": (
            [{"tracking_id": [f"TRACK{order_id[-2:]}"], "item_ids": [i for _, i in items]}] if sent else []
        ),
        "payment_history": history,
        "placed_at": f"2026-01-{day:02}T10:00:00+00:00",
    }


ORDERS = [
    order("#A10012", "maya", "pending", 20, ("p-stove", "S-1")),
    order("#A10013", "maya", "pending", 15, ("p-ridge", "T-GRN-2")),
    order("#A10014", "maya", "delivered", 10, ("p-boot", "B-42")),
    order("#A10015", "maya", "cancelled", 5, ("p-meadow", "M-RED"), refund=True),
    order("#A20001", "sam", "pending", 12, ("p-stove", "S-1"), ("p-ridge", "T-GRN-2")),
    order("#A30001", "ole", "pending", 12, ('p-"odd"}', "L-1")),
]
USERS = [
    customer("maya", "Maya", "Torres", "98101", [o["order_id"] for o in ORDERS[:4]]),
    customer("sam", "Sam", "Reed", "10012", ["#A20001"]),
    customer("ole", "Ole", "Berg", "60622", ["#A30001"]),
    customer("new", "Nia", "Cole", "60622", []),
]


def export() -> dict[str, Any]:
    """What `python -m shop export` would write for this shop."""
    return {
        "products": BY_ID,
        "users": {u["user_id"]: u for u in USERS},
        "orders": {o["order_id"]: o for o in ORDERS},
    }
