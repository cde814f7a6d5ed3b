"""What a shopper wants to spend, in their words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from actions.resolve.budget import Budget, budget_in


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("something under $40", None, "40"),
        ("under 40", None, "40"),
        ("at most \u20ac55 please", None, "55"),
        ("nothing over 50", None, "50"),
        ("no more than 1,200.50", None, "1200.50"),
        ("my budget is 75", None, "75"),
        ("i can spend 80 bucks", None, "80"),
        ("a $40 gift", None, "40"),
        ("40 dollars or so", None, "40"),
        ("a tent for 2 people under 300", None, "300"),
        ("over $100", "100", None),
        ("at least 60 dollars", "60", None),
        ("over 100 but under 200", "100", "200"),
        ("between 30 and 60", "30", "60"),
        ("between $60 and $30 for a camper", "30", "60"),
        ("from $20 to $30", "20", "30"),
        ("$20-40", "20", "40"),
        ("around 40 dollars", "30.00", "50.00"),
    ],
)
def test_budgets(text: str, least: str | None, most: str | None) -> None:
    lowest, highest = (Decimal(value) if value else None for value in (least, most))
    assert budget_in(text) == Budget(lowest, highest)


@pytest.mark.parametrize(
    "text", ["", "a gift", "up to 40l pack", "a 30 l pack", "for about 3 days", "over 2 kg", "$", "under"]
)
def test_what_is_no_amount_of_money_leaves_it_open(text: str) -> None:
    assert budget_in(text) == Budget()


def test_a_price_on_the_edge_is_inside() -> None:
    budget = Budget(Decimal(30), Decimal(60))
    assert [budget.holds(Decimal(price)) for price in ("29.99", "30", "60", "60.01")] == [
        False,
        True,
        True,
        False,
    ]
