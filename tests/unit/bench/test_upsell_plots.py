"""The drawing of measured lines: whole, and the same for the same lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.upsell.plots import WAYS, draw, read


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    bins = [[0.1, 0.09, 50], [0.6, 0.63, 50]]
    told = [
        {"name": f"next_item_window_{at}-{at + 10}", "values": {f"{way}_hr@10": 0.3 for way in WAYS}}
        for at in (60, 70)
    ]
    told += [
        {"name": f"purchase_{one}_page_values_reliability", "values": {"bins": bins}}
        for one in ("with", "without")
    ]
    told += [
        {"name": f"growth_{size}", "values": {"train_s": 4, "peak_mb": 800, "request_p95_ms": 3}}
        for size in (4000, 40000)
    ]
    path = tmp_path / "lines.jsonl"
    text = [json.dumps(one) for one in [*told, {"name": "next_item_implicit", "skipped": "not there"}]]
    path.write_text("\n".join(["make: said something", *text]) + "\n", "utf-8")
    return path


def test_the_same_lines_give_the_same_drawing(lines: Path, tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        draw(read(lines), tmp_path / name)
    one, two = ((tmp_path / name).read_bytes() for name in ("one.svg", "two.svg"))
    assert one == two
    assert b"<svg" in one


def test_nothing_measured_is_nothing_drawn(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no line"):
        draw({}, tmp_path / "one.svg")


def test_what_was_not_measured_is_passed_over(lines: Path) -> None:
    assert "next_item_implicit" not in read(lines)
    assert "growth_4000" in read(lines)
