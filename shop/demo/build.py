"""Assembling the demo shop and writing it to a database."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from shop.demo import named, showcase
from shop.demo.catalogue import load_catalogue
from shop.demo.drawn import Drawer
from shop.demo.people import draw_customers
from shop.errors import StoreNotEmpty
from shop.exporting import dump
from shop.importing import Progress, origin_of, write
from shop.policy import load_policy
from shop.rows import Rows, rows_of

Json = dict[str, Any]

SEED = 1974
# The day the demo shop stands still at: the ages of its orders are counted from here.
AS_OF = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
CUSTOMERS = 200
ORDERS = 600
POLICY = Path(__file__).resolve().parents[1] / "policies" / "demo.yml"
_FIRST_NUMBER = 10001
_ORIGIN = "demo"


def build_demo(seed: int = SEED, as_of: datetime = AS_OF) -> Json:
    """The whole demo shop in the export's shape; the same seed and day give the same bytes."""
    policy, articles = load_policy(POLICY), load_catalogue(seed)
    of_people = [(person, order) for person in showcase.PEOPLE for order in person.orders]
    shelf = named.Shelf(articles)
    orders = {o.order_id: named.order_document(p, o, shelf, policy, as_of) for p, o in of_people}
    users = {person.user_id: named.customer_document(person) for person in showcase.PEOPLE}

    rng = Random(seed)
    drawn = draw_customers(rng, CUSTOMERS - len(users), {str(user["email"]) for user in users.values()})
    drawer = Drawer(rng, policy, articles, as_of)
    for index, order in enumerate(drawer.draw(drawn, ORDERS - len(orders))):
        order["order_id"] = f"#A{_FIRST_NUMBER + len(of_people) + index}"
        orders[order["order_id"]] = order
        drawn[order["user_id"]]["orders"].append(order["order_id"])
    products = {a.document["product_id"]: a.document for a in articles.values()}
    return {"products": products, "users": {**users, **drawn}, "orders": orders}


def write_demo(url: str, *, force: bool = False, progress: Progress | None = None) -> Rows | None:
    """Write the demo shop to the (migrated) database, in one transaction; None when it is there already.

    Raises `StoreNotEmpty` when there is other data, an older demo included, and `force` was not asked for.
    """
    document = build_demo()
    digest = hashlib.sha256(dump(document).encode()).hexdigest()
    origin = f"{_ORIGIN}:{digest}"
    if not force and origin_of(url) == origin:
        return None
    rows = rows_of(document)
    try:
        write(url, rows, origin=origin, replace=force, progress=progress)
    except StoreNotEmpty as error:
        raise StoreNotEmpty(f"{error}; `python -m shop demo --force` replaces it") from error
    return rows
