"""Which errands a text asks for in verbs, and how it is taken apart where the classifier left it whole."""

from __future__ import annotations

import pytest

from actions.errands.told import errand_told, errands_told, taken_apart


@pytest.mark.parametrize(
    ("text", "errand"),
    [
        ("Then I'd also like to change the kettle in my pending order", "change_items"),
        ("I also want to exchange the camera from another order for a 4K one.", "exchange_item"),
        ("pay that order with my PayPal instead of the gift card", "change_payment"),
        ("I want to update the shipping address of my other order", "change_address"),
        ("Please also ship the other order to my home", "change_address"),
        ("modify the default address on my account", "change_default_address"),
        ("I ordered a watch that hasn't shipped yet and I'd like to know", None),
        ("what about the order I returned?", None),
        ("I change my mind", None),
    ],
)
def test_the_errand_of_the_verb(text: str, errand: str | None) -> None:
    assert errand_told(text) == errand


@pytest.mark.parametrize(
    ("text", "wanted", "denied"),
    [
        ("No, I want to exchange the camera, not return it.", "exchange_item", "return_item"),
        ("I don't want to return it, just cancel it", "cancel_order", "return_item"),
        ("instead of returning it I'd like to exchange it", "exchange_item", "return_item"),
    ],
)
def test_what_is_denied(text: str, wanted: str, denied: str) -> None:
    assert errands_told(text) == ([wanted], [denied])


def test_two_errands_have_each_their_own_words() -> None:
    told = taken_apart(
        "I'd like to return both puzzles and the wristwatch, "
        "and I'd also like to exchange my helmet for a bigger one."
    )
    assert [(one.name, "helmet" in one.text, "puzzles" in one.text) for one in told] == [
        ("return_item", False, True),
        ("exchange_item", True, False),
    ]


def test_a_general_word_before_is_no_errand_of_its_own() -> None:
    told = taken_apart(
        "I'd like to modify my order: please change the shipping address to 12 Main St, "
        "and swap the kettle for a white one"
    )
    assert [one.name for one in told] == ["change_address", "exchange_item"]


@pytest.mark.parametrize(
    "text",
    [
        "I want to return or exchange my lamp",
        "I want to exchange the lamp for a black one, and if there's none, return it to my PayPal please",
        "Exchange the lamp for a white one and change the keyboard to clicky",
        "cancel",
        "",
        "return " * 2000,
    ],
)
def test_one_errand_stays_whole(text: str) -> None:
    assert len(taken_apart(text)) <= 1
