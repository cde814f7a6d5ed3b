"""Rasa's own tests: the stories below rasa/ are predicted step by step, and the training data is valid.

`rasa test core` never calls an action, so this checks who serves a message, not what is done; it exits 0
on failure unless told otherwise. `rasa data validate` runs without --fail-on-warnings: it warns of every
response that is said by an action and by no rule, which is how most of ours are said
(tests/unit/actions/test_domain.py checks that each response has somebody to say it).
"""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "var" / "models" / "rasa" / "aisle.tar.gz"
STORIES = Path("tests") / "conversations" / "rasa"
WITHIN_S = 280


def rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Rasa's command line in its own environment."""
    command = f". scripts/rasa-environment && exec .venv-rasa/bin/rasa {shlex.join(arguments)}"
    return subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=WITHIN_S, check=False
    )


def shown(done: subprocess.CompletedProcess[str]) -> str:
    """The end of what Rasa printed."""
    return f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"


@pytest.mark.timeout(WITHIN_S + 20)
@pytest.mark.parametrize("file", sorted(path.name for path in (ROOT / STORIES).glob("test_*.yml")))
def test_stories(file: str, tmp_path: Path) -> None:
    assert MODEL.is_file(), "no trained dialogue: run `make setup`"
    done = rasa(
        *("test", "core", "--stories", str(STORIES / file), "--model", str(MODEL)),
        *("--fail-on-prediction-errors", "--no-plot", "--out", str(tmp_path)),
    )
    failed = tmp_path / "failed_test_stories.yml"
    assert done.returncode == 0, f"{failed.read_text() if failed.exists() else ''}\n{shown(done)}"
    # Rasa may also find no story at all, and be content.
    assert (tmp_path / "story_report.json").is_file(), shown(done)


@pytest.mark.timeout(WITHIN_S + 20)
def test_training_data_is_valid() -> None:
    done = rasa("data", "validate", "--domain", "domain.yml", "--data", "data")
    assert done.returncode == 0, shown(done)
