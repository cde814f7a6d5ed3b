"""Conversations as Rasa's tracker store keeps them, made of a few words."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

from settings import ROOT

Events = list[dict[str, Any]]


def shopper(text: str, intent: str, confidence: float = 0.9, **more: Any) -> Events:
    """A message of a shopper. ``entities``: kind -> text; ``user_id``: from a token; ``at``: when."""
    entities = [
        {"entity": kind, "value": value, "start": text.index(value), "end": text.index(value) + len(value)}
        for kind, value in more.get("entities", {}).items()
    ]
    parsed = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": entities,
        "intent_ranking": [{"name": intent, "confidence": confidence}],
    }
    return [
        {
            "event": "user",
            "timestamp": more.get("at", time.time()),
            "text": text,
            "parse_data": parsed,
            "metadata": {"user_id": more.get("user_id")},
        }
    ]


def reply(action: str, *responses: str, **more: Any) -> Events:
    """What the assistant did. ``buttons``: payloads; ``handoff``: a reason; ``awaiting``: what is asked."""
    at = more.get("at", time.time())
    events: Events = [{"event": "action", "timestamp": at, "name": action}]
    if "awaiting" in more:
        events.append({"event": "slot", "timestamp": at, "name": "awaiting", "value": more["awaiting"]})
    custom = None
    if "handoff" in more:
        custom = {"handoff": {"reason": more["handoff"], "summary": {"who": more.get("who"), "email": None}}}
    for response in responses:
        buttons = [{"title": payload, "payload": payload} for payload in more.get("buttons", [])]
        data = {"buttons": buttons or None, "custom": custom}
        events.append(
            {
                "event": "bot",
                "timestamp": at,
                "text": response,
                "data": data,
                "metadata": {"utter_action": response},
            }
        )
    return [*events, {"event": "action", "timestamp": at, "name": "action_listen"}]


def missed(text: str, *buttons: str, **more: Any) -> Events:
    """A message that was not understood, and the reply that says so."""
    return [
        *shopper(text, "nlu_fallback", 0.3, **more),
        *reply("action_fallback", "utter_not_understood", buttons=buttons),
    ]


def store(database: Path, conversations: dict[str, Events]) -> None:
    """Write them with the tracker store of a running Rasa."""
    command = (
        ". scripts/rasa-environment && exec .venv-rasa/bin/python -m tests.unit.tools.rasa_side.store "
        f"'{database}'"
    )
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        input=json.dumps(conversations),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
