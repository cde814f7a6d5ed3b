"""A wish about options and price as data; `clauses` reads it from words, `plans` puts several in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from actions.resolve.vocabulary import Pair


class Bought(Protocol):
    """What the wish is compared with: an ordered item or a variant."""

    @property
    def item_id(self) -> str:
        """The SKU."""

    @property
    def options(self) -> Mapping[str, str]:
        """Its value of every option."""

    @property
    def price(self) -> Decimal:
        """What it cost."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One of the pairs, the first rather than the last; or, when ``negative``, none of them."""

    pairs: tuple[Pair, ...]
    negative: bool = False
    soft: bool = False

    @property
    def options(self) -> frozenset[str]:
        """The options it is about."""
        return frozenset(option for option, _ in self.pairs)


@dataclass(frozen=True, slots=True)
class Compare:
    """More (``up``) or less of an option than now; the utmost when ``most``; just ``step`` places away."""

    option: str
    up: bool
    most: bool = False
    step: int | None = None


class Price(StrEnum):
    """What is wished of the price."""

    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    CHEAPER = "cheaper"
    DEARER = "dearer"
    NOT_DEARER = "not dearer"


class Otherwise(StrEnum):
    """What is to happen when no wish can be met."""

    NOTHING_SAID = "nothing said"
    LEAVE = "leave"
    ASK = "ask"
    RETURN = "return"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Wish:
    """All that is wished at once. ``free`` are options that may change; ``step`` its place in the chain.

    ``within`` is what the variant may cost that all the rest points to; another is not looked for.
    ``fallback``: a wish without what an earlier step asked for, to be tried when nothing else will do.
    """

    demands: tuple[Demand, ...] = ()
    compares: tuple[Compare, ...] = ()
    price: Price | None = None
    at_most: Decimal | None = None
    at_least: Decimal | None = None
    within: Decimal | None = None
    free: frozenset[str] = frozenset()
    step: int = 0
    fallback: bool = False

    def __bool__(self) -> bool:
        """Whether anything is wished."""
        return bool(self.demands or self.compares or self.price or self.at_most or self.at_least)

    @property
    def options(self) -> frozenset[str]:
        """The options it says something about."""
        named = {option for demand in self.demands for option in demand.options}
        return frozenset(named | {compare.option for compare in self.compares}) | self.free


@dataclass(frozen=True)
class Plan:
    """Wishes in the order in which they are to be tried; ``exactly``: all else is to stay the same."""

    wishes: tuple[Wish, ...]
    otherwise: Otherwise = Otherwise.NOTHING_SAID
    exactly: bool = False


def holds(demand: Demand, variant: Bought) -> bool:
    """Whether a variant or an item is as demanded."""
    has = any(variant.options.get(option) == value for option, value in demand.pairs)
    return has is not demand.negative
