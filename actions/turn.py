"""One message of a shopper as an action sees it: a typed, read-only view of Rasa's tracker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker

from actions.details import Entity, details_of
from actions.resolve.legible import put_right

AWAITING = "awaiting"
FALLBACK = "nlu_fallback"
# Set by the button that says which intent was meant: what was typed before is served again under it.
MEANT = "meant"
# Details that tell who somebody is.
_WHO = frozenset({"email", "name", "postcode"})


@dataclass(frozen=True)
class Heard:
    """One earlier or present message: its text, intent and details; ``index`` counts messages from 0.

    ``awaited`` is what the shopper had been asked for when writing it; ``action`` is the first action that
    served it, None for the present message. In the text the words that decide what is done are put right.
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
    ranking: tuple[tuple[str, float], ...]
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
        text = str(latest.get("text") or "")
        entities = details_of(latest.get("entities") or [], text, tracker.slots.get(AWAITING))
        if heard and any(entity.kind == MEANT for entity in entities):
            text, entities = heard[-1].text, heard[-1].entities
        else:
            text = put_right(text, latest.get("spelt"))
        return cls(
            conversation=tracker.sender_id,
            text=text,
            intent=str((latest.get("intent") or {}).get("name") or ""),
            confidence=float((latest.get("intent") or {}).get("confidence") or 0.0),
            ranking=tuple(_ranking(latest)),
            entities=entities,
            metadata=_metadata(tracker.events),
            slots=dict(tracker.slots),
            events=tracker.events,
            heard=heard,
        )

    @property
    def runner_up(self) -> str:
        """The intent that came second; "" where the message was a button."""
        return next((name for name, _ in self.ranking if name != self.intent), "")

    @property
    def more(self) -> bool:
        """Whether the shopper's message holds another request, which is served right after this one."""
        return int(self.metadata.get("part") or 1) < int(self.metadata.get("parts") or 1)

    @property
    def follows(self) -> bool:
        """Whether another request of the same message was served right before this one."""
        return int(self.metadata.get("part") or 1) > 1

    @property
    def pressed(self) -> bool:
        """Whether the message is a button's payload rather than typed words."""
        return self.text.startswith("/")

    @property
    def sent(self) -> str:
        """What came in, also where a button stands for words typed before it."""
        texts = (e.get("text") for e in reversed(self.events) if e.get("event") == "user")
        return str(next(texts, None) or "")

    @property
    def words(self) -> str:
        """What the shopper typed; empty when a button was pressed."""
        return "" if self.pressed else self.text

    def only(self, text: str) -> Turn:
        """The same turn as if no more than that part of the message had been written."""
        return self.excerpted({len(self.heard) - 1: text})

    def excerpted(self, excerpts: Mapping[int, str]) -> Turn:
        """The same turn with only those parts of those messages; who somebody is stays known."""
        if not excerpts:
            return self
        heard = tuple(_excerpt(m, excerpts[m.index]) if m.index in excerpts else m for m in self.heard)
        last = heard[-1] if heard else None
        if last is None or last.index not in excerpts:
            return replace(self, heard=heard)
        return replace(self, text=last.text, entities=last.entities, heard=heard)

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


def _excerpt(message: Heard, text: str) -> Heard:
    folded = text.casefold()
    details = (e for e in message.entities if e.kind in _WHO or e.value.casefold() in folded)
    return replace(message, text=text, entities=tuple(details))


def _heard(events: Sequence[Mapping[str, Any]]) -> list[Heard]:
    messages: list[Heard] = []
    awaited: str | None = None
    for event in events:
        kind, name = event.get("event"), str(event.get("name") or "")
        if kind == "slot" and name == AWAITING:
            awaited = event.get("value")
        elif kind == "user":
            messages.append(_message(event, messages, awaited))
        elif kind == "action" and messages and messages[-1].action is None and name not in _NO_SERVICE:
            messages[-1] = replace(messages[-1], action=name)
    return messages


_NO_SERVICE = frozenset({"action_listen", "action_session_start"})


def _message(event: Mapping[str, Any], before: Sequence[Heard], awaited: str | None) -> Heard:
    parsed, text = event.get("parse_data") or {}, str(event.get("text") or "")
    intent = str((parsed.get("intent") or {}).get("name") or "")
    details = details_of(parsed.get("entities") or [], text, awaited)
    typed = next((message for message in reversed(before) if not message.text.startswith("/")), None)
    if typed is not None and any(detail.kind == MEANT for detail in details):
        return replace(typed, index=len(before), intent=intent, awaited=awaited, action=None)
    return Heard(len(before), put_right(text, parsed.get("spelt")), intent, details, awaited)


def _ranking(parsed: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Intents with their probabilities, the likeliest first; what only says "not understood" is left out."""
    entries = parsed.get("intent_ranking") or []
    ranked = [(str(entry.get("name") or ""), float(entry.get("confidence") or 0.0)) for entry in entries]
    return [(name, confidence) for name, confidence in ranked if name != FALLBACK]


def _metadata(events: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    for event in reversed(events):
        if event.get("event") == "user":
            return dict(event.get("metadata") or {})
    return {}
