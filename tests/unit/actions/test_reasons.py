"""Reasons and orders as shoppers word them, and words that turn a cancellation around."""

from __future__ import annotations

import pytest

from actions.errands.reasons import reason_in
from actions.resolve.orders import place_in_list
from tests.unit.actions.talk import Talk

REASONS = ("no longer needed", "ordered by mistake", "found it cheaper", "takes too long")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("can u cancel it pls i dont need it anymore", "no longer needed"),
        ("I changed my mind", "no longer needed"),
        ("i ordered the wrong one by accident", "ordered by mistake"),
        ("found a better price at another shop", "found it cheaper"),
        ("it takes way too long", "takes too long"),
        ("my brother hates it", None),
        ("cheaper elsewhere, and I ordered it by mistake", None),
        ("", None),
    ],
)
def test_reason_in(text: str, reason: str | None) -> None:
    assert reason_in(text, REASONS) == reason


def test_a_reason_the_policy_does_not_take_is_not_chosen() -> None:
    assert reason_in("found it cheaper", ("no longer needed",)) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the 2nd one", 1),
        ("first", 0),
        ("the bottom one", 2),
        ("number 3 please", 2),
        ("the first or the second", None),
        ("not the first", None),
        ("the fourth", None),
        ("hm", None),
    ],
)
def test_place_in_list(text: str, place: int | None) -> None:
    assert place_in_list(text, 3) == place


@pytest.mark.parametrize(
    "text", ["don't cancel my order", "please do not cancel A10012", "i dont want to cancel"]
)
def test_dont_cancel_is_no_cancellation(maya: Talk, text: str) -> None:
    assert maya.say(text, "cancel_order") == ["utter_nothing_open"]
    maya.say("cancel A10012", "cancel_order", ("order_id", "A10012"))
    assert maya.say(text, "cancel_order") == ["utter_dropped"]
    assert maya.slots["errand"] is None


def test_another_reason_is_taken_before_the_yes(maya: Talk) -> None:
    maya.say("cancel A10012, bought by mistake", "cancel_order", ("order_id", "A10012"))
    assert "ordered by mistake" in maya.text
    assert maya.say("the reason is that i found it cheaper", "affirm") == ["utter_confirm_cancel"]
    assert "found it cheaper" in maya.text
    assert maya.status("maya", "A10012") == "pending"
    assert maya.say("yes", "affirm") == ["utter_cancelled"]
