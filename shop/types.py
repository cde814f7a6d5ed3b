"""What the shop hands out: frozen records, safe to keep, compare and pass between threads.

Money is `decimal.Decimal` in the policy's currency; times are aware datetimes (UTC where none is named).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Variant:
    """One thing that can be bought: a product in one combination of options. `item_id` is the SKU."""

    item_id: str
    options: Mapping[str, str]
    price: Decimal
    available: bool
    stock: int | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """One product with its variants, in the catalogue's own order."""

    product_id: str
    name: str
    category: str
    description: str
    specs: Mapping[str, str]
    variants: tuple[Variant, ...]
    keywords: tuple[str, ...] = ()

    @property
    def price_range(self) -> tuple[Decimal, Decimal] | None:
        """Lowest and highest price of the variants, or None where there are none."""
        prices = [variant.price for variant in self.variants]
        return (min(prices), max(prices)) if prices else None

    @property
    def in_stock(self) -> bool:
        """Whether at least one variant can be bought now."""
        return any(variant.available for variant in self.variants)


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address. `postcode` is the field `zip` of the export."""

    address1: str = ""
    address2: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """How somebody pays; of a card only the brand and the last four digits are ever known."""

    method_id: str
    kind: str
    brand: str | None = None
    last_four: str | None = None
    balance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """A person with an account."""

    user_id: str
    first_name: str
    last_name: str
    email: str
    address: Address
    payment_methods: tuple[PaymentMethod, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)

    def payment_method(self, method_id: str) -> PaymentMethod | None:
        """The method of that id, or None when the customer no longer has it."""
        return next((method for method in self.payment_methods if method.method_id == method_id), None)


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One unit that was ordered, as it was named and priced then."""

    name: str
    product_id: str
    item_id: str
    price: Decimal
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fulfillment:
    """One parcel: which items travel under which tracking numbers."""

    tracking_ids: tuple[str, ...]
    item_ids: tuple[str, ...]
    carrier: str | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """One line of an order's payment history; `kind` is "payment" or "refund", `amount` is never negative."""

    kind: str
    amount: Decimal
    method_id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One order with all that happened to it."""

    order_id: str
    user_id: str
    address: Address
    items: tuple[OrderItem, ...]
    status: str
    fulfillments: tuple[Fulfillment, ...]
    payments: tuple[Payment, ...]
    placed_at: datetime | None = None
    cancel_reason: str | None = None
    delivery_method: str | None = None
    delivery_price: Decimal | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """What the order costs: its items and the delivery."""
        return sum((item.price for item in self.items), self.delivery_price or Decimal(0))

    @property
    def refunded(self) -> Decimal:
        """What has been paid back so far."""
        return sum((p.amount for p in self.payments if p.kind == "refund"), Decimal(0))


# One unit of an order: its position (0 is the first), or its item_id, which means the first unit of it that
# was not named yet.
ItemRef = int | str
# Which unit, and the item_id of the variant to have instead.
Change = tuple[ItemRef, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says about themselves. Nothing here is trusted before `Store.identify` has checked it."""

    email: str | None = None
    order_id: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    postcode: str | None = None

    def given(self, name: str) -> str:
        """The stripped value of that field; "" when not given. Raises AttributeError for another name."""
        return (getattr(self, name) or "").strip()


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change of the store: who did what to which order or account, where, and what it was before."""

    at: datetime
    actor: str
    action: str
    subject: str
    conversation: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
