"""Which products may be suggested to somebody at all: hard limits first, then the ranking of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from actions.reply import Reply
from actions.resolve.budget import Budget
from actions.resolve.options import options_of, variants_with, wished_options
from actions.services import Services
from actions.turn import Turn
from shop.types import Product

CANCELLED = "cancelled"
# So many of the latest orders say what somebody may like.
TELLING_ORDERS = 3


def shopper_of(turn: Turn, reply: Reply) -> str | None:
    """Who is known to be talking, by the shop's token or by what they have told."""
    known = turn.metadata.get("user_id") or reply.current(turn.slots, "user_id")
    return str(known) if known else None


def in_basket(turn: Turn) -> list[str]:
    """What lies in the shop's basket, as far as the shopper lets us know."""
    basket = turn.metadata.get("basket")
    return [str(product_id) for product_id in basket] if isinstance(basket, list) else []


def owned(services: Services, user_id: str | None) -> set[str]:
    """Everything the shopper has ever ordered, kept, returned or cancelled: none of it is news to them."""
    orders = services.store.orders_of(user_id) if user_id else ()
    return {item.product_id for order in orders for item in order.items}


def latest_bought(services: Services, user_id: str | None) -> list[str]:
    """Products of the latest orders that were not cancelled, the newest first."""
    orders = [o for o in services.store.orders_of(user_id) if o.status != CANCELLED] if user_id else []
    bought = (item.product_id for order in orders[:TELLING_ORDERS] for item in order.items)
    return list(dict.fromkeys(bought))


def sellable(services: Services, excluded: Iterable[str], budget: Budget | None = None) -> list[Product]:
    """Products in stock with a version inside the budget, without those excluded."""
    out = set(excluded)
    within = budget or Budget()
    return [
        product
        for product in services.store.products()
        if product.in_stock and product.product_id not in out and _affordable(product, within)
    ]


def with_options(products: Sequence[Product], wishes: Sequence[str]) -> list[Product]:
    """Those that can be had as wished ("blue", "2-person"); all where no product knows such a wish."""
    left = list(products)
    for wish in wishes:
        named = [(product, wished_options(wish, product)) for product in left if options_of(product)]
        knowing = [(product, options) for product, options in named if options]
        if knowing:
            left = [p for p, options in knowing if any(v.available for v in variants_with(p, options))]
    return left


def cheapest(product: Product) -> Decimal:
    """The lowest price among its versions in stock; infinite where none is."""
    return min((v.price for v in product.variants if v.available), default=Decimal("Infinity"))


def _affordable(product: Product, budget: Budget) -> bool:
    return any(variant.available and budget.holds(variant.price) for variant in product.variants)
