"""What an action wants said and remembered, collected before anything is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher


@dataclass(frozen=True)
class Button:
    """A quick reply: ``title`` is read by the shopper, ``payload`` is sent when it is pressed."""

    title: str
    payload: str


def payload(intent: str, **entities: str) -> str:
    """What a button sends: an intent with details, which may hold any characters."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}" if entities else f"/{intent}"


def _plain(value: str) -> str:
    """A value that Rasa's interpolation leaves alone: it takes "0[" for a placeholder that it failed to fill
    and would then say the whole response unfilled."""
    return value.replace("0[", "0 [")


@dataclass(frozen=True)
class Utterance:
    """One message: a response of domain.yml with its values, or text quoted from a document or record."""

    response: str | None
    text: str | None
    values: Mapping[str, str]
    buttons: tuple[Button, ...]
    custom: Mapping[str, Any]


@dataclass
class Reply:
    """Messages in order and slots to set; sent as a whole or, when an action breaks, not at all."""

    utterances: list[Utterance] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)

    def say(
        self,
        response: str,
        *,
        buttons: Sequence[Button] = (),
        custom: Mapping[str, Any] | None = None,
        **values: str,
    ) -> None:
        """Say a response of domain.yml, its placeholders filled from ``values``."""
        self.fill(response, values, buttons=buttons, custom=custom)

    def fill(
        self,
        response: str,
        values: Mapping[str, str],
        *,
        buttons: Sequence[Button] = (),
        custom: Mapping[str, Any] | None = None,
    ) -> None:
        """The same with the values in a mapping."""
        plain = {name: _plain(value) for name, value in values.items()}
        self.utterances.append(Utterance(response, None, plain, tuple(buttons), custom or {}))

    def quote(
        self, text: str, *, buttons: Sequence[Button] = (), custom: Mapping[str, Any] | None = None
    ) -> None:
        """Say text that was taken from a document, a record, or an earlier message."""
        self.utterances.append(Utterance(None, text, {}, tuple(buttons), custom or {}))

    def attach(self, custom: Mapping[str, Any]) -> None:
        """Send something along with the last message that the shopper does not read."""
        last = self.utterances[-1]
        self.utterances[-1] = replace(last, custom={**last.custom, **custom})

    def remember(self, slot: str, value: Any) -> None:
        """Set a slot of the tracker."""
        self.slots[slot] = value

    def current(self, turn_slots: Mapping[str, Any], slot: str) -> Any:
        """The slot as it will be after this reply."""
        return self.slots[slot] if slot in self.slots else turn_slots.get(slot)

    def send(self, dispatcher: CollectingDispatcher) -> list[EventType]:
        """Hand everything to Rasa; returns the slot events."""
        for item in self.utterances:
            buttons = [{"title": b.title, "payload": b.payload} for b in item.buttons]
            dispatcher.utter_message(
                text=item.text,
                response=item.response,
                buttons=buttons,
                json_message=dict(item.custom) or None,
                **item.values,
            )
        return [SlotSet(name, value) for name, value in self.slots.items()]
