"""A copy of an order's invoice."""

from __future__ import annotations

from collections import Counter

from shop.policy import Policy
from shop.quotes import Invoice, InvoiceLine, InvoicePayment
from shop.types import Customer, Order, OrderItem


def invoice(policy: Policy, customer: Customer, order: Order) -> Invoice:
    """The order as it stands: equal units on one line, and every payment and refund."""
    return Invoice(
        order_id=order.order_id,
        shop=policy.shop,
        currency=policy.currency,
        status=order.status,
        placed_at=order.placed_at,
        customer_name=f"{customer.first_name} {customer.last_name}".strip(),
        email=customer.email,
        address=order.address,
        lines=_lines(order.items),
        delivery_method=order.delivery_method,
        delivery_price=order.delivery_price,
        payments=tuple(
            InvoicePayment(
                line.kind, line.amount, line.method_id, customer.payment_method(line.method_id), line.at
            )
            for line in order.payments
        ),
    )


def _lines(items: tuple[OrderItem, ...]) -> tuple[InvoiceLine, ...]:
    units = Counter((item.item_id, item.price) for item in items)
    first = {(item.item_id, item.price): item for item in reversed(items)}
    return tuple(
        InvoiceLine(first[key].name, first[key].item_id, first[key].options, count, first[key].price)
        for key, count in units.items()
    )
