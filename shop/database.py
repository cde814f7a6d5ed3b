"""Engines and transactions, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from shop.errors import StoreNotReady

# How long a writer waits for another before SQLite gives up.
BUSY_TIMEOUT_MS = 5000
WRITES = "aisle_writes"


def open_engine(url: str, *, create: bool = False) -> Engine:
    """Make the engine for a database URL.

    With `create` a missing SQLite file (and its folder) is made; without it `StoreNotReady` is raised,
    because SQLite would silently begin an empty database. A URL or driver that does not exist raises it too.
    """
    try:
        parsed = make_url(url)
        engine = create_engine(parsed, pool_pre_ping=True)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise StoreNotReady(f"the database URL cannot be used: {error}") from error
    if parsed.get_backend_name() == "sqlite":
        _check_file(parsed.database, create=create)
        _tune_sqlite(engine)
    return engine


def _check_file(database: str | None, *, create: bool) -> None:
    """In-memory databases would differ from thread to thread; a file must exist unless it is to be made."""
    if not database or database == ":memory:":
        raise StoreNotReady("the store needs a database file or a server, not an in-memory database")
    path = Path(database)
    if create:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.is_file():
        raise StoreNotReady(f"there is no shop database at {path.name}: run `make setup`")


def _tune_sqlite(engine: Engine) -> None:
    """Durable, concurrent SQLite, and transactions that begin when we say so."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        # The driver's own idea of transactions leaves DDL outside of them: begin by hand below.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # A writer locks first: a read that turns into a write fails if somebody else wrote meanwhile.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session over one consistent view; nothing is written."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else None
    reader = engine.execution_options(isolation_level=level) if level else engine
    with _answering(), Session(reader, expire_on_commit=False) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session in one transaction: committed when the block ends, undone whole when it raises."""
    writer = engine.execution_options(**{WRITES: True})
    with _answering(), Session(writer, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def _answering() -> Iterator[None]:
    """Turn a database that is gone, locked or full into our own error: callers know no SQLAlchemy."""
    try:
        yield
    except DBAPIError as error:
        raise StoreNotReady(f"the shop database refused, nothing was changed: {error.orig}") from error
