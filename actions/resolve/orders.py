"""Which of the shopper's own orders is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.resolve.products import ProductFinder
from actions.resolve.words import telling
from shop.types import Order

# "my last order", but neither "my last name" nor "last week" nor "not the last one".
_LAST = re.compile(
    r"(?<!\bnot )(?<!\bnot the )(?<!\bnot my )"
    r"\b(?:last|latest|newest|most recent)\b(?!\s+(?:name|week|month|year|night|time|\w+day))",
    re.IGNORECASE,
)

_PLACES = tuple(
    re.compile(rf"\b(?:{names})\b", re.IGNORECASE)
    for names in (
        "first|1st|number (?:1|one)|top one",
        "second|2nd|number (?:2|two)",
        "third|3rd|number (?:3|three)",
        "fourth|4th|number (?:4|four)",
        "fifth|5th|number (?:5|five)",
        "sixth|6th|number (?:6|six)",
    )
)
_END_OF_LIST = re.compile(r"\b(?:last|bottom) (?:one|of (?:them|these|those)|in the list)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|except|but)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True)
class Meant:
    """The orders that fit the words: none, one, or several to choose from."""

    orders: tuple[Order, ...]

    @property
    def one(self) -> Order | None:
        """The order when it is just one."""
        return self.orders[0] if len(self.orders) == 1 else None


def place_in_list(text: str, length: int) -> int | None:
    """Which of the shown choices "the second one" is, from 0; None when it names none or several."""
    if _NOT.search(text):
        return None
    places = [place for place, names in enumerate(_PLACES) if names.search(text)]
    if _END_OF_LIST.search(text):
        places.append(length - 1)
    return places[0] if len(places) == 1 and places[0] < length else None


def by_words(text: str, orders: Sequence[Order], finder: ProductFinder) -> Meant:
    """Orders (newest first) that the text describes by time ("my last order") or by content ("the tent")."""
    if orders and _LAST.search(text):
        return Meant((orders[0],))
    named = {match.product.product_id for match in finder.find(text)}
    fitting = [order for order in orders if any(item.product_id in named for item in order.items)]
    if not fitting:
        stems = set(telling(text))
        fitting = [o for o in orders if any(stems & set(telling(item.name)) for item in o.items)]
    return Meant(tuple(fitting))
