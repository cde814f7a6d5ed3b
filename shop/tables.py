"""The database's tables. Nothing outside `shop` sees these rows.

Every table of imported things has `extra`: fields of the file that we do not know, kept so that an export
gives them back. A known optional field that was null in the file is kept there too, as null.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

KEY = 255

Json = dict[str, Any]


class Money(TypeDecorator[Decimal]):
    """An exact decimal, stored as text: SQLite has no decimals, and floats would change numbers."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the plain digits, never an exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Read the digits back unchanged."""
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """Common ground of the tables: fixed constraint names, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
        }
    )
    type_annotation_map = {Decimal: Money, Json: JSON, list[str]: JSON, str: String(KEY)}


class ProductRow(Base):
    """A product; `position` keeps the order of the file."""

    __tablename__ = "products"

    product_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    category: Mapped[str | None]
    description: Mapped[str | None] = mapped_column(Text)
    specs: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))
    keywords: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    extra: Mapped[Json]
    variants: Mapped[list[VariantRow]] = relationship(order_by="VariantRow.position")


class VariantRow(Base):
    """A variant; `stock` is null in shops that only say whether it is available."""

    __tablename__ = "variants"

    item_id: Mapped[str] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.product_id"), index=True)
    position: Mapped[int]
    options: Mapped[Json]
    price: Mapped[Decimal]
    available: Mapped[bool]
    stock: Mapped[int | None]
    extra: Mapped[Json]


class UserRow(Base):
    """A customer. The `_key` columns hold what identity is compared by."""

    __tablename__ = "users"

    user_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    first_name: Mapped[str]
    last_name: Mapped[str]
    name_extra: Mapped[Json]
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(index=True)
    name_key: Mapped[str] = mapped_column(index=True)
    postcode_key: Mapped[str]
    address: Mapped[Json]
    order_ids: Mapped[list[str]]
    extra: Mapped[Json]
    payment_methods: Mapped[list[PaymentMethodRow]] = relationship(order_by="PaymentMethodRow.position")


class PaymentMethodRow(Base):
    """A way to pay: a card (brand and last four digits), PayPal, or a gift card with its balance."""

    __tablename__ = "payment_methods"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), primary_key=True)
    method_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    source: Mapped[str]
    brand: Mapped[str | None]
    last_four: Mapped[str | None] = mapped_column(String(4))
    balance: Mapped[Decimal | None]
    extra: Mapped[Json]


class OrderRow(Base):
    """An order. `order_key` and `order_digits` are what people's spellings of its id are compared with."""

    __tablename__ = "orders"

    order_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), index=True)
    order_key: Mapped[str] = mapped_column(index=True)
    order_digits: Mapped[str] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(index=True)
    address: Mapped[Json]
    placed_at: Mapped[str | None]
    cancel_reason: Mapped[str | None]
    delivery_method: Mapped[str | None]
    delivery_price: Mapped[Decimal | None]
    extra: Mapped[Json]
    items: Mapped[list[OrderItemRow]] = relationship(order_by="OrderItemRow.position")
    fulfillments: Mapped[list[FulfillmentRow]] = relationship(order_by="FulfillmentRow.position")
    payments: Mapped[list[PaymentRow]] = relationship(order_by="PaymentRow.position")


class OrderItemRow(Base):
    """One unit of an order. Not bound to the catalogue: products may go while orders stay."""

    __tablename__ = "order_items"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.order_id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    product_id: Mapped[str]
    item_id: Mapped[str]
    price: Mapped[Decimal]
    options: Mapped[Json]
    extra: Mapped[Json]


class FulfillmentRow(Base):
    """One parcel of an order. Times are kept as the file wrote them."""

    __tablename__ = "fulfillments"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.order_id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    tracking_ids: Mapped[list[str]]
    item_ids: Mapped[list[str]]
    carrier: Mapped[str | None]
    shipped_at: Mapped[str | None]
    delivered_at: Mapped[str | None]
    extra: Mapped[Json]


class PaymentRow(Base):
    """One line of an order's payment history."""

    __tablename__ = "payments"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.order_id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    amount: Mapped[Decimal]
    method_id: Mapped[str]
    at: Mapped[str | None]
    extra: Mapped[Json]


class AuditRow(Base):
    """One change of the store. Rows are only ever added; they outlive an import that replaces the rest."""

    __tablename__ = "audit"

    audit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[str]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    conversation: Mapped[str]
    before: Mapped[Json]
    after: Mapped[Json]


class StateRow(Base):
    """The single row about the store: where its data came from, and a number that grows with every change."""

    __tablename__ = "store_state"

    state_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]
    origin: Mapped[str]
    extra: Mapped[Json]
