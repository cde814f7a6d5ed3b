"""Rasa's SQL tracker store with the costs taken out that every message paid."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT_NAME_KEY

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000")
# What `web` tells of the visit with each message. It serves that message; what is kept of a visit is the log
# of events, where a shopper's no deletes it.
OF_THE_VISIT = frozenset({"session", "basket", "signals", "trending"})
# Conversations whose number of stored events is remembered; one that is not is counted.
REMEMBERED = 10_000


class AisleTrackerStore(SQLTrackerStore):
    """The same table and the same events as `SQLTrackerStore`, but for what `web` tells of the visit.

    Rasa 3.6.21 opens SQLite anew for each access, without WAL, and counts a conversation's stored events with
    a nested query before it adds any. Here connections are kept, SQLite runs as the other databases of Aisle
    do, and the count is remembered from the read that every message begins with. One Rasa process writes a
    conversation at a time, as Rasa's own lock store assumes.
    """

    engine: sa.engine.Engine

    def __init__(self, domain: Domain | None = None, **settings: Any) -> None:
        super().__init__(domain=domain, **settings)
        self._stored: OrderedDict[str, int] = OrderedDict()
        if self.engine.dialect.name == "sqlite":
            self._keep_connections()

    def _keep_connections(self) -> None:
        url = self.engine.url
        self.engine.dispose()
        self.engine = sa.create_engine(
            url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False}
        )
        sa.event.listen(self.engine, "connect", _set_pragmas)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)

    async def _retrieve(
        self, sender_id: str, fetch_events_from_all_sessions: bool
    ) -> DialogueStateTracker | None:
        table = self.SQLEvent.__table__
        query = (
            sa.select(table.c.type_name, table.c.data)
            .where(table.c.sender_id == sender_id)
            .order_by(table.c.id)
        )
        with self.session_scope() as session:
            rows = session.execute(query).all()
        if not fetch_events_from_all_sessions:
            rows = _latest_session(rows)
            self._remember(sender_id, len(rows))
        if self.domain is None or not rows:
            return None
        events = [json.loads(row.data) for row in rows]
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the tracker's events that are not stored yet, in one transaction."""
        await self.stream_events(tracker)
        sender_id = tracker.sender_id
        with self.session_scope() as session:
            known = self._stored.get(sender_id)
            if known is None or known > len(tracker.events):
                new = list(self._additional_events(session, tracker))
            else:
                new = list(tracker.events)[known:]
            # Forgotten first: after a failure the next message counts again.
            self._stored.pop(sender_id, None)
            if new:
                session.execute(self.SQLEvent.__table__.insert(), [_row(sender_id, e) for e in new])
                session.commit()
        self._remember(sender_id, len(tracker.events))

    def forget(self, sender_id: str) -> None:
        """The conversation was deleted: nothing of it is stored any more."""
        self._stored.pop(sender_id, None)

    def _remember(self, sender_id: str, count: int) -> None:
        self._stored[sender_id] = count
        self._stored.move_to_end(sender_id)
        if len(self._stored) > REMEMBERED:
            self._stored.popitem(last=False)


def _set_pragmas(connection: Any, _record: Any) -> None:
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _latest_session(rows: list[Any]) -> list[Any]:
    starts = [i for i, row in enumerate(rows) if row.type_name == SessionStarted.type_name]
    return rows[starts[-1] :] if starts else rows


def _without_visit(data: dict[str, Any]) -> dict[str, Any]:
    """An event as it is stored; the event itself, which this turn still reads, is left as it is."""

    def kept(told: Any) -> Any:
        return {k: v for k, v in told.items() if k not in OF_THE_VISIT} if isinstance(told, dict) else told

    stored = data | {"metadata": kept(data["metadata"])} if "metadata" in data else dict(data)
    if isinstance(parsed := stored.get("parse_data"), dict) and "metadata" in parsed:
        stored["parse_data"] = parsed | {"metadata": kept(parsed["metadata"])}
    if stored.get("name") == SESSION_START_METADATA_SLOT:
        stored["value"] = kept(stored.get("value"))
    return stored


def _row(sender_id: str, event: Any) -> dict[str, Any]:
    data = _without_visit(event.as_dict())
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get(INTENT_NAME_KEY),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
