"""What a check finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """An error is wrong whatever was meant; a warning may be meant so."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; ``places`` are like "data/nlu/orders.yml:12"."""

    level: Level
    check: str
    message: str
    places: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def error(check: str, message: str, *places: str) -> Finding:
    """Something that is wrong."""
    return Finding(Level.ERROR, check, message, places)


def warning(check: str, message: str, *places: str) -> Finding:
    """Something to look at."""
    return Finding(Level.WARNING, check, message, places)
