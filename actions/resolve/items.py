"""Which items of an order the shopper means: by name, option, place, price, or all but some."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from actions.resolve.found import Found
from actions.resolve.mentions import Reader
from actions.resolve.roles import Mention, Role
from actions.resolve.tokens import tokens
from shop.types import OrderItem, Product

# "1 and 3", "#2": an answer of nothing but numbers picks from the list that was shown.
_ONLY_NUMBERS = re.compile(r"[\s#,.&]*\d{1,2}(?:(?:[\s#,.&]|and|or)+\d{1,2})*[\s.!]*", re.IGNORECASE)

LONGEST_DESCRIPTION = 300


def items_meant(
    text: str, items: Sequence[OrderItem], products: Mapping[str, Product] | None = None
) -> Found[OrderItem]:
    """The items of an order that a text is about; identical ones are units and come as often as meant.

    ``products`` adds the nicknames and options of the catalogue. What is only told or wished does not count
    as soon as something else is asked to be acted on.
    """
    if not items or not text.strip():
        return Found()
    if _ONLY_NUMBERS.fullmatch(text):
        places = [int(t.norm) - 1 for t in tokens(text) if t.norm.isdigit()]
        return _found(tuple(p for p in dict.fromkeys(places) if 0 <= p < len(items)), (), items)
    reader = Reader(items, products or {})
    mentions = reader.mentions(text)
    sure, choices = together(mentions)
    if not sure and not choices:
        # "The blue", "XL": a short answer may be nothing but a description.
        plain = not mentions and len(text) <= LONGEST_DESCRIPTION
        fits = reader.fitting(text, range(len(items))) if plain else ()
        fits = fits if len(fits) < len(items) else ()
        return _found(fits, (), items) if len(fits) <= 1 else _found((), fits, items)
    return _found(sure, choices, items)


def together(mentions: Sequence[Mention]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What all mentions mean together: places of items for sure, and those to choose from."""
    kept = {place for m in mentions if m.role is Role.KEPT for place in m.sure}
    meant = targets(mentions)
    sure = {place for m in meant for place in m.sure} - kept
    told = {place for m in mentions if m.role in {Role.NAMED, Role.TOLD} for place in m.sure}
    choices: set[int] = set()
    excluded = {place for m in mentions if m.role is Role.KEPT for place in (*m.sure, *m.choices)}
    for mention in meant:
        open_ones = (set(mention.choices) - excluded) or (set(mention.choices) - kept)
        # "Return the shirt. It is the blue one": told later which it is.
        said = open_ones & told if not open_ones & sure else set()
        sure |= said if len(said) == 1 else set()
        if len(open_ones) == 1:
            sure |= open_ones
        elif not open_ones & sure:
            choices |= open_ones
    return tuple(sorted(sure)), tuple(sorted(choices))


def targets(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of what is to be acted on; failing that those told of, those wished, those that locate."""
    tiers = ({Role.TARGET, Role.WANTED}, {Role.NAMED, Role.TOLD}, {Role.WISHED}, {Role.LOCATES})
    for roles in tiers:
        found = [mention for mention in mentions if mention.role in roles]
        if found:
            return found
    return []


def _found(sure: Sequence[int], choices: Sequence[int], items: Sequence[OrderItem]) -> Found[OrderItem]:
    return Found(tuple(items[place] for place in sure), tuple(items[place] for place in choices))
