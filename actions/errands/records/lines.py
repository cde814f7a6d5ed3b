"""Records as lines of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from actions.errands.records.things import Thing
from actions.phrases import item_names, money, options
from shop.types import Order

# More lines than these are a list nobody reads in a chat.
MAX_LINES = 12


def cut(lines: Sequence[str]) -> str:
    """The lines one below the other, the last ones counted where there are too many."""
    more = [f"+{len(lines) - MAX_LINES}"] if len(lines) > MAX_LINES else []
    return "\n".join([*lines[:MAX_LINES], *more])


def day(moment: datetime) -> str:
    """ "March 5, 2026"."""
    return f"{moment:%B} {moment.day}, {moment.year}"


def order_lines(orders: Sequence[Order], currency: str) -> str:
    """A line for each order: number, items, status, total and day."""
    return cut([_order_line(order, currency) for order in orders])


def _order_line(order: Order, currency: str) -> str:
    parts = [item_names(order), order.status, money(order.total, currency)]
    if order.placed_at:
        parts.append(day(order.placed_at))
    return f"- {order.order_id}: {' · '.join(parts)}"


def thing_lines(things: Sequence[Thing], currency: str) -> str:
    """A line for each kind of unit in each order, counted."""
    rows = [
        (
            t.order.order_id,
            t.item.name,
            options(t.item.options),
            money(t.item.price, currency),
            t.order.status,
        )
        for t in things
    ]
    return cut([_thing_line(row, count) for row, count in Counter(rows).items()])


def _thing_line(row: tuple[str, str, str, str, str], count: int) -> str:
    order_id, name, told, price, status = row
    described = f" ({told})" if told else ""
    times = f"{count} × " if count > 1 else ""
    return f"- {order_id}: {times}{name}{described}, {price} · {status}"


def labelled(thing: Thing) -> str:
    """ "size: 9, color: brown"."""
    return ", ".join(f"{name}: {value}" for name, value in thing.item.options.items()) or "-"
