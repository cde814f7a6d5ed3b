"""What the log of one conversation says of the visit now: when it began, what lies in the basket."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

VISIT_GAP_MS = 30 * 60 * 1000
"""Silence after which the next event begins another visit, as analytics commonly count them."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of the log, as far as a visit is read from it."""

    at_ms: int
    kind: str
    product_id: str | None


@dataclass(frozen=True, slots=True)
class Visit:
    """``returned``: there were visits before. ``messages``: the shopper's, in this visit."""

    began_ms: int
    returned: bool
    messages: int
    basket: tuple[str, ...]


def visit_at(log: Sequence[Logged], now_ms: int) -> Visit:
    """The visit at a time; ``log`` is in the order in which it was told."""
    start, later = len(log), now_ms
    while start and later - log[start - 1].at_ms < VISIT_GAP_MS:
        start -= 1
        later = log[start].at_ms
    current = log[start:]
    return Visit(
        began_ms=current[0].at_ms if current else now_ms,
        returned=start > 0,
        messages=sum(one.kind == "message" for one in current),
        basket=tuple(basket(log)),
    )


def basket(log: Iterable[Logged]) -> list[str]:
    """The products that were put into the basket and neither taken out nor bought, in order, each once."""
    inside: dict[str, None] = {}
    for one in log:
        if one.kind == "basket_add" and one.product_id:
            inside[one.product_id] = None
        elif one.kind == "basket_remove" and one.product_id:
            inside.pop(one.product_id, None)
        elif one.kind == "purchase":
            if one.product_id is None:
                inside.clear()
            else:
                inside.pop(one.product_id, None)
    return list(inside)
