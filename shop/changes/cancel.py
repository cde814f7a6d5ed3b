"""Cancelling an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from shop import rules, views
from shop.changes import stock
from shop.changes.job import Job, find, finish, take
from shop.changes.money import Line, Wallet
from shop.refusals import ReasonNotAccepted
from shop.types import Order, Payment


def cancel(job: Job, text: str, reason: str) -> Order:
    """Cancel the order: status, refunds, gift card credit, stock and audit.

    Raises `OrderNotFound`, `AlreadyCancelled`, `AlreadyModified`, `WrongState` or `ReasonNotAccepted`.
    """
    row = find(job.session, job.user_id, text, lock=True)
    before = views.order(row)
    refusal = rules.why_not_cancel(job.policy, before)
    if refusal:
        raise refusal
    accepted = job.policy.cancel.accepted(reason)
    if accepted is None:
        raise ReasonNotAccepted(reason, job.policy.cancel.reasons)
    take(job, "cancel", row, job.policy.cancel.states, status=rules.CANCELLED, cancel_reason=accepted)
    Wallet(job).book(row, owed(before.payments))
    stock.move(job.session, back=(item.item_id for item in before.items))
    return finish(job, "cancel", before, row)


def owed(payments: Sequence[Payment]) -> list[Line]:
    """What goes back for each original payment, less what went back before, wherever that went to."""
    returned: dict[str, Decimal] = defaultdict(Decimal)
    for line in payments:
        if line.kind == "refund":
            returned[line.method_id] += line.amount
    left: list[tuple[str, Decimal]] = []
    for line in payments:
        if line.kind == "payment":
            before = min(line.amount, returned[line.method_id])
            returned[line.method_id] -= before
            left.append((line.method_id, line.amount - before))
    elsewhere = sum(returned.values(), Decimal(0))
    lines: list[Line] = []
    for method_id, amount in reversed(left):
        before = min(amount, elsewhere)
        elsewhere -= before
        if amount > before:
            lines.append(Line("refund", amount - before, method_id))
    return lines[::-1]
