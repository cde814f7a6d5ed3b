"""Times of day: what holds for orders after 2 pm does not answer for one placed at 1 pm."""

from __future__ import annotations

import re

_NOON = 12 * 60
_TIME = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>am|pm|a\.m\.?|p\.m\.?)"
    r"|(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)|(?P<name>noon|midday|midnight))(?!\w)"
)
_ASKED = re.compile(rf"(?<![\w:.$]){_TIME}", re.IGNORECASE)
# A rule for what comes before, or after, one time; "between 9 am and 7 pm" and "from 9 am to 7 pm" are none.
_BEFORE = re.compile(rf"\b(?:before|by|until|no later than|earlier than)\s(?:about\s)?{_TIME}", re.IGNORECASE)
_AFTER = re.compile(rf"\b(?:after|past|later than)\s(?:about\s)?{_TIME}", re.IGNORECASE)


def other_side(question: str, sentence: str) -> bool:
    """Whether the question tells one time of day and the sentence holds for the other side of its own."""
    asked = [_minutes(match) for match in _ASKED.finditer(question)]
    told = [_minutes(match) for match in _ASKED.finditer(sentence)]
    if len(asked) != 1 or len(told) != 1:
        return False
    if _BEFORE.search(question) or _AFTER.search(question):
        return False  # a time of the shopper's that is itself a limit tells no point in time
    if _BEFORE.search(sentence):
        return asked[0] > told[0]
    return bool(_AFTER.search(sentence)) and asked[0] < told[0]


def _minutes(match: re.Match[str]) -> int:
    """Minutes since midnight; "12 am" is midnight."""
    if match["name"]:
        return 0 if match["name"].lower() == "midnight" else _NOON
    if match["h24"]:
        return int(match["h24"]) * 60 + int(match["m24"])
    hours = int(match["hour"]) % 12 + (12 if match["half"].lower().startswith("p") else 0)
    return hours * 60 + int(match["minute"] or 0)
