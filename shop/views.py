"""From rows of the database to the records that leave it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shop.tables import (
    AuditRow,
    FulfillmentRow,
    OrderItemRow,
    OrderRow,
    PaymentMethodRow,
    PaymentRow,
    ProductRow,
    UserRow,
    VariantRow,
)
from shop.types import (
    Address,
    AuditEntry,
    Customer,
    Fulfillment,
    Order,
    OrderItem,
    Payment,
    PaymentMethod,
    Product,
    Variant,
)


def moment(text: str | None) -> datetime | None:
    """An ISO 8601 text as an aware datetime, UTC where it names no zone. Raises ValueError."""
    if text is None:
        return None
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _texts(values: Mapping[str, Any] | None) -> Mapping[str, str]:
    return {name: _text(value) for name, value in (values or {}).items()}


def _text(value: object) -> str:
    """JSON's true and null are words of computers, not of shoppers."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def variant(row: VariantRow) -> Variant:
    """A variant's record."""
    return Variant(row.item_id, _texts(row.options), row.price, row.available, row.stock)


def product(row: ProductRow) -> Product:
    """A product's record with its variants."""
    return Product(
        row.product_id,
        row.name,
        row.category or "",
        row.description or "",
        _texts(row.specs),
        tuple(variant(item) for item in row.variants),
        tuple(row.keywords or ()),
    )


def address(fields: Mapping[str, Any]) -> Address:
    """An address's record; fields it lacks are ""."""
    names = ("address1", "address2", "city", "state", "country", "zip")
    return Address(*(_text(fields.get(name)) for name in names))


def payment_method(row: PaymentMethodRow) -> PaymentMethod:
    """A payment method's record."""
    return PaymentMethod(row.method_id, row.source, row.brand, row.last_four, row.balance)


def customer(row: UserRow) -> Customer:
    """A customer's record."""
    return Customer(
        row.user_id,
        row.first_name,
        row.last_name,
        row.email,
        address(row.address),
        tuple(payment_method(method) for method in row.payment_methods),
        dict(row.extra),
    )


def order_item(row: OrderItemRow) -> OrderItem:
    """An ordered unit's record."""
    return OrderItem(row.name, row.product_id, row.item_id, row.price, _texts(row.options))


def fulfillment(row: FulfillmentRow) -> Fulfillment:
    """A parcel's record."""
    return Fulfillment(
        tuple(row.tracking_ids),
        tuple(row.item_ids),
        row.carrier,
        moment(row.shipped_at),
        moment(row.delivered_at),
    )


def payment(row: PaymentRow) -> Payment:
    """A payment's record."""
    return Payment(row.kind, row.amount, row.method_id, moment(row.at))


def order(row: OrderRow) -> Order:
    """An order's record with everything that belongs to it."""
    return Order(
        order_id=row.order_id,
        user_id=row.user_id,
        address=address(row.address),
        items=tuple(order_item(item) for item in row.items),
        status=row.status,
        fulfillments=tuple(fulfillment(parcel) for parcel in row.fulfillments),
        payments=tuple(payment(line) for line in row.payments),
        placed_at=moment(row.placed_at),
        cancel_reason=row.cancel_reason,
        delivery_method=row.delivery_method,
        delivery_price=row.delivery_price,
        extra=dict(row.extra),
    )


def audit_entry(row: AuditRow) -> AuditEntry:
    """A change's record."""
    return AuditEntry(
        datetime.fromisoformat(row.at),
        row.actor,
        row.action,
        row.subject,
        row.conversation,
        row.before,
        row.after,
    )
