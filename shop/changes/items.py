"""Swapping units: in an order that has not left at once, in one that has arrived as a request."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from shop import choice, methods, rules, views
from shop.changes import stock
from shop.changes.job import Job, find, finish, take
from shop.changes.money import Line, Wallet
from shop.policy import Modify
from shop.quotes import ChangeQuote, Swap
from shop.refusals import NotOffered, PriceChanged
from shop.tables import OrderItemRow, OrderRow, VariantRow
from shop.types import Change, Order


def change_items(
    job: Job, text: str, changes: Sequence[Change], method_id: str, expected: Decimal | None
) -> Order:
    """Put other variants in the place of units; the method pays the difference or gets it.

    Raises `OrderNotFound`, what `rules.why_not_change_items`, `choice.swaps` and `methods.difference` have,
    and `PriceChanged`.
    """
    row = find(job.session, job.user_id, text, lock=True)
    before = views.order(row)
    refusal = rules.why_not_change_items(job.policy, before)
    if refusal:
        raise refusal
    rule = job.policy.modify
    if rule is None:
        raise NotOffered("change_items")
    quote = choice.swaps(
        before, changes, "change_items", job.variant, same_product_only=rule.same_product_only
    )
    agreed(quote.difference, expected)
    wallet = Wallet(job)
    wallet.choose(method_id, methods.difference(job.policy, before, quote.difference, rule.refund_to))
    _take(job, row, rule, before)
    wallet.book(row, _lines(rule, quote.difference, method_id))
    _move(job, quote)
    for line in quote.lines:
        _put(job, row, line)
    return finish(job, "change_items", before, row)


def exchange_items(
    job: Job, text: str, changes: Sequence[Change], method_id: str, expected: Decimal | None
) -> Order:
    """Ask for other variants in exchange for units that have arrived.

    The new units are put aside at once; the difference moves when the old ones have come back.
    Raises `OrderNotFound`, what `rules.why_not_exchange`, `rules.why_not_item`, `choice.swaps` and
    `methods.difference` have, and `PriceChanged`.
    """
    row = find(job.session, job.user_id, text, lock=True)
    before = views.order(row)
    refusal = rules.why_not_exchange(job.policy, before, job.now, job.product)
    if refusal:
        raise refusal
    rule = job.policy.exchange
    if rule is None:
        raise NotOffered("exchange_items")
    quote = choice.swaps(
        before, changes, "exchange_items", job.variant, same_product_only=rule.same_product_only
    )
    for line in quote.lines:
        refusal = rules.why_not_item(
            job.policy, before, line.position, "exchange_items", job.now, job.product
        )
        if refusal:
            raise refusal
    agreed(quote.difference, expected)
    check = methods.difference(job.policy, before, quote.difference, rule.refund_to)
    Wallet(job).choose(method_id, check)
    request = {
        "exchange_items": sorted(line.old.item_id for line in quote.lines),
        "exchange_new_items": sorted(line.new.item_id for line in quote.lines),
        "exchange_payment_method_id": method_id,
        "exchange_price_difference": float(quote.difference),
    }
    take(job, "exchange_items", row, rule.states, status=rule.status_after, extra={**row.extra, **request})
    stock.move(job.session, out=(line.new.item_id for line in quote.lines))
    return finish(job, "exchange_items", before, row)


def agreed(now: Decimal, expected: Decimal | None) -> None:
    """Raise `PriceChanged` where the shopper said yes to another amount."""
    if expected is not None and now != expected:
        raise PriceChanged(expected, now)


def _take(job: Job, row: OrderRow, rule: Modify, before: Order) -> None:
    """The last change that is allowed is seen by the status; where there are more, they are counted."""
    used = rules.item_changes(before) + 1
    if used >= rule.item_changes_per_order:
        take(job, "change_items", row, rule.states, status=rule.status_after_items)
    else:
        take(job, "change_items", row, rule.states, extra={**row.extra, rules.ITEM_CHANGES: used})


def _lines(rule: Modify, difference: Decimal, method_id: str) -> list[Line]:
    if not difference and not rule.note_no_difference:
        return []
    return [Line("payment" if difference > 0 else "refund", abs(difference), method_id)]


def _move(job: Job, quote: ChangeQuote) -> None:
    stock.move(
        job.session,
        back=(line.old.item_id for line in quote.lines),
        out=(line.new.item_id for line in quote.lines),
    )


def _put(job: Job, row: OrderRow, line: Swap) -> None:
    """Write the new variant on the order's line. The name stays as ordered while the product does."""
    item: OrderItemRow = row.items[line.position]
    variant = job.session.get_one(VariantRow, line.new.item_id)
    if item.product_id != line.product.product_id:
        item.product_id, item.name = line.product.product_id, line.product.name
    item.item_id, item.price, item.options = variant.item_id, variant.price, dict(variant.options)
