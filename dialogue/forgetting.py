"""Deleting what Rasa remembers of a conversation; Rasa itself never does."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore


async def forget_conversation(store: Any, sender_id: str) -> int:
    """Delete all events of a conversation; how many. Raises ``TypeError`` for a store without SQL."""
    while not isinstance(store, SQLTrackerStore) and hasattr(store, "_tracker_store"):
        store = store._tracker_store  # Rasa wraps the store it is configured with
    if not isinstance(store, SQLTrackerStore):
        raise TypeError(f"{type(store).__name__} cannot forget a conversation")
    return await asyncio.to_thread(_delete, store, sender_id)


def _delete(store: SQLTrackerStore, sender_id: str) -> int:
    table = store.SQLEvent.__table__
    with store.session_scope() as session:
        removed = session.execute(table.delete().where(table.c.sender_id == sender_id)).rowcount
        session.commit()
    forget = getattr(store, "forget", None)  # the count that AisleTrackerStore remembers
    if forget is not None:
        forget(sender_id)
    return int(removed)
