"""What all changes share: the job at hand, finding and taking an order, and the audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shop import views
from shop.identity import find_order_id
from shop.policy import Policy
from shop.refusals import OrderNotFound, WrongState
from shop.rules import Action
from shop.tables import AuditRow, Json, OrderRow, ProductRow, StateRow, VariantRow
from shop.types import Order, Product, Variant

# What of an order's unknown fields a change may have written: it belongs in the audit.
_REQUESTS = ("return_", "exchange_", "item_changes")


@dataclass(frozen=True, slots=True)
class Job:
    """One change being made: for whom, under which rules, at what time of the shop, and where asked for."""

    session: Session
    policy: Policy
    now: datetime
    user_id: str
    conversation: str

    def product(self, product_id: str) -> Product | None:
        """The product of that id as this transaction sees it, or None."""
        row = self.session.get(ProductRow, product_id)
        return views.product(row) if row else None

    def variant(self, item_id: str) -> tuple[Product, Variant] | None:
        """The product and variant of that SKU as this transaction sees it, or None."""
        row = self.session.get(VariantRow, item_id)
        product = self.product(row.product_id) if row else None
        return (product, views.variant(row)) if row and product else None


def find(session: Session, user_id: str, text: str, *, lock: bool = False) -> OrderRow:
    """The customer's order that the text means. Raises `OrderNotFound`, also when it is somebody else's."""
    order_id = find_order_id(session, user_id, text)
    query = select(OrderRow).where(OrderRow.order_id == order_id)
    row = session.scalar(query.with_for_update() if lock else query) if order_id is not None else None
    if row is None:
        raise OrderNotFound
    return row


def stamp(job: Job, row: OrderRow) -> str | None:
    """The time to write on a line of the order: an imported order without times stays one."""
    return job.now.isoformat(timespec="seconds") if row.placed_at else None


def take(job: Job, action: Action, row: OrderRow, states: Sequence[str], **values: Any) -> None:
    """Write these columns of the order only where its status still allows it.

    The row is locked and was checked, so this is the second lock on the same door. Raises `WrongState`.
    """
    changed = job.session.scalars(
        update(OrderRow)
        .where(OrderRow.order_id == row.order_id, OrderRow.status.in_(states))
        .values(**values)
        .returning(OrderRow.order_id)
        .execution_options(synchronize_session=False)
    ).all()
    if not changed:
        job.session.refresh(row)
        raise WrongState(row.order_id, row.status, states, action)


def finish(job: Job, action: Action, before: Order, row: OrderRow) -> Order:
    """The order as it is now, with the change in the audit."""
    job.session.flush()
    job.session.expire(row)
    after = views.order(row)
    audit(job, action, row.order_id, facts(before), facts(after))
    return after


def facts(order: Order) -> Json:
    """What of an order an audit needs: its status, address, money, items, and what was asked for."""
    return {
        "status": order.status,
        "cancel_reason": order.cancel_reason,
        "address": [
            order.address.address1,
            order.address.address2,
            order.address.city,
            order.address.state,
            order.address.country,
            order.address.postcode,
        ],
        "items": [item.item_id for item in order.items],
        "payments": [[line.kind, str(line.amount), line.method_id] for line in order.payments],
        **{name: value for name, value in order.extra.items() if name.startswith(_REQUESTS)},
    }


def audit(job: Job, action: Action, subject: str, before: Json, after: Json) -> None:
    """Add an audit row for the job."""
    record(job.session, job.user_id, action, subject, job.conversation, before, after)


def record(
    session: Session, actor: str, action: str, subject: str, conversation: str, before: Json, after: Json
) -> None:
    """Add an audit row at the machine's own time, and raise the revision so that readers read anew."""
    session.add(
        AuditRow(
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
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
