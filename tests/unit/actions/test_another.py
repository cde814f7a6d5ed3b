""" "And the 1000?": what was asked of one product, asked of another."""

from __future__ import annotations

import pytest

from actions.another import _ANOTHER


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("n the 1000?", "1000"),
        ("and the nightjar 1000", "nightjar 1000"),
        ("what about the winter ones", "winter"),
        ("wat bout the meadow 2 tent", "meadow 2 tent"),
        ("ok thanks, how about for the Meadow?", "Meadow"),
    ],
)
def test_another_product_in_a_few_words(text: str, name: str) -> None:
    found = _ANOTHER.fullmatch(text)
    assert found is not None
    assert found["name"] == name


@pytest.mark.parametrize(
    "text",
    ["and", "", "the 1000", "and how long does the battery of the 1000 last", "android phones", "/ask_price"],
)
def test_anything_else_asks_something_of_its_own(text: str) -> None:
    assert _ANOTHER.fullmatch(text) is None


@pytest.mark.parametrize("text", ["and " * 5_000, "what about " + "x " * 20_000, "ok " * 20_000 + "and"])
def test_a_book_is_looked_at_quickly(text: str) -> None:
    assert _ANOTHER.fullmatch(text) is None
