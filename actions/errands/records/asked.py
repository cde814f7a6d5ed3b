"""The question about somebody's records, and which of their orders and things it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from actions.errands.context import Context
from actions.errands.needs.order_words import just_discussed, numbers_in
from actions.errands.records.things import Thing, named, things_in, without
from actions.errands.state import DISCUSSED
from actions.errands.wording import same_number
from actions.phrases import short
from actions.resolve.lists import pattern, read
from actions.resolve.orders import order_ids_in, orders_meant
from actions.resolve.times import period_in
from actions.turn import Heard
from shop.types import Order

TOPIC = "records"
# More of a number that is no order's is not said back.
LONGEST_NUMBER = 40


@dataclass(frozen=True)
class Asked:
    """A question in words about some orders, and the things in them that it names.

    ``things`` is empty where none is named; ``unmatched``: none is just as it is
    described, or is where it was said to be.
    """

    text: str
    orders: tuple[Order, ...]
    things: tuple[Thing, ...] = ()
    unmatched: bool = False

    def says(self, name: str) -> bool:
        """Whether the words of that list are in the question."""
        return pattern(TOPIC, name).search(self.text) is not None


def question(ctx: Context) -> Heard | None:
    """The message that asked for this errand last; None when a button did."""
    asked = [m for m in ctx.messages if m.intent == ctx.errand.name] or ctx.messages[:1]
    return asked[-1] if asked and not asked[-1].text.startswith("/") else None


def orders_asked(ctx: Context, text: str, numbers: Sequence[str]) -> tuple[Order, ...]:
    """The orders that the question is about, all where it names none; () when what it says fits none."""
    own = [o for o in ctx.orders if any(same_number(number, o.order_id) for number in numbers)]
    if own:
        return tuple(own)
    rest = _rest(ctx, text)
    pool, told = _by_status(rest, ctx.orders)
    rest = _any_status().sub(" ", rest)
    today = ctx.services.store.policy.day(ctx.services.store.now())
    period = period_in(rest, today)
    if period is not None:
        pool = tuple(o for o in pool if o.placed_at and period.holds(o.placed_at.date()))
    found = orders_meant(rest, pool, today, discussed=ctx.turn.slot(DISCUSSED))
    meant = found.meant or found.choices
    if meant or told or period is not None:
        return meant or pool
    return _spoken_of(ctx, text) or pool


def _rest(ctx: Context, text: str) -> str:
    """The question without things and comparisons, which do not tell an order."""
    rest = without(text, ctx.orders, ctx.products)
    for name in ("dearest", "cheapest"):
        rest = pattern(TOPIC, name).sub(" ", rest)
    rest = pattern(TOPIC, "first_time").sub("oldest", rest)
    return pattern(TOPIC, "last_time").sub("last order", rest)


def _by_status(text: str, orders: Sequence[Order]) -> tuple[tuple[Order, ...], bool]:
    for group in read(TOPIC)["by_status"]:
        if _status_words(group["says"]).search(text):
            return tuple(o for o in orders if o.status.split(" (")[0] in group["statuses"]), True
    return tuple(orders), False


@cache
def _status_words(says: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{says})(?!\w)", re.IGNORECASE)


@cache
def _any_status() -> re.Pattern[str]:
    return _status_words("|".join(group["says"] for group in read(TOPIC)["by_status"]))


def _spoken_of(ctx: Context, text: str) -> tuple[Order, ...]:
    """The one order talked about before, or whose number has just proved who asks; never for "my orders"."""
    pointed = just_discussed(ctx)
    if pointed is not None:
        return (pointed,)
    if pattern(TOPIC, "plural").search(text) or named(ctx, text):
        return ()
    proven = ctx.turn.said("order_id", int(ctx.turn.slot("facts_since") or 0))
    known = proven[-1] if proven and "user_id" in ctx.reply.slots else ctx.turn.slot(DISCUSSED)
    return tuple(o for o in ctx.orders if known and same_number(str(known), o.order_id))


def read_question(ctx: Context) -> Asked | None:
    """What is asked; None when it names what is not the shopper's, which has been said then."""
    message = question(ctx)
    text = message.text if message else ""
    numbers = numbers_in(message) if message else []
    numbers = numbers or [number for number in order_ids_in(text) if not number.isdigit()]
    strange = [n for n in numbers if not any(same_number(n, o.order_id) for o in ctx.orders)]
    for number in strange:
        ctx.reply.say("utter_order_not_found", order_id=short(number, LONGEST_NUMBER))
    if strange and len(strange) == len(numbers):
        return None
    missing = named(ctx, text, owned=False)
    if missing:
        ctx.reply.say("utter_not_in_your_orders", items=", ".join(missing))
        return None
    return _with_things(ctx, text, orders_asked(ctx, text, numbers))


def _with_things(ctx: Context, text: str, orders: tuple[Order, ...]) -> Asked | None:
    if not orders:
        ctx.reply.say(_nothing_fits(ctx))
        return None
    everywhere = things_in(text, ctx.orders, ctx.products)
    here = things_in(text, orders, ctx.products)
    if everywhere.things and not here.things:
        return Asked(text, ctx.orders, everywhere.things, unmatched=True)
    if not here.things:
        return Asked(text, orders)
    holding = {thing.order.order_id for thing in here.things}
    kept = tuple(order for order in orders if order.order_id in holding)
    return Asked(text, kept, here.things, here.contradicted)


def _nothing_fits(ctx: Context) -> str:
    """Without dates on record nobody can tell what was ordered when."""
    dated = any(order.placed_at for order in ctx.orders)
    return "utter_not_in_your_records" if dated else "utter_no_dates_on_record"
