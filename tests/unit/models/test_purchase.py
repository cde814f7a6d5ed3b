"""The purchase model: training, refusals, explanations, checks on loading."""

from __future__ import annotations

import json
import math
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.errors import DataError, ModelError
from models.purchase import PurchaseModel, session_features
from models.purchase.calibration import METHODS, Calibration
from models.purchase.config import CONFIG_PATH, TrainConfig, load_config
from models.purchase.data import read_sessions
from models.purchase.evaluate import evaluate
from models.purchase.features import Value, raw_row
from models.purchase.metrics import calibration_error
from models.purchase.model import WITH, WITHOUT
from models.purchase.train import train
from settings import Settings

Rows = list[dict[str, object]]
WriteSessions = Callable[..., Path]
SESSION: dict[str, Value] = {
    "ProductRelated": 30,
    "ProductRelated_Duration": 900.0,
    "Month": "Nov",
    "VisitorType": "New_Visitor",
}


@pytest.fixture(scope="module")
def shipped() -> PurchaseModel:
    return PurchaseModel.load(Settings().purchase_model)


@pytest.fixture
def trained(sessions: Rows, write_sessions: WriteSessions, quick: TrainConfig, tmp_path: Path) -> Path:
    train(write_sessions(sessions), tmp_path / "model", quick)
    return tmp_path / "model"


def test_contributions_add_up_to_the_log_odds(shipped: PurchaseModel) -> None:
    cases: list[dict[str, Value]] = [{}, SESSION, {**SESSION, "PageValues": 12.5}]
    for features in cases:
        found = shipped.predict(features)
        assert math.isclose(sum(found.contributions.values()) + found.bias, found.log_odds, abs_tol=1e-9)
        assert 0 < found.probability < 1


def test_the_explained_prediction_is_the_scored_one(trained: Path) -> None:
    model = PurchaseModel.load(trained)
    for value in (None, 0.0, 30.0):
        features: dict[str, Value] = {**SESSION, "PageValues": value}
        raw = raw_row(features).reshape(1, -1)
        assert math.isclose(model.predict(features).probability, model.probabilities(raw)[0], rel_tol=1e-9)


def test_page_values_choose_the_variant(shipped: PurchaseModel) -> None:
    assert shipped.predict({**SESSION, "PageValues": 0.0}).variant == WITH
    assert shipped.predict({**SESSION, "PageValues": None}).variant == WITHOUT
    assert "PageValues" not in shipped.predict(SESSION).contributions


def test_page_values_speak_for_a_purchase(shipped: PurchaseModel) -> None:
    without, with_ = (shipped.predict({**SESSION, "PageValues": value}) for value in (0.0, 40.0))
    assert with_.probability > without.probability + 0.2
    assert next(iter(with_.contributions)) == "PageValues"


def test_prediction_is_fast_enough_to_ask_at_every_turn(shipped: PurchaseModel) -> None:
    times = []
    for _ in range(50):
        start = time.perf_counter()
        shipped.predict(SESSION)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.002


@pytest.mark.parametrize(
    ("features", "told"),
    [
        ({"Pagevalues": 1}, "unknown feature"),
        ({"PageValues": "lots"}, "must be a number"),
        ({"ExitRates": math.inf}, "finite"),
        ({"ProductRelated": "1e999"}, "finite"),
    ],
)
def test_what_is_no_feature_is_refused(shipped: PurchaseModel, features: dict[str, Any], told: str) -> None:
    with pytest.raises(DataError, match=told):
        shipped.predict(features)


def test_unknown_words_and_negative_numbers_are_missing(shipped: PurchaseModel) -> None:
    odd = shipped.predict({"Month": "Brumaire", "VisitorType": "ghost", "ProductRelated_Duration": -1})
    assert odd.probability == shipped.predict({}).probability


def test_a_live_session_is_read_from_the_widgets_counters(shipped: PurchaseModel) -> None:
    found = session_features(
        {"product": 4, "product_seconds": 80.0, "information": 1, "else": 3}, date(2026, 11, 21), True
    )
    assert found == {
        "Month": "Nov",
        "Weekend": True,
        "VisitorType": "Returning_Visitor",
        "Administrative": 0,
        "Administrative_Duration": 0.0,
        "Informational": 1,
        "Informational_Duration": None,
        "ProductRelated": 4,
        "ProductRelated_Duration": 80.0,
        "Searches": None,
        "BasketItems": None,
        "Messages": None,
        "Waiting": None,
    }
    assert shipped.predict(found).variant == WITHOUT
    assert shipped.predict(session_features({}, date(2026, 1, 5))).probability < 0.5


