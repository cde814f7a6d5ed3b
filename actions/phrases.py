"""Records as the widget and the responses show them: amounts, options, cards. No sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from shop.quotes import Invoice, Swap
from shop.types import Address, Customer, Order, OrderItem, PaymentMethod, Product, Variant

# More variants than this are chosen on the product's page.
_MAX_VARIANTS = 40
CURRENCY_SIGNS = {"USD": "$", "CAD": "CA$", "EUR": "€", "GBP": "£"}


def money(amount: Decimal, currency: str) -> str:
    """ "$1,200.50"; a currency without a sign of its own is named before the amount."""
    sign = CURRENCY_SIGNS.get(currency, f"{currency} ")
    return f"{sign}{amount:,.2f}"


def money_text(amount: str, currency: str) -> str:
    """The same for an amount in the details of a refusal."""
    return money(Decimal(amount), currency)


def address_line(address: Address) -> str:
    """ "9 Oak Street, Apt 2, Boston, MA 02110, USA": what there is of it."""
    region = f"{address.state} {address.postcode}".strip()
    parts = (address.address1, address.address2, address.city, region, address.country)
    return ", ".join(part for part in parts if part)


def item_lines(items: Sequence[OrderItem], currency: str) -> str:
    """A line for each item, with options and price."""
    return "\n".join(f"- {i.name} ({options(i.options)}), {money(i.price, currency)}" for i in items)


def swap_lines(lines: Sequence[Swap], currency: str) -> str:
    """A line for each item: what it is, what it becomes, and the difference in price."""
    return "\n".join(
        f"- {line.old.name}: {options(line.old.options)} → {options(line.new.options)}"
        f" ({signed(line.difference, currency)})"
        for line in lines
    )


def signed(amount: Decimal, currency: str) -> str:
    """ "+$5.00", "-$5.00", "±$0.00"."""
    sign = "+" if amount > 0 else "-" if amount < 0 else "±"
    return f"{sign}{money(abs(amount), currency)}"


def invoice_lines(invoice: Invoice) -> str:
    """What was bought, line by line."""
    return "\n".join(
        f"- {line.quantity} × {line.name} ({options(line.options)}): {money(line.amount, invoice.currency)}"
        for line in invoice.lines
    )


def options(values: Mapping[str, str]) -> str:
    """ "green, 2-person"."""
    return ", ".join(values.values())


def item_names(order: Order) -> str:
    """ "Ridgeline 2, Basin Stove x2"."""
    counts: dict[str, int] = {}
    for item in order.items:
        counts[item.name] = counts.get(item.name, 0) + 1
    return ", ".join(name if n == 1 else f"{name} x{n}" for name, n in counts.items())


def short(text: str, longest: int) -> str:
    """The text, cut with an ellipsis where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def method(customer: Customer | None, method_id: str) -> str:
    """ "Visa ending in 4821", "PayPal", "gift card": how a payment method is called."""
    found = customer.payment_method(method_id) if customer else None
    return method_name(found) if found else method_id.rsplit("_", 1)[0].replace("_", " ")


def method_name(found: PaymentMethod) -> str:
    """The same for a method at hand."""
    if found.kind == "credit_card":
        return f"{(found.brand or 'card').capitalize()} ending in {found.last_four}"
    return {"paypal": "PayPal"}.get(found.kind, found.kind.replace("_", " "))


def tracking_ids(order: Order) -> list[str]:
    """All tracking numbers of an order, parcel by parcel."""
    return [tracking for parcel in order.fulfillments for tracking in parcel.tracking_ids]


def order_card(order: Order, currency: str) -> dict[str, Any]:
    """The ``order`` part of a message."""
    return {
        "order_id": order.order_id,
        "status": order.status,
        "placed_at": order.placed_at.isoformat() if order.placed_at else None,
        "timeline": _timeline(order),
        "total": money(order.total, currency),
        "items": [
            {"name": i.name, "options_text": options(i.options), "price": money(i.price, currency)}
            for i in order.items
        ],
        "tracking": tracking_ids(order),
    }


def _timeline(order: Order) -> list[dict[str, Any]]:
    """What is known to have happened to the parcels, each once: ``{what: shipped | delivered, at, carrier}``.

    An order has come when its last parcel has, and is on its way since the first one left.
    """
    shipped = [parcel for parcel in order.fulfillments if parcel.shipped_at]
    delivered = [parcel.delivered_at for parcel in order.fulfillments if parcel.delivered_at]
    events: list[dict[str, Any]] = []
    if shipped:
        first = min(shipped, key=lambda parcel: str(parcel.shipped_at))
        events.append({"what": "shipped", "at": _iso(first.shipped_at), "carrier": first.carrier})
    if delivered and len(delivered) == len(order.fulfillments):
        events.append({"what": "delivered", "at": _iso(max(delivered)), "carrier": None})
    return events


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def product_card(
    product: Product, currency: str, because: str | None = None, kind: str | None = None
) -> dict[str, Any]:
    """One entry of the ``products`` part of a message; ``kind``: what it has to do with ``because``."""
    low, high = product.price_range or (Decimal(0), Decimal(0))
    card: dict[str, Any] = {
        "product_id": product.product_id,
        "name": product.name,
        "price": money(low, currency),
        "options_text": variants_text(product.variants),
        "in_stock": product.in_stock,
        "url": f"/p/{product.product_id}",
        "category": product.category,
    }
    if 0 < len(product.variants) <= _MAX_VARIANTS:
        card["variants"] = [_variant(variant, currency) for variant in product.variants]
    if high > low:
        card["price_to"] = money(high, currency)
    if because:
        card["because"] = because
        card["because_kind"] = kind
    return card


def _variant(variant: Variant, currency: str) -> dict[str, Any]:
    return {
        "item_id": variant.item_id,
        "options": dict(variant.options),
        "price": money(variant.price, currency),
        "in_stock": variant.available,
        "stock": variant.stock if variant.available else None,
    }


def variants_text(variants: Sequence[Variant]) -> str:
    """ "green, blue · 2-person, 3-person": the values of each option in turn."""
    values: dict[str, list[str]] = {}
    for variant in variants:
        for option, value in variant.options.items():
            known = values.setdefault(option, [])
            if value not in known:
                known.append(value)
    return " · ".join(", ".join(known) for known in values.values())
