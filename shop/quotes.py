"""What a change would come to, and what an order came to: frozen records, like `shop.types`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shop.types import Address, OrderItem, PaymentMethod, Product, Variant


@dataclass(frozen=True, slots=True)
class Swap:
    """One unit of an order, and the variant at today's price in its place (or once more)."""

    position: int
    old: OrderItem
    product: Product
    new: Variant

    @property
    def difference(self) -> Decimal:
        """What the new one costs more; negative where it costs less."""
        return self.new.price - self.old.price


@dataclass(frozen=True, slots=True)
class ChangeQuote:
    """What changing or exchanging items comes to."""

    lines: tuple[Swap, ...]

    @property
    def difference(self) -> Decimal:
        """What the shopper pays; negative for what goes back."""
        return sum((line.difference for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One unit to come back; `unless` is what may not, in the policy's words, like "worn socks"."""

    position: int
    item: OrderItem
    unless: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnQuote:
    """What returning items comes to."""

    lines: tuple[ReturnLine, ...]

    @property
    def amount(self) -> Decimal:
        """What goes back for them: the price paid, without delivery."""
        return sum((line.item.price for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class ReorderQuote:
    """What ordering again comes to; the units `missing` cannot be had now and are not in the total."""

    lines: tuple[Swap, ...]
    missing: tuple[OrderItem, ...]
    address: Address
    delivery_method: str | None
    delivery_price: Decimal | None

    @property
    def goods(self) -> Decimal:
        """What the items cost today."""
        return sum((line.new.price for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        """The items and the delivery."""
        return self.goods + (self.delivery_price or Decimal(0))


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """Units of one variant at one price."""

    name: str
    item_id: str
    options: Mapping[str, str]
    quantity: int
    unit_price: Decimal

    @property
    def amount(self) -> Decimal:
        """Quantity times price."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class InvoicePayment:
    """One line of the payment history, with the method where the customer still has it."""

    kind: str
    amount: Decimal
    method_id: str
    method: PaymentMethod | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Invoice:
    """A copy of an invoice: the order as it stands, what was paid for it and what went back."""

    order_id: str
    shop: str
    currency: str
    status: str
    placed_at: datetime | None
    customer_name: str
    email: str
    address: Address
    lines: tuple[InvoiceLine, ...]
    delivery_method: str | None
    delivery_price: Decimal | None
    payments: tuple[InvoicePayment, ...]

    @property
    def goods(self) -> Decimal:
        """What the items cost."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        """The items and the delivery."""
        return self.goods + (self.delivery_price or Decimal(0))

    @property
    def paid(self) -> Decimal:
        """What was paid in all, before anything went back."""
        return sum((line.amount for line in self.payments if line.kind == "payment"), Decimal(0))

    @property
    def refunded(self) -> Decimal:
        """What went back so far."""
        return sum((line.amount for line in self.payments if line.kind == "refund"), Decimal(0))
