"""Which of the shopper's own orders is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from actions.resolve.found import Found, one_of
from actions.resolve.lists import pattern, read
from actions.resolve.mentions import Reader
from actions.resolve.products import ProductFinder
from actions.resolve.quantities import amount_in, number_in, places_in
from actions.resolve.times import period_in
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
# A number of an order: "#W1234567", "W 1234567", "1234567"; not the digits of a price or a longer number.
_WRITTEN_ID = re.compile(
    r"(?<![\w$.-])(?:#\s?([A-Za-z]{0,3}-?)(\d{3,12})|([A-Za-z]{1,3}-?|[A-Z] )(\d{4,12})|(\d{5,12}))"
    r"(?![\w%]|[.-]\d)"
)
_LAST_ORDER = re.compile(
    r"\b(?:last|latest|newest|most recent)(?: \w+)? (?:orders?|purchases?)\b", re.IGNORECASE
)

# "The order with just a kettle in it"; not "just the order with the kettle".
_ALONE = re.compile(
    r"\b(?:order|one)\b[^.;!?]*\b(?:only|just|nothing but|nothing else|a single|by itself)\b"
    r"|\b(?:only|just|nothing but)\b(?! (?:the|my|that|this) (?:\w+ )?(?:order|one)\b)"
    r"[^.;!?]*\b(?:in it|in that order)\b"
    r"|\b(?:only|just) (?:one|1|a single) (?:item|thing|product)\b|\bsingle[- ]item\b",
    re.IGNORECASE,
)

# By the kind of payment method, which the ids of methods begin with.
_PAID_WITH = re.compile(
    r"\bpaid (?:for )?(?:with|by|using|via|through|on) (?:my |a |the )?(paypal|gift card|credit card)\b",
    re.IGNORECASE,
)

_SENTENCE_END = re.compile(r"[.!?;\n]\s+")


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


def order_ids_in(text: str) -> list[str]:
    """Every number in the text that is written like an order's, with its letters, in order."""
    return list(dict.fromkeys(_key(match[0]) for match in _WRITTEN_ID.finditer(text)))


def orders_meant(
    text: str,
    orders: Sequence[Order],
    today: date,
    *,
    shown: Sequence[Order] = (),
    discussed: str | None = None,
) -> Found[Order]:
    """The shopper's orders (newest first) that a text means.

    By number, also several; by what is in them, when they were placed, status, total or place among those
    ``shown`` last; "the other one" is not the one ``discussed``. "All my pending orders" are all meant.
    """
    numbered = _by_number(text, orders)
    if numbered:
        return Found(tuple(numbered))
    wanted, unwanted = _parted(_about_all(text))
    pool, told = _narrowed(wanted, orders, today)
    if unwanted:
        excluded, excluding = _narrowed(unwanted, orders, today)
        pool = [order for order in pool if not excluding or order not in excluded]
        told = told or excluding
    return _picked(wanted, pool, told, shown, discussed)


def _about_all(text: str) -> str:
    """ "Cancel both my orders. The one with the lamp ...": the sentence that means them all, alone."""
    found = pattern("orders", "all").search(text)
    if found is None or "order" not in found[0].casefold():
        return text
    start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, found.start())), default=0)
    stop = _SENTENCE_END.search(text, found.end())
    return text[start : stop.start() if stop else len(text)]


