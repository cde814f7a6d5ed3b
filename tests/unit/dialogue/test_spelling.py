"""Words put right: what is known stays, what is near is meant, details are never touched."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dialogue.slips import Slips, distance
from dialogue.spelling import Speller
from dialogue.typos import NEIGHBOURS, misspell
from models.dialogue_encoder.examples import read_nlu

NLU = Path(__file__).parents[3] / "data" / "nlu"
SPELLER = Speller.from_texts([example.text for example in read_nlu(NLU)], known=["zorbs"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("cancle my ordr", "cancel my order"),
        ("REFNUD please", "refund please"),
        ("id like the blue one", "i'd like the blue one"),
        ("my id is 12", "my id is 12"),
        ("delivvery adress", "delivery address"),
        ("cacnelled", "cancelled"),
        ("where is my border", "where is my border"),
        ("my ordre #A10001, ordr@example.com", "my order #A10001, ordr@example.com"),
        ("I dont want to be tdacked", "I dont want to be tracked"),
        ("dellivry", "delivery"),
        ("how much is sipping to canada", "how much is shipping to canada"),
        ("sign the form from page two", "sign the form from page two"),
        ("the zorbs", "the zorbs"),
        ("my name is Brin", "my name is Brin"),
        ("xyzzy", "xyzzy"),
        ("", ""),
        ("u", "u"),
        ("quiero cancelar mi pedido ahora", "quiero cancelar mi pedido ahora"),
    ],
)
def test_what_is_meant(written: str, meant: str) -> None:
    assert SPELLER.correct(written) == meant


def test_two_slips_only_in_long_words() -> None:
    slips = Slips(lambda word: word in ("order", "delivery"), ["order", "delivery"])
    assert "order" not in slips.meant("ordeerr")
    assert "delivery" in slips.meant("dellivry")


def test_a_likely_slip_is_likelier() -> None:
    slips = Slips(lambda word: word in ("card", "cars"), [])
    assert slips.meant("carf")["card"] > slips.meant("carf").get("cars", 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "quiero cancelar mi pedido",
        "hoeveel kost de verzending",
        "mijn pakket is kwijt",
        "dov'è il mio ordine ora",
    ],
)
def test_another_language_is_not_put_right(text: str) -> None:
    assert SPELLER.is_foreign(text)
    assert SPELLER.correct(text) == text


@pytest.mark.parametrize("text", ["refnd my ordr plese", "hwo mch is shiping", "i wnat too retrun tis jackt"])
def test_a_misspelt_message_is_not_another_language(text: str) -> None:
    assert not SPELLER.is_foreign(text)


@pytest.mark.parametrize(
    ("text", "nonsense"),
    [
        ("asdf qwer", True),
        ("zorgle plim quaxity", True),
        ("thx", False),
        ("cancle my ordr", False),
        ("", False),
    ],
)
def test_nonsense_cannot_be_read(text: str, nonsense: bool) -> None:
    assert SPELLER.is_unreadable(text) is nonsense


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
