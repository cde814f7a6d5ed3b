"""Writing the whole store to one JSON file. The inverse of `shop.rows`."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from shop import rows
from shop.database import open_engine, reading
from shop.errors import StoreError
from shop.migrate import check_ready
from shop.tables import (
    Base,
    FulfillmentRow,
    OrderRow,
    PaymentMethodRow,
    PaymentRow,
    ProductRow,
    StateRow,
    UserRow,
    VariantRow,
)

Json = dict[str, Any]


def export_file(url: str, path: Path) -> Json:
    """Write the store at that URL to a file, which is either whole or not there, and return what was written.

    Raises `StoreNotReady`, and `StoreError` when the file cannot be written.
    """
    engine = open_engine(url)
    try:
        check_ready(engine)
        with reading(engine) as session:
            document = export(session)
    finally:
        engine.dispose()
    try:
        _write_whole(path, dump(document))
    except OSError as error:
        raise StoreError(f"{path.name} cannot be written: {error.strerror}") from error
    return document


def dump(document: Mapping[str, Any]) -> str:
    """The file's text for that content: the same bytes for the same store."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def export(session: Session) -> Json:
    """The store as one JSON object, from one consistent view."""
    products = select(ProductRow).order_by(ProductRow.position).options(selectinload(ProductRow.variants))
    users = select(UserRow).order_by(UserRow.position).options(selectinload(UserRow.payment_methods))
    parts = [selectinload(part) for part in (OrderRow.items, OrderRow.fulfillments, OrderRow.payments)]
    orders = select(OrderRow).order_by(OrderRow.position).options(*parts)
    return {
        "products": {row.product_id: _product(row) for row in session.scalars(products)},
        "users": {row.user_id: _user(row) for row in session.scalars(users)},
        "orders": {row.order_id: _order(row) for row in session.scalars(orders)},
        **(session.scalar(select(StateRow.extra)) or {}),
    }


def _known(row: Base, required: Mapping[str, Any], optional: Iterable[str]) -> Json:
    """The known fields, the optional ones that have a value, then the unknown ones of the import."""
    values = {name: getattr(row, name) for name in optional}
    known = {**required, **{name: _plain(value) for name, value in values.items() if value is not None}}
    extra: Json = row.extra  # type: ignore[attr-defined]
    return {**known, **{name: value for name, value in extra.items() if name not in known}}


def _plain(value: Any) -> Any:
    """A decimal as JSON's number: the same one that was read."""
    return float(value) if isinstance(value, Decimal) else value


def _product(row: ProductRow) -> Json:
    variants = {variant.item_id: _variant(variant) for variant in row.variants}
    required = {"name": row.name, "product_id": row.product_id, "variants": variants}
    return _known(row, required, rows.PRODUCT_MAY)


def _variant(row: VariantRow) -> Json:
    required = {
        "item_id": row.item_id,
        "options": row.options,
        "available": row.available,
        "price": float(row.price),
    }
    return _known(row, required, rows.VARIANT_MAY)


def _user(row: UserRow) -> Json:
    required = {
        "user_id": row.user_id,
        "name": {"first_name": row.first_name, "last_name": row.last_name, **row.name_extra},
        "address": row.address,
        "email": row.email,
        "payment_methods": {method.method_id: _method(method) for method in row.payment_methods},
        "orders": row.order_ids,
    }
    return _known(row, required, ())


def _method(row: PaymentMethodRow) -> Json:
    return _known(row, {"source": row.source, "id": row.method_id}, rows.METHOD_MAY)


def _order(row: OrderRow) -> Json:
    required = {
        "order_id": row.order_id,
        "user_id": row.user_id,
        "address": row.address,
        "items": [
            {
                "name": item.name,
                "product_id": item.product_id,
                "item_id": item.item_id,
                "price": float(item.price),
                "options": item.options,
                **item.extra,
            }
            for item in row.items
        ],
        "status": row.status,
        "fulfillments": [_fulfillment(parcel) for parcel in row.fulfillments],
        "payment_history": [_payment(line) for line in row.payments],
    }
    return _known(row, required, rows.ORDER_MAY)


def _fulfillment(row: FulfillmentRow) -> Json:
    return _known(row, {"tracking_id": row.tracking_ids, "item_ids": row.item_ids}, rows.FULFILLMENT_MAY)


def _payment(row: PaymentRow) -> Json:
    required = {
        "transaction_type": row.kind,
        "amount": float(row.amount),
        "payment_method_id": row.method_id,
    }
    return _known(row, required, rows.PAYMENT_MAY)


def _write_whole(path: Path, text: str) -> None:
    """Write beside the file, then move over it: a killed export leaves the old file as it was."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
