"""Whether a sentence has the look of what a question wants: a price for "how much", a time for "when"."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

KINDS_PATH = Path(__file__).resolve().parent / "types_of_answer.yml"


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    raw: dict[str, Any] = yaml.safe_load(KINDS_PATH.read_text(encoding="utf-8"))
    return tuple((_any(kind["asks"]), _any(kind["shows"])) for kind in raw.values())


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def fits(question: str, sentence: str) -> float:
    """1 if the sentence shows what the question asks for, -1 if not, 0 if nothing special is asked."""
    asked, said = question.lower(), sentence.lower()
    wanted = [shows for asks, shows in _kinds() if asks.search(asked)]
    if not wanted:
        return 0.0
    return 1.0 if any(shows.search(said) for shows in wanted) else -1.0
