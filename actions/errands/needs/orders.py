"""Which of the shopper's own orders an errand is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.errand import Outcome, ask
from actions.errands.needs.order_words import (
    POINTING,
    both_of_a_kind,
    by_items,
    discussed_order,
    just_discussed,
    named_in,
    numbers_of,
    numbers_said,
    orders_in_words,
    products_named,
    shown_orders,
)
from actions.errands.state import VARIANT, Question
from actions.errands.wording import ALSO, RATHER, same_number
from actions.phrases import item_names, money, short
from actions.reply import payload
from actions.resolve.addresses import without_reference
from actions.resolve.found import Found
from actions.resolve.lists import pattern
from actions.resolve.orders import by_words
from actions.resolve.words import words
from shop import OrderNotFound
from shop.types import Order

# What awaits the choice of an order.
ORDER = "order"
# More choices than this are a list to read, not buttons to press.
MAX_CHOICES = 6
LONGEST_TITLE = 90
# More of a number that is no order's is not said back.
LONGEST_NUMBER = 40
# What is known of an errand only for the order it is about.
OF_THE_ORDER = tuple("items swaps wishes unclear asking payment quoted whole presumed either".split())

# "Cancel an order": not the one that was spoken of.
# All orders that will do; of errands about items, only where everything ever bought is meant.
_ALL_OF_THEM = {
    False: re.compile(r"(?<!one of )\bmy (?:open |pending )?orders\b", re.IGNORECASE),
    True: re.compile(
        r"\beverything (?:(?:that )?i(?:['’]ve| have)? (?:ordered|bought|got|received|purchased)"
        r"|(?:from|in) (?:all|both))"
        r"|\b(?:everything|all(?: of)?(?: the)? (?:items|things|products))\b[^.;!?]*"
        r"\b(?:all|both|two|three|four)(?: of)?(?: my| the| those| these)?(?: \w+){0,2} orders\b",
        re.IGNORECASE,
    ),
}
_THAT_ORDER = re.compile(r"\b(?:that|this|(?:the|that) (?:very )?same) order\b", re.IGNORECASE)
_NEW_ONE = re.compile(r"\b(?:an|another|other|different|one of my) orders?\b", re.IGNORECASE)

_ANOTHER = re.compile(r"\b(?:another|other|different|second|separate)(?: \w+){0,2} order\b", re.IGNORECASE)
# "I meant the order with just a kettle in it."
_MEANT = re.compile(
    r"\b(?:i meant|i mean|talking about|referring to|thinking of|wrong order"
    r"|not (?:that|this) (?:one|order))\b",
    re.IGNORECASE,
)
# What outlives an errand: the orders that something was done to.
ACTED = "acted"


def taken_orders(ctx: Context) -> set[str]:
    """The orders that something was done to in this conversation, and those of the other open errands."""
    others = {str(o.filled[ORDER]) for o in ctx.state.stack if o is not ctx.errand and ORDER in o.filled}
    return {*ctx.recent.get(ACTED, []), *others}


def every_order(ctx: Context, order: Order) -> bool:
    """All orders will do."""
    del ctx, order
    return True


@dataclass(frozen=True)
class OneOrder:
    """One of the shopper's own orders; where several are meant, the others are queued.

    ``wanted`` says which orders the errand can be about; ``preferred`` narrows them when none was named.
    ``items``: the order may be told by what of it is named.
    """

    question: str
    none: str
    wanted: Callable[[Context, Order], bool]
    preferred: Callable[[Context, Order], bool] = every_order
    items: bool = False
    several: bool = True

    def fill(self, ctx: Context) -> Outcome:
        """By number, by content or time, by being the only one; or asked with buttons."""
        named = ctx.entity("order_id") if ctx.turn.pressed else None
        if named is None and ORDER in ctx.filled:
            return self._corrected(ctx)
        if named is not None:
            return self._by_number(ctx, named)
        numbers = numbers_said(ctx)
        return self._by_numbers(ctx, numbers) if numbers else self._by_words(ctx)

    # By number.

    def _by_numbers(self, ctx: Context, numbers: list[str]) -> Outcome:
        """The first one that is an order of theirs; the rest is queued."""
        own = [order for number in numbers if (order := _find(ctx, number))]
        if not own or (len(own) < len(numbers) and len(numbers) == 1):
            return self._by_number(ctx, numbers[-1])
        fitting = [order for order in own if self.wanted(ctx, order)] or own[:1]
        if self.items and len(fitting) > 1:
            told = by_items(ctx.said, fitting, ctx.products)
            fitting = list(told.meant or told.choices) or fitting
        return self._take(ctx, fitting if self.several else fitting[:1])

    def _by_number(self, ctx: Context, number: str) -> Outcome:
        order = _find(ctx, number)
        if order is None:
            ctx.errand.unknown.append(number)
            ctx.reply.say("utter_order_not_found", order_id=short(number, LONGEST_NUMBER))
            return self._choose(ctx, self._candidates(ctx), named=True)
        return self._take(ctx, [order])

    # Said after the order was known.

    def _corrected(self, ctx: Context) -> Outcome:
        """Another number, "the other one", or another thing: instead of this order, or besides it."""
        if not ctx.words:
            return Outcome.FILLED
        current = str(ctx.filled[ORDER])
        numbers = [n for n in numbers_of(ctx, ctx.turn.heard[-1]) if not same_number(n, current)]
        others = [order for number in numbers if (order := _find(ctx, number))]
        if numbers and not others:
            if not self._besides(ctx):
                return self._by_number(ctx, numbers[-1])
            ctx.reply.say("utter_order_not_found", order_id=short(numbers[-1], LONGEST_NUMBER))
        if not others and not ctx.asked(VARIANT):
            # Words about a variant may fit a thing of another order as well.
            others = self._others_in_words(ctx, current)
        if not others:
            return Outcome.FILLED
        if self.several and self._besides(ctx):
            ctx.queue([o.order_id for o in others if self.wanted(ctx, o)])
            return Outcome.FILLED
        wanted = [order for order in others if self.wanted(ctx, order)]
        return self._choose(ctx, wanted or others)

    def _besides(self, ctx: Context) -> bool:
        """Whether another order is named on top of this one rather than in its place."""
        if ctx.turn.intent in {"correct", "deny"}:
            return False
        return bool(ALSO.search(ctx.words)) and not RATHER.search(ctx.words)

    def _others_in_words(self, ctx: Context, current: str) -> list[Order]:
        """Other orders that the words describe; none when they fit this one too."""
        text = without_reference(ctx.words)
        if _MEANT.search(text):
            meant_one = orders_in_words(ctx, text, ()).one
            if meant_one is not None and meant_one.order_id != current:
                return [meant_one]
        if pattern("orders", "other").search(text) and "order" in text.casefold():
            left = [o for o in self._candidates(ctx) if o.order_id != current]
            return left if len(left) == 1 else []
        if self.items:
            found = by_items(text, self._candidates(ctx), ctx.products)
            meant = list(found.meant + found.choices)
        elif ctx.entity("product") or ctx.turn.intent == "correct":
            meant = list(by_words(text, ctx.orders, ctx.services.finder).orders)
        else:
            return []
        return [] if current in {order.order_id for order in meant} else meant

    # By words, or by what else is known.

    def _by_words(self, ctx: Context) -> Outcome:
        pointed = just_discussed(ctx) if _THAT_ORDER.search(ctx.words) else None
        if pointed is not None:
            return self._take(ctx, [pointed])
        found = self._with_the_rest(ctx, self._not_taken(ctx, self._meant(ctx)))
        if found.meant:
            fitting = [order for order in found.meant if self.wanted(ctx, order)]
            self._tell_left_out(ctx, fitting)
            if len(found.meant) == 1 or not self.several or not fitting:
                return self._take(ctx, list(fitting or found.meant)[:1])
            return self._take(ctx, fitting)
        known = just_discussed(ctx) or self._of_the_errand_below(ctx) or self._remembered(ctx)
        if known is not None and not found.choices:
            return self._take(ctx, [known])
        candidates = self._candidates(ctx)
        named = [order for order in candidates if order in found.choices]
        return self._choose(ctx, named or candidates)

    def _with_the_rest(self, ctx: Context, found: Found[Order]) -> Found[Order]:
        """Of several that fit, the one that other parts of the message tell: "the one with the luggage"."""
        if found.meant or not found.choices:
            return found
        for text in ctx.beside():
            told = orders_in_words(ctx, f"{ctx.said} {without_reference(text)}", ()).one
            if told is not None and told in found.choices:
                return Found((told,))
        return found

    def _not_taken(self, ctx: Context, found: Found[Order]) -> Found[Order]:
        """ "Another order": none that something was done to, nor one that another errand is about."""
        taken = taken_orders(ctx)
        if not taken or not any(_ANOTHER.search(text) for text in (ctx.words, ctx.said)):
            return found
        meant, choices = (
            tuple(order for order in each if order.order_id not in taken)
            for each in (found.meant, found.choices)
        )
        if meant or choices:
            return Found(meant, choices)
        return Found((), tuple(o for o in self._candidates(ctx) if o.order_id not in taken))

    def _meant(self, ctx: Context) -> Found[Order]:
        """What this message means, else all that was said to the errand."""
        now = without_reference(ctx.words)
        for text in dict.fromkeys([now, without_reference(ctx.said)]):
            if not text:
                continue
            if self.items and self.several and _ALL_OF_THEM[True].search(text):
                return Found(tuple(self._candidates(ctx)))
            spread = both_of_a_kind(text, self._candidates(ctx), ctx.products) if self.items else ()
            if spread and self.several:
                return Found(spread)
            found = orders_in_words(ctx, text, shown_orders(ctx) if text == now else ())
            if self.items and not found.meant:
                told = self._by_items(ctx, text)
                found = told if told.meant or told.choices else found
            if found.meant or found.choices:
                return found
            if self.several and _ALL_OF_THEM[self.items].search(text):
                return Found(tuple(self._candidates(ctx)))
        return Found()

    def _by_items(self, ctx: Context, text: str) -> Found[Order]:
        """The order with the things that are named: one that will do, else any, so that it can be refused."""
        told = by_items(text, self._candidates(ctx), ctx.products)
        told = told if told.meant or told.choices else by_items(text, ctx.orders, ctx.products)
        strange = () if told.meant or told.choices else products_named(text, ctx)
        if strange and text == ctx.words:
            ctx.reply.say("utter_not_in_your_orders", items=", ".join(strange))
        return told

    def _tell_left_out(self, ctx: Context, fitting: Sequence[Order]) -> None:
        """Things that were named with those of a fitting order and are in one that will not do."""
        if not self.items or not fitting or not ctx.said:
            return
        there = {item.product_id for order in ctx.orders if self.wanted(ctx, order) for item in order.items}
        for order in ctx.orders:
            if self.wanted(ctx, order):
                continue
            named = [item for item in named_in(ctx.said, order, ctx.products) if item.product_id not in there]
            if named:
                names = ", ".join(dict.fromkeys(item.name for item in named))
                ctx.reply.say("utter_left_out", items=names, order_id=order.order_id, status=order.status)
                there |= {item.product_id for item in named}

    def _of_the_errand_below(self, ctx: Context) -> Order | None:
        """ "... and send it to my home": the order of the other request of the same message."""
        if not (POINTING - {"one"}) & set(words(ctx.said)) or any(
            _ANOTHER.search(text) for text in (ctx.words, ctx.said)
        ):
            return None
        known = [str(o.filled[ORDER]) for o in ctx.state.stack if o is not ctx.errand and ORDER in o.filled]
        fitting = [o for o in ctx.orders if o.order_id in known and self.wanted(ctx, o)]
        return fitting[0] if len(fitting) == 1 else None

    def _remembered(self, ctx: Context) -> Order | None:
        """The order of a number that was said before this errand, if it fits and is the only one."""
        if _NEW_ONE.search(ctx.said):
            return None
        said = {o.order_id: o for text in ctx.before() if (o := _find_in(ctx, text)) and self.wanted(ctx, o)}
        return next(iter(said.values())) if len(said) == 1 else None

    def _candidates(self, ctx: Context) -> list[Order]:
        return [order for order in ctx.orders if self.wanted(ctx, order)]

    def _take(self, ctx: Context, orders: Sequence[Order]) -> Outcome:
        """The first is this errand's, the others wait behind it."""
        if ctx.filled.get(ORDER) != orders[0].order_id:
            for name in OF_THE_ORDER:
                ctx.filled.pop(name, None)
        ctx.filled[ORDER] = orders[0].order_id
        if len(orders) > 1:
            ctx.queue([order.order_id for order in orders[1:]])
            ctx.reply.say("utter_one_by_one", orders=", ".join(order.order_id for order in orders))
        return Outcome.FILLED

    def _choose(self, ctx: Context, candidates: Sequence[Order], *, named: bool = False) -> Outcome:
        """The only candidate, or a question; who named an order is asked before another is taken."""
        preferred = [order for order in candidates if self.preferred(ctx, order)] or list(candidates)
        if not preferred:
            talked_about = None if named else discussed_order(ctx)
            if talked_about:
                # That one is refused with its own reason, which says more than that there is none.
                return self._take(ctx, [talked_about])
            ctx.filled.pop(ORDER, None)
            ctx.reply.say(self.none)
            return Outcome.ENDED
        doubtful = named or (ctx.errand.unknown and not ctx.present)
        if len(preferred) == 1 and not doubtful:
            return self._take(ctx, preferred)
        ctx.filled.pop(ORDER, None)
        buttons = [_order_button(order, ctx.currency) for order in preferred[:MAX_CHOICES]]
        return ask(ctx, Question(awaiting=ORDER, response=self.question, buttons=buttons))


def _find(ctx: Context, number: str) -> Order | None:
    try:
        return ctx.services.store.order_for(ctx.identified, number)
    except OrderNotFound:
        return None


def _find_in(ctx: Context, text: str) -> Order | None:
    """The order whose number, letters and all, is in the text."""
    plain = text.upper()
    return next((o for o in ctx.orders if o.order_id.lstrip("#").upper() in plain), None)


def _order_button(order: Order, currency: str) -> tuple[str, str]:
    total = money(order.total, currency)
    names = short(item_names(order), LONGEST_TITLE - len(order.order_id) - len(total))
    return f"{order.order_id} · {names} · {total}", payload("inform", order_id=order.order_id)
