"""Every YAML file below this folder is a conversation held with the running assistant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.script import Script, play

HERE = Path(__file__).parent
FILES = sorted(path for path in HERE.glob("*/*.yml") if path.parent.name != "rasa")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_conversation(path: Path, request: pytest.FixtureRequest) -> None:
    """The conversation goes as its file says, and the shop changes only as it allows."""
    script = Script.load(path)
    play(script, request.getfixturevalue("stack" if script.store == "demo" else "tau2_stack"))
