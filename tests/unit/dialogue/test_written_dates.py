"""Dates and times as people write them."""

from __future__ import annotations

import pytest

from tests.unit.dialogue.details import found

DATES = [
    ("march 3", ["march 3"]),
    ("March 3rd, 2026", ["March 3rd, 2026"]),
    ("since march 3rd", ["march 3rd"]),
    ("3 march", ["3 march"]),
    ("the 3rd of March", ["the 3rd of March"]),
    ("on the 4th of july", ["the 4th of july"]),
    ("Mar. 3", ["Mar. 3"]),
    ("2026-03-12", ["2026-03-12"]),
    ("3/12", ["3/12"]),
    ("3/12/2026", ["3/12/2026"]),
    ("12.03.2026", ["12.03.2026"]),
    ("in march", ["march"]),
    ("in may", ["may"]),
    ("last tuesday", ["last tuesday"]),
    ("on Tuesday", ["Tuesday"]),
    ("on tue", ["tue"]),
    ("next friday morning", ["next friday morning"]),
    ("yesterday", ["yesterday"]),
    ("yesterday evening", ["yesterday evening"]),
    ("the day before yesterday", ["the day before yesterday"]),
    ("tonight", ["tonight"]),
    ("this morning", ["this morning"]),
    ("two weeks ago", ["two weeks ago"]),
    ("about a week ago", ["about a week ago"]),
    ("a couple of days ago", ["a couple of days ago"]),
    ("10 min ago", ["10 min ago"]),
    ("on the 5th", ["the 5th"]),
    ("since the 20th", ["the 20th"]),
    ("last week", ["last week"]),
    ("over the past month", ["past month"]),
    ("before christmas", ["christmas"]),
    ("by the weekend", ["the weekend"]),
    ("it came yesterday, not today", ["yesterday", "today"]),
    ("may I ask", []),
    ("march on", []),
    ("24/7", []),
    ("50/50", []),
    ("3/4 length", []),
    ("4/5 stars", []),
    ("next day delivery", []),
    ("in a second", []),
    ("the second one", []),
    ("on the first one", []),
    ("on the 2nd floor", []),
    ("last name", []),
    ("30 days return", []),
    ("3-person", []),
    ("A10428", []),
    ("$3/12", []),
]


@pytest.mark.parametrize(("text", "dates"), DATES)
def test_dates(text: str, dates: list[str]) -> None:
    assert found(text, "date") == dates
