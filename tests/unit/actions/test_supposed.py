"""A refund that is only thought of is a question for the documents; one that is waited for is an errand."""

from __future__ import annotations

import pytest

from actions.errands.supposed import supposes_a_return
from actions.turn import Turn
from tests.unit.actions.test_consent import turn


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("how long til i get my mony back if i send it back", True),
        ("When will I see the money once I return the jacket?", True),
        ("how long would it take if I were to return it", True),
        ("where is my refund", False),
        ("i sent it back last week, when do i get my money", False),
        ("if you send my money today when is it here", False),
        ("", False),
    ],
)
def test_what_is_only_thought_of(text: str, supposed: bool) -> None:
    assert supposes_a_return(turn(text, "refund_status")) is supposed


def test_other_requests_are_errands() -> None:
    asked: Turn = turn("what if I send it back", "return_item")
    assert not supposes_a_return(asked)
