"""Which items of the order an errand is about, where they only have to be named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from actions.errands.context import Context
from actions.errands.errand import Outcome, ask
from actions.errands.needs.item_words import Places, only_these, places_asked, places_told
from actions.errands.refusing import say_refusal
from actions.errands.state import Question
from actions.errands.wording import RATHER
from actions.phrases import money, options, short
from actions.reply import payload
from shop import Refusal
from shop.types import Order, OrderItem

# What awaits the choice of items; what stands for all of them on a button.
ITEMS, ALL = "items", "all"
MAX_CHOICES = 8
LONGEST_TITLE = 80


@dataclass(frozen=True)
class Items:
    """Places of the items in the order, filled as ``items``.

    ``check`` tells what stands against a single one; ``whole``: all of them unless some are named.
    """

    question: str
    check: Callable[[Context, Order, int], Refusal | None] | None = None
    whole: bool = False

    def fill(self, ctx: Context) -> Outcome:
        """Those that were named, the only one, or asked with buttons."""
        order = ctx.order
        chosen = self._chosen(ctx, order)
        if isinstance(chosen, Outcome):
            return chosen
        allowed = [place for place in chosen if not self._refused(ctx, order, place)]
        if not allowed:
            ctx.filled.pop(ITEMS, None)
            return Outcome.ENDED
        ctx.filled[ITEMS] = allowed
        return Outcome.FILLED

    def _refused(self, ctx: Context, order: Order, place: int) -> bool:
        refusal = self.check(ctx, order, place) if self.check else None
        if refusal is not None:
            say_refusal(ctx, refusal)
        return refusal is not None

    def _chosen(self, ctx: Context, order: Order) -> list[int] | Outcome:
        pressed = ctx.pressed("item")
        if pressed is not None:
            return _pressed(pressed, order) or self._ask(ctx, order, range_of(order))
        if ITEMS in ctx.filled:
            return self._corrected(ctx, order)
        if len(order.items) == 1:
            return [0]
        told = self._said(ctx, order)
        if told.choices:
            ctx.filled["unclear"] = list(told.sure)
            return self._ask(ctx, order, told.choices)
        if told.sure:
            before = [place for place in ctx.filled.pop("unclear", []) if place not in told.kept]
            return sorted({*before, *told.sure})
        if told.kept or self.whole:
            ctx.filled["presumed"] = True
            return [place for place in range_of(order) if place not in told.kept]
        return self._ask(ctx, order, range_of(order))

    def _said(self, ctx: Context, order: Order) -> Places:
        """In the answer to our question, in all that was said to the errand, or before it."""
        if ctx.asked(ITEMS):
            return places_asked(ctx.words, order.items, ctx.products)
        told = places_asked(ctx.said, order.items, ctx.products)
        if told or self.whole:
            return told
        earlier = (places_told(text, order.items, ctx.products) for text in (*ctx.beside(), *ctx.before()))
        return next((places for places in earlier if places.sure and not places.choices), Places())

    def _corrected(self, ctx: Context, order: Order) -> list[int] | Outcome:
        """Another item on top, in place of those chosen, or one of them left out after all."""
        chosen = [int(place) for place in ctx.filled[ITEMS]]
        if not ctx.words:
            return chosen
        told = places_told(ctx.words, order.items, ctx.products)
        only = only_these(ctx.words, order.items, ctx.products)
        if only:
            return sorted(only)
        if told.choices and not set(told.choices) & set(chosen):
            ctx.filled["unclear"] = chosen
            ctx.filled.pop(ITEMS)
            return self._ask(ctx, order, told.choices)
        kept = [place for place in chosen if place not in told.kept]
        if not told.sure:
            return kept or self._ask(ctx, order, range_of(order))
        if ctx.filled.pop("presumed", False):
            return list(told.sure)
        return list(told.sure) if RATHER.search(ctx.words) and not told.kept else sorted({*kept, *told.sure})

    def _ask(self, ctx: Context, order: Order, places: tuple[int, ...]) -> Outcome:
        ctx.filled.pop(ITEMS, None)
        buttons = item_buttons(order.items, places)
        if len(places) == len(order.items) and not ctx.filled.get("unclear"):
            buttons = [*buttons, ("All of them", payload("inform", item=ALL))]
        return ask(
            ctx,
            Question(
                awaiting=ITEMS,
                response=self.question,
                values={"order_id": order.order_id, "items": item_list(order.items, places)},
                buttons=buttons,
                form=_form(order.items, places, ctx.currency),
            ),
        )


def range_of(order: Order) -> tuple[int, ...]:
    """All places of an order."""
    return tuple(range(len(order.items)))


def _pressed(sent: str, order: Order) -> list[int]:
    """One button's place, or those of a form, such as "0,2"; nothing where one of them is no place."""
    if sent == ALL:
        return list(range_of(order))
    places = sorted({int(place) for place in sent.split(",") if place.isdecimal()})
    known = len(places) == len(sent.split(",")) and all(place < len(order.items) for place in places)
    return places if known else []


def _form(items: tuple[OrderItem, ...], places: tuple[int, ...], currency: str) -> dict[str, Any] | None:
    """The items to pick from, each with what its button sends; one button is form enough for one item."""
    if not 1 < len(places) <= MAX_CHOICES:
        return None
    shown = [
        {
            "name": items[p].name,
            "options_text": options(items[p].options),
            "price": money(items[p].price, currency),
            "payload": payload("inform", item=str(p)),
        }
        for p in places
    ]
    return {"kind": "items", "items": shown}


def item_buttons(items: tuple[OrderItem, ...], places: tuple[int, ...]) -> list[tuple[str, str]]:
    """A button for each of these items."""
    return [
        (
            short(f"{items[p].name} · {options(items[p].options)}", LONGEST_TITLE),
            payload("inform", item=str(p)),
        )
        for p in places[:MAX_CHOICES]
    ]


def item_list(items: tuple[OrderItem, ...], places: tuple[int, ...]) -> str:
    """The names of these items with their options."""
    return "; ".join(f"{items[p].name} ({options(items[p].options)})" for p in places)
