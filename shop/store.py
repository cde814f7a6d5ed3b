"""The Store: the one door to catalogue, customers and orders. Safe to use from many threads."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, selectinload

from shop import identity, orders, views
from shop.database import open_engine, reading, writing
from shop.migrate import check_ready
from shop.policy import Policy, load_policy
from shop.refusals import Refusal
from shop.tables import AuditRow, OrderRow, ProductRow, StateRow, UserRow
from shop.types import AuditEntry, Claim, Customer, Order, Product, Variant


class _Catalogue:
    """The catalogue at one revision of the store."""

    def __init__(self, revision: int, products: tuple[Product, ...]) -> None:
        self.revision = revision
        self.products = products
        self.by_id: Mapping[str, Product] = {product.product_id: product for product in products}
        self.by_item: Mapping[str, tuple[Product, Variant]] = {
            variant.item_id: (product, variant) for product in products for variant in product.variants
        }


class Store:
    """The shop's data under its policy. Open with `Store.open`; close it, or use it in a `with` block.

    Every method raises `StoreNotReady` when the database stops answering; nothing is changed then.
    """

    def __init__(self, engine: Engine, policy: Policy) -> None:
        self._engine = engine
        self._catalogue: _Catalogue | None = None
        self._loading = threading.Lock()
        self.policy = policy

    @classmethod
    def open(cls, url: str, policy_path: Path | str) -> Self:
        """Open the store at an SQLAlchemy URL under the policy in that file.

        Raises `StoreNotReady` when the database is missing, unreachable or not migrated, and `PolicyError`.
        """
        policy = load_policy(policy_path)
        engine = open_engine(url)
        try:
            check_ready(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, policy)

    def close(self) -> None:
        """Give back the database connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # The catalogue.

    def products(self) -> tuple[Product, ...]:
        """All products, in the catalogue's own order."""
        return self._current().products

    def product(self, product_id: str) -> Product | None:
        """The product of that id, or None."""
        return self._current().by_id.get(product_id)

    def variant(self, item_id: str) -> tuple[Product, Variant] | None:
        """The product and variant of that SKU, or None."""
        return self._current().by_item.get(item_id)

    def _current(self) -> _Catalogue:
        """The catalogue as it is now: read again only when the store's revision has moved."""
        with reading(self._engine) as session:
            revision = session.scalar(select(StateRow.revision)) or 0
            known = self._catalogue
            if known is not None and known.revision == revision:
                return known
            with self._loading:
                known = self._catalogue
                if known is None or known.revision != revision:
                    known = self._catalogue = _Catalogue(revision, _load_products(session))
                return known

    # People and their orders.

    def customer(self, user_id: str) -> Customer | None:
        """The customer of that id, or None."""
        with reading(self._engine) as session:
            row = session.get(UserRow, user_id)
            return views.customer(row) if row else None

    def orders_of(self, user_id: str) -> tuple[Order, ...]:
        """The customer's orders, newest first; those without a time come last, the file's last one first."""
        query = select(OrderRow).where(OrderRow.user_id == user_id).order_by(OrderRow.position.desc())
        parts = [selectinload(part) for part in (OrderRow.items, OrderRow.fulfillments, OrderRow.payments)]
        with reading(self._engine) as session:
            found = [views.order(row) for row in session.scalars(query.options(*parts))]
        return tuple(sorted(found, key=_age, reverse=True))

    def order_for(self, user_id: str, order_id: str) -> Order:
        """The customer's order of that id, however it is spelled.

        Raises `OrderNotFound`, and the same one for an order of somebody else.
        """
        with reading(self._engine) as session:
            return views.order(orders.find(session, user_id, order_id))

    def identify(self, claim: Claim) -> str | None:
        """The user_id that the claim proves under the policy, else None, whatever the cause."""
        with reading(self._engine) as session:
            return identity.identify(session, self.policy.identify, claim)

    # What changes the store.

    def why_not_cancel(self, order: Order) -> Refusal | None:
        """What stands against cancelling that order, or None: the same rule that `cancel` keeps."""
        return orders.why_not_cancel(self.policy, order.order_id, order.status)

    def cancel(self, user_id: str, order_id: str, reason: str, *, conversation: str) -> Order:
        """Cancel the customer's order: refunds, gift card credit, stock and audit in one transaction, once.

        `reason` is one of the policy's, `conversation` goes to the audit. Returns the order as it is then.
        Raises `OrderNotFound`, `AlreadyCancelled`, `WrongState` or `ReasonNotAccepted`, and changes nothing.
        """
        with writing(self._engine) as session:
            return orders.cancel(session, self.policy, user_id, order_id, reason, conversation)

    def audit(self, subject: str) -> tuple[AuditEntry, ...]:
        """What was done to that order, oldest first."""
        query = select(AuditRow).where(AuditRow.subject == subject).order_by(AuditRow.audit_id)
        with reading(self._engine) as session:
            return tuple(views.audit_entry(row) for row in session.scalars(query))


def _age(order: Order) -> tuple[bool, float]:
    """A key that grows with the time an order was placed; equal for all orders without one."""
    return (order.placed_at is not None, order.placed_at.timestamp() if order.placed_at else 0.0)


def _load_products(session: Session) -> tuple[Product, ...]:
    query = select(ProductRow).order_by(ProductRow.position).options(selectinload(ProductRow.variants))
    return tuple(views.product(row) for row in session.scalars(query))
