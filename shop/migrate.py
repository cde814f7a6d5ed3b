"""Migrations without a configuration file: where they live and which database they run on is said here."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from shop.database import WRITES, open_engine
from shop.errors import StoreNotReady

FOLDER = Path(__file__).resolve().parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def head() -> str:
    """The newest revision this code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current(engine: Engine) -> str | None:
    """The revision the database is at, or None when it was never migrated."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(url: str) -> tuple[str | None, str]:
    """Bring the database to the newest revision, in one transaction, making a missing SQLite file.

    Returns the revisions before and after. Raises `StoreNotReady` when the database cannot be reached or was
    made by newer code.
    """
    engine = open_engine(url, create=True)
    try:
        before = current(engine)
        _check_known(before)
        if before != head():
            with engine.execution_options(**{WRITES: True}).begin() as connection:
                config = _config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        return before, head()
    except DBAPIError as error:
        raise StoreNotReady(f"the shop database cannot be migrated: {error.orig}") from error
    finally:
        engine.dispose()


def _check_known(revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreNotReady(f"the shop database is at revision {revision}, which this code does not know")


def check_ready(engine: Engine) -> None:
    """Raise `StoreNotReady` unless the database answers and is at the newest revision."""
    try:
        revision = current(engine)
    except DBAPIError as error:
        raise StoreNotReady(f"the shop database cannot be read: {error.orig}") from error
    if revision != head():
        state = f"at revision {revision}" if revision else "empty"
        raise StoreNotReady(f"the shop database is {state}, and {head()} is needed: run `make setup`")