def _by_number(text: str, orders: Sequence[Order]) -> list[Order]:
    """The orders of all the numbers said; letters may be left out."""
    keys = {_key(order.order_id): order for order in orders}
    keys.update({_key(order.order_id).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"): order for order in orders})
    said = (match for match in _WRITTEN_ID.finditer(text))
    found = [keys.get(_key(m[0])) or keys.get(m[2] or m[4] or m[5]) for m in said]
    return list({order.order_id: order for order in found if order is not None}.values())


def _key(order_id: str) -> str:
    return "".join(char for char in order_id.upper() if char.isalnum())


def _parted(text: str) -> tuple[str, str]:
    """What is meant and what is not: "the tent order, not the one with the stove"."""
    found = pattern("orders", "not_that").search(text)
    if found is None:
        return text, ""
    unwanted, _, after = re.sub(r",|\bbut\b", "|", text[found.end() :], count=1).partition("|")
    return f"{text[: found.start()]} {after}", unwanted


def _narrowed(text: str, orders: Sequence[Order], today: date) -> tuple[list[Order], bool]:
    """The orders that status, time, total and content fit, and whether the text said any of these."""
    pool, told = list(orders), False
    statuses = [status for status, words in _statuses().items() if words.search(text)]
    if statuses and any(order.status in statuses for order in orders):
        pool, told = [order for order in pool if order.status in statuses], True
    paid = _PAID_WITH.search(text)
    if paid is not None:
        kind = re.sub(r"\W", "_", paid[1].casefold())
        pool = [order for order in pool if any(kind in line.method_id for line in order.payments)] or pool
        told = True
    period = period_in(text, today)
    if period is not None:
        pool = [order for order in pool if order.placed_at and period.holds(order.placed_at.date())]
        told = True
    amount = amount_in(text)
    if amount is not None and (fitting := [o for o in pool if int(o.total) == int(amount)]):
        pool, told = fitting, True
    inside = by_content(text, pool)
    alone = [order for order in inside if len(order.items) == 1]
    if alone and _ALONE.search(text):
        inside = alone
    return (inside, True) if inside else (pool, told)


@cache
def _statuses() -> dict[str, re.Pattern[str]]:
    statuses: dict[str, list[str]] = read("orders")["statuses"]
    return {
        status: re.compile(rf"\b(?:{'|'.join(words)})(?= (?:orders?|ones?)\b|$|[.,!?])", re.IGNORECASE)
        for status, words in statuses.items()
    }


def by_content(text: str, orders: Sequence[Order]) -> list[Order]:
    """The orders with most of the things that the text names; [] when none has any."""
    scores = {order.order_id: _content_score(text, order) for order in orders}
    best = max(scores.values(), default=0)
    return [order for order in orders if best and scores[order.order_id] == best]


def _content_score(text: str, order: Order) -> int:
    """How many of the order's things are named; more for a description that fits."""
    score = 0
    for mention in Reader(order.items, {}, named_only=True).mentions(text):
        if not mention.contradicts:
            score += 2 + int(len(mention.sure) < len(mention.all_of_kind) or mention.described)
    return score


def _picked(
    text: str, pool: list[Order], told: bool, shown: Sequence[Order], discussed: str | None
) -> Found[Order]:
    """Of the orders that are left, all, the newest, one by its place, or those to choose from."""
    if pattern("orders", "all").search(text):
        listed = [order for order in shown if order in pool] if not told else pool
        return Found(tuple(listed or pool))
    if pattern("orders", "other").search(text) and discussed is not None:
        left = [order for order in pool if order.order_id != discussed]
        return one_of(tuple(order for order in left if order in shown) or tuple(left))
    places = places_in(text, len(shown)) if shown and not _LAST_ORDER.search(text) else []
    if places and not told:
        return Found(tuple(shown[place] for place in places))
    if pattern("orders", "newest").search(text) and pool:
        return Found(tuple(pool[: _how_many(text)]))
    if pattern("orders", "oldest").search(text) and pool:
        return Found((pool[-1],))
    for name, choose in (("dearest", max), ("cheapest", min)):
        if pattern("orders", name).search(text) and pool:
            return Found((choose(pool, key=lambda order: order.total),))
    return one_of(tuple(pool)) if told else Found()


def _how_many(text: str) -> int:
    """2 in "my last two orders"."""
    found = re.search(r"\b(?:last|latest|newest|most recent) (\w+) orders\b", text, re.IGNORECASE)
    return max(1, number_in(found[1]) or 1) if found else 1
