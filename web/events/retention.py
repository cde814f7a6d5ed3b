"""What is old of visits and offers goes, whether or not the conversation stays."""

from __future__ import annotations

from sqlalchemy import delete

from web.chat_store import Write
from web.tables import events, offers

_DAY_MS = 24 * 3600 * 1000


def expired(now_ms: int, days: int) -> list[Write]:
    """The statements that delete events and decisions older than so many days."""
    before = now_ms - days * _DAY_MS
    return [(delete(table).where(table.c.at_ms < before), {}) for table in (events, offers)]
