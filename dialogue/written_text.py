"""What every finder of details reads by: plain characters, and the words around a candidate."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from dialogue import english
from dialogue.english import any_of

# How far around a candidate its company counts.
NEAR = 48
FLAGS = re.IGNORECASE | re.VERBOSE

ANY_DIGIT = re.compile(r"\d")
# What a number counts or measures: days, inches, per cent.
UNIT = re.compile(rf"\s?{any_of(english.UNITS | english.PERIODS)}\b|\.\d|,\d{{3}}|\s?[$%]", re.IGNORECASE)

Candidates = Iterator[tuple[int, int, str]]


def fold(text: str) -> str:
    """The text with wide letters, foreign digits, dashes, quotes and spaces as an English keyboard has them.

    Every character stays at its place.
    """
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char.isascii() or char in _PLAIN:
        return _PLAIN.get(char, char)
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.digit(char))
    compatible = unicodedata.normalize("NFKC", char)
    return compatible if len(compatible) == 1 else char


_PLAIN = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u201a\u02bc\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e", '"'),
    **dict.fromkeys("\u00a0\u200b\u200c\u200d\u2060\ufeff\u2028\u2029", " "),
}


def before(text: str, start: int) -> str:
    """The words that stand before a place."""
    return text[max(0, start - NEAR) : start]


def after(text: str, end: int) -> str:
    """The words that follow a place."""
    return text[end : end + NEAR]
