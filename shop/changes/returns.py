"""Asking to return items of an order that has arrived."""

from __future__ import annotations

from collections.abc import Sequence

from shop import choice, methods, rules, views
from shop.changes.job import Job, find, finish, take
from shop.changes.money import Wallet
from shop.refusals import NotOffered
from shop.types import ItemRef, Order


def return_items(job: Job, text: str, items: Sequence[ItemRef], method_id: str) -> Order:
    """Ask to return units; the money goes to the method when they have come back, so no payment moves now.

    Raises `OrderNotFound`, what `rules.why_not_return`, `choice.positions` and `rules.why_not_item` have,
    `MethodNotFound` or `MethodNotAccepted`.
    """
    row = find(job.session, job.user_id, text, lock=True)
    before = views.order(row)
    refusal = rules.why_not_return(job.policy, before, job.now, job.product)
    if refusal:
        raise refusal
    rule = job.policy.returns
    if rule is None:
        raise NotOffered("return_items")
    chosen = choice.positions(before, items, "return_items")
    for at in chosen:
        refusal = rules.why_not_item(job.policy, before, at, "return_items", job.now, job.product)
        if refusal:
            raise refusal
    Wallet(job).choose(method_id, methods.refund(before, rule.refund_to))
    request = {
        "return_items": sorted(before.items[at].item_id for at in chosen),
        "return_payment_method_id": method_id,
    }
    take(job, "return_items", row, rule.states, status=rule.status_after, extra={**row.extra, **request})
    return finish(job, "return_items", before, row)
