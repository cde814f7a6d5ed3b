"""The wishes of a text in the order in which to try them: "clicky, if there is none then tactile"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.resolve.clauses import Reader
from actions.resolve.lists import pattern
from actions.resolve.steps import ANYTHING_BUT, outcome_of, steps_of
from actions.resolve.surcharges import surcharge_in
from actions.resolve.tokens import compact
from actions.resolve.vocabulary import vocabulary_of
from actions.resolve.wishes import Bought, Otherwise, Plan, Price, Wish
from shop.types import Product

TOPIC = "wishes"
# "From black to red", "black to red".
_FROM_TO = re.compile(r"\S\s+(?:to|into|->|→)\s+(?:an? )?\S", re.IGNORECASE)


def plan_of(text: str, product: Product, current: Bought | None) -> Plan:
    """The chain of wishes in a text about one product, compared with the current variant."""
    reader = Reader(vocabulary_of(product), current, compact(product.name))
    said, dearer = text.replace("’", "'"), surcharge_in(text.replace("’", "'")) if current else None
    steps = steps_of(ANYTHING_BUT.sub("anything except", dearer.rest if dearer else said))
    wishes: list[Wish] = []
    otherwise = Otherwise.LEAVE if pattern(TOPIC, "only_if").search(text) else Otherwise.NOTHING_SAID
    for number, step in enumerate(steps):
        wish = reader.wish(step.text)
        conditional = reader.wish(step.condition, plain=True) if step.condition else Wish()
        if conditional.demands and not any(w.fallback for w in wishes[-1:]):
            wishes = _completed(wishes, conditional)
        if wish:
            wishes += _chained(wishes, wish, conditional, number)
        elif number:
            otherwise = outcome_of(step.text) or otherwise
    if current is not None and _FROM_TO.search(text):
        wishes = [_without_the_old(wish, current) for wish in wishes]
    if current is not None and dearer is not None:
        wishes = [replace(wish, within=current.price + dearer.limit) for wish in wishes]
    exactly = pattern(TOPIC, "all_else").search(text) is not None
    return Plan(tuple(sorted(wishes, key=lambda w: w.fallback)), otherwise, exactly)


def _without_the_old(wish: Wish, current: Bought) -> Wish:
    """ "Black to red": what is named first, and is so now, is what it is to change from."""
    demands = [
        replace(d, pairs=d.pairs[1:])
        if len(d.pairs) > 1
        and not d.negative
        and current.options.get(d.pairs[0][0]) == d.pairs[0][1]
        and d.pairs[0][0] == d.pairs[1][0]
        else d
        for d in wish.demands
    ]
    return replace(wish, demands=tuple(demands))


def _completed(wishes: list[Wish], condition: Wish) -> list[Wish]:
    """ "clicky, and if there is none full size" was a wish for full size as well."""
    if not wishes:
        return [condition]
    last = wishes[-1]
    more = tuple(d for d in condition.demands if not d.options & last.options)
    return [*wishes[:-1], replace(last, demands=last.demands + more)]


def _chained(wishes: Sequence[Wish], wish: Wish, condition: Wish, number: int) -> list[Wish]:
    """The wish on top of the one before it, and then without what the condition found missing."""
    before = [w for w in wishes if not w.fallback]
    if not before:
        return [replace(wish, step=number)]
    joined = replace(_on_top(before[-1], wish), step=number)
    without = _without(before[-1], condition.options) if condition.options else Wish()
    alone = replace(_on_top(without, wish), step=number, fallback=True)
    return [joined] if alone.demands == joined.demands and alone.price == joined.price else [joined, alone]


def _on_top(wish: Wish, more: Wish) -> Wish:
    base = _without(wish, more.options)
    return Wish(
        demands=base.demands + more.demands,
        compares=base.compares + more.compares,
        price=_price(base.price, more.price),
        at_most=more.at_most or base.at_most,
        at_least=more.at_least or base.at_least,
        free=base.free | more.free,
    )


def _price(base: Price | None, more: Price | None) -> Price | None:
    """ "The cheapest one, but only if it is cheaper than mine": still the cheapest."""
    utmost = {Price.CHEAPEST: {Price.CHEAPER, Price.NOT_DEARER}, Price.DEAREST: {Price.DEARER}}
    return base if base in utmost and more in utmost[base] else more or base


def _without(wish: Wish, options: frozenset[str]) -> Wish:
    return replace(
        wish,
        demands=tuple(d for d in wish.demands if not d.options & options),
        compares=tuple(c for c in wish.compares if c.option not in options),
        free=wish.free - options,
    )
