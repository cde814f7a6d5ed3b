"""From the export's shape, `{products, users, orders}`, to rows. The inverse of `shop.exporting`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from shop import identity
from shop.errors import ImportRefused
from shop.shape import Node
from shop.tables import (
    Base,
    FulfillmentRow,
    OrderItemRow,
    OrderRow,
    PaymentMethodRow,
    PaymentRow,
    ProductRow,
    UserRow,
    VariantRow,
)

Row = dict[str, Any]

# The fields we know, in the order the export writes them: those always there, and those that may be missing.
STORE = ("products", "users", "orders")
PRODUCT, PRODUCT_MAY = ("name", "product_id", "variants"), ("category", "description", "specs", "keywords")
VARIANT, VARIANT_MAY = ("item_id", "options", "available", "price"), ("stock",)
USER = ("user_id", "name", "address", "email", "payment_methods", "orders")
NAME = ("first_name", "last_name")
METHOD, METHOD_MAY = ("source", "id"), ("brand", "last_four", "balance")
ORDER = ("order_id", "user_id", "address", "items", "status", "fulfillments", "payment_history")
ORDER_MAY = ("placed_at", "cancel_reason", "delivery_method", "delivery_price")
ITEM = ("name", "product_id", "item_id", "price", "options")
FULFILLMENT, FULFILLMENT_MAY = ("tracking_id", "item_ids"), ("carrier", "shipped_at", "delivered_at")
PAYMENT, PAYMENT_MAY = ("transaction_type", "amount", "payment_method_id"), ("at",)

# Of a card we keep its brand and its last four digits. A file that brings more is refused, not trimmed:
# whoever made it should know.
_SECRET = re.compile(
    r"^(card_?)?num(ber)?$|card_?no|cvv|cvc|security_?code|^pan$|^pin$|^exp|magstripe|^track[12]$",
    re.IGNORECASE,
)
_CARD_NUMBER = re.compile(r"(?<!\d)[2-6](?:[ -]?\d){12,18}(?!\d)")
_LAST_FOUR = re.compile(r"\d{4}")
_CARD_COMPLAINT = "looks like card data; only the brand and the last four digits may be stored"


@dataclass(slots=True)
class Rows:
    """All rows of a store, by table, parents before children, and the unknown fields at the file's top."""

    tables: dict[type[Base], list[Row]] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    def add(self, table: type[Base], row: Row) -> None:
        """Add a row to its table."""
        self.tables.setdefault(table, []).append(row)

    def count(self, table: type[Base]) -> int:
        """How many rows that table gets."""
        return len(self.tables.get(table, ()))

    def summary(self) -> str:
        """How much there is of what, in words."""
        counted = {"products": ProductRow, "users": UserRow, "orders": OrderRow}
        return ", ".join(f"{self.count(table)} {name}" for name, table in counted.items())

    @property
    def total(self) -> int:
        """How many rows there are in all tables."""
        return sum(len(rows) for rows in self.tables.values())


def rows_of(document: Any) -> Rows:
    """Check a whole file and turn it into rows. Raises `ImportRefused` naming the first bad place."""
    root, rows = Node(document, ""), Rows()
    if not isinstance(document, dict):
        raise ImportRefused("the file", "must be an object with products, users and orders")
    try:
        rows.extra = root.rest(STORE)
        _products(root.need("products"), rows)
        _users(root.need("users"), rows)
        _orders(root.need("orders"), rows, set(root.need("users").object()))
    except RecursionError as error:
        raise ImportRefused("the file", "is nested too deeply") from error
    return rows


def _products(products: Node, rows: Rows) -> None:
    sold: dict[str, str] = {}
    for position, (key, product) in enumerate(products.members()):
        specs, keywords = product.maybe("specs"), product.maybe("keywords")
        if specs:
            specs.object()
        rows.add(
            ProductRow,
            {
                "product_id": product.need("product_id").same_as(key),
                "position": position,
                "name": product.need("name").text(),
                "category": _text(product, "category"),
                "description": _text(product, "description", None),
                "specs": specs.storable() if specs else None,
                "keywords": keywords.texts() if keywords else None,
                "extra": product.rest(PRODUCT, PRODUCT_MAY),
            },
        )
        for row in _variants(product.need("variants"), key):
            if row["item_id"] in sold:
                Node(None, f"products/{key}/variants/{row['item_id']}").refuse(
                    f"is already a variant of product {sold[row['item_id']]}"
                )
            sold[row["item_id"]] = key
            rows.add(VariantRow, row)


def _variants(variants: Node, product_id: str) -> Iterator[Row]:
    for position, (key, variant) in enumerate(variants.members()):
        stock, options = variant.maybe("stock"), variant.need("options")
        options.object()
        yield {
            "item_id": variant.need("item_id").same_as(key),
            "product_id": product_id,
            "position": position,
            "options": options.storable(),
            "price": variant.need("price").money(),
            "available": variant.need("available").truth(),
            "stock": stock.count() if stock else None,
            "extra": variant.rest(VARIANT, VARIANT_MAY),
        }


