"""Alembic migrations of the conversations' database, run by ``web.db.migrate``."""
