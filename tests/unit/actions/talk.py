"""Plays a conversation with the skills, turn by turn, keeping the tracker as Rasa would."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.errands.action import ErrandSkill
from actions.services import Services
from actions.skill import Skill

ROOT = Path(__file__).resolve().parents[3]
PLACEHOLDER = re.compile(r"(?<!\{)\{([^\n{}\"]+?)\}(?!\})")


@lru_cache(maxsize=1)
def domain() -> dict[str, Any]:
    """domain.yml."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return loaded


@dataclass
class Said:
    """One message of the assistant with its text filled in as Rasa fills it."""

    response: str | None
    text: str
    buttons: list[dict[str, str]]
    custom: dict[str, Any]


@dataclass
class Talk:
    """A conversation. Messages come with their intent and details, as Rasa would have found them."""

    services: Services
    metadata: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)
    last: list[Said] = field(default_factory=list)

    def say(
        self,
        text: str,
        intent: str = "inform",
        *details: tuple[str, str],
        sure: float = 0.95,
        by: type[Skill] = ErrandSkill,
        next_likely: tuple[str, float] | None = None,
    ) -> list[str | None]:
        """One message served by one skill; returns the names of the responses."""
        ranking = [(intent, sure), *([next_likely] if next_likely else [])]
        parsed = {
            "intent": {"name": intent, "confidence": sure},
            "intent_ranking": [{"name": name, "confidence": p} for name, p in ranking],
            "entities": [{"entity": kind, "value": value} for kind, value in details],
            "text": text,
        }
        event = {"event": "user", "text": text, "parse_data": parsed, "metadata": self.metadata}
        self.events.append(event)
        return self._run(by, parsed)

    def press(self, title: str, by: type[Skill] = ErrandSkill) -> list[str | None]:
        """Press the button of the last reply with that in its title."""
        buttons = [button for said in self.last for button in said.buttons]
        return self.send(next(b["payload"] for b in buttons if title in b["title"]), by)

    def send(self, payload: str, by: type[Skill] = ErrandSkill) -> list[str | None]:
        """Send a button's payload, as Rasa parses it."""
        found = re.fullmatch(r"/([^{@]+)(\{.+\})?", payload)
        assert found, payload
        details = json.loads(found[2] or "{}")
        return self.say(payload, found[1], *details.items(), sure=1.0, by=by)

    def _run(self, by: type[Skill], parsed: dict[str, Any]) -> list[str | None]:
        tracker = Tracker("c1", dict(self.slots), parsed, list(self.events), False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = asyncio.run(by(self.services).run(dispatcher, tracker, {}))
        self.last = [_render(message, self.slots) for message in dispatcher.messages]
        self.events.append({"event": "action", "name": by.action})
        for said in self.last:
            data = {"buttons": said.buttons, "custom": said.custom}
            metadata = {"utter_action": said.response} if said.response else {}
            self.events.append({"event": "bot", "text": said.text, "data": data, "metadata": metadata})
        for change in events:
            self.events.append(dict(change))
            self.slots[change["name"]] = json.loads(json.dumps(change["value"]))
        self.events.append({"event": "action", "name": "action_listen"})
        return [said.response for said in self.last]

    @property
    def text(self) -> str:
        """All of the last reply."""
        return "\n".join(said.text for said in self.last)

    def status(self, user_id: str, order_id: str) -> str:
        """The order's status in the shop now."""
        return self.services.store.order_for(user_id, order_id).status


def _fill(text: str, values: dict[str, Any]) -> str:
    """Rasa's interpolation (rasa/core/nlg/interpolator.py), strict: a missing value is an error here."""
    missing = [name for name in PLACEHOLDER.findall(text) if name not in values]
    assert not missing, f"no value for {missing} in {text!r}"
    filled = re.sub(r"{([^\n{}]+?)}", r"{0[\1]}", text).format(values)
    assert "0[" not in filled, f"Rasa would not fill {text!r}"
    return filled


def _render(message: dict[str, Any], slots: dict[str, Any]) -> Said:
    name, values = message["response"], {**slots, **message}
    template = domain()["responses"][name][0] if name else {"text": message["text"]}
    text = _fill(template["text"], values) if name else template["text"]
    own = [{k: _fill(v, values) for k, v in b.items()} for b in template.get("buttons", [])]
    buttons: Sequence[dict[str, str]] = message["buttons"]
    return Said(name, text, [*own, *buttons], message["custom"])
