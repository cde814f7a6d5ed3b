"""Details found in a message, and what a bare number among them is: it depends on what was asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.resolve.words import FILLER

# What is awaited when the question was for an order number: to prove who is asking, or to choose an order.
PROVING, CHOOSING = "order_id", "order"
_BARE_NUMBER = re.compile(r"(?<![\w#$@.,-])\d{4,8}(?![\w@$%-]|\.\d|,\d{3})")
# "1234 Elm Street, Denver, CO 80014": neither of the numbers is an order's.
_STREET = re.compile(
    r"\b\d+ (?:[\w.'-]+ ){1,4}?"
    r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|way|place)\b",
    re.IGNORECASE,
)
_FIVE_DIGITS = re.compile(r"\d{5}")
_POSTCODE_WORDS = re.compile(r"\b(?:zip|postal|post ?code)", re.IGNORECASE)
# Words around an order number that a shopper is not sure of; they are not somebody's name.
_UNSURE = frozenset("think believe guess believed number no nr id sure ok okay only found maybe".split())


@dataclass(frozen=True)
class Entity:
    """A detail found in a message: ``kind`` is Rasa's entity name, ``value`` the text as it was written."""

    kind: str
    value: str


def details_of(raw: Sequence[Mapping[str, Any]], text: str, awaited: str | None) -> tuple[Entity, ...]:
    """The details Rasa found in a text, each once, with bare numbers read as the question asked for them."""
    seen: dict[tuple[str, str], Entity] = {}
    for item in raw:
        kind, value = str(item.get("entity") or ""), str(item.get("value") or "").strip()
        if kind and value:
            seen.setdefault((kind, value.casefold()), Entity(kind, value))
    found = tuple(seen.values())
    return found if text.startswith("/") else _numbers_as_asked(found, text, awaited)


def _numbers_as_asked(found: tuple[Entity, ...], text: str, awaited: str | None) -> tuple[Entity, ...]:
    """ "10012" is a postcode to any pattern; where an order number was asked for, it is that."""
    if awaited == "postcode":
        return tuple(
            Entity("postcode", e.value) if e.kind == "order_id" and _FIVE_DIGITS.fullmatch(e.value) else e
            for e in found
        )
    asked = awaited == PROVING or (awaited == CHOOSING and not _STREET.search(text))
    number = _BARE_NUMBER.search(text) if asked else None
    if number and any(e.kind == "order_id" and number[0] not in e.value for e in found):
        # "code 9981, order A10004": the number that calls itself an order's is the one.
        return found
    if number is None or any(e.kind == "money" and number[0] in e.value for e in found):
        return found
    kind = "postcode" if _tells_address(found, text, awaited) else "order_id"
    others = tuple(e for e in found if e.value != number[0] or e.kind not in {"order_id", "postcode"})
    return (*others, Entity(kind, number[0]))


def _tells_address(found: tuple[Entity, ...], text: str, awaited: str | None) -> bool:
    """Whether the number stands in an address: instead of an order number, name and postcode will do."""
    if _POSTCODE_WORDS.search(text):
        return True
    if awaited != PROVING:
        return False
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    return any(e.kind == "name" for e in found) or len(words - FILLER - _UNSURE) >= 2