def test_signals_of_the_conversation_are_features() -> None:
    found = session_features(
        {"product": 1, "searches": 2, "basket_items": 3},
        date(2026, 11, 21),
        signals={"messages": 4, "waiting": True, "returning": False, "else": "x"},
    )
    assert (found["Searches"], found["BasketItems"], found["Messages"]) == (2, 3, 4)
    assert (found["Waiting"], found["VisitorType"]) == (True, "New_Visitor")
    assert session_features({}, date(2026, 1, 5), True, {"returning": False})["VisitorType"] == (
        "Returning_Visitor"
    )


def test_what_the_training_data_did_not_have_changes_nothing(shipped: PurchaseModel) -> None:
    own: dict[str, Value] = {"Searches": 9, "BasketItems": 5, "Messages": 7, "Waiting": True}
    found = shipped.predict({**SESSION, **own})
    assert found.probability == shipped.predict(SESSION).probability
    assert all(found.contributions[name] == 0 for name in own)


def test_a_shops_own_features_are_learnt(
    sessions: Rows, write_sessions: WriteSessions, quick: TrainConfig, tmp_path: Path
) -> None:
    rows = [{**row, "BasketItems": 3 if row["Revenue"] == "TRUE" else 0} for row in sessions]
    fields = ("ProductRelated", "BasketItems", "Revenue")
    train(write_sessions(rows, fields=fields), tmp_path / "model", quick)
    model = PurchaseModel.load(tmp_path / "model")
    full, empty = (model.predict({"ProductRelated": 9, "BasketItems": n}).probability for n in (3, 0))
    assert full > empty + 0.2


def test_same_data_same_bytes(
    trained: Path, write_sessions: WriteSessions, sessions: Rows, quick: TrainConfig
) -> None:
    again = trained.with_name("again")
    train(write_sessions(sessions, "copy.csv"), again, quick)
    assert {p.name: p.read_bytes() for p in again.iterdir()} == {
        p.name: p.read_bytes() for p in trained.iterdir()
    }


def test_the_card_tells_data_licence_metrics_and_limits(trained: Path) -> None:
    card = (trained / "card.md").read_text("utf-8")
    assert all(word in card for word in ("400 sessions", "CC BY 4.0", "ROC-AUC", "## Limits", WITH, WITHOUT))
    assert "$" not in card


def test_it_learns(trained: Path, write_sessions: WriteSessions, sessions: Rows) -> None:
    found = evaluate(write_sessions(sessions), trained)
    assert found["with_page_values"]["roc_auc"] > found["without_page_values"]["roc_auc"] > 0.6
    assert found["roc_auc"] == found["with_page_values"]["roc_auc"]
    assert set(found["with_page_values"]) == {"roc_auc", "average_precision", "brier", "ece"}


def test_data_without_page_values_scores_one_variant(
    trained: Path, write_sessions: WriteSessions, sessions: Rows
) -> None:
    found = evaluate(write_sessions(sessions, fields=("ProductRelated", "Month", "Revenue")), trained)
    assert found["with_page_values"] is None
    assert found["roc_auc"] == found["without_page_values"]["roc_auc"]


def spoil(rows: Rows, how: str) -> Rows:
    return {
        "few": rows[:150],
        "one class": [{**row, "Revenue": "FALSE"} for row in rows],
        "few buyers": [{**row, "Revenue": "TRUE" if at < 5 else "FALSE"} for at, row in enumerate(rows)],
        "label": [{**row, "Revenue": "maybe"} for row in rows],
        "number": [*rows[:250], {**rows[0], "PageValues": "abc"}],
        "none": [],
    }[how]


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("few", "150 sessions are too few"),
        ("one class", "0 of 400 sessions bought"),
        ("few buyers", "5 of 400 sessions bought"),
        ("label", "line 2: Revenue must be TRUE or FALSE"),
        ("number", "line 252: PageValues must be a number"),
        ("none", "no rows"),
    ],
)
def test_hopeless_data_is_refused(
    how: str, told: str, sessions: Rows, write_sessions: WriteSessions, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=told):
        train(write_sessions(spoil(sessions, how)), tmp_path / "model")
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no column Revenue"),
        (b"a,b\n1,2\n", "no column Revenue"),
        (b"a,Revenue\n1,TRUE\n", "none of the columns"),
        (b"Month,Revenue\nMay\n", "line 2: not as many cells"),
        (b"Month,Revenue\nMay,TRUE,9\n", "line 2: not as many cells"),
        (b"Month,Month,Revenue\nMay,May,TRUE\n", "column twice"),
        (b"Month,Revenue\n\xff\xfe,TRUE\n", "not a CSV file in UTF-8"),
        (b"Month,Revenue\n" + b"x" * 200_000 + b",TRUE\n", "not a CSV file"),
    ],
)
def test_malformed_files_are_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=told):
        read_sessions(path)


