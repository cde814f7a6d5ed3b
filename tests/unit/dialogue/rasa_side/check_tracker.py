# Rasa's environment has no pytest: unittest's own assertions are the ones to use here.
# ruff: noqa: PT009
"""The tracker store: what was saved comes back whole, once, also to a process that starts later."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import unittest
from pathlib import Path
from typing import Any

from rasa.core.tracker_store import AwaitableTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from dialogue.forgetting import forget_conversation
from dialogue.tracker import AisleTrackerStore

DOMAIN = Domain.from_dict(
    {
        "intents": ["greet"],
        "slots": {"user_id": {"type": "any", "mappings": [{"type": "custom"}]}},
        "actions": ["action_errand"],
    }
)


def first_turn() -> list[Any]:
    """A new conversation: Rasa starts a session before it hears the message."""
    return [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        ActionExecuted("action_listen"),
        *turn("hello"),
    ]


def turn(text: str) -> list[Any]:
    return [
        UserUttered(text, intent={"name": "greet"}),
        SlotSet("user_id", text),
        ActionExecuted("action_listen"),
    ]


class TrackerStore(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.db = str(Path(folder.name) / "tracker.db")
        self.store = AisleTrackerStore(DOMAIN, dialect="sqlite", db=self.db)

    def test_nothing_of_the_visit_is_stored(self) -> None:
        told = {
            "consent": True,
            "part": 1,
            "session": {"pages": 3},
            "basket": ["p-1"],
            "signals": {"messages": 2},
        }
        heard = UserUttered("hello", intent={"name": "greet"}, metadata=dict(told))
        begun = SlotSet("session_started_metadata", dict(told))
        self.say(self.store, "a", [ActionExecuted("action_session_start"), SessionStarted(), begun, heard])
        self.assertEqual(heard.metadata, told, "the turn itself still reads it")
        kept = asyncio.run(self.store.retrieve("a"))
        self.assertEqual(kept.latest_message.metadata, {"consent": True, "part": 1})
        with sqlite3.connect(self.db) as connection:
            stored = " ".join(row[0] for row in connection.execute("SELECT data FROM events"))
        for word in ("pages", "p-1", "p-2"):
            self.assertNotIn(word, stored)

    def test_a_deleted_conversation_is_forgotten_and_can_begin_anew(self) -> None:
        for sender in ("a", "b"):
            self.say(self.store, sender, first_turn())
        wrapped = AwaitableTrackerStore(self.store)
        removed = asyncio.run(forget_conversation(wrapped, "a"))
        self.assertEqual(removed, len(first_turn()))
        self.assertIsNone(asyncio.run(self.store.retrieve("a")))
        self.assertIsNotNone(asyncio.run(self.store.retrieve("b")))
        self.say(self.store, "a", first_turn())
        self.assertIsNotNone(asyncio.run(self.store.retrieve("a")))
        self.assertEqual(asyncio.run(forget_conversation(wrapped, "nobody")), 0)

    def say(self, store: SQLTrackerStore, sender: str, events: list[Any]) -> None:
        async def serve() -> None:
            tracker = await store.retrieve(sender) or DialogueStateTracker(sender, DOMAIN.slots)
            for event in events:
                tracker.update(event, DOMAIN)
            await store.save(tracker)

        asyncio.run(serve())

    def texts(self, store: SQLTrackerStore, sender: str) -> list[str]:
        tracker = asyncio.run(store.retrieve(sender))
        return [e.text for e in tracker.events if isinstance(e, UserUttered)] if tracker else []

    def test_each_message_is_stored_once(self) -> None:
        self.say(self.store, "a", first_turn())
        for text in ("one", "two", "three"):
            self.say(self.store, "a", turn(text))
        self.assertEqual(self.texts(self.store, "a"), ["hello", "one", "two", "three"])

    def test_a_later_process_reads_and_goes_on(self) -> None:
        self.say(self.store, "a", first_turn())
        later = AisleTrackerStore(DOMAIN, dialect="sqlite", db=self.db)
        self.say(later, "a", turn("after the restart"))
        self.assertEqual(self.texts(later, "a"), ["hello", "after the restart"])
        tracker = asyncio.run(later.retrieve("a"))
        assert tracker is not None
        self.assertEqual(tracker.get_slot("user_id"), "after the restart")

    def test_the_table_is_rasas_own(self) -> None:
        self.say(self.store, "a", first_turn())
        rasas = SQLTrackerStore(DOMAIN, dialect="sqlite", db=self.db)
        self.say(rasas, "a", turn("through Rasa's store"))
        self.assertEqual(self.texts(self.store, "a"), ["hello", "through Rasa's store"])
        self.assertEqual(self.texts(rasas, "a"), self.texts(self.store, "a"))

    def test_saving_the_same_tracker_twice_adds_nothing(self) -> None:
        async def serve() -> None:
            tracker = DialogueStateTracker("a", DOMAIN.slots)
            for event in first_turn():
                tracker.update(event, DOMAIN)
            await self.store.save(tracker)
            await self.store.save(tracker)

        asyncio.run(serve())
        self.assertEqual(self.texts(self.store, "a"), ["hello"])

    def test_conversations_are_apart(self) -> None:
        self.say(self.store, "a", first_turn())
        self.say(self.store, "b", first_turn())
        self.say(self.store, "a", turn("only a"))
        self.assertEqual(self.texts(self.store, "b"), ["hello"])

    def test_an_unknown_conversation_is_none(self) -> None:
        self.assertIsNone(asyncio.run(self.store.retrieve("nobody")))

    def test_sqlite_runs_with_a_write_ahead_log(self) -> None:
        with self.store.engine.connect() as connection:
            self.assertEqual(connection.exec_driver_sql("PRAGMA journal_mode").scalar(), "wal")


if __name__ == "__main__":
    unittest.main()
