"""The conversations' database: the async engine and its migrations."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_ASYNC_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
_SYNC_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_SQLITE_BUSY_MS = 4000


def now_ms() -> int:
    """The time: UTC milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def migrate(url: str) -> None:
    """Bring the database at ``url`` (sync form) to the newest revision, creating it where it is missing.

    Does nothing when it is up to date. Raises ``sqlalchemy.exc.OperationalError`` when it cannot be reached.
    """
    target = _with_driver(url, _SYNC_DRIVERS)
    if target.drivername == "sqlite" and target.database:
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(target)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    finally:
        engine.dispose()


def open_engine(url: str) -> AsyncEngine:
    """An async engine for ``url`` (``sqlite:///...`` or ``postgresql://...``); nothing is connected yet."""
    target = _with_driver(url, _ASYNC_DRIVERS)
    if not target.drivername.startswith("sqlite"):
        return create_async_engine(target, pool_pre_ping=True)
    engine = create_async_engine(target)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


def _with_driver(url: str, drivers: dict[str, str]) -> URL:
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend not in drivers:
        raise ValueError(f"AISLE_CHAT_DATABASE_URL: {backend} is not supported, use sqlite or postgresql")
    return parsed.set(drivername=drivers[backend])


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    # WAL with NORMAL never corrupts and spares an fsync for each message; a power cut may lose the last ones.
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={_SQLITE_BUSY_MS}")
    cursor.close()