def test_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot read"):
        read_sessions(tmp_path / "nothing.csv")
    with pytest.raises(ModelError, match="no purchase model"):
        PurchaseModel.load(tmp_path)


def change_meta(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "meta.json"
    meta = json.loads(path.read_text("utf-8"))
    change(meta)
    path.write_text(json.dumps(meta), "utf-8")


def test_an_altered_model_is_refused(trained: Path) -> None:
    path = trained / f"{WITH}.0.txt"
    path.write_text(path.read_text("utf-8").replace("leaf_value=", "leaf_value=1", 1), "utf-8")
    with pytest.raises(ModelError, match="not the file it should be"):
        PurchaseModel.load(trained)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda meta: meta.update(version=99), "version 99"),
        (lambda meta: meta["variants"].pop(WITH), "malformed"),
        (lambda meta: meta["variants"][WITH]["features"].pop(), "not those of this program"),
        (lambda meta: meta["variants"][WITH]["files"].clear(), "names no files"),
        (lambda meta: meta["variants"][WITH].update(calibration={"method": "magic"}), "malformed"),
        (lambda meta: meta["variants"][WITH].update(files={"../../etc/passwd": "0"}), "cannot read"),
    ],
)
def test_a_meta_file_that_does_not_fit_is_refused(
    trained: Path, change: Callable[[dict[str, Any]], None], told: str
) -> None:
    change_meta(trained, change)
    with pytest.raises(ModelError, match=told):
        PurchaseModel.load(trained)


def test_a_half_copied_model_is_refused(trained: Path, tmp_path: Path) -> None:
    half = tmp_path / "half"
    half.mkdir()
    shutil.copy(trained / "meta.json", half)
    with pytest.raises(ModelError, match="cannot read"):
        PurchaseModel.load(half)
    (half / "meta.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match="not JSON"):
        PurchaseModel.load(half)


@pytest.mark.parametrize("method", METHODS)
def test_calibrations_keep_the_order_and_survive_json(method: str) -> None:
    random = np.random.default_rng(3)
    log_odds = random.normal(size=500)
    bought = (random.random(500) < 1 / (1 + np.exp(-2 * log_odds))).astype(np.int64)
    fitted = Calibration.fit(method, log_odds, bought)
    again = Calibration.from_json(json.loads(json.dumps(fitted.to_json())))
    grid = np.linspace(-50, 50, 101)
    assert np.array_equal(fitted(grid), again(grid))
    assert (np.diff(fitted(grid)) >= 0).all()
    assert ((fitted(grid) >= 0) & (fitted(grid) <= 1)).all()


def test_calibration_error_of_known_cases() -> None:
    half = np.array([0, 1] * 50, dtype=np.int64)
    assert calibration_error(half, np.full(100, 0.5)) == pytest.approx(0)
    assert calibration_error(half, np.full(100, 1.0)) == pytest.approx(0.5)


def test_a_configuration_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    for old, new in (("[Region]", "[Regoin]"), ("folds: 5", "fold: 5"), ("seeds: [1, 2]", "seeds: []")):
        path.write_text(CONFIG_PATH.read_text("utf-8").replace(old, new), "utf-8")
        with pytest.raises(ModelError):
            load_config(path)


def test_the_smallest_data_that_is_taken(
    sessions: Rows, write_sessions: WriteSessions, quick: TrainConfig, tmp_path: Path
) -> None:
    train(write_sessions(sessions[:200]), tmp_path / "model", replace(quick, rounds=2))
    assert 0 < PurchaseModel.load(tmp_path / "model").predict({}).probability < 1
