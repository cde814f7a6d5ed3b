"""Filling the store from a file, in one transaction: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from shop.changes.job import record
from shop.database import open_engine, writing
from shop.errors import StoreNotEmpty
from shop.rows import Rows, rows_of
from shop.shape import read_json
from shop.tables import (
    Base,
    FulfillmentRow,
    OrderItemRow,
    OrderRow,
    PaymentMethodRow,
    PaymentRow,
    ProductRow,
    StateRow,
    UserRow,
    VariantRow,
)

# Parents first; emptied the other way round.
_TABLES: tuple[type[Base], ...] = (
    ProductRow,
    VariantRow,
    UserRow,
    PaymentMethodRow,
    OrderRow,
    OrderItemRow,
    FulfillmentRow,
    PaymentRow,
)
_COUNTED = {"products": ProductRow, "users": UserRow, "orders": OrderRow}
_ROWS_AT_ONCE = 1000
_ORIGIN_CHARS = 255

Progress = Callable[[int, int], None]


def import_file(url: str, path: Path, *, replace: bool = False, progress: Progress | None = None) -> Rows:
    """Import an exported file into the (migrated) database at that URL.

    `progress` is called with the rows written and their total. Raises `ImportRefused` for a file that does
    not fit, and `StoreNotEmpty` when there is data already and `replace` was not asked for; nothing is
    changed then.
    """
    rows = rows_of(read_json(path))
    write(url, rows, origin=path.name, replace=replace, progress=progress)
    return rows


def write(
    url: str, rows: Rows, *, origin: str, replace: bool = False, progress: Progress | None = None
) -> None:
    """Make these rows the store's whole content. Raises `StoreNotEmpty` as `import_file` does."""
    engine = open_engine(url)
    try:
        with writing(engine) as session:
            before = counts(session)
            if any(before.values()):
                if not replace:
                    raise StoreNotEmpty("the store holds other data; nothing was changed")
                for table in reversed(_TABLES):
                    session.execute(delete(table).execution_options(synchronize_session=False))
            _insert(session, rows, progress)
            session.execute(update(StateRow).values(origin=origin[:_ORIGIN_CHARS], extra=rows.extra))
            after = {name: rows.count(table) for name, table in _COUNTED.items()}
            record(session, "import", "import", "", "", dict(before), dict(after))
    finally:
        engine.dispose()


def counts(session: Session) -> dict[str, int]:
    """How many products, users and orders the store holds."""
    return {
        name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in _COUNTED.items()
    }


def origin_of(url: str) -> str:
    """Where the store's data came from: a file's name, the demo's mark, or "" while it is empty."""
    engine = open_engine(url)
    try:
        with Session(engine) as session:
            return session.scalar(select(StateRow.origin)) or ""
    finally:
        engine.dispose()


def _insert(session: Session, rows: Rows, progress: Progress | None) -> None:
    done = 0
    for table in _TABLES:
        whole = rows.tables.get(table, [])
        for start in range(0, len(whole), _ROWS_AT_ONCE):
            part = whole[start : start + _ROWS_AT_ONCE]
            session.execute(insert(table.__table__), part)  # type: ignore[arg-type]
            done += len(part)
            if progress:
                progress(done, rows.total)
