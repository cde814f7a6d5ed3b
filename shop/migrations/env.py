"""Alembic's entry: runs the migrations on the connection `shop.migrate` hands over."""

from __future__ import annotations

from alembic import context

from shop.tables import Base


def run() -> None:
    connection = context.config.attributes["connection"]
    # SQLite's tables are made inside the transaction too, so that a killed migration leaves nothing behind.
    context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


run()
