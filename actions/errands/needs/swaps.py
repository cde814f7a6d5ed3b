"""Which items of the order are to become which other variants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.errand import Outcome, ask
from actions.errands.needs.item_words import (
    Places,
    kinds,
    only_these,
    places_asked,
    places_of,
    places_told,
    without_description,
    without_vague,
)
from actions.errands.needs.items import ALL, ITEMS, item_buttons, item_list, range_of
from actions.errands.needs.variants import Chosen, VariantChoice, alternatives
from actions.errands.refusing import say_refusal
from actions.errands.state import VARIANT, Question
from actions.errands.wording import LEAVE_IT, RATHER
from actions.phrases import money
from actions.resolve.plans import plan_of
from actions.resolve.segments import Change, wanted_changes
from actions.resolve.wishes import Otherwise
from shop import Refusal
from shop.types import Order

# What a customer who cannot have the wished variant wants to happen instead.
INSTEAD = {Otherwise.RETURN: "return_item", Otherwise.CANCEL: "cancel_order"}


@dataclass(frozen=True)
class Swaps:
    """The variant for each item, filled as ``swaps``: place in the order to SKU.

    ``wishes`` keeps the words about an item until a variant is found for them.
    """

    question: str
    check: Callable[[Context, Order, int], Refusal | None] | None = None

    def fill(self, ctx: Context) -> Outcome:
        """Read the items and wishes, then find the variants; ask for one missing thing at a time."""
        order = ctx.order
        given_up = self._given_up(ctx)
        if given_up is not None:
            return given_up
        asked = _read(ctx, order)
        if asked:
            return self._ask_which(ctx, order, asked)
        for place in sorted(_wishes(ctx)):
            outcome = self._settle(ctx, order, place)
            if outcome is not None:
                return outcome
        if _swaps(ctx):
            ctx.filled.pop("asking", None)
            return Outcome.FILLED
        if ctx.filled.get("left"):
            ctx.reply.say("utter_nothing_left", order_id=order.order_id)
            return Outcome.ENDED
        return self._ask_which(ctx, order, range_of(order))

    def _given_up(self, ctx: Context) -> Outcome | None:
        """ "Then I return it instead", said of the item whose variant was asked for."""
        place, other = ctx.filled.get("asking"), ctx.turn.intent
        if place is None or not ctx.asked(VARIANT) or other not in INSTEAD.values():
            return None
        if {*_wishes(ctx), *_swaps(ctx)} != {int(place)}:
            return None
        ctx.turn_into(other)
        if other == "return_item":
            ctx.filled[ITEMS] = [int(place)]
        return Outcome.TURNED

    def _settle(self, ctx: Context, order: Order, place: int) -> Outcome | None:
        """Find the variant for the wish about an item; None when it is settled."""
        refusal = self.check(ctx, order, place) if self.check else None
        if refusal is not None:
            say_refusal(ctx, refusal)
            _leave(ctx, place)
            return None
        choice = VariantChoice(ctx, order.items[place], place)
        found = choice.find(_wishes(ctx)[place])
        if found.variant is not None:
            _store(ctx, place, found.variant.item_id)
            return None
        if found.otherwise is not Otherwise.NOTHING_SAID and found.otherwise is not Otherwise.ASK:
            return self._otherwise(ctx, order, place, found)
        ctx.filled["asking"] = place
        return ask(ctx, choice.question(found))

    def _otherwise(self, ctx: Context, order: Order, place: int, found: Chosen) -> Outcome | None:
        """ "... and if there is none, leave it": done as the shopper said."""
        item = order.items[place]
        if found.too_dear is not None:
            dearer = money(found.too_dear, ctx.currency)
            ctx.reply.say("utter_too_dear", item=item.name, difference=dearer)
        else:
            ctx.reply.say("utter_no_such_variant", item=item.name)
        other = INSTEAD.get(found.otherwise)
        if other and len(_wishes(ctx)) == 1 and not _swaps(ctx):
            ctx.turn_into(other)
            if other == "return_item":
                ctx.filled[ITEMS] = [place]
            return Outcome.TURNED
        _leave(ctx, place)
        return None

    def _ask_which(self, ctx: Context, order: Order, places: tuple[int, ...]) -> Outcome:
        values = {"order_id": order.order_id, "items": item_list(order.items, places)}
        buttons = item_buttons(order.items, places)
        return ask(ctx, Question(awaiting=ITEMS, response=self.question, values=values, buttons=buttons))


# What is known, with places as numbers: JSON has keys of text only.


def _wishes(ctx: Context) -> dict[int, str]:
    return {int(place): str(wish) for place, wish in ctx.filled.get("wishes", {}).items()}


def _swaps(ctx: Context) -> dict[int, str]:
    return {int(place): str(sku) for place, sku in ctx.filled.get("swaps", {}).items()}


def _store(ctx: Context, place: int, item_id: str) -> None:
    ctx.filled.setdefault("swaps", {})[str(place)] = item_id
    ctx.filled.get("wishes", {}).pop(str(place), None)


def _wish(ctx: Context, place: int, wish: str) -> None:
    ctx.filled.setdefault("wishes", {})[str(place)] = wish


def _leave(ctx: Context, place: int) -> None:
    """The item stays as it is."""
    ctx.filled.get("wishes", {}).pop(str(place), None)
    ctx.filled.get("swaps", {}).pop(str(place), None)
    ctx.filled["left"] = sorted({*ctx.filled.get("left", []), place})


def _read(ctx: Context, order: Order) -> tuple[int, ...]:
    """Take in what was said now, or all before; the places to choose from where it is not clear."""
    item, variant = ctx.pressed("item"), ctx.pressed("variant")
    if variant is not None and "asking" in ctx.filled:
        place = int(ctx.filled["asking"])
        if variant in {v.item_id for v in alternatives(ctx, order.items[place])}:
            _store(ctx, place, variant)
        return ()
    if item is not None:
        places = range_of(order) if item == ALL else (int(item),) if item.isdecimal() else ()
        return _wish_all(ctx, [p for p in places if p < len(order.items)])
    if not _swaps(ctx) and not _wishes(ctx):
        return _first(ctx, order)
    return _more(ctx, order) if ctx.words else _overheard(ctx, order)


def _overheard(ctx: Context, order: Order) -> tuple[int, ...]:
    """A wish that stood in the message that asked for the errand that was served meanwhile; read once."""
    texts = list(ctx.beside())
    fresh = texts[: len(texts) - int(ctx.filled.get("overheard", 0))]
    if fresh:
        ctx.filled["overheard"] = len(texts)
    for text in fresh:
        changes = [c for c in wanted_changes(text, order.items, ctx.products) if _says(ctx, c)]
        items = [c.item for c in changes if c.item is not None]
        for place, change in zip(places_of(items, order.items), changes, strict=False):
            _wish(ctx, place, change.wish)
    return ()


def _wish_all(ctx: Context, places: list[int]) -> tuple[int, ...]:
    """Items named without a wish, or with what was wished of them when it was not clear which is meant."""
    pending = str(ctx.filled.pop("pending", ""))
    for place in places:
        _wish(ctx, place, pending)
    return ()


def _first(ctx: Context, order: Order) -> tuple[int, ...]:
    """The items and wishes in all that was said to the errand."""
    if ctx.asked(ITEMS):
        told = places_asked(ctx.words, order.items, ctx.products)
        if told.sure and not told.choices and "pending" in ctx.filled:
            return _wish_all(ctx, list(told.sure))
    for text in (ctx.said, *ctx.beside()):
        asked = _take_changes(ctx, order, text)
        if _wishes(ctx) or asked:
            return asked
    if kinds(order.items) == 1:
        _wish(ctx, 0, ctx.said)
        return ()
    told = places_asked(without_description(ctx.words or ctx.said), order.items, ctx.products)
    if told.sure:
        return _wish_all(ctx, list(told.sure))
    if not told.choices:
        earlier = (places_told(text, order.items, ctx.products) for text in ctx.before())
        told = next((places for places in earlier if places.sure and not places.choices), Places())
        if len(told.sure) == 1:
            # "Could you change it to a red one": the thing that was spoken of before.
            ctx.filled["pending"] = ctx.said
        return _wish_all(ctx, list(told.sure))
    return told.choices


def _take_changes(ctx: Context, order: Order, text: str) -> tuple[int, ...]:
    """Note the wish for each item that the text wants changed; the choices where one is not clear."""
    text = without_vague(text)
    changes = wanted_changes(text, order.items, ctx.products)
    plain = without_description(text)
    if plain != text and not any(_says(ctx, change) for change in changes):
        changes = wanted_changes(plain, order.items, ctx.products)
    sure = [change for change in changes if change.item is not None]
    items = [change.item for change in sure if change.item is not None]
    for place, change in zip(places_of(items, order.items), sure, strict=False):
        _wish(ctx, place, change.wish)
    unclear = next((change for change in changes if change.item is None), None)
    if unclear is None:
        return ()
    ctx.filled["pending"] = unclear.wish
    return tuple(p for p in places_of(unclear.choices, order.items) if p not in _wishes(ctx))


def _says(ctx: Context, change: Change) -> bool:
    """Whether something is wished of the item, in its own options or by price."""
    product = ctx.products.get(change.item.product_id) if change.item else None
    return product is None or bool(plan_of(change.wish, product, change.item).wishes)


def _more(ctx: Context, order: Order) -> tuple[int, ...]:
    """An answer about a variant, a correction, another item on top, or one to be left as it is."""
    told = _without_the_others(ctx, order, places_told(ctx.words, order.items, ctx.products))
    for place in told.kept:
        _leave(ctx, place)
    named = {*told.sure, *told.choices} - {*told.kept}
    if not named:
        return _about_the_open_one(ctx, order)
    known = {*_wishes(ctx), *_swaps(ctx)}
    if ctx.filled.get("asking") in named and len(named) == 1:
        return _about_the_open_one(ctx, order)
    if RATHER.search(ctx.words) and not named & known and len(known) == 1:
        _leave(ctx, known.pop())
    changes = wanted_changes(ctx.words, order.items, ctx.products)
    items = [c.item for c in changes if c.item is not None]
    wishes = dict(zip(places_of(items, order.items), (c.wish for c in changes if c.item), strict=False))
    for place in sorted(told.sure):
        if place not in told.kept:
            _wish_more(ctx, place, wishes.get(place, ""), new=place not in known)
    return tuple(sorted(set(told.choices) - known)) if not named & known else ()


def _without_the_others(ctx: Context, order: Order, told: Places) -> Places:
    """ "Only the keyboard": what else was chosen stays as it is."""
    only = only_these(ctx.words, order.items, ctx.products)
    if not only:
        return told
    others = {*_wishes(ctx), *_swaps(ctx)} - {*only}
    return Places(only, (), tuple(sorted(others)))


def _wish_more(ctx: Context, place: int, wish: str, *, new: bool) -> None:
    """A wish for an item that has one already only counts when it says something."""
    if new or wish.strip():
        _wish(ctx, place, wish)


def _about_the_open_one(ctx: Context, order: Order) -> tuple[int, ...]:
    """Words without an item are about the one asked about, the only one, or whose options they are."""
    place = ctx.filled.get("asking")
    known = {*_wishes(ctx), *_swaps(ctx)}
    if place is None and len(known) == 1:
        place = known.copy().pop()
    if place is not None and ctx.asked(VARIANT) and _is_given_up(ctx):
        _leave(ctx, int(place))
        return ()
    if place is not None and not _understood(ctx, order, int(place)):
        others = [p for p in sorted(known - {int(place)}) if _understood(ctx, order, p)]
        place = others[0] if len(others) == 1 else None
    if place is not None:
        before = _wishes(ctx).get(int(place), "")
        _wish(ctx, int(place), f"{before}\n{ctx.words}".strip() if before else ctx.words)
    return ()


def _is_given_up(ctx: Context) -> bool:
    return ctx.turn.intent == "deny" or LEAVE_IT.search(ctx.words) is not None


def _understood(ctx: Context, order: Order, place: int) -> bool:
    """Whether the words say something in the options of that item."""
    item = order.items[place]
    product = ctx.products.get(item.product_id)
    return product is not None and bool(plan_of(ctx.words, product, item).wishes)
