"""When a message with two requests counts as served."""

from __future__ import annotations

import pytest

from bench.understanding.data import Message
from bench.understanding.scores import both_served, exactly_served

CASES = [
    (["cancel_order", "ask_warranty"], 1.0, 1.0),
    # The documents answer the same words whichever of their questions they are read as.
    (["cancel_order", "ask_return_policy"], 1.0, 0.0),
    # More than was asked for: both are served, but not exactly.
    (["cancel_order", "ask_warranty", "ask_human"], 1.0, 0.0),
    (["cancel_order"], 0.0, 0.0),
    (["order_status", "ask_warranty"], 0.0, 0.0),
    ([], 0.0, 0.0),
]


@pytest.mark.parametrize(("found", "served", "exactly"), CASES)
def test_a_cancellation_and_a_question(found: list[str], served: float, exactly: float) -> None:
    messages = [Message("cancel A10001. and how long is the warranty", ("cancel_order", "ask_warranty"))]
    assert both_served(messages, [{"requests": found}]) == served
    assert exactly_served(messages, [{"requests": found}]) == exactly


def test_two_questions_to_the_documents_need_two_answers() -> None:
    messages = [Message("", ("ask_delivery_time", "ask_warranty"))]
    assert both_served(messages, [{"requests": ["ask_warranty"]}]) == 0.0
