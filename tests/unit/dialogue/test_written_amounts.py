"""Money, places in a list and quantities, in figures and in words."""

from __future__ import annotations

import pytest

from dialogue.written_amounts import number_of
from tests.unit.dialogue.details import found

MONEY = [
    ("$12", ["$12"]),
    ("$ 12.50", ["$ 12.50"]),
    ("$1,200.50", ["$1,200.50"]),
    ("US$40", ["US$40"]),
    ("CA$40", ["CA$40"]),
    ("C$40", ["C$40"]),
    ("12 dollars", ["12 dollars"]),
    ("12.50 usd", ["12.50 usd"]),
    ("USD 40", ["USD 40"]),
    ("60 bucks", ["60 bucks"]),
    ("50$", ["50$"]),
    ("€40", ["€40"]),
    ("40 euros", ["40 euros"]),
    ("under $40.", ["$40"]),
    ("between $40 and $60", ["$40", "$60"]),
    ("fifty dollars", ["50 dollars"]),
    ("twenty-five bucks", ["25 bucks"]),
    ("a hundred dollars", ["100 dollars"]),
    ("one hundred and twenty dollars", ["120 dollars"]),
    ("under 40", []),
    ("A$AP", []),
    ("$", []),
    ("dollars", []),
    ("a dollars", []),
]


@pytest.mark.parametrize(("text", "sums"), MONEY)
def test_money(text: str, sums: list[str]) -> None:
    assert found(text, "money") == sums


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("twelve", 12),
        ("thirty five", 35),
        ("a hundred", 100),
        ("two hundred and five", 205),
        ("three thousand two hundred", 3200),
        ("a", None),
        ("and", None),
        ("shoe", None),
    ],
)
def test_numbers_in_words(words: str, number: int | None) -> None:
    assert number_of(words) == number


ORDINALS = [
    ("the second one", ["2"]),
    ("second one", ["2"]),
    ("the 3rd", ["3"]),
    ("first", ["1"]),
    ("last", ["last"]),
    ("the last one please", ["last"]),
    ("#2", ["2"]),
    ("number two", ["2"]),
    ("number 2 on the list", ["2"]),
    ("option 3", ["3"]),
    ("the bottom one", ["last"]),
    ("the latter", ["last"]),
    ("my last order", ["last"]),
    ("the first and the last", ["1", "last"]),
    ("1 and 3", ["1", "3"]),
    ("not the first but the second", ["1", "2"]),
    ("the first of them", ["1"]),
    ("my first name", []),
    ("last name", []),
    ("last week", []),
    ("one second", []),
    ("a second one", []),
    ("first of all", []),
    ("first aid kit", []),
    ("house number 2", []),
    ("from the top", []),
    ("top of the line", []),
    ("#12345", []),
    ("the secnd 1", ["2"]),
    ("the second 1 pls", ["2"]),
    ("the frist one", ["1"]),
    ("the second 1.5 litre bottle", []),
    ("the second 12 pack", []),
]


@pytest.mark.parametrize(("text", "places"), ORDINALS)
def test_ordinals(text: str, places: list[str]) -> None:
    assert found(text, "ordinal") == places


QUANTITIES = [
    ("two", ["2"]),
    ("2", ["2"]),
    ("I want two mugs", ["2"]),
    ("3x", ["3"]),
    ("3 x the mug", ["3"]),
    ("x2", ["2"]),
    ("a couple of mugs", ["2"]),
    ("half a dozen plates", ["6"]),
    ("a dozen", ["12"]),
    ("qty 4", ["4"]),
    ("quantity: 5", ["5"]),
    ("five pieces", ["5"]),
    ("15 pieces", ["15"]),
    ("2 of the 3 base layers", ["2", "3"]),
    ("make that three", ["3"]),
    ("not one but two", ["1", "2"]),
    ("only one of them", ["1"]),
    ("I want one tent", ["1"]),
    ("need 3 tents", ["3"]),
    ("the blue one", []),
    ("that one", []),
    ("one more time", []),
    ("2-person tent", []),
    ("size 9", []),
    ("size 42, not 43", []),
    ("EU 42", []),
    ("two weeks ago", []),
    ("3 to 5 days", []),
    ("for 2 people", []),
    ("under 40", []),
    ("condor 60", []),
    ("$20", []),
    ("apartment 5", []),
    ("option 2", []),
    ("two person tent", []),
    ("0", []),
    ("a couple who cooks", []),
]


@pytest.mark.parametrize(("text", "numbers"), QUANTITIES)
def test_quantities(text: str, numbers: list[str]) -> None:
    assert found(text, "quantity") == numbers
