"""Writes conversations with Rasa's own tracker store: senders and their events on standard input."""

from __future__ import annotations

import asyncio
import json
import sys

from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from dialogue.tracker import AisleTrackerStore


async def store(database: str, conversations: dict[str, list[dict[str, object]]]) -> None:
    domain = Domain.load("domain.yml")
    trackers = AisleTrackerStore(domain, dialect="sqlite", db=database)
    for sender, events in conversations.items():
        await trackers.save(DialogueStateTracker.from_dict(sender, events, domain.slots))


if __name__ == "__main__":
    asyncio.run(store(sys.argv[1], json.load(sys.stdin)))
