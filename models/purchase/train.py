"""Train, calibrate and save the purchase model. The same data and configuration give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.files import replaced_folder, sha256_of
from models.progress import steps
from models.purchase.calibration import METHODS, Calibration
from models.purchase.config import Hidden, TrainConfig, load_config
from models.purchase.data import Sessions, read_sessions, require_both_classes
from models.purchase.features import RAW, matrix, names
from models.purchase.metrics import METRICS, measure, reliability
from models.purchase.model import FORMAT_VERSION, VARIANTS

_CARD_TEMPLATE = Path(__file__).with_name("card_template.md")
Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Source:
    """Where sessions came from, in words for the card; a checksum of them; the licence of what is learnt."""

    told: str
    sha256: str
    licence: str


def train(data: Path, out: Path, config: TrainConfig | None = None) -> dict[str, Any]:
    """Train on the CSV ``data`` and write the folder ``out``; as ``train_sessions`` does."""
    sessions, digest = read_sessions(data), sha256_of(data)
    licence = "CC BY 4.0 as the public data, if trained on it (name its authors); else as the data given"
    return train_sessions(sessions, Source(f"file sha256 `{digest}`", digest, licence), out, config)


def train_sessions(
    sessions: Sessions, source: Source, out: Path, config: TrainConfig | None = None
) -> dict[str, Any]:
    """Train both variants and write the folder ``out``, whole or not.

    Returns the cross-validated metrics of each variant and ``reliability``, by variant: what was foreseen and
    what came true, by tenths of the sessions. Raises ``DataError`` if there are too few sessions or
    those of one class only.
    """
    import lightgbm

    config = config or load_config()
    require_both_classes(sessions, config.min_sessions, config.min_of_each)
    total = len(VARIANTS) * (config.folds + len(config.seeds))
    trained: dict[str, _Trained] = {}
    with steps("Training the purchase model", total) as bar:
        for name, with_analytics in VARIANTS.items():
            trained[name] = _train_variant(sessions, with_analytics, config, bar.done)
    meta: dict[str, Any] = {
        "version": FORMAT_VERSION,
        "lightgbm": lightgbm.__version__,
        "data": {"sha256": source.sha256, "sessions": len(sessions), "bought": int(sessions.bought.sum())},
        "licence": source.licence,
        "variants": {},
    }
    with replaced_folder(out) as folder:
        for name, found in trained.items():
            meta["variants"][name] = {
                "features": list(names(VARIANTS[name])),
                "files": _save(found.boosters, folder, name),
                "calibration": found.calibration.to_json(),
                "cross_validated": found.cross_validated,
                "cross_validated_live": found.cross_validated_live,
            }
        (folder / "meta.json").write_text(json.dumps(meta, indent=2) + "\n", "utf-8")
        (folder / "card.md").write_text(_card(meta, source, config), "utf-8")
    return {
        "n": len(sessions),
        **{name: found.cross_validated for name, found in trained.items()},
        "reliability": {name: found.reliability for name, found in trained.items()},
    }


@dataclass(frozen=True)
class _Trained:
    boosters: list[Any]
    calibration: Calibration
    cross_validated: dict[str, float]
    cross_validated_live: dict[str, float]
    reliability: list[list[float]]


def _train_variant(
    sessions: Sessions, with_analytics: bool, config: TrainConfig, done: Callable[[], None]
) -> _Trained:
    folds = _folds(sessions, config)
    live_raw = _without(sessions.raw, config.unknown_live)
    held_out, held_out_live = np.empty(len(sessions)), np.empty(len(sessions))
    for train_rows, test_rows in folds:
        boosters = [_booster(sessions, train_rows, with_analytics, seed, config) for seed in config.seeds]
        held_out[test_rows] = _log_odds(boosters, matrix(sessions.raw[test_rows], with_analytics))
        held_out_live[test_rows] = _log_odds(boosters, matrix(live_raw[test_rows], with_analytics))
        done()
    calibration, probability = _calibrate(held_out, sessions.bought, folds, config)
    everything = np.arange(len(sessions))
    final = []
    for seed in config.seeds:
        final.append(_booster(sessions, everything, with_analytics, seed, config))
        done()
    return _Trained(
        final,
        calibration,
        measure(sessions.bought, probability),
        measure(sessions.bought, calibration(held_out_live)),
        reliability(sessions.bought, probability),
    )


def _log_odds(boosters: list[Any], rows: Floats) -> Floats:
    each = [booster.predict(rows, raw_score=True, num_threads=1) for booster in boosters]
    return np.asarray(np.mean(each, axis=0), dtype=np.float64)


def _without(raw: Floats, hidden: Sequence[str]) -> Floats:
    copy = raw.copy()
    copy[:, [RAW.index(name) for name in hidden]] = np.nan
    return copy


def _folds(sessions: Sessions, config: TrainConfig) -> list[tuple[Rows, Rows]]:
    from sklearn.model_selection import StratifiedKFold

    splitter = StratifiedKFold(config.folds, shuffle=True, random_state=config.seed)
    return list(splitter.split(sessions.raw, sessions.bought))


def _booster(sessions: Sessions, rows: Rows, with_analytics: bool, seed: int, config: TrainConfig) -> Any:
    import lightgbm

    raw, bought = sessions.raw[rows], sessions.bought[rows]
    both = np.vstack([raw, _hide(raw, config.hidden, np.random.default_rng(seed))])
    data = lightgbm.Dataset(
        matrix(both, with_analytics),
        np.concatenate([bought, bought]),
        weight=np.repeat([1.0, config.hidden.weight], len(raw)),
        feature_name=list(names(with_analytics)),
    )
    parameters = {
        **config.parameters,
        "objective": "binary",
        "seed": seed,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }
    return lightgbm.train(parameters, data, config.rounds)


def _hide(raw: Floats, hidden: Hidden, random: np.random.Generator) -> Floats:
    copy = raw.copy()
    for group in hidden.groups:
        rows = random.random(len(raw)) < hidden.probability
        for name in group:
            copy[rows, RAW.index(name)] = np.nan
    return copy


def _calibrate(
    log_odds: Floats, bought: Rows, folds: list[tuple[Rows, Rows]], config: TrainConfig
) -> tuple[Calibration, Floats]:
    """The simplest method that is not clearly worse, and the held-out probabilities it gave."""
    found: dict[str, Floats] = {}
    for method in METHODS:
        found[method] = np.empty(len(bought))
        for fit_rows, test_rows in folds:
            fitted = Calibration.fit(method, log_odds[fit_rows], bought[fit_rows])
            found[method][test_rows] = fitted(log_odds[test_rows])
    brier = {method: float(np.mean((found[method] - bought) ** 2)) for method in METHODS}
    best = METHODS[0]
    for method in METHODS[1:]:
        if brier[method] < brier[best] - config.calibration_gain:
            best = method
    return Calibration.fit(best, log_odds, bought), found[best]


def _save(boosters: list[Any], folder: Path, name: str) -> dict[str, str]:
    digests = {}
    for at, booster in enumerate(boosters):
        path = folder / f"{name}.{at}.txt"
        path.write_text(booster.model_to_string(), "utf-8")
        digests[path.name] = sha256_of(path)
    return digests


def _card(meta: dict[str, Any], source: Source, config: TrainConfig) -> str:
    data = meta["data"]
    lines = ["| variant | ROC-AUC | average precision | Brier | calibration error |", "| --- " * 5 + "|"]
    for key, told in (("cross_validated", ""), ("cross_validated_live", ", live")):
        for name, variant in meta["variants"].items():
            cells = " | ".join(f"{variant[key][metric]:.4f}" for metric in METRICS)
            lines.append(f"| {name}{told} | {cells} |")
    methods = {name: variant["calibration"]["method"] for name, variant in meta["variants"].items()}
    return Template(_CARD_TEMPLATE.read_text("utf-8")).substitute(
        sessions=data["sessions"],
        bought=data["bought"],
        share=f"{100 * data['bought'] / data['sessions']:.1f}",
        source=source.told,
        licence=source.licence,
        boosters=len(config.seeds),
        rounds=config.rounds,
        lightgbm=meta["lightgbm"],
        calibration=", ".join(f"{method} ({name})" for name, method in methods.items()),
        folds=config.folds,
        unknown_live=", ".join(config.unknown_live),
        table="\n".join(lines),
    )
