"""What counts as a yes to a summary: as people say it, and never on less."""

from __future__ import annotations

import pytest

from actions.errands.consent import around_yes, is_no, is_yes
from actions.turn import Heard, Turn

SUMMARY = (
    "#W123 Desk Lamp: white, high -> black, high (+$3.00) Mechanical Keyboard clicky -> linear $3.00 PayPal"
)


def turn(text: str, intent: str = "affirm") -> Turn:
    heard = (Heard(0, text, intent, ()),)
    return Turn("c", text, intent, 0.9, (), (), {}, {}, [], heard)


@pytest.mark.parametrize(
    "text",
    [
        "Yes, that sounds good. Please proceed with the exchange.",
        "Great, yes, please go ahead and process that. Thank you!",
        "Perfect! Please proceed with that.",
        "Okay, PayPal is fine then. Yes, please exchange it.",
        "No, that's all. Please go ahead.",
        "No, that's everything I want to exchange. Yes, please proceed with the exchange.",
        "No other changes. Please go ahead and make the change.",
        "Nothing else, please proceed.",
        "There's nothing else to change. Yes, please go ahead.",
        "That works for me. Please proceed.",
        "I understand. Yes, please proceed.",
        "Got it, thanks for letting me know. Yes, go ahead and exchange the desk lamp.",
        "Alright, let's do it.",
        "Thank you for the summary. Everything is correct, so please go ahead.",
        "Yes, go ahead. Then I'd also like to return the boots of my other order, not to my card.",
    ],
)
def test_a_yes_as_people_say_it(text: str) -> None:
    assert is_yes(turn(text), "t", SUMMARY, "exchange_item")


@pytest.mark.parametrize(
    "text",
    [
        "Yes, but not the lamp",
        "No, leave it.",
        "Wait, what about the keyboard?",
        "Not yet. Please go ahead and tell me about shipping first",
        "No, that's not right. Please go with the red one",
        "No, that's all wrong. Please go ahead with linear",
        "Please go ahead with only the lamp, not the keyboard",
        "Please go ahead and cancel that request",
        "No, that's all.",
        "Yes. Then leave the lamp out of it.",
        "Yes please. Also, I'd rather not exchange the keyboard.",
        "Don't go ahead",
    ],
)
def test_no_yes(text: str) -> None:
    assert not is_yes(turn(text), "t", SUMMARY, "exchange_item")


@pytest.mark.parametrize("text", ["no the card is fine", "No, my paypal is ok.", "nope the address is right"])
def test_that_a_part_is_fine_is_no_no(text: str) -> None:
    assert not is_no(turn(text, "deny"), "t")


@pytest.mark.parametrize("text", ["no that's fine", "no thanks", "no the card is wrong"])
def test_a_polite_no_is_one(text: str) -> None:
    assert is_no(turn(text, "deny"), "t")


def test_nothing_more_is_neither_yes_nor_no() -> None:
    assert not is_no(turn("No, that's all.", "deny"), "t")
    assert is_no(turn("No, that's not what I asked for. Just leave it on PayPal then.", "complaint"), "t")
    assert not is_no(turn("yes, keep it"), "t")


def test_what_follows_the_yes() -> None:
    first, rest = around_yes(turn("Thanks! Yes please, and then pay it with my PayPal."), SUMMARY)
    assert (first, rest) == ("Yes please", "and then pay it with my PayPal.")
