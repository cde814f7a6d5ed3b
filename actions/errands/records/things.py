"""Things of somebody's orders that a question names, wherever they were ordered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.errands.context import Context
from actions.resolve.mentions import Reader
from actions.resolve.roles import Mention, Role
from actions.resolve.tokens import tokens
from shop.types import Order, OrderItem, Product


@dataclass(frozen=True)
class Thing:
    """One unit with the order it is in."""

    order: Order
    item: OrderItem


@dataclass(frozen=True)
class Named:
    """The things that are named; ``contradicted``: they are described as none of them is."""

    things: tuple[Thing, ...] = ()
    contradicted: bool = False


def all_things(orders: Sequence[Order]) -> list[Thing]:
    """Every unit of these orders."""
    return [Thing(order, item) for order in orders for item in order.items]


def things_in(text: str, orders: Sequence[Order], products: Mapping[str, Product]) -> Named:
    """The units of these orders that the text names."""
    every = all_things(orders)
    mentions = _mentions(text, every, products)
    places = {place for mention in mentions for place in _places(mention)}
    wrong = any(mention.contradicts for mention in mentions)
    return Named(tuple(every[place] for place in sorted(places)), wrong)


def _mentions(text: str, every: Sequence[Thing], products: Mapping[str, Product]) -> list[Mention]:
    if not every:
        return []
    found = Reader([thing.item for thing in every], products, named_only=True).mentions(text)
    return [m for m in found if m.role is not Role.KEPT] or found


def _places(mention: Mention) -> tuple[int, ...]:
    """All of the kind: "how many mugs", "the boots"; fewer only where a description tells them apart."""
    told_apart = mention.described and not mention.contradicts
    return (mention.sure + mention.choices) if told_apart else mention.all_of_kind


def without(text: str, orders: Sequence[Order], products: Mapping[str, Product]) -> str:
    """The text without the names of things."""
    said = tokens(text)
    for mention in reversed(_mentions(text, all_things(orders), products)):
        start, end = said[mention.start].start, said[mention.end - 1].end
        text = f"{text[:start]} {text[end:]}"
    return text


def is_order_called(text: str, orders: Sequence[Order], products: Mapping[str, Product]) -> bool:
    """Whether a thing is only the name of an order: "the tent order"."""
    said = tokens(text)
    found = _mentions(text, all_things(orders), products)
    return any(
        m.role is Role.LOCATES or (m.end < len(said) and said[m.end].word in {"order", "orders"})
        for m in found
    )


def named(ctx: Context, text: str, *, owned: bool = True) -> tuple[str, ...]:
    """Names of things that the text names; with ``owned`` false those that nothing ordered goes by."""
    inside = things_in(text, ctx.orders, ctx.products).things
    if owned:
        return tuple(dict.fromkeys(thing.item.name for thing in inside))
    matches = [match.product for match in ctx.services.finder.find(text) if match.named]
    ids = {item.product_id for order in ctx.orders for item in order.items}
    if matches and ids.isdisjoint(product.product_id for product in matches):
        return tuple(product.name for product in matches)
    called = ctx.turn.entity("product")
    return (called,) if called and called in text and not inside and not matches else ()
