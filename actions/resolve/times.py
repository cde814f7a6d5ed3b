"""Days that a shopper speaks of: "last week", "in March", "two days ago", "on the 5th of May"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from actions.resolve.lists import read

TOPIC = "times"


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    start: date
    end: date

    def holds(self, day: date) -> bool:
        """Whether the day is in it."""
        return self.start <= day <= self.end


def period_in(text: str, today: date) -> Period | None:
    """The span of time that the text speaks of, seen from today; always a past one where the year is open."""
    folded = text.casefold().replace("’", "'")
    readers: tuple[Callable[[str, date], Period | None], ...] = (
        _written,
        _ago,
        _named_day,
        _past_span,
        _month,
        _year,
        _weekday,
    )
    return next((period for reader in readers if (period := reader(folded, today)) is not None), None)


def _one(day: date) -> Period:
    return Period(day, day)


@cache
def _months() -> dict[str, int]:
    lists = read(TOPIC)
    long = {name: place + 1 for place, name in enumerate(lists["months"])}
    short = {name: place + 1 for place, name in enumerate(lists["short_months"][:12])}
    return {**long, **short, "sept": 9}


@cache
def _month_names() -> str:
    return "|".join(sorted(_months(), key=len, reverse=True))


def _written(text: str, today: date) -> Period | None:
    """ "2026-03-05", "3/5/2026", "March 5th", "the 5th of March 2026"."""
    if found := re.search(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.search(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\b", text):
        return _day_of(int(found[1]), int(found[2]), found[3], today)
    names = _month_names()
    if found := re.search(rf"\b({names})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}}))?", text):
        return _day_of(_months()[found[1]], int(found[2]), found[3], today)
    if found := re.search(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({names})\b(?:,? (\d{{4}}))?", text):
        return _day_of(_months()[found[2]], int(found[1]), found[3], today)
    return None


def _day_of(month: int, day: int, year: str | None, today: date) -> Period | None:
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _day(today.year, month, day)
    return _day(today.year - 1, month, day) if found and found.start > today else found


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        return _one(date(year, month, day))
    except ValueError:
        return None


def _number(word: str) -> int:
    numbers: dict[str, int] = {**read("quantities")["numbers"], **read(TOPIC)["few"]}
    # Longer ago than any shop is old.
    return min(int(word), 999) if word.isdigit() else numbers.get(word, 1)


_COUNT = (
    r"(\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|(?:a )?couple(?: of)?|(?:a )?few|several)"
)


def _ago(text: str, today: date) -> Period | None:
    found = re.search(rf"\b{_COUNT} (day|night|week|month|year)s? (?:ago|back)\b", text)
    if found is None:
        return None
    length, off = read(TOPIC)["spans"][found[2]]
    word = found[1].removeprefix("a ").removesuffix(" of") or "a"
    middle = today - timedelta(days=_number(word) * length)
    return Period(middle - timedelta(days=off), min(today, middle + timedelta(days=off)))


def _named_day(text: str, today: date) -> Period | None:
    if re.search(r"\bday before yesterday\b", text):
        return _one(today - timedelta(days=2))
    if re.search(r"\byesterday\b|\blast night\b", text):
        return _one(today - timedelta(days=1))
    return (
        _one(today)
        if re.search(r"\btoday\b|\bthis (?:morning|afternoon|evening)\b|\btonight\b", text)
        else None
    )


def _past_span(text: str, today: date) -> Period | None:
    """ "last week", "this month", "in the past three days"."""
    if found := re.search(rf"\b(?:last|past|previous) {_COUNT} (day|week|month|year)s?\b", text):
        word = found[1].removeprefix("a ").removesuffix(" of")
        return Period(today - timedelta(days=_number(word) * read(TOPIC)["spans"][found[2]][0]), today)
    if found := re.search(r"\b(?:in|over|during|within) the (?:last|past) (week|month|year)\b", text):
        return Period(today - timedelta(days=read(TOPIC)["spans"][found[1]][0]), today)
    if found := re.search(r"\b(this|last|previous|past) (week|weekend|month|year)\b", text):
        return _calendar(found[2], today, earlier=found[1] != "this")
    return None


def _calendar(span: str, today: date, *, earlier: bool) -> Period:
    if span in {"week", "weekend"}:
        start = today - timedelta(days=today.weekday() + (7 if earlier else 0))
        first = start + timedelta(days=5) if span == "weekend" else start
        return Period(first, start + timedelta(days=6))
    if span == "year":
        year = today.year - int(earlier)
        return Period(date(year, 1, 1), date(year, 12, 31))
    start = today.replace(day=1)
    return _whole_month((start - timedelta(days=1)).replace(day=1) if earlier else start)


def _whole_month(start: date) -> Period:
    after = (start + timedelta(days=32)).replace(day=1)
    return Period(start, after - timedelta(days=1))


def _month(text: str, today: date) -> Period | None:
    """ "in March", "my March order"; "may" only where it cannot be the verb."""
    for found in re.finditer(
        rf"\b(?:(in|from|of|since|last|this|my|during|early|late) )?({_month_names()})\b(?: (\d{{4}}))?", text
    ):
        if found[2] in {"may", "mar", "dec", "march"} and not (found[1] or found[3]):
            continue
        month = _months()[found[2]]
        year = int(found[3]) if found[3] else today.year - int(month > today.month)
        if 1 <= year <= 9998:
            return _whole_month(date(year, month, 1))
    return None


def _year(text: str, today: date) -> Period | None:
    """ "in 2025"."""
    found = re.search(r"\b(?:in|of|during|year) (20\d{2})\b(?![-/.]\d)", text)
    del today
    return Period(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)) if found else None


def _weekday(text: str, today: date) -> Period | None:
    found = re.search(rf"\b({'|'.join(read(TOPIC)['weekdays'])})\b", text)
    if found is None:
        return None
    back = (today.weekday() - read(TOPIC)["weekdays"].index(found[1])) % 7
    return _one(today - timedelta(days=back or 7))
