"""Items of an order in a shopper's words, as places in that order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.errands.wording import THATS_ALL
from actions.resolve.found import Found
from actions.resolve.items import items_meant, together
from actions.resolve.mentions import Reader
from actions.resolve.roles import Role
from shop.types import OrderItem, Product

Products = Mapping[str, Product]
_VAGUE = re.compile(
    r"\b(?:some|a few|(?:a )?couple(?: of)?|several|certain|any)(?: of (?:the|my))? (?:other )?"
    r"(?:items?|things?|products?)\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|everything|both|whole|entire|every|each|full|complete|rest|lot|others?|\d+|two|three|four|five)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:only|just)\b([^.!?;]*)", re.IGNORECASE)

# "I have a pending order with two kettles and ...": tells which order, not what of it.
_DESCRIBED = re.compile(
    r"(?<=\border)s?(?: (?:that|which))?(?: \w+)? (?:with|contain(?:s|ing)|includ(?:es|ing)|has|had|of)\b"
    r"(?:(?!\b(?:to|into|instead)\b)[^.;!?,\n])*?"
    r"(?=$|[.;!?,\n]| and (?:i|we|can|could|would|please|want|need)\b| but\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Places:
    """Places in the order: meant for sure, to choose from, and to be left alone."""

    sure: tuple[int, ...] = ()
    choices: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sure or self.choices or self.kept)


def without_vague(text: str) -> str:
    """The text without "some items", which names none."""
    return _VAGUE.sub("something", text)


# "Have everything refunded to my card": money, and no item.
_ALL_MONEY = re.compile(
    r"\b(?:have|get|want|need|like|with) (?:everything|it all|all of it|all of that|them all|all of them) "
    r"(?:to be )?(?:refunded|credited|put|back|paid|returned to my (?:gift|pay|card|credit))"
    r"|\b(?:refund|credit) (?:everything|it all|all of it|them all|both|all of them) (?:to|on|onto|back)\b",
    re.IGNORECASE,
)


def without_description(text: str) -> str:
    """The text without what only describes an order: "my order with the lamp"."""
    return _DESCRIBED.sub("", text)


def places_asked(text: str, items: Sequence[OrderItem], products: Products) -> Places:
    """The items that a request or an answer to "which items?" means."""
    text = without_vague(text)
    plain = _ALL_MONEY.sub("refund", text)
    if plain != text and _is_named(plain, items, products):
        text = plain
    which = without_description(text)
    if which != text and _is_named(which, items, products):
        # "Two watches came. Return the one of the order with the helmet": not the helmet.
        text = which
    found = items_meant(text, items, products)
    if len(found.meant) == len(items) > 1 and not _ALL.search(text) and not _is_named(text, items, products):
        # "Some items", "a couple of things": that does not say which.
        found = Found()
    sure, choices = places_of(found.meant, items), places_of(found.choices, items)
    return Places(sure, choices, _kept(text, items, products))


def places_told(text: str, items: Sequence[OrderItem], products: Products) -> Places:
    """The items that a message names by name, whatever else it is about."""
    plain = THATS_ALL.sub(" ", text)
    mentions = Reader(items, products, named_only=True).mentions(plain)
    sure, choices = together(mentions)
    return Places(sure, choices, tuple(p for m in mentions if m.role is Role.KEPT for p in m.sure))


def only_these(text: str, items: Sequence[OrderItem], products: Products) -> tuple[int, ...]:
    """The items of "only the lamp": all others are to be left alone."""
    only = _ONLY.search(text)
    if only is None:
        return ()
    mentions = Reader(items, products).mentions(only[1])
    places = together([m for m in mentions if m.role is not Role.KEPT])[0]
    return places if len(places) < len(items) else ()


def _is_named(text: str, items: Sequence[OrderItem], products: Products) -> bool:
    return bool(Reader(items, products, named_only=True).mentions(text))


def _kept(text: str, items: Sequence[OrderItem], products: Products) -> tuple[int, ...]:
    mentions = Reader(items, products, named_only=True).mentions(text)
    return tuple(place for m in mentions if m.role is Role.KEPT for place in m.sure)


def places_of(found: Sequence[OrderItem], items: Sequence[OrderItem]) -> tuple[int, ...]:
    """Where these units stand in the order: of identical ones the first that is free."""
    free = list(range(len(items)))
    places = []
    for item in found:
        place = next((p for p in free if items[p] is item), None)
        place = next((p for p in free if items[p] == item), None) if place is None else place
        if place is not None:
            places.append(place)
            free.remove(place)
    return tuple(places)


def kinds(items: Sequence[OrderItem]) -> int:
    """How many different things there are."""
    return len({item.item_id for item in items})
