"""Other ways to foresee a purchase, on the folds and features of the purchase model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.purchase.config import load_config
from models.purchase.data import Sessions
from models.purchase.features import matrix
from models.purchase.metrics import measure

Floats = NDArray[np.float64]


def baselines(sessions: Sessions, with_analytics: bool) -> dict[str, dict[str, float]]:
    """Cross-validated metrics of each other model with its default settings, same folds as the card's."""
    from sklearn.model_selection import StratifiedKFold

    config = load_config()
    rows = matrix(sessions.raw, with_analytics)
    # These three have no notion of a value that is missing; the data has hardly any.
    filled = np.nan_to_num(rows[:, ~np.isnan(rows).all(axis=0)], nan=0.0)
    folds = list(
        StratifiedKFold(config.folds, shuffle=True, random_state=config.seed).split(filled, sessions.bought)
    )
    found = {}
    for name, make in _models(config.seed).items():
        probability = np.empty(len(sessions))
        for train, test in folds:
            fitted = make().fit(filled[train], sessions.bought[train])
            probability[test] = fitted.predict_proba(filled[test])[:, 1]
        found[name] = measure(sessions.bought, probability)
    return found


def _models(seed: int) -> dict[str, Callable[[], Any]]:
    from lightgbm import LGBMClassifier
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return {
        "logistic_regression": lambda: make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
        "lightgbm_defaults": lambda: LGBMClassifier(random_state=seed, n_jobs=1, verbose=-1),
        "random_forest": lambda: RandomForestClassifier(random_state=seed, n_jobs=1),
    }
