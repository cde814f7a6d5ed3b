"""Opening, migrating, and what is said when a database is not ready."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from shop import Store, StoreNotReady
from shop.database import open_engine
from shop.demo.build import POLICY
from shop.demo.showcase import MAYA
from shop.migrate import head, migrate
from shop.tables import Base


def test_a_missing_database_is_not_made_by_opening(tmp_path: Path) -> None:
    with pytest.raises(StoreNotReady, match="make setup"):
        Store.open(f"sqlite:///{tmp_path / 'none.db'}", POLICY)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["sqlite://", "sqlite:///:memory:", "nonsense", "nosuchdb://host/x", ""])
def test_urls_that_cannot_be_used(text: str) -> None:
    with pytest.raises(StoreNotReady):
        Store.open(text, POLICY)


def test_an_empty_an_old_and_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    path.write_bytes(b"")
    with pytest.raises(StoreNotReady, match="empty"):
        Store.open(f"sqlite:///{path}", POLICY)
    migrate(f"sqlite:///{path}")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(StoreNotReady, match="0000"):
        Store.open(f"sqlite:///{path}", POLICY)
    with pytest.raises(StoreNotReady, match="does not know"):
        migrate(f"sqlite:///{path}")
    (tmp_path / "noise.db").write_bytes(b"this is no database" * 1000)
    with pytest.raises(StoreNotReady, match="cannot be read"):
        Store.open(f"sqlite:///{tmp_path / 'noise.db'}", POLICY)
    with pytest.raises(StoreNotReady, match="cannot be migrated"):
        migrate(f"sqlite:///{tmp_path / 'noise.db'}")


def test_migrations_make_the_tables_the_code_uses(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    assert migrate(url) == (None, head())
    assert migrate(url) == (head(), head())
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000
    engine.dispose()


def test_a_locked_database_is_our_own_error(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close()
    monkeypatch.setattr("shop.database.BUSY_TIMEOUT_MS", 50)
    with sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreNotReady, match="locked"):
            store.cancel(MAYA.user_id, "A10001", "no longer needed", conversation="c")
        assert store.order_for(MAYA.user_id, "A10001").status == "pending"
        other.execute("ROLLBACK")
    assert store.cancel(MAYA.user_id, "A10001", "no longer needed", conversation="c").status == "cancelled"


def test_an_empty_store_answers(empty_url: str) -> None:
    with Store.open(empty_url, POLICY) as store:
        assert store.products() == ()


def test_the_catalogue_is_read_again_only_after_a_change(store: Store) -> None:
    assert store.products() is store.products()
    first = store.products()
    assert len(first) == 120
    assert first[0].price_range is not None
    assert any(not variant.available for product in first for variant in product.variants)
