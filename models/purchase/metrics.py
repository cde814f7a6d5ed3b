"""Metrics of predicted probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

METRICS = ("roc_auc", "average_precision", "brier", "ece")
_BINS = 15


def reliability(
    bought: NDArray[np.int64], probability: NDArray[np.float64], bins: int = 10
) -> list[list[float]]:
    """``[mean probability, share that bought, sessions]`` of ``bins`` equally large parts, ascending."""
    parts = np.array_split(np.argsort(probability, kind="stable"), bins)
    return [
        [round(float(probability[part].mean()), 4), round(float(bought[part].mean()), 4), len(part)]
        for part in parts
        if len(part)
    ]


def measure(bought: NDArray[np.int64], probability: NDArray[np.float64]) -> dict[str, float]:
    """ROC-AUC, average precision, Brier score and calibration error; both classes must be there."""
    from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

    found = {
        "roc_auc": roc_auc_score(bought, probability),
        "average_precision": average_precision_score(bought, probability),
        "brier": brier_score_loss(bought, probability),
        "ece": calibration_error(bought, probability),
    }
    return {name: round(float(value), 5) for name, value in found.items()}


def calibration_error(bought: NDArray[np.int64], probability: NDArray[np.float64]) -> float:
    """Expected calibration error over 15 bins of equal width (Guo et al. 2017, arXiv:1706.04599)."""
    bins = np.minimum((probability * _BINS).astype(np.int64), _BINS - 1)
    gaps = np.bincount(bins, weights=bought - probability, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(bought))
