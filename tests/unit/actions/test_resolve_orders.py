"""Which orders and days a text means, and the small words that resolvers share."""

from __future__ import annotations

from datetime import date

import pytest

from actions.resolve.found import Kind
from actions.resolve.orders import order_ids_in, orders_meant
from actions.resolve.quantities import amount_in, count_in, measure_of, measures_of, number_in, places_in
from actions.resolve.scales import ranks
from actions.resolve.times import period_in
from actions.resolve.tokens import compact
from tests.unit.actions.resolving import BOTTLE, CHAIR, LAMP, MUG, SHIRT, bought, order

TODAY = date(2026, 3, 18)
ORDERS = (
    order("#W7000001", "pending", "2026-03-16", bought(CHAIR, "red/none"), bought(MUG, "white")),
    order("#W7000002", "pending", "2026-03-10", bought(SHIRT, "red/M/cotton/crew neck")),
    order(
        "#W7000003",
        "delivered",
        "2026-03-02",
        bought(SHIRT, "blue/M/cotton/crew neck"),
        bought(BOTTLE, "500ml/glass/black"),
    ),
    order("#W7000004", "cancelled", "2025-12-24", bought(LAMP, "white/low/USB")),
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("W7000001", [1]),
        ("#W7000001 and #W7000003", [1, 3]),
        ("orders 7000002, 7000004", [2, 4]),
        ("order #w7000002 please", [2]),
        ("the one with the chair", [1]),
        ("the order with the bottle and the shirt", [3]),
        ("the blue t-shirt order", [3]),
        ("my lamp", [4]),
        ("my last order", [1]),
        ("the most recent one", [1]),
        ("my last two orders", [1, 2]),
        ("the oldest one", [4]),
        ("the one from last week", [2]),
        ("the order from December", [4]),
        ("I ordered it two days ago", [1]),
        ("on March 2nd", [3]),
        ("the cancelled one", [4]),
        ("the order that was delivered", [3]),
        ("all my pending orders", [1, 2]),
        ("both pending orders", [1, 2]),
        ("all my orders", [1, 2, 3, 4]),
        ("the pending one with the shirt", [2]),
        ("my delivered order", [3]),
        ("the most expensive order", [1]),
        ("not the one with the chair but my pending order", [2]),
    ],
)
def test_the_orders_meant(text: str, meant: list[int]) -> None:
    found = orders_meant(text, ORDERS, TODAY)
    assert [o.order_id for o in found.meant] == [f"#W700000{n}" for n in meant]
    assert not found.choices


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("my pending order", [1, 2]),
        ("the t-shirt", [2, 3]),
        ("from March", [1, 2, 3]),
        ("not the one with the chair", [2, 3, 4]),
    ],
)
def test_several_orders_to_choose_from(text: str, choices: list[int]) -> None:
    found = orders_meant(text, ORDERS, TODAY)
    assert found.kind is Kind.ASK
    assert [o.order_id for o in found.choices] == [f"#W700000{n}" for n in choices]


@pytest.mark.parametrize(
    "text",
    ["", "hello", "my order", "W9999999", "the tent", "la commande", "from 2019-01-01", "¿?", "%s {x}"],
)
def test_no_order(text: str) -> None:
    assert orders_meant(text, ORDERS, TODAY).kind is Kind.NONE
    assert orders_meant(text, (), TODAY).kind is Kind.NONE


def test_orders_shown_and_discussed_before() -> None:
    shown = ORDERS[1:3]
    assert orders_meant("the second one", ORDERS, TODAY, shown=shown).one == ORDERS[2]
    assert orders_meant("the last one", ORDERS, TODAY, shown=shown).one == ORDERS[2]
    assert orders_meant("all of them", ORDERS, TODAY, shown=shown).meant == shown
    assert orders_meant("the other one", ORDERS[:2], TODAY, discussed="#W7000001").one == ORDERS[1]
    assert orders_meant("the other order", ORDERS, TODAY, shown=shown, discussed="#W7000002").one == ORDERS[2]
    assert orders_meant("my other order", ORDERS, TODAY, discussed="#W7000001").kind is Kind.ASK


