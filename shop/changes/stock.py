"""Units on the shelf: counted ones move with the orders that hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import case, update
from sqlalchemy.orm import Session

from shop import views
from shop.refusals import OutOfStock
from shop.tables import ProductRow, VariantRow


def move(session: Session, *, back: Iterable[str] = (), out: Iterable[str] = ()) -> None:
    """Put units back on the shelf and take others from it, by item_id; what nobody counts is left alone.

    Always in one order, so that sessions cannot wait for each other. Raises `OutOfStock` for too few.
    """
    moves = Counter(back)
    moves.subtract(Counter(out))
    for item_id in sorted(item for item, units in moves.items() if units):
        units = moves[item_id]
        changed = session.scalars(
            update(VariantRow)
            .where(
                VariantRow.item_id == item_id, VariantRow.stock.is_not(None), VariantRow.stock + units >= 0
            )
            .values(
                stock=VariantRow.stock + units,
                # Only an emptied shelf makes it unavailable; one that the shop took off sale stays off.
                available=case(
                    (VariantRow.stock + units == 0, False),
                    (VariantRow.stock == 0, True),
                    else_=VariantRow.available,
                ),
            )
            .returning(VariantRow.item_id)
            .execution_options(synchronize_session=False)
        ).all()
        if units < 0 and not changed:
            _refuse_counted(session, item_id)


def _refuse_counted(session: Session, item_id: str) -> None:
    """Nothing was changed: because nobody counts, or because there are too few."""
    row = session.get(VariantRow, item_id, populate_existing=True)
    if row is not None and row.stock is not None:
        product = session.get(ProductRow, row.product_id)
        raise OutOfStock(product.name if product else "", item_id, views.variant(row).options)
