"""What the store tells and never changes: catalogue, people, orders, and what a change would come to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, selectinload

from shop import choice, identity, methods, rules, views
from shop.changes import job, reorder
from shop.database import reading
from shop.invoice import invoice
from shop.policy import Policy
from shop.quotes import ChangeQuote, Invoice, ReorderQuote, ReturnLine, ReturnQuote
from shop.refusals import OrderNotFound, Refusal
from shop.tables import AuditRow, OrderRow, ProductRow, StateRow, UserRow
from shop.types import AuditEntry, Change, Claim, Customer, ItemRef, Order, PaymentMethod, Product, Variant

Clock = Callable[[], datetime]


class _Catalogue:
    """The catalogue at one revision of the store."""

    def __init__(self, revision: int, products: tuple[Product, ...]) -> None:
        self.revision = revision
        self.products = products
        self.by_id: Mapping[str, Product] = {product.product_id: product for product in products}
        self.by_item: Mapping[str, tuple[Product, Variant]] = {
            variant.item_id: (product, variant) for product in products for variant in product.variants
        }


class Reader:
    """The store's reading half; `shop.Store` is the whole. Its records are of the moment they were read."""

    def __init__(self, engine: Engine, policy: Policy, clock: Clock | None = None) -> None:
        self._engine = engine
        self._catalogue: _Catalogue | None = None
        self._loading = threading.Lock()
        self._clock = clock
        self.policy = policy

    def now(self) -> datetime:
        """The shop's time: the clock it was opened with, else where its policy stands still, else now."""
        if self._clock is not None:
            return self._clock()
        return self.policy.stands_still_at or datetime.now(UTC)

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

    def variants_of(self, product_id: str, *, available: bool = False) -> tuple[Variant, ...]:
        """The product's variants, or only those that can be had now; () for a product there is not."""
        product = self.product(product_id)
        variants = product.variants if product else ()
        return tuple(variant for variant in variants if variant.available or not available)

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
        """The customer of that id, with today's gift card balances, or None."""
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
            return views.order(job.find(session, user_id, order_id))

    def invoice(self, user_id: str, order_id: str) -> Invoice:
        """A copy of the invoice of the customer's order, as the order stands. Raises `OrderNotFound`."""
        with reading(self._engine) as session:
            order = views.order(job.find(session, user_id, order_id))
            row = session.get(UserRow, user_id)
            if row is None:
                raise OrderNotFound
            return invoice(self.policy, views.customer(row), order)

    def identify(self, claim: Claim) -> str | None:
        """The user_id that the claim proves under the policy, else None, whatever the cause."""
        with reading(self._engine) as session:
            return identity.identify(session, self.policy.identify, claim)

    def audit(self, subject: str) -> tuple[AuditEntry, ...]:
        """What was done to that order (order_id) or that account (user_id), oldest first."""
        query = select(AuditRow).where(AuditRow.subject == subject).order_by(AuditRow.audit_id)
        with reading(self._engine) as session:
            return tuple(views.audit_entry(row) for row in session.scalars(query))

    # May it be done? The same rules that the changes keep; None is a yes.

    def why_not_cancel(self, order: Order) -> Refusal | None:
        """What stands against cancelling that order, or None."""
        return rules.why_not_cancel(self.policy, order)

    def why_not_change_address(self, order: Order) -> Refusal | None:
        """What stands against sending that order elsewhere, or None."""
        return rules.why_not_change_address(self.policy, order)

    def why_not_change_payment(self, order: Order) -> Refusal | None:
        """What stands against paying that order with another method, or None."""
        return rules.why_not_change_payment(self.policy, order)

    def why_not_change_items(self, order: Order) -> Refusal | None:
        """What stands against changing items of that order, or None."""
        return rules.why_not_change_items(self.policy, order)

    def why_not_return(self, order: Order) -> Refusal | None:
        """What stands against returning anything of that order, or None."""
        return rules.why_not_return(self.policy, order, self.now(), self.product)

    def why_not_exchange(self, order: Order) -> Refusal | None:
        """What stands against exchanging anything of that order, or None."""
        return rules.why_not_exchange(self.policy, order, self.now(), self.product)

    def why_not_reorder(self, order: Order) -> Refusal | None:  # noqa: ARG002
        """What stands against ordering that order again, or None; what is missing, `quote_reorder` tells."""
        return rules.why_not_reorder(self.policy)

    def why_not_return_item(self, order: Order, ref: ItemRef) -> Refusal | None:
        """What stands against returning this unit of the order, or None: its days, and what kind it is."""
        return self._why_not_item(order, ref, "return_items")

    def why_not_exchange_item(self, order: Order, ref: ItemRef) -> Refusal | None:
        """What stands against exchanging this unit of the order, or None."""
        return self._why_not_item(order, ref, "exchange_items")

    def _why_not_item(self, order: Order, ref: ItemRef, action: rules.Action) -> Refusal | None:
        try:
            (at,) = choice.positions(order, [ref], action)
        except Refusal as refusal:
            return refusal
        return rules.why_not_item(self.policy, order, at, action, self.now(), self.product)

    # What would it come to? Nothing is changed, and nothing is kept for anybody.

    def quote_change(self, order: Order, changes: Sequence[Change]) -> ChangeQuote:
        """What changing items of the order comes to.

        Raises `NothingChosen`, `ItemNotInOrder`, `VariantNotFound`, `OtherProduct`, `SameItem` or
        `OutOfStock`.
        """
        same = self.policy.modify is None or self.policy.modify.same_product_only
        return choice.swaps(order, changes, "change_items", self.variant, same_product_only=same)

    def quote_exchange(self, order: Order, changes: Sequence[Change]) -> ChangeQuote:
        """What exchanging items of the order comes to. Raises what `quote_change` does."""
        same = self.policy.exchange is None or self.policy.exchange.same_product_only
        return choice.swaps(order, changes, "exchange_items", self.variant, same_product_only=same)

    def quote_return(self, order: Order, items: Sequence[ItemRef]) -> ReturnQuote:
        """What returning items of the order comes to. Raises `NothingChosen` or `ItemNotInOrder`."""
        lines = []
        for at in choice.positions(order, items, "return_items"):
            rule = rules.exception_for(self.policy, order.items[at], self.product)
            lines.append(ReturnLine(at, order.items[at], rule.what if rule else None))
        return ReturnQuote(tuple(lines))

    def quote_reorder(self, order: Order, items: Sequence[ItemRef] | None = None) -> ReorderQuote:
        """What ordering these units (None: all) again comes to, and which of them cannot be had now.

        Raises `NothingChosen`, `ItemNotInOrder`, or `NoDelivery` to the customer's address of today.
        """
        customer = self.customer(order.user_id)
        address = customer.address if customer else order.address
        return reorder.quote(self.policy, order, items, address, self.variant)

    # Which payment methods would be taken, with today's gift card balances.

    def gift_cards(self, user_id: str) -> tuple[PaymentMethod, ...]:
        """The customer's gift cards."""
        return tuple(method for method in self._methods(user_id) if method.kind == methods.GIFT_CARD)

    def methods_for_payment(self, order: Order) -> tuple[PaymentMethod, ...]:
        """Those that `change_payment` would take for the order."""
        return methods.fitting(self._methods(order.user_id), methods.other_charge(self.policy, order))

    def methods_for_difference(
        self, order: Order, difference: Decimal, *, exchange: bool = False
    ) -> tuple[PaymentMethod, ...]:
        """Those that could pay that difference, or get it where negative; the order's own come first."""
        rule = self.policy.exchange if exchange else self.policy.modify
        check = methods.difference(self.policy, order, difference, rule.refund_to if rule else None)
        return methods.fitting(self._methods(order.user_id), check, methods.originals(order))

    def methods_for_return(self, order: Order) -> tuple[PaymentMethod, ...]:
        """Those that could get the money for returned items of the order; the order's own come first."""
        check = methods.refund(order, self.policy.returns.refund_to if self.policy.returns else None)
        return methods.fitting(self._methods(order.user_id), check, methods.originals(order))

    def methods_for_total(self, user_id: str, total: Decimal) -> tuple[PaymentMethod, ...]:
        """Those that could pay that total."""
        return methods.fitting(self._methods(user_id), methods.charge(self.policy, total))

    def _methods(self, user_id: str) -> tuple[PaymentMethod, ...]:
        customer = self.customer(user_id)
        return customer.payment_methods if customer else ()


def _age(order: Order) -> tuple[bool, float]:
    """A key that grows with the time an order was placed; equal for all orders without one."""
    return (order.placed_at is not None, order.placed_at.timestamp() if order.placed_at else 0.0)


def _load_products(session: Session) -> tuple[Product, ...]:
    query = select(ProductRow).order_by(ProductRow.position).options(selectinload(ProductRow.variants))
    return tuple(views.product(row) for row in session.scalars(query))
