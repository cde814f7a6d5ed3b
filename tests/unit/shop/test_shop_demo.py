"""The demo shop: the same every time, whole, and as its README says."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from shop import Store
from shop.demo import build_demo, showcase, write_demo
from shop.exporting import dump, export_file
from shop.importing import origin_of
from shop.migrate import migrate
from shop.rows import rows_of

DEMO = build_demo()
README = Path(showcase.__file__).with_name("README.md")
CATEGORIES = set(
    "tents backpacks sleeping-gear footwear jackets cycling kitchen lighting audio travel".split()
)
# Changes only when the demo shop is changed on purpose; tests, documents and screenshots may rely on it.
SHA256 = "964962981396429a051825fe5f268d42d25b52e10be3bdc1c080e14ebefd8572"


def test_the_same_bytes_every_time(url: str, tmp_path: Path) -> None:
    assert dump(build_demo()) == dump(DEMO)
    export_file(url, tmp_path / "demo.json")
    assert json.loads((tmp_path / "demo.json").read_text(encoding="utf-8")) == DEMO
    assert hashlib.sha256((tmp_path / "demo.json").read_bytes()).hexdigest() == SHA256
    assert dump(build_demo(seed=2)) != dump(DEMO)


def test_it_is_as_large_as_promised() -> None:
    assert len(DEMO["products"]) >= 120
    assert (len(DEMO["users"]), len(DEMO["orders"])) == (200, 600)
    by_category = Counter(product["category"] for product in DEMO["products"].values())
    assert set(by_category) == CATEGORIES
    assert min(by_category.values()) >= 12
    states = Counter(order["status"] for order in DEMO["orders"].values())
    assert min(states.values()) >= 10
    assert set(states) == {
        "pending", "processed", "shipped", "delivered", "cancelled", "return requested", "exchange requested",
    }  # fmt: skip


def test_products_are_complete() -> None:
    for product in DEMO["products"].values():
        variants = list(product["variants"].values())
        assert 2 <= len(variants) <= 8, product["name"]
        assert 6 <= len(product["specs"]) <= 10, product["name"]
        assert len(product["keywords"]) >= 3, product["name"]
        assert len({variant["price"] for variant in variants}) > 1, product["name"]
        assert len(re.findall(r"[.!?](?: |$)", product["description"])) in (2, 3), product["name"]
        assert all(variant["available"] == (variant["stock"] > 0) for variant in variants)
    assert any(v["stock"] == 0 for p in DEMO["products"].values() for v in p["variants"].values())


def test_orders_are_plausible(store: Store) -> None:
    delivery = store.policy.delivery
    assert delivery is not None
    for user_id in DEMO["users"]:
        for order in store.orders_of(user_id):
            option = delivery.option(order.delivery_method or "")
            assert option is not None
            assert order.address.country in option.countries
            paid = sum(line.amount for line in order.payments if line.kind == "payment")
            assert paid == order.total, order.order_id
            assert order.refunded == (order.total if order.status == "cancelled" else 0)
            shipped = [parcel for parcel in order.fulfillments if parcel.shipped_at]
            delivered = [parcel for parcel in order.fulfillments if parcel.delivered_at]
            if order.status in ("pending", "cancelled"):
                assert not order.fulfillments
            if order.status == "delivered":
                assert delivered == list(order.fulfillments)
            assert all(p.shipped_at and order.placed_at and p.shipped_at > order.placed_at for p in shipped)
            assert all(p.delivered_at and p.shipped_at and p.delivered_at > p.shipped_at for p in delivered)


def test_people_are_plausible() -> None:
    emails = [user["email"] for user in DEMO["users"].values()]
    assert len(set(emails)) == len(emails)
    assert all(email.endswith("@example.com") and email.isascii() for email in emails)
    assert {user["address"]["country"] for user in DEMO["users"].values()} == {"USA", "Canada"}
    for user in DEMO["users"].values():
        pattern = r"\d{5}" if user["address"]["country"] == "USA" else r"[A-Z]\d[A-Z] \d[A-Z]\d"
        assert re.fullmatch(pattern, user["address"]["zip"])
        assert set(user["orders"]) == {
            o for o, order in DEMO["orders"].items() if order["user_id"] == user["user_id"]
        }
    rows_of(DEMO)


def test_baskets_can_be_learned_from() -> None:
    baskets = [{item["product_id"] for item in order["items"]} for order in DEMO["orders"].values()]
    single = Counter(product for basket in baskets for product in basket)
    pairs = Counter(pair for basket in baskets for pair in combinations(sorted(basket), 2))
    together = pairs["p-cinder-fuel", "p-cinder-stove"]
    by_chance = single["p-cinder-fuel"] * single["p-cinder-stove"] / len(baskets)
    assert together > 4 * by_chance
    counts = sorted(single.values(), reverse=True)
    assert sum(counts[:24]) > 0.35 * sum(counts)


def test_the_readme_lists_the_showcase() -> None:
    text = README.read_text(encoding="utf-8")
    for person in showcase.PEOPLE:
        row = next(line for line in text.splitlines() if person.email in line)
        for expected in (person.first_name, person.last_name, person.postcode):
            assert expected in row
        for order in person.orders:
            line = next(line for line in text.splitlines() if f"`{order.order_id}`" in line)
            assert order.status in line
            assert person.first_name in line
            document = DEMO["orders"][order.order_id]
            assert document["status"] == order.status
            for item in document["items"]:
                assert item["name"] in line


def test_the_showcase_has_the_named_cases() -> None:
    split = DEMO["orders"]["#A10009"]["fulfillments"]
    assert len(split) == 2
    assert "delivered_at" in split[0]
    assert "delivered_at" not in split[1]
    pending = [order for order in showcase.NOAH.orders if order.status == "pending"]
    assert len(pending) == 3


def test_writing_it_twice_and_over_others(url: str) -> None:
    assert write_demo(url) is None
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        database.execute("UPDATE orders SET status = 'cancelled' WHERE order_id = '#A10001'")
    assert write_demo(url) is None
    assert write_demo(url, force=True) is not None
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        (status,) = database.execute("SELECT status FROM orders WHERE order_id = '#A10001'").fetchone()
    assert status == "pending"


def test_stopped_half_way_it_leaves_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    migrate(url)

    def stop(done: int, _total: int) -> None:
        if done > 1000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_demo(url, progress=stop)
    assert origin_of(url) == ""
    with sqlite3.connect(tmp_path / "shop.db") as database:
        assert database.execute("SELECT count(*) FROM products").fetchone() == (0,)
