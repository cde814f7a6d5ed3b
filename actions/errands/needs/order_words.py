"""Orders in a shopper's words: by number, by what is in them, by time and status, by place in a list."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from actions.errands.context import Context
from actions.errands.state import DISCUSSED
from actions.errands.wording import same_number
from actions.resolve.addresses import address_in, without_reference
from actions.resolve.found import Found
from actions.resolve.items import targets
from actions.resolve.lists import pattern
from actions.resolve.mentions import Reader
from actions.resolve.orders import by_words, order_ids_in, orders_meant
from actions.resolve.roles import Mention, Role
from actions.resolve.words import words
from actions.turn import Heard
from shop.types import Order, OrderItem, Product

# Comparing what they have, as opposed to wishing for something cheaper.
_OF_SEVERAL = re.compile(
    r"\b(?:cheaper|cheapest|less expensive|least expensive|pricier|priciest|more expensive|most expensive)"
    r"(?: one)?(?: \w+)? of (?:the|my|those|these|both)\b"
    r"|\border (?:with|that has|containing) the (?:cheaper|cheapest|\w+ expensive)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:both|the two|two)(?: of)?(?: the| my| these| those)?", re.IGNORECASE)
# Words that point back to what was just talked about.
POINTING = frozenset({"it", "that", "this", "one", "same", "them", "these", "those"})


def numbers_in(message: Heard) -> list[str]:
    """The order numbers of a message, each once, in the order in which they stand there."""
    found = [e.value for e in message.entities if e.kind == "order_id"]
    address = address_in(message.text) if found else None
    if address is not None:
        # Five digits after a state are no order.
        found = [number for number in found if number != address.postcode]
    if not message.text.startswith("/") and found:
        more = [n for n in order_ids_in(message.text) if not n.isdigit()]
        found += [number for number in more if not any(same_number(number, known) for known in found)]
        found.sort(key=lambda number: _place(number, message.text))
    return found


def _place(number: str, text: str) -> int:
    place = text.upper().find(number.lstrip("#").upper())
    return place if place >= 0 else len(text)


def numbers_of(ctx: Context, message: Heard) -> list[str]:
    """The same, and bare digits that are the number of an order of the shopper's."""
    found = numbers_in(message)
    if message.text.startswith("/"):
        return found
    # An order whose address is to be taken is not the one that the errand is about.
    text = without_reference(message.text)
    if text != message.text:
        found = [number for number in found if number.lstrip("#").upper() in text.upper()]
    for number in order_ids_in(text):
        own = next((o.order_id for o in ctx.orders if same_number(o.order_id, number)), None)
        if own and not any(same_number(own, known) for known in found):
            found.append(own)
    return found


def numbers_said(ctx: Context) -> list[str]:
    """The numbers in the newest message of this errand that names any, or the one that proved who asks."""
    for message in reversed(ctx.messages):
        now = message.index == len(ctx.turn.heard) - 1
        numbers = [n for n in numbers_of(ctx, message) if now or n not in ctx.errand.unknown]
        if numbers:
            return numbers
    proven = ctx.turn.said("order_id", int(ctx.turn.slot("facts_since") or 0))
    just_identified = ctx.present and "user_id" in ctx.reply.slots
    return proven[-1:] if just_identified else []


def shown_orders(ctx: Context) -> tuple[Order, ...]:
    """The orders on the buttons of the open question."""
    if not ctx.asked("order") or ctx.state.question is None:
        return ()
    numbers = [order_of_button(sent) for _, sent in ctx.state.question.buttons]
    by_id = {order.order_id: order for order in ctx.orders}
    return tuple(by_id[number] for number in numbers if number in by_id)


def order_of_button(sent: str) -> str:
    """The order number in the payload of such a button."""
    return str(json.loads(sent.partition("{")[1] + sent.partition("{")[2])["order_id"])


def orders_in_words(ctx: Context, text: str, shown: Sequence[Order]) -> Found[Order]:
    """The orders that a text means, by all that the resolvers know, then by the catalogue's words."""
    orders = ctx.orders
    today = ctx.services.store.policy.day(ctx.services.store.now())
    found = orders_meant(
        text, orders, today, shown=shown, discussed=ctx.reply.current(ctx.turn.slots, DISCUSSED)
    )
    told = by_items(text, orders, ctx.products) if found.meant or found.choices else Found()
    rival = found.one is not None and _mentions(text, found.one, ctx.products)
    if told.one is not None and (rival or told.one in found.choices):
        # "The meadow tent" is in the order with that tent, rather than in the one with another tent.
        return told
    if found.meant or found.choices:
        return found
    named = by_words(text, orders, ctx.services.finder).orders
    return Found(named) if len(named) == 1 else Found((), named)