def _users(users: Node, rows: Rows) -> None:
    for position, (key, user) in enumerate(users.members()):
        name, address, email = user.need("name"), user.need("address"), user.need("email").text()
        first, last = name.need("first_name").text(), name.need("last_name").text()
        rows.add(
            UserRow,
            {
                "user_id": user.need("user_id").same_as(key),
                "position": position,
                "first_name": first,
                "last_name": last,
                "name_extra": name.rest(NAME),
                "email": email,
                "email_key": identity.email_key(email)[:255],
                "name_key": identity.name_key(first, last)[:255],
                "postcode_key": identity.postcode_key(_address(address).get("zip") or ""),
                "address": address.value,
                "order_ids": user.need("orders").texts(),
                "extra": user.rest(USER),
            },
        )
        for row in _methods(user.need("payment_methods"), key):
            rows.add(PaymentMethodRow, row)


def _methods(methods: Node, user_id: str) -> Iterator[Row]:
    for position, (key, method) in enumerate(methods.members()):
        balance, last_four = method.maybe("balance"), method.maybe("last_four")
        _no_card_data(method)
        if last_four and not _LAST_FOUR.fullmatch(last_four.text()):
            last_four.refuse("must be four digits")
        yield {
            "user_id": user_id,
            "method_id": method.need("id").same_as(key),
            "position": position,
            "source": method.need("source").text(),
            "brand": _text(method, "brand"),
            "last_four": _text(method, "last_four"),
            "balance": balance.money() if balance else None,
            "extra": method.rest(METHOD, METHOD_MAY),
        }


def _orders(orders: Node, rows: Rows, users: set[str]) -> None:
    for position, (key, order) in enumerate(orders.members()):
        owner, price = order.need("user_id"), order.maybe("delivery_price")
        if owner.text() not in users:
            owner.refuse("is not one of the users")
        rows.add(
            OrderRow,
            {
                "order_id": order.need("order_id").same_as(key),
                "position": position,
                "user_id": owner.value,
                "order_key": identity.order_key(key)[:255],
                "order_digits": identity.order_digits(key)[:255],
                "status": order.need("status").text(),
                "address": _address(order.need("address")),
                "placed_at": _moment(order, "placed_at"),
                "cancel_reason": _text(order, "cancel_reason"),
                "delivery_method": _text(order, "delivery_method"),
                "delivery_price": price.money() if price else None,
                "extra": order.rest(ORDER, ORDER_MAY),
            },
        )
        _order_parts(order, key, rows)


def _order_parts(order: Node, order_id: str, rows: Rows) -> None:
    parts = (
        (OrderItemRow, "items", _item),
        (FulfillmentRow, "fulfillments", _fulfillment),
        (PaymentRow, "payment_history", _payment),
    )
    for table, name, read in parts:
        for position, part in enumerate(order.need(name).elements()):
            rows.add(table, {"order_id": order_id, "position": position, **read(part)})


def _item(item: Node) -> Row:
    options = item.need("options")
    options.object()
    return {
        "name": item.need("name").text(),
        "product_id": item.need("product_id").text(),
        "item_id": item.need("item_id").text(),
        "price": item.need("price").money(),
        "options": options.storable(),
        "extra": item.rest(ITEM),
    }


def _fulfillment(parcel: Node) -> Row:
    return {
        "tracking_ids": parcel.need("tracking_id").texts(),
        "item_ids": parcel.need("item_ids").texts(),
        "carrier": _text(parcel, "carrier"),
        "shipped_at": _moment(parcel, "shipped_at"),
        "delivered_at": _moment(parcel, "delivered_at"),
        "extra": parcel.rest(FULFILLMENT, FULFILLMENT_MAY),
    }


def _payment(line: Node) -> Row:
    _no_card_data(line)
    return {
        "kind": line.need("transaction_type").text(),
        "amount": line.need("amount").money(),
        "method_id": line.need("payment_method_id").text(),
        "at": _moment(line, "at"),
        "extra": line.rest(PAYMENT, PAYMENT_MAY),
    }


def _text(node: Node, name: str, limit: int | None = 255) -> str | None:
    found = node.maybe(name)
    return found.text(limit) if found else None


def _moment(node: Node, name: str) -> str | None:
    found = node.maybe(name)
    return found.moment() if found else None


def _address(address: Node) -> Row:
    """A number as postcode would have lost its leading zeros; everything else is kept as it is."""
    address.object()
    _text(address, "zip")
    fields: Row = address.storable()
    return fields


def _no_card_data(node: Node) -> None:
    """Refuse anything that could be a card's number, code or date, at any depth."""
    if isinstance(node.value, dict):
        for name, member in node.members():
            if _SECRET.search(name):
                member.refuse(_CARD_COMPLAINT)
            _no_card_data(member)
    elif isinstance(node.value, list):
        for element in node.elements():
            _no_card_data(element)
    elif isinstance(node.value, str | int) and any(map(_luhn, _CARD_NUMBER.findall(str(node.value)))):
        node.refuse(_CARD_COMPLAINT)


def _luhn(written: str) -> bool:
    """Whether the digits have the check digit of a card (ISO/IEC 7812-1, annex B)."""
    digits = [int(char) for char in reversed(written) if char.isdigit()]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
