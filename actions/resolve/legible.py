"""Puts right the words that decide what is done, and leaves every other word as it was written."""

from __future__ import annotations

import re
from functools import cache

from actions.resolve.lists import read

TOPIC = "legible"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def put_right(written: str, spelt: str | None) -> str:
    """The text with those of its words put right that ``legible.yml`` lists.

    ``spelt`` is the whole text as the speller reads it, which may take a name for a common word. Where the
    two do not run word by word the text stays as it was written.
    """
    if not spelt or spelt == written:
        return written
    readings = [found.group() for found in _WORD.finditer(spelt)]
    places = list(_WORD.finditer(written))
    if len(readings) != len(places):
        return written
    pieces: list[str] = []
    at = 0
    for place, reading in zip(places, readings, strict=True):
        decisive = reading in _decisive() and place.group().casefold() != reading
        pieces += written[at : place.start()], reading if decisive else place.group()
        at = place.end()
    return "".join(pieces) + written[at:]


@cache
def _decisive() -> frozenset[str]:
    return frozenset(word for line in read(TOPIC)["words"] for word in str(line).split())
