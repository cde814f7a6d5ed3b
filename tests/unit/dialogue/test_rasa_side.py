"""Runs the tests of our Rasa components where they live: in Rasa's environment, which has no pytest."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent / "rasa_side"
MODULES = sorted(path.stem for path in HERE.glob("check_*.py"))
WITHIN_S = 240


@pytest.mark.parametrize("module", MODULES)
def test_in_rasas_environment(module: str) -> None:
    name = f"tests.unit.dialogue.rasa_side.{module}"
    command = f". scripts/rasa-environment && exec .venv-rasa/bin/python -m unittest -v {name}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=WITHIN_S, check=False
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-8000:]}"
    assert "Ran 0 tests" not in done.stderr
