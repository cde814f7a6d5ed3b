"""Where everything lies that a review reads and writes."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from settings import ROOT, Settings
from tools.errors import ToolError

_AGO = re.compile(r"(\d+)\s*([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
# Rasa's drivers by another name here: only the third generation of psycopg is installed.
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgresql+psycopg2": "postgresql+psycopg"}


@dataclass(frozen=True, slots=True)
class Places:
    """Files and databases; ``data`` is edited, ``development`` measured on, ``kept_apart`` never taught."""

    data: Path
    development: Path
    kept_apart: Path
    model: Path
    memory: Path
    tracker: sa.URL
    domain: Path = ROOT / "domain.yml"
    intents: Path = ROOT / "docs" / "intents.md"

    @classmethod
    def of(cls, settings: Settings, data: Path, development: Path) -> Places:
        """As the settings and the environment of Rasa (scripts/rasa-environment) say."""
        model = os.environ.get("AISLE_RASA_MODEL") or settings.var / "models" / "rasa" / "aisle.tar.gz"
        return cls(
            data=data,
            development=development,
            kept_apart=ROOT / "tests" / "data",
            model=Path(model),
            memory=settings.var / "review" / "decisions.jsonl",
            tracker=_tracker(settings),
        )


def _tracker(settings: Settings) -> sa.URL:
    """The database that endpoints.yml names. Raises ``ToolError`` when there is none yet."""
    dialect = os.environ.get("AISLE_TRACKER_DIALECT") or "sqlite"
    database = os.environ.get("AISLE_TRACKER_DB") or str(settings.var / "tracker.db")
    if dialect == "sqlite" and not Path(database).is_file():
        raise ToolError(
            f"no conversations yet: there is no {database} (AISLE_TRACKER_DB says where they are)"
        )
    return sa.URL.create(_DRIVERS.get(dialect, dialect), database=database)


def moment(said: str, now: datetime | None = None) -> float:
    """Seconds since 1970 of "7d", "36h", "2w" ago or of a date like 2026-11-01; raises ``ValueError``."""
    ago = _AGO.fullmatch(said.strip())
    if ago:
        return ((now or datetime.now(UTC)) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})).timestamp()
    at = datetime.fromisoformat(said.strip())
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
