"""What a generator may not say: numbers, dates, names and denials that its evidence does not hold."""

from __future__ import annotations

import pytest

from knowledge.support import quantities, unsupported

RETURN = "You can return an item within 30 days from the day it was delivered."
FREE = "Standard delivery in the USA is free for orders of $50 or more."
REFUND = "The refund for a return is made 5 to 7 business days after the items arrive at our warehouse."
CANCEL = "An order that has been packed cannot be canceled; you can return its items instead."
EXPRESS_COST = "Express delivery costs $12.95."
EXPRESS = "An express order placed before 2 pm Eastern leaves our warehouse the same day."
HOURS = "Our support people are here Monday to Saturday, 9 am to 7 pm Eastern."


@pytest.mark.parametrize(
    ("draft", "evidence"),
    [
        ("You can return an item within 30 days.", [RETURN]),
        ("You have thirty days from the day it was delivered to return an item.", [RETURN]),
        ("Yes, standard delivery is free for orders of $50 or more.", [FREE]),
        ("The refund is made 5 to 7 business days after the items arrive.", [REFUND]),
        ("No, an order that has been packed cannot be canceled.", [CANCEL]),
        ("You can return an item within 30 days.", [CANCEL, RETURN]),
        ("Our support people are here Monday to Saturday.", [HOURS]),
        ("Tents have a warranty of 5 years.", ["Tents and backpacks have a warranty of 5 years."]),
        ("It weighs 2.10 kg.", ["The tent weighs 2.1 kg."]),
    ],
)
def test_what_the_evidence_says_passes(draft: str, evidence: list[str]) -> None:
    assert unsupported(draft, evidence) == ""


@pytest.mark.parametrize(
    ("draft", "evidence", "reason"),
    [
        ("You can return an item within 60 days.", [RETURN], "number"),
        ("You can return an item within sixty days.", [RETURN], "number"),
        ("You can return an item within 30 weeks.", [RETURN], "number"),
        ("The refund is made 5 to 7 days after the items arrive.", [REFUND], "number"),
        ("Standard delivery is free for orders of $500 or more.", [FREE], "number"),
        ("Standard delivery in the USA is 50% free for orders.", [FREE], "number"),
        ("An express order placed before 2 am leaves the same day.", [EXPRESS], "number"),
        ("Our support people are here Monday to Sunday.", [HOURS], "number"),
        ("You can return an item within 30 days in Germany.", [RETURN], "name"),
        ("You cannot return an item within 30 days.", [RETURN], "yes or no"),
        ("An order that has been packed can be canceled.", [CANCEL], "yes or no"),
        ("Yes, an order that has been packed cannot be canceled.", [CANCEL], "yes"),
        ("No, gift wrapping costs $3.95.", ["Gift wrapping costs $3.95 for each item."], "no"),
        ("Standard delivery costs $12.95.", ["Standard delivery costs $4.95.", EXPRESS_COST], "number"),
        ("Yes, delivery in the USA is free for orders under $50.", [FREE], "opposite"),
        ("An express order placed after 2 pm Eastern leaves the same day.", [EXPRESS], "opposite"),
        ("Kayaks and canoes ship by freight truck.", [RETURN], "words"),
        ("You can return an item within 30 days.", [], "number"),
    ],
)
def test_what_it_does_not_say_is_rejected(draft: str, evidence: list[str], reason: str) -> None:
    assert reason in unsupported(draft, evidence)


def test_quantities() -> None:
    assert quantities("from $1,250.50 to 20% in 3 to 5 business days") >= {
        (1250.5, "dollar"),
        (20.0, "percent"),
        (3.0, "business_day"),
        (5.0, "business_day"),
    }
    assert quantities("two-day delivery") == {(2.0, "day")}
    assert quantities("no numbers, once") == set()


@pytest.mark.parametrize("draft", ["", "Yes.", "!!!", "x" * 10_000, "1" * 400, "9" * 400 + " days"])
def test_odd_drafts_do_not_raise(draft: str) -> None:
    assert isinstance(unsupported(draft, [RETURN]), str)
