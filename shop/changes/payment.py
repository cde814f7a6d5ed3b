"""Paying an order with another method."""

from __future__ import annotations

from shop import methods, rules, views
from shop.changes.job import Job, find, finish
from shop.changes.money import Line, Wallet
from shop.types import Order


def change_payment(job: Job, text: str, method_id: str) -> Order:
    """Charge the whole order to another method and give the first one its money back.

    Raises `OrderNotFound`, what `rules.why_not_change_payment` has, `MethodNotFound`, `SameMethod`,
    `MethodNotAccepted` or `BalanceTooLow`.
    """
    row = find(job.session, job.user_id, text, lock=True)
    before = views.order(row)
    refusal = rules.why_not_change_payment(job.policy, before)
    if refusal:
        raise refusal
    wallet = Wallet(job)
    method = wallet.choose(method_id, methods.other_charge(job.policy, before))
    paid = before.payments[0]
    lines = (Line("payment", paid.amount, method.method_id), Line("refund", paid.amount, paid.method_id))
    wallet.book(row, lines)
    return finish(job, "change_payment", before, row)
