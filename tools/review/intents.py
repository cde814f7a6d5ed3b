"""The intents an engineer chooses from, and what each means (docs/intents.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

# A letter or two stand inside many names: "q" is no product_question.
SHORTEST_INSIDE = 3
_ROW = re.compile(r"^\|\s*`?([a-z_]+)`?\s*\|\s*(.*?)\s*\|\s*(.*?)\s*\|\s*$")


def meanings(page: Path) -> Mapping[str, str]:
    """Intent -> what the shopper wants, from the table of docs/intents.md; empty without that page."""
    if not page.is_file():
        return {}
    rows = (_ROW.match(line) for line in page.read_text(encoding="utf-8").splitlines())
    return {row[1]: row[2] for row in rows if row and row[1] != "intent"}


def fitting(typed: str, intents: Iterable[str]) -> list[str]:
    """The intents meant by what was typed: that very one, those that begin so, or those with it inside."""
    known, typed = sorted(intents), typed.strip().casefold().replace(" ", "_").replace("-", "_")
    if typed in known:
        return [typed]
    begin = [intent for intent in known if intent.startswith(typed)]
    inside = [intent for intent in known if len(typed) >= SHORTEST_INSIDE and typed in intent]
    return begin or inside
