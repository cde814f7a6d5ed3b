"""One message of a shopper as an action sees it: a typed, read-only view of Rasa's tracker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker


@dataclass(frozen=True)
class Entity:
    """A detail found in a message: ``kind`` is Rasa's entity name, ``value`` the text as it was written."""

    kind: str
    value: str


@dataclass(frozen=True)
class Heard:
    """One earlier or present message: its text, intent and details; ``index`` counts messages from 0."""

    index: int
    text: str
    intent: str
    entities: tuple[Entity, ...]


@dataclass(frozen=True)
class Turn:
    """The message being served and all that is known around it."""

    conversation: str
    text: str
    intent: str
    confidence: float
    entities: tuple[Entity, ...]
    metadata: Mapping[str, Any]
    slots: Mapping[str, Any]
    events: Sequence[Mapping[str, Any]]
    heard: tuple[Heard, ...]

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        """Read the tracker that came with an action call."""
        latest = tracker.latest_message or {}
        heard = tuple(_heard(tracker.events))
        return cls(
            conversation=tracker.sender_id,
            text=str(latest.get("text") or ""),
            intent=str((latest.get("intent") or {}).get("name") or ""),
            confidence=float((latest.get("intent") or {}).get("confidence") or 0.0),
            entities=_entities(latest.get("entities") or []),
            metadata=_metadata(tracker.events),
            slots=dict(tracker.slots),
            events=tracker.events,
            heard=heard,
        )

    @property
    def pressed(self) -> bool:
        """Whether the message is a button's payload rather than typed words."""
        return self.text.startswith("/")

    @property
    def words(self) -> str:
        """What the shopper typed; empty when a button was pressed."""
        return "" if self.pressed else self.text

    def slot(self, name: str) -> Any:
        """The value of a slot, or None."""
        return self.slots.get(name)

    def entity(self, kind: str) -> str | None:
        """The last detail of that kind in this message, or None."""
        return next((e.value for e in reversed(self.entities) if e.kind == kind), None)

    def said(self, kind: str, since: int = 0) -> list[str]:
        """All details of that kind from message number ``since`` on, oldest first."""
        return [e.value for message in self.heard[since:] for e in message.entities if e.kind == kind]

    def earlier_actions(self) -> list[str]:
        """Names of the actions of earlier turns, newest first, listening left out."""
        names = [str(e.get("name")) for e in self.events if e.get("event") == "action"]
        return [name for name in reversed(names) if name not in {"action_listen", "action_session_start"}]


def _entities(raw: Sequence[Mapping[str, Any]]) -> tuple[Entity, ...]:
    seen: dict[tuple[str, str], Entity] = {}
    for item in raw:
        kind, value = str(item.get("entity") or ""), str(item.get("value") or "").strip()
        if kind and value:
            seen.setdefault((kind, value.casefold()), Entity(kind, value))
    return tuple(seen.values())


def _heard(events: Sequence[Mapping[str, Any]]) -> list[Heard]:
    messages: list[Heard] = []
    for event in events:
        if event.get("event") == "user":
            parsed = event.get("parse_data") or {}
            intent = str((parsed.get("intent") or {}).get("name") or "")
            entities = _entities(parsed.get("entities") or [])
            messages.append(Heard(len(messages), str(event.get("text") or ""), intent, entities))
    return messages


def _metadata(events: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    for event in reversed(events):
        if event.get("event") == "user":
            return dict(event.get("metadata") or {})
    return {}
