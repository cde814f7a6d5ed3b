"""``python -m models``: one JSON object last, clear errors with exit 2."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from models.cli import main

WriteSessions = Callable[..., Path]


@pytest.mark.parametrize(
    "argv",
    [
        ["evaluate", "purchase", "--data", "/nothing.csv"],
        ["train", "purchase", "--data", "/nothing.csv"],
        ["train", "recommender", "--baskets", "/nothing.csv"],
        ["evaluate", "recommender", "--train", "/nothing.csv", "--test", "/nothing.csv"],
    ],
)
def test_errors_are_one_line_and_exit_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.strip().splitlines()[-1].startswith("error: cannot read")


@pytest.mark.parametrize("argv", [[], ["train"], ["dance"], ["train", "purchase"]])
def test_wrong_usage_exits_2(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2


def test_the_shipped_purchase_model_scores_a_file(
    sessions: list[dict[str, object]], write_sessions: WriteSessions, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "purchase", "--data", str(write_sessions(sessions))]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["n"] == 400
    assert 0 <= found["without_page_values"]["ece"] <= 1


def test_a_recommender_is_trained_and_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "baskets.csv"
    path.write_text("a,b,c\na,b\nd,e\n" * 30, "utf-8")
    assert main(["evaluate", "recommender", "--train", str(path), "--test", str(path)]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["n"] == 30
    assert main(["train", "recommender", "--baskets", str(path), "--out", str(tmp_path / "model")]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["items"] == 5


def test_a_shop_without_a_database_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from settings import get_settings

    monkeypatch.setenv("AISLE_DATABASE_URL", f"sqlite:///{tmp_path / 'nothing.db'}")
    get_settings.cache_clear()
    try:
        assert main(["train", "recommender", "--out", str(tmp_path / "model")]) == 2
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()
    assert "error:" in capsys.readouterr().err
    assert not (tmp_path / "model").exists()
