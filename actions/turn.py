"""One message of a shopper as an action sees it: a typed, read-only view of Rasa's tracker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker

from actions.details import Entity, details_of

AWAITING = "awaiting"


@dataclass(frozen=True)
class Heard:
    """One earlier or present message: its text, intent and details; ``index`` counts messages from 0.

    ``awaited`` is what the shopper had been asked for when writing it; ``action`` is the first action that
    served it, None for the present message.
    """

    index: int
    text: str
    intent: str
    entities: tuple[Entity, ...]
    awaited: str | None = None
    action: str | None = None


@dataclass(frozen=True)
class Turn:
    """The message being served and all that is known around it."""

    conversation: str
    text: str
    intent: str
    confidence: float
    runner_up: str
    entities: tuple[Entity, ...]
    metadata: Mapping[str, Any]
    slots: Mapping[str, Any]
    events: Sequence[Mapping[str, Any]]
    heard: tuple[Heard, ...]

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        """Read the tracker that came with an action call."""
        latest = tracker.latest_message or {}
        text = str(latest.get("text") or "")
        heard = tuple(_heard(tracker.events))
        return cls(
            conversation=tracker.sender_id,
            text=text,
            intent=str((latest.get("intent") or {}).get("name") or ""),
            confidence=float((latest.get("intent") or {}).get("confidence") or 0.0),
            runner_up=_runner_up(latest),
            entities=details_of(latest.get("entities") or [], text, tracker.slots.get(AWAITING)),
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

    def last_said(self) -> list[str]:
        """Names of the responses in the assistant's last reply."""
        said: list[str] = []
        messages = 0
        for event in reversed(self.events):
            messages += event.get("event") == "user"
            if messages > 1:
                break
            if event.get("event") == "bot" and messages == 1:
                said.append(str((event.get("metadata") or {}).get("utter_action") or ""))
        return said


def _heard(events: Sequence[Mapping[str, Any]]) -> list[Heard]:
    messages: list[Heard] = []
    awaited: str | None = None
    for event in events:
        kind, name = event.get("event"), str(event.get("name") or "")
        if kind == "slot" and name == AWAITING:
            awaited = event.get("value")
        elif kind == "user":
            messages.append(_message(event, len(messages), awaited))
        elif kind == "action" and messages and messages[-1].action is None and name not in _NO_SERVICE:
            messages[-1] = replace(messages[-1], action=name)
    return messages


_NO_SERVICE = frozenset({"action_listen", "action_session_start"})


def _message(event: Mapping[str, Any], index: int, awaited: str | None) -> Heard:
    parsed, text = event.get("parse_data") or {}, str(event.get("text") or "")
    intent = str((parsed.get("intent") or {}).get("name") or "")
    return Heard(index, text, intent, details_of(parsed.get("entities") or [], text, awaited), awaited)


def _runner_up(parsed: Mapping[str, Any]) -> str:
    """The intent that came second; "" where the message was a button."""
    names = [str(entry.get("name") or "") for entry in parsed.get("intent_ranking") or []]
    chosen = (parsed.get("intent") or {}).get("name")
    return next((name for name in names if name != chosen), "")


def _metadata(events: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    for event in reversed(events):
        if event.get("event") == "user":
            return dict(event.get("metadata") or {})
    return {}