def by_items(text: str, orders: Sequence[Order], products: Mapping[str, Product]) -> Found[Order]:
    """The orders that hold what the text wants something done about.

    One order that holds all of it is meant alone; orders that hold different things are all meant; orders
    that hold the same are to choose from.
    """
    mentions = {order.order_id: _mentions(text, order, products) for order in orders}
    located = [o for o in orders if {m.role is Role.LOCATES for m in mentions[o.order_id]} == {True, False}]
    orders = located or orders
    spans = {(m.start, m.end) for found in mentions.values() for m in found}
    named = {
        order.order_id: {
            order.items[place].product_id
            for m in mentions[order.order_id]
            if not _within((m.start, m.end), spans)
            for place in (*m.sure, *m.choices)
        }
        for order in orders
    }
    widest = [order for order in orders if named[order.order_id] and not _surpassed(order, named)]
    if len(widest) <= 1:
        return Found(tuple(widest))
    by_price = _by_price(text, widest, mentions)
    if by_price is not None:
        return Found((by_price,))
    things = [named[order.order_id] for order in widest]
    apart = sum(len(each) for each in things) == len(set().union(*things))
    return Found(tuple(widest)) if apart else Found((), tuple(widest))


def both_of_a_kind(text: str, orders: Sequence[Order], products: Mapping[str, Product]) -> tuple[Order, ...]:
    """ "Both tablets", where no single order holds two of them: the orders that hold one each."""
    if _BOTH.search(text) is None or _OF_SEVERAL.search(text):
        return ()
    held: dict[str, list[Order]] = {}
    for order in orders:
        for item in named_in(text, order, products):
            held.setdefault(item.name, []).append(order)
    for name, holding in held.items():
        both = rf"{_BOTH.pattern}(?: \w+)? {re.escape(name.split()[-1])}e?s\b"
        if len(holding) == 2 and holding[0] != holding[1] and re.search(both, text, re.IGNORECASE):
            return tuple(holding)
    return ()


def _by_price(text: str, orders: Sequence[Order], mentions: Mapping[str, Sequence[Mention]]) -> Order | None:
    """ "The cheaper of the two laptops": the order whose thing of that name costs least, or most."""
    prices: dict[str, tuple[Decimal, Order]] = {}
    for order in orders:
        items = [order.items[place] for m in mentions[order.order_id] for place in (*m.sure, *m.choices)]
        if len({item.product_id for item in items}) != 1:
            return None
        cheapest = pattern("records", "cheapest").search(text) is not None
        price = (min if cheapest else max)(item.price for item in items)
        prices[order.order_id] = (price, order)
    for name, choose in (("cheapest", min), ("dearest", max)):
        if _OF_SEVERAL.search(text) and pattern("records", name).search(text):
            return choose(prices.values(), key=lambda each: each[0])[1]
    return None


def named_in(text: str, order: Order, products: Mapping[str, Product]) -> list[OrderItem]:
    """The things of this order that the text wants something done about."""
    found = Reader(order.items, products, named_only=True).mentions(text)
    sure = [m for m in found if m.role in {Role.TARGET, Role.WANTED} and not m.contradicts]
    return [order.items[place] for m in sure for place in (*m.sure, *m.choices)]


def _mentions(text: str, order: Order, products: Mapping[str, Product]) -> list[Mention]:
    """Where the text wants something done about things of this order."""
    found = Reader(order.items, products, named_only=True).mentions(text)
    meant = targets([m for m in found if m.role is not Role.KEPT and not m.contradicts])
    return [*meant, *(m for m in found if m.role is Role.LOCATES and m not in meant)]


def products_named(text: str, ctx: Context) -> tuple[str, ...]:
    """Things of the catalogue that the text wants something done about, whoever ordered them."""
    sold = [
        OrderItem(p.name, p.product_id, p.variants[0].item_id, p.variants[0].price, p.variants[0].options)
        for p in ctx.products.values()
        if p.variants
    ]
    mentions = Reader(sold, {}, named_only=True).mentions(text)
    sure = [sold[m.sure[0]].name for m in targets(mentions) if len(m.sure) == 1 and m.role is Role.TARGET]
    return tuple(dict.fromkeys(sure))


def _within(span: tuple[int, int], spans: set[tuple[int, int]]) -> bool:
    """Whether a longer name holds this one: "tent" in "meadow tent"."""
    start, end = span
    return any(first <= start and end <= last and (first, last) != span for first, last in spans)


def _surpassed(order: Order, named: Mapping[str, set[str]]) -> bool:
    """Whether another order holds all that this one does, and more."""
    return any(named[order.order_id] < other for other in named.values())


def just_discussed(ctx: Context) -> Order | None:
    """The order told about before, when the words point back ("cancel it")."""
    pointing = ctx.present and POINTING & set(words(ctx.turn.words))
    return discussed_order(ctx) if pointing else None


def discussed_order(ctx: Context) -> Order | None:
    """The order that the shopper was last told about."""
    known = ctx.reply.current(ctx.turn.slots, DISCUSSED)
    return next((order for order in ctx.orders if order.order_id == known), None)
