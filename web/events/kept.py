"""What is kept of one visit, as its shopper may read it."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from web.messages import iso
from web.tables import events, offers

_HIDDEN = ("id", "conversation_id", "client_id")


class Kept:
    """Reads everything of one conversation that the log of visits has."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, conversation_id: str) -> dict[str, list[dict[str, Any]]]:
        """``{events, offers}``, each in the order in which it happened, times as ISO 8601."""
        # SQLAlchemy's names are texts of a kind of their own, which are no keys of JSON.
        found = {}
        async with self._engine.connect() as connection:
            for table in (events, offers):
                wanted = select(table).where(table.c.conversation_id == conversation_id).order_by(table.c.id)
                rows = (await connection.execute(wanted)).mappings()
                found[str(table.name)] = [_shown({str(k): v for k, v in row.items()}) for row in rows]
        return found


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"at": iso(row.pop("at_ms"))}
    for name, value in row.items():
        if value is None or name in _HIDDEN:
            continue
        if name.endswith("_ms"):
            shown[f"{name.removesuffix('_ms')}_at"] = iso(value)
        else:
            shown[name] = orjson.loads(value) if name == "why" else value
    return shown
