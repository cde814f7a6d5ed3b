"""Score the trained purchase model on sessions kept apart."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from models.purchase.data import read_sessions, require_both_classes
from models.purchase.features import ANALYTICS, RAW
from models.purchase.metrics import measure
from models.purchase.model import VARIANTS, WITH, PurchaseModel

_TIMED = 200


def evaluate(data: Path, folder: Path) -> dict[str, Any]:
    """Metrics of each variant, and on top those of the variant that fits each session.

    A variant whose features the data lacks gives ``None``. ``predict_ms`` is the median of single
    predictions with their explanation. Raises ``DataError`` or ``ModelError``.
    """
    model = PurchaseModel.load(folder)
    sessions = read_sessions(data)
    require_both_classes(sessions, at_least=2, of_each=1)
    has_analytics = not np.isnan(sessions.raw[:, RAW.index(ANALYTICS)]).all()
    each = {
        name: measure(sessions.bought, model.probabilities(sessions.raw, name))
        if has_analytics or name != WITH
        else None
        for name in VARIANTS
    }
    chosen = measure(sessions.bought, model.probabilities(sessions.raw))
    return {"n": len(sessions), **chosen, **each, "predict_ms": predict_ms(model, sessions.raw[:_TIMED])}


def predict_ms(model: PurchaseModel, raw: Any) -> float:
    """Median milliseconds of one explained prediction, over raw rows (n, len(RAW))."""
    times = []
    for row in raw:
        features = {
            name: None if np.isnan(value) else float(value) for name, value in zip(RAW, row, strict=True)
        }
        features = {name: value for name, value in features.items() if name not in {"Month", "VisitorType"}}
        start = time.perf_counter()
        model.predict(features)
        times.append(time.perf_counter() - start)
    return round(float(np.median(times)) * 1000, 3)
