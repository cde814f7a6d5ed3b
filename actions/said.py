"""What the assistant said last, as it stands in the tracker, and which buttons it offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.reply import Button
from actions.turn import Turn

# What is done once and not again by saying it again.
ONCE = frozenset({"handoff", "moment", "offer_answer"})
Message = tuple[str, list[Button], dict[str, object]]


def last_reply(turn: Turn) -> list[Message]:
    """The messages of the last reply, with buttons and cards; a handoff is not repeated."""
    said: list[Message] = []
    for event in reversed(turn.events):
        if event.get("event") == "bot" and event.get("text"):
            data = event.get("data") or {}
            custom = {k: v for k, v in (data.get("custom") or {}).items() if k not in ONCE}
            said.append((str(event["text"]), _buttons(event), custom))
        elif event.get("event") == "user" and said:
            break
    return list(reversed(said))


def offered(turn: Turn) -> set[str]:
    """The payloads of all buttons in the reply to the whole message before this one."""
    found: set[str] = set()
    messages = 0
    for event in reversed(turn.events):
        if event.get("event") == "user":
            # The parts of one message were answered together.
            messages += int((event.get("metadata") or {}).get("part") or 1) == 1
            if messages > 1:
                break
        elif event.get("event") == "bot":
            found |= {button.payload for button in _buttons(event)}
    return found


def _buttons(event: Mapping[str, Any]) -> list[Button]:
    buttons = (event.get("data") or {}).get("buttons") or []
    return [Button(str(b["title"]), str(b["payload"])) for b in buttons]
