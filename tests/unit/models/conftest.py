"""Small, seeded data for the models' tests."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.embedder import Embedder
from models.purchase.config import TrainConfig, load_config
from settings import Settings

FIELDS = (
    "ProductRelated",
    "ProductRelated_Duration",
    "ExitRates",
    "PageValues",
    "Month",
    "VisitorType",
    "Revenue",
)


def session_rows(n: int, seed: int = 1) -> list[dict[str, object]]:
    """Sessions of which those with page values or many product pages tend to buy."""
    random_ = random.Random(seed)
    rows: list[dict[str, object]] = []
    for _ in range(n):
        pages = random_.randint(0, 40)
        value = random_.choice([0.0, 0.0, 0.0, random_.uniform(1, 50)])
        bought = random_.random() < min(0.95, 0.05 + 0.01 * pages + 0.02 * value)
        rows.append(
            {
                "ProductRelated": pages,
                "ProductRelated_Duration": round(pages * random_.uniform(5, 60), 2),
                "ExitRates": round(random_.uniform(0, 0.2), 4),
                "PageValues": round(value, 3),
                "Month": random_.choice(["Feb", "May", "Nov", "June"]),
                "VisitorType": random_.choice(["New_Visitor", "Returning_Visitor"]),
                "Revenue": "TRUE" if bought else "FALSE",
            }
        )
    return rows


WriteSessions = Callable[..., Path]


@pytest.fixture
def write_sessions(tmp_path: Path) -> WriteSessions:
    def write(
        rows: list[dict[str, object]], name: str = "sessions.csv", fields: tuple[str, ...] = FIELDS
    ) -> Path:
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fields, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def quick() -> TrainConfig:
    """The shipped configuration with few trees and folds."""
    return replace(load_config(), rounds=20, folds=3)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return Embedder.open(Settings(embedder="", allow_hub=False))


@pytest.fixture
def sessions() -> list[dict[str, object]]:
    """Four hundred sessions, always the same."""
    return session_rows(400)
