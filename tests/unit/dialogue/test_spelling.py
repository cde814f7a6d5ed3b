"""Words put right: what is known stays, what is near is meant, details are never touched."""

from __future__ import annotations

import random

import pytest

from dialogue.spelling import Speller, distance
from dialogue.typos import NEIGHBOURS, misspell

TEXTS = [
    "cancel my order",
    "where is my order",
    "refund please",
    "delivery address",
    "the order was cancelled",
]
SPELLER = Speller.from_texts(TEXTS, known=["cancels", "border"], at_least=1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("cancle my ordr", "cancel my order"),
        ("REFNUD please", "refund please"),
        ("delivvery adress", "delivery address"),
        ("cacnelled", "cancelled"),
        ("where is my border", "where is my border"),
        ("my ordre #A10001, ordr@example.com", "my order #A10001, ordr@example.com"),
        ("xyzzy", "xyzzy"),
        ("", ""),
        ("ord", "ord"),
    ],
)
def test_what_is_meant(written: str, meant: str) -> None:
    assert SPELLER.correct(written) == meant


def test_one_edit_in_a_short_word_two_in_a_long_one() -> None:
    assert SPELLER.word("ordeerr") == "ordeerr"
    assert SPELLER.word("dellivry") == "delivery"


def test_a_long_text_is_quick() -> None:
    assert len(SPELLER.correct("qwertzuiop " * 2000)) == 22_000


@pytest.mark.parametrize(
    ("a", "b", "far"),
    [("order", "order", 0), ("ordre", "order", 1), ("oder", "order", 1), ("xx", "order", 3), ("", "a", 1)],
)
def test_distance(a: str, b: str, far: int) -> None:
    assert distance(a, b, 2) == min(far, 3)


def test_a_misspelt_text_differs_and_is_the_same_for_a_seed() -> None:
    text = "where is my order"
    slipped = misspell(text, random.Random(1))
    assert slipped != text
    assert slipped == misspell(text, random.Random(1))


def test_only_letters_slip() -> None:
    for seed in range(50):
        digits = [c for c in misspell("order 10428, ok?", random.Random(seed)) if c.isdigit()]
        assert digits == list("10428")


@pytest.mark.parametrize("text", ["", "123", "👍", "?!"])
def test_nothing_to_slip_on(text: str) -> None:
    assert misspell(text, random.Random(1)) == text


def test_neighbours_are_mutual() -> None:
    assert all(a in NEIGHBOURS[b] for a, near in NEIGHBOURS.items() for b in near)