def test_numbers_of_orders_in_a_text() -> None:
    text = "W7000001, #W12 no, order 7000002; it cost $12000.50 or 50000% in 2026, zip 80203-1234"
    assert order_ids_in(text) == ["W7000001", "7000002"]
    assert order_ids_in("") == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", (2026, 3, 18), (2026, 3, 18)),
        ("yesterday", (2026, 3, 17), (2026, 3, 17)),
        ("the day before yesterday", (2026, 3, 16), (2026, 3, 16)),
        ("last week", (2026, 3, 9), (2026, 3, 15)),
        ("this week", (2026, 3, 16), (2026, 3, 22)),
        ("last month", (2026, 2, 1), (2026, 2, 28)),
        ("last year", (2025, 1, 1), (2025, 12, 31)),
        ("in March", (2026, 3, 1), (2026, 3, 31)),
        ("my May order", (2025, 5, 1), (2025, 5, 31)),
        ("from december 2024", (2024, 12, 1), (2024, 12, 31)),
        ("two weeks ago", (2026, 2, 28), (2026, 3, 8)),
        ("a couple of days ago", (2026, 3, 16), (2026, 3, 16)),
        ("within the last 3 days", (2026, 3, 15), (2026, 3, 18)),
        ("on Monday", (2026, 3, 16), (2026, 3, 16)),
        ("last Wednesday", (2026, 3, 11), (2026, 3, 11)),
        ("March 5th", (2026, 3, 5), (2026, 3, 5)),
        ("the 24th of December", (2025, 12, 24), (2025, 12, 24)),
        ("3/5/2026", (2026, 3, 5), (2026, 3, 5)),
        ("2026-03-05", (2026, 3, 5), (2026, 3, 5)),
    ],
)
def test_days(text: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    found = period_in(text, TODAY)
    assert found is not None
    assert (found.start, found.end) == (date(*start), date(*end))


@pytest.mark.parametrize("text", ["", "I may want it", "99/99", "soon", "march on", "0/0/0000"])
def test_no_day(text: str) -> None:
    assert period_in(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("the second one", [1]),
        ("2nd and 4th", [1, 3]),
        ("number three", [2]),
        ("item #2", [1]),
        ("items 1, 2 and 4", [0, 1, 3]),
        ("the last one", [4]),
        ("the first two", [0, 1]),
        ("the last 2", [3, 4]),
        ("the ninth", []),
        ("my first name", []),
        ("on 5th Avenue", []),
        ("order 1234567", []),
        ("", []),
    ],
)
def test_places(text: str, places: list[int]) -> None:
    assert places_in(text, 5) == places


@pytest.mark.parametrize(
    ("text", "number", "count"),
    [
        ("three of them", 3, 3),
        ("2", 2, 2),
        ("a couple", None, 2),
        ("both", None, 2),
        ("two hundred", 200, 200),
        ("one thousand", 1000, 1000),
        ("the red one", None, None),
        ("one of them", 1, 1),
        ("none", None, None),
        ("", None, None),
    ],
)
def test_numbers(text: str, number: int | None, count: int | None) -> None:
    assert number_in(text) == number
    assert count_in(text) == count


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$40", "40"),
        ("under 1,200.50", "1200.50"),
        ("40 bucks", "40"),
        ("US$ 12.99.", "12.99"),
        ("40", None),
        ("size 40", None),
        ("", None),
    ],
)
def test_money(text: str, amount: str | None) -> None:
    found = amount_in(text)
    assert (str(found) if found is not None else None) == amount


def test_measures() -> None:
    litre, millilitres = measure_of("1 liter"), measure_of("1000ml")
    assert litre is not None
    assert millilitres is not None
    assert litre.same(millilitres)
    assert measure_of("5-25 lbs") is None
    assert [m.dimension for m in measures_of("13-inch, 16 GB")] == ["length", "bytes"]


def test_scales() -> None:
    sizes = ranks(("XL", "S", "XXL", "M"))
    assert sizes is not None
    assert sorted(sizes, key=lambda size: sizes[size]) == ["S", "M", "XL", "XXL"]
    ranges = ranks(("55-75 lbs", "5-25 lbs"))
    assert ranges is not None
    assert ranges["5-25 lbs"] < ranges["55-75 lbs"]
    assert ranks(("red", "blue")) is None
    assert ranks(("1L", "2 hours")) is None
    assert ranks(("red",)) is None
    assert ranks(("0 ml", "5 ml")) is not None


def test_words_are_compared_in_one_spelling() -> None:
    assert compact("T-Shirts") == compact("tshirt")
    assert compact("1 Litre") == compact("1L") == compact("one liter")
    assert compact("grey") == compact("Gray")
