"""What holds on the other side of a time of day does not answer."""

from __future__ import annotations

import pytest

from knowledge.clock import other_side

BEFORE = "An express order placed before 2 pm Eastern leaves the same day."
AFTER = "Express orders placed after 2 pm Eastern leave on the next business day."


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("if i order express at 1pm eastern when does it leave", AFTER),
        ("i ordered at 13:30, has it left?", AFTER),
        ("Ordered at noon. Does it ship today?", AFTER),
        ("what if I order at 3 p.m.", BEFORE),
        ("ordered 2.15pm will it go today", BEFORE),
        ("I paid at 11:50 am", "Orders after midday go out tomorrow."),
    ],
)
def test_other_side(question: str, sentence: str) -> None:
    assert other_side(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("if i order express at 1pm eastern when does it leave", BEFORE),
        ("what if I order at 3 p.m.", AFTER),
        ("i order at 2 pm sharp", BEFORE),
        ("when does express leave", AFTER),
        ("what if I order before 2 pm", AFTER),
        ("i order at 1 pm or 3 pm", AFTER),
        ("are you there at 8 pm", "We are here from 9 am to 7 pm."),
        ("my order of $1, when does it leave", AFTER),
        ("i have 12 tents", AFTER),
        ("", AFTER),
    ],
)
def test_same_side_or_no_time(question: str, sentence: str) -> None:
    assert not other_side(question, sentence)
