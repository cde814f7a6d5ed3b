"""What may be done to orders. Each action is one transaction: all of it happens, once, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from shop import views
from shop.identity import find_order_id
from shop.policy import Policy
from shop.refusals import AlreadyCancelled, OrderNotFound, ReasonNotAccepted, Refusal, WrongState
from shop.tables import AuditRow, OrderRow, PaymentMethodRow, PaymentRow, StateRow, VariantRow
from shop.types import Order, Payment

CANCELLED = "cancelled"
GIFT_CARD = "gift_card"
CENT = Decimal("0.01")


def find(session: Session, user_id: str, text: str) -> OrderRow:
    """The customer's order that the text means. Raises `OrderNotFound`, also when it is somebody else's."""
    order_id = find_order_id(session, user_id, text)
    row = session.get(OrderRow, order_id) if order_id is not None else None
    if row is None:
        raise OrderNotFound
    return row


def why_not_cancel(policy: Policy, order_id: str, status: str) -> Refusal | None:
    """What stands against cancelling an order of that status, or None."""
    if status == CANCELLED:
        return AlreadyCancelled(order_id)
    if status not in policy.cancel.states:
        return WrongState(order_id, status, policy.cancel.states)
    return None


def cancel(
    session: Session, policy: Policy, user_id: str, text: str, reason: str, conversation: str
) -> Order:
    """Cancel an order inside the session's transaction: status, refunds, gift card credit, stock and audit.

    Raises `OrderNotFound`, `AlreadyCancelled`, `WrongState` or `ReasonNotAccepted`; the caller's transaction
    is then to be undone.
    """
    row = find(session, user_id, text)
    refusal = why_not_cancel(policy, row.order_id, row.status)
    if refusal:
        raise refusal
    accepted = policy.cancel.accepted(reason)
    if accepted is None:
        raise ReasonNotAccepted(reason, policy.cancel.reasons)
    before = _facts(views.order(row))
    now = datetime.now(UTC)
    _take(session, policy, row, accepted)
    _refund(session, policy, row, now)
    _restock(session, row)
    changed = _reload(session, row)
    record(session, now, user_id, "cancel", row.order_id, conversation, before, _facts(changed))
    return changed


def _take(session: Session, policy: Policy, row: OrderRow, reason: str) -> None:
    """Change the status only where it still allows it: of two sessions at once, one finds it so."""
    changed = session.scalars(
        update(OrderRow)
        .where(OrderRow.order_id == row.order_id, OrderRow.status.in_(policy.cancel.states))
        .values(status=CANCELLED, cancel_reason=reason)
        .returning(OrderRow.order_id)
        .execution_options(synchronize_session=False)
    ).all()
    if not changed:
        session.refresh(row)
        raise why_not_cancel(policy, row.order_id, row.status) or OrderNotFound


def _owed(payments: tuple[Payment, ...]) -> Iterator[tuple[str, Decimal]]:
    """What goes back for each original payment, less what went back before."""
    returned: dict[str, Decimal] = defaultdict(Decimal)
    for line in payments:
        if line.kind == "refund":
            returned[line.method_id] += line.amount
    for line in payments:
        if line.kind == "payment":
            before = min(line.amount, returned[line.method_id])
            returned[line.method_id] -= before
            if line.amount > before:
                yield line.method_id, line.amount - before


def _refund(session: Session, policy: Policy, row: OrderRow, now: datetime) -> None:
    """Add the refunds to the payment history; what the policy refunds at once is credited now."""
    position = max((line.position for line in row.payments), default=-1)
    # An imported order without times stays an order without times; the audit row has them anyway.
    at = now.isoformat(timespec="seconds") if row.placed_at else None
    for method_id, amount in _owed(tuple(views.payment(line) for line in row.payments)):
        position += 1
        session.add(
            PaymentRow(
                order_id=row.order_id,
                position=position,
                kind="refund",
                amount=amount,
                method_id=method_id,
                at=at,
                extra={},
            )
        )
        if GIFT_CARD in policy.refund.at_once:
            _credit(session, row.user_id, method_id, amount)


def _credit(session: Session, user_id: str, method_id: str, amount: Decimal) -> None:
    """Put the amount on the gift card, if it is one and still there, locked against other writers."""
    card = session.scalar(
        select(PaymentMethodRow)
        .where(PaymentMethodRow.user_id == user_id, PaymentMethodRow.method_id == method_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if card is not None and card.source == GIFT_CARD:
        card.balance = ((card.balance or Decimal(0)) + amount).quantize(CENT)
        session.flush()


def _restock(session: Session, row: OrderRow) -> None:
    """Give counted units back to the stock, always in one order so that sessions cannot deadlock."""
    for item_id in sorted(item.item_id for item in row.items):
        session.execute(
            update(VariantRow)
            .where(VariantRow.item_id == item_id, VariantRow.stock.is_not(None))
            .values(
                # Only an emptied shelf made it unavailable; one that the shop took off sale stays off.
                available=case((VariantRow.stock <= 0, True), else_=VariantRow.available),
                stock=VariantRow.stock + 1,
            )
            .execution_options(synchronize_session=False)
        )


def _reload(session: Session, row: OrderRow) -> Order:
    session.flush()
    session.expire(row)
    return views.order(row)


def _facts(order: Order) -> dict[str, Any]:
    """What of an order an audit needs: its status, its money, its items."""
    return {
        "status": order.status,
        "cancel_reason": order.cancel_reason,
        "items": [item.item_id for item in order.items],
        "payments": [[line.kind, str(line.amount), line.method_id] for line in order.payments],
    }


def record(
    session: Session,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    conversation: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Add an audit row, and raise the store's revision so that readers drop what they remember."""
    session.add(
        AuditRow(
            at=at.isoformat(timespec="milliseconds"),
            actor=actor,
            action=action,
            subject=subject,
            conversation=conversation,
            before=before,
            after=after,
        )
    )
    session.execute(
        update(StateRow).values(revision=StateRow.revision + 1).execution_options(synchronize_session=False)
    )
    session.flush()
