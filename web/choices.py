"""What a press of buttons means: one that was offered, or several of one question, picked in a form."""

from __future__ import annotations

import re
from collections.abc import Mapping

import orjson

_PAYLOAD = re.compile(r"(?P<intent>/\w+)(?P<details>\{.*\})", re.DOTALL)
MOST_PICKED = 40


def picked(text: str, offered: Mapping[str, str]) -> tuple[str, str] | None:
    """``(title, payload)`` of lines that are each a payload of ``offered``; None where they are not.

    Several payloads must differ in the value of one and the same detail; their values are joined by commas:
    ``/inform{"item": "0"}`` and ``/inform{"item": "2"}`` are ``/inform{"item": "0,2"}``.
    """
    lines = list(dict.fromkeys(text.split("\n")))
    if not 1 < len(lines) <= MOST_PICKED or not all(line in offered for line in lines):
        return None
    taken = [_taken_apart(line) for line in lines]
    kinds = {(part[0], part[1]) for part in taken if part}
    if len(kinds) != 1 or None in taken:
        return None
    intent, name = kinds.pop()
    values = ",".join(part[2] for part in taken if part)
    titles = ", ".join(offered[line] for line in lines)
    return titles, f"{intent}{orjson.dumps({name: values}).decode()}"


def _taken_apart(payload: str) -> tuple[str, str, str] | None:
    """``(intent, name, value)`` of a payload with one detail that is a text."""
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        return None
    try:
        details = orjson.loads(match["details"])
    except orjson.JSONDecodeError:
        return None
    if not isinstance(details, dict) or len(details) != 1:
        return None
    ((name, value),) = details.items()
    return (match["intent"], name, value) if isinstance(value, str) else None
