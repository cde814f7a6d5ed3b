"""Which of the shopper's own orders is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.resolve.products import ProductFinder
from actions.resolve.words import telling
from shop.types import Order

# "my last order", but neither "my last name" nor "last week".
_LAST = re.compile(
    r"\b(?:last|latest|newest|most recent)\b(?!\s+(?:name|week|month|year|night|time|\w+day))", re.IGNORECASE
)


@dataclass(frozen=True)
class Meant:
    """The orders that fit the words: none, one, or several to choose from."""

    orders: tuple[Order, ...]

    @property
    def one(self) -> Order | None:
        """The order when it is just one."""
        return self.orders[0] if len(self.orders) == 1 else None


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
