"""What takes the place of an open errand, and what is only an answer to it."""

from __future__ import annotations

import pytest

from actions.errands.wording import IN_ITS_PLACE


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
