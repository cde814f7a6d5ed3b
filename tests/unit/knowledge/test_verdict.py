"""Yes and no by a limit; anything less clear has no verdict."""

from __future__ import annotations

import pytest

from knowledge.verdict import verdict

FREE = "Standard delivery in the USA is free for orders of $50 or more."
SIGN = "An adult must sign for an order of more than $500."
RETURN = "You can return an item within 30 days from the day it was delivered."
OTHERS = ["Delivery to Canada costs $14.95.", "Express delivery in the USA costs $12.95."]


@pytest.mark.parametrize(
    ("question", "evidence", "expected"),
    [
        ("my order is $62, is delivery free?", FREE, True),
        ("my order is $50, is delivery free?", FREE, True),
        ("my order is $49.99, is delivery free?", FREE, False),
        ("my order is $42, do I have to pay for delivery?", FREE, True),
        ("is shipping free if I spend 70 bucks", FREE, True),
        ("do I have to sign for a $500 order?", SIGN, False),
        ("do I have to sign for a $501 order?", SIGN, True),
        ("can I return it after 40 days", RETURN, False),
        ("can i return it after 30 days?", RETURN, True),
        ("can I return it after 3 weeks?", RETURN, None),
        ("is it free for an order of $62?", "Express delivery is not free over $50.", None),
        ("my order is $62, is express delivery free?", FREE, None),
        ("my order is $62, is delivery to canada free?", FREE, None),
        ("how much is delivery for $62?", FREE, None),
        ("is delivery free?", FREE, None),
        ("is delivery free for $20 or for $60?", FREE, None),
        ("my order is 62 euros, is delivery free?", FREE, None),
        ("is delivery free for $62?", "Free from $50 in May, free from $80 in June.", None),
        ("", FREE, None),
    ],
)
def test_verdicts(question: str, evidence: str, expected: bool | None) -> None:
    assert verdict(question, evidence, "Delivery. Standard delivery", OTHERS) is expected
