"""Ordering an earlier order again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import func, select, update

from shop import addresses, choice, identity, methods, rules, views
from shop.changes import stock
from shop.changes.items import agreed
from shop.changes.job import Job, audit, facts, find
from shop.changes.money import Line, Wallet
from shop.policy import Policy
from shop.quotes import ReorderQuote
from shop.refusals import CustomerNotFound, NotOffered, OutOfStock
from shop.tables import OrderItemRow, OrderRow, StateRow, UserRow, VariantRow
from shop.types import Address, ItemRef, Order

_NUMBER = re.compile(r"(.*?)(\d+)")


def quote(
    policy: Policy,
    order: Order,
    items: Sequence[ItemRef] | None,
    address: Address,
    find_variant: choice.FindVariant,
) -> ReorderQuote:
    """What ordering these units again to that address comes to. Raises `NoDelivery`, `ItemNotInOrder`."""
    lines, missing = choice.again(order, items, find_variant)
    goods = sum((line.new.price for line in lines), Decimal(0))
    way = addresses.delivery_to(policy, address.country, order.delivery_method)
    option = policy.delivery.option(way) if policy.delivery and way else None
    return ReorderQuote(lines, missing, address, way, option.price_of(goods) if option else None)


def reorder(
    job: Job, text: str, method_id: str, items: Sequence[ItemRef] | None, expected: Decimal | None
) -> Order:
    """Place a new order of the earlier one's units, at today's prices and to today's address of the customer.

    Raises `OrderNotFound`, `NotOffered`, `ItemNotInOrder`, `OutOfStock` when one of them cannot be had,
    `NoDelivery`, `PriceChanged`, `MethodNotFound`, `MethodNotAccepted` or `BalanceTooLow`.
    """
    old = views.order(find(job.session, job.user_id, text, lock=True))
    refusal = rules.why_not_reorder(job.policy)
    if refusal:
        raise refusal
    user = job.session.scalar(select(UserRow).where(UserRow.user_id == job.user_id).with_for_update())
    if user is None:
        raise CustomerNotFound
    found = quote(job.policy, old, items, views.address(user.address), job.variant)
    if found.missing:
        first = found.missing[0]
        raise OutOfStock(first.name, first.item_id, first.options)
    agreed(found.total, expected)
    wallet = Wallet(job)
    wallet.choose(method_id, methods.charge(job.policy, found.total))
    stock.move(job.session, out=(line.new.item_id for line in found.lines))
    row = _place(job, old.order_id, user, found)
    wallet.book(row, [Line("payment", found.total, method_id)])
    job.session.expire(row)
    placed = views.order(row)
    audit(job, "reorder", row.order_id, {"again": old.order_id}, facts(placed))
    return placed


def _place(job: Job, like: str, user: UserRow, found: ReorderQuote) -> OrderRow:
    """Write the new order under the next free id, and in the customer's list of orders."""
    if job.policy.reorder is None:
        raise NotOffered("reorder")
    # Locks the store's state: of two sessions, the second sees the id the first has taken.
    job.session.execute(
        update(StateRow).values(revision=StateRow.revision + 1).execution_options(synchronize_session=False)
    )
    order_id = next_id(like, job.session.scalars(select(OrderRow.order_id)))
    row = OrderRow(
        order_id=order_id,
        position=(job.session.scalar(select(func.max(OrderRow.position))) or 0) + 1,
        user_id=job.user_id,
        order_key=identity.order_key(order_id)[:255],
        order_digits=identity.order_digits(order_id)[:255],
        status=job.policy.reorder.status,
        address=dict(user.address),
        placed_at=job.now.isoformat(timespec="seconds"),
        delivery_method=found.delivery_method,
        delivery_price=found.delivery_price,
        extra={},
        items=[_item(job, position, line.new.item_id) for position, line in enumerate(found.lines)],
    )
    job.session.add(row)
    user.order_ids = [*user.order_ids, order_id]
    job.session.flush()
    return row


def _item(job: Job, position: int, item_id: str) -> OrderItemRow:
    variant = job.session.get_one(VariantRow, item_id)
    product = job.product(variant.product_id)
    return OrderItemRow(
        position=position,
        name=product.name if product else "",
        product_id=variant.product_id,
        item_id=item_id,
        price=variant.price,
        options=dict(variant.options),
        extra={},
    )


def next_id(like: str, taken: Iterable[str]) -> str:
    """An id after the highest of those spelled like this one: letters, then a number of as many digits."""
    pattern = _NUMBER.fullmatch(like)
    prefix, width = (pattern[1], len(pattern[2])) if pattern else (f"{like}-", 1)
    numbers = [int(text[len(prefix) :]) for text in taken if _continues(text, prefix)]
    return f"{prefix}{max(numbers, default=0) + 1:0{width}d}"


def _continues(order_id: str, prefix: str) -> bool:
    rest = order_id.removeprefix(prefix)
    return order_id.startswith(prefix) and rest.isascii() and rest.isdigit()
