"""Messages as the chat API shows them, and what is done to text before it is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Sender = Literal["shopper", "assistant", "agent", "system"]
State = Literal["assistant", "waiting", "agent"]

# C0 and C1 controls except tab and newline; lone surrogates cannot be stored or sent as UTF-8.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
NO_COMMAND = "\u2215"  # a division slash: looks like one, means nothing to Rasa


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it has its place in a conversation. ``extra``: buttons, products, order, citations."""

    sender: Sender
    text: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    raw: str | None = None
    client_id: str | None = None
    reply_to: int | None = None
    awaits_reply: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A stored message: ``seq`` counts from 1 within its conversation, ``at_ms`` is UTC milliseconds."""

    seq: int
    sender: Sender
    text: str
    at_ms: int
    extra: Mapping[str, Any] = field(default_factory=dict)
    raw: str | None = None
    client_id: str | None = None
    awaits_reply: bool = False

    def to_json(self) -> dict[str, Any]:
        """The message of the chat API: ``{seq, from, text, at, buttons?, products?, order?, citations?}``."""
        shown = {"seq": self.seq, "from": self.sender, "text": self.text, "at": iso(self.at_ms), **self.extra}
        if self.client_id is not None:
            shown["client_id"] = self.client_id
        return shown


def iso(at_ms: int) -> str:
    """UTC milliseconds as ISO 8601, such as ``2026-01-31T12:00:00.000Z``."""
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clean(text: str) -> str:
    """The text without control characters and lone surrogates, one kind of line end, trimmed.

    A text of which nothing can be seen (zero-width and direction marks alone) is empty.
    """
    kept = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return kept if any(_visible(character) for character in kept) else ""


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in {"Cf", "Cc", "Zs", "Zl", "Zp"}


def without_command(text: str) -> str:
    """The text with another sign for a leading slash, so that Rasa never reads it as an intent payload.

    Taken off altogether, a typed "/affirm" would leave a word that reads as a yes.
    """
    return f"{NO_COMMAND}{text[1:]}" if text.startswith("/") else text
