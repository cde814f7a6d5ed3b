"""Payment histories and gift cards: every line in the one moves the other by the same amount."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sqlalchemy import select

from shop import views
from shop.changes.job import Job, stamp
from shop.methods import GIFT_CARD, Check, chosen
from shop.refusals import BalanceTooLow
from shop.tables import OrderRow, PaymentMethodRow, PaymentRow
from shop.types import PaymentMethod

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """One line to be added to a payment history."""

    kind: Literal["payment", "refund"]
    amount: Decimal
    method_id: str


class Wallet:
    """The customer's payment methods, locked against other writers until the transaction ends."""

    def __init__(self, job: Job) -> None:
        query = select(PaymentMethodRow).where(PaymentMethodRow.user_id == job.user_id)
        # Locked in one order, read in the file's.
        locked = job.session.scalars(
            query.order_by(PaymentMethodRow.method_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        self._job = job
        self._rows = {row.method_id: row for row in sorted(locked, key=lambda row: row.position)}

    @property
    def methods(self) -> tuple[PaymentMethod, ...]:
        """Their records."""
        return tuple(views.payment_method(row) for row in self._rows.values())

    def choose(self, method_id: str, check: Check) -> PaymentMethod:
        """The method of that id. Raises `MethodNotFound`, or what stands against it."""
        return chosen(self.methods, method_id, check)

    def book(self, row: OrderRow, lines: Iterable[Line]) -> None:
        """Add lines to the order's payment history, and move gift cards by them.

        A refund to a gift card waits where the policy says so. Raises `BalanceTooLow`.
        """
        position = max((line.position for line in row.payments), default=-1)
        at = stamp(self._job, row)
        for line in lines:
            position += 1
            self._job.session.add(
                PaymentRow(
                    order_id=row.order_id,
                    position=position,
                    kind=line.kind,
                    amount=line.amount,
                    method_id=line.method_id,
                    at=at,
                    extra={},
                )
            )
            self._move(line)
        self._job.session.flush()

    def _move(self, line: Line) -> None:
        """The gift card's side of the line, if it is one and the customer still has it."""
        card = self._rows.get(line.method_id)
        if card is None or card.source != GIFT_CARD:
            return
        balance = card.balance or Decimal(0)
        if line.kind == "payment":
            if balance < line.amount:
                raise BalanceTooLow(card.method_id, balance, line.amount)
            card.balance = (balance - line.amount).quantize(CENT)
        elif GIFT_CARD in self._job.policy.refund.at_once:
            card.balance = (balance + line.amount).quantize(CENT)
