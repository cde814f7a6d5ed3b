"""The conversations that the load is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from bench.paths import HERE


@dataclass(frozen=True)
class Turn:
    """One message: its kind, its text, and what the reply of a working assistant contains."""

    kind: str
    say: str
    expects: re.Pattern[str]


Conversation = tuple[Turn, ...]


def read_conversations() -> tuple[Conversation, ...]:
    """All conversations of ``conversations.yml``, in order."""
    raw = yaml.safe_load((HERE / "conversations.yml").read_text(encoding="utf-8"))
    return tuple(tuple(_turn(**turn) for turn in conversation) for conversation in raw)


def _turn(kind: str, say: str, expects: str) -> Turn:
    return Turn(kind, say, re.compile(expects, re.IGNORECASE))
