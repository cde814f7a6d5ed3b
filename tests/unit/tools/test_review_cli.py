"""A whole sitting through a pipe: the real tracker store, trained model, encoder and classifier."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from settings import ROOT, Settings
from tests.unit.tools.script import Script
from tests.unit.tools.talk import missed, reply, shopper, store
from tools.review import cli
from tools.review.effect import Judged
from tools.review.memory import Memory
from tools.review.places import Places
from tools.review.session import Decided

DEVELOPMENT = """nlu:
- intent: order_status
  examples: |
    - eta of my parcel
- intent: greet
  examples: |
    - hey there
"""


def sit(var: Path, data: Path, answers: str, *more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AISLE_")}
    return subprocess.run(
        [sys.executable, "-m", "tools.review", "--data", str(data), *more],
        cwd=ROOT,
        env={
            **kept,
            "AISLE_VAR": str(var),
            "AISLE_RASA_MODEL": str(ROOT / "var" / "models" / "rasa" / "aisle.tar.gz"),
            "PYTHONPATH": str(ROOT),
            "OMP_NUM_THREADS": "1",
        },
        input=answers,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


@pytest.fixture
def var(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    folder.mkdir()
    talks = {
        "one": [
            *missed("zibble my boots A10428", "/order_status"),
            *shopper("/order_status", "order_status", 1.0),
            *reply("action_errand"),
        ],
        "two": missed(
            "tell me who won the zzgrumf match last night, I am Maya Torres, maya@shop.example.net"
        ),
    }
    store(folder / "tracker.db", talks)
    return folder


def test_a_sitting(var: Path, data: Path, tmp_path: Path) -> None:
    (tmp_path / "development.yml").write_text(DEVELOPMENT)
    development = ("--development", str(tmp_path / "development.yml"))
    before = {file: file.read_text() for file in data.iterdir()}

    kept = sit(var, data, "a\ns\nkeep\n", *development)
    assert kept.returncode == 0, kept.stderr
    assert "proposed: order_status 1.00 ██████████ pressed by shoppers" in kept.stdout
    assert "order_status                +1" in kept.stdout
    assert "greet                            " in kept.stdout
    assert not {"maya", "torres", "A10428"} & set(re.findall(r"\w+", kept.stdout))
    changed = {file.name for file in data.iterdir() if file.read_text() != before[file]}
    assert changed == {"orders.yml"}, kept.stdout
    assert "    - zibble my boots [A" in (data / "orders.yml").read_text()

    again = sit(var, data, "")
    assert "Nothing to look at." in again.stdout
    decisions = (var / "review" / "decisions.jsonl").read_text()
    assert {json.loads(line)["decision"] for line in decisions.splitlines()} == {"accepted", "skipped"}
    assert "zibble" not in decisions


@pytest.mark.parametrize(
    ("answer", "dry_run", "says"),
    [
        ("undo", False, "Undone"),
        (None, False, "Undone"),
        ("keep", True, "Dry run"),
        ("keep", False, "Kept in"),
    ],
)
def test_nothing_is_kept_unasked(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str | None,
    dry_run: bool,
    says: str,
) -> None:
    monkeypatch.setattr(cli, "effect", lambda *_: [Judged("hey", "greet", "greet", "greet", 0.9, 0.9)])
    memory = Memory(tmp_path / "decisions.jsonl")
    places = replace(Places.of(settings_with(tmp_path), data, data), memory=tmp_path / "decisions.jsonl")
    before = {file: file.read_text() for file in data.iterdir()}
    script = Script(*([answer] if answer else []))
    decided = Decided({"greet": ["good day to you"]}, {"greet": ["digest"]})
    cli._finish(decided, places, memory, script, dry_run=dry_run)
    assert says in script.screen
    unchanged = {file: file.read_text() for file in data.iterdir()} == before
    assert unchanged is (says != "Kept in")
    assert (tmp_path / "decisions.jsonl").exists() is (says == "Kept in")


def settings_with(var: Path) -> Settings:
    (var / "tracker.db").touch()
    return Settings(var=var)


def test_without_conversations_it_says_where_they_should_be(tmp_path: Path, data: Path) -> None:
    done = sit(tmp_path, data, "")
    assert done.returncode == 2
    assert "AISLE_TRACKER_DB" in done.stderr
    assert "Traceback" not in done.stderr
