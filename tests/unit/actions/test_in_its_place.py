"""What takes the place of an open errand, and what is only an answer to it."""

from __future__ import annotations

import pytest

from actions.errands.wording import IN_ITS_PLACE
from actions.services import Services
from tests.unit.actions.shopping import NOAH, shopper, tell


@pytest.mark.parametrize(
    "text",
    [
        "ok then just return it",
        "Fine, then cancel it.",
        "in that case i'll send it back",
        "ok just cancel the order",
        "no? then return them",
        "hmm ok then change it",
    ],
)
def test_takes_the_place(text: str) -> None:
    assert IN_ITS_PLACE.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "then the blue one",
        "ok, the blue one",
        "if there is none, return it instead",
        "ok and then also cancel A10002",
        "just the lamp",
        "yes, then go on",
    ],
)
def test_is_an_answer(text: str) -> None:
    assert not IN_ITS_PLACE.search(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ok so the bottle order", "utter_ask_reason"), ("swap the bottle", "utter_ask_variant")],
)
def test_a_thing_that_is_named_chooses_the_order(demo: Services, text: str, expected: str) -> None:
    noah = shopper(demo, NOAH)
    tell(noah, "cancel one of my orders", "cancel_order")
    said = noah.say(text, "change_items", ("product", "bottle"), sure=0.7)
    assert said == [expected]
