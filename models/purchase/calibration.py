"""Calibration of log-odds, kept as plain numbers: the identity, Platt's sigmoid, or isotonic regression."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelError

METHODS = ("none", "sigmoid", "isotonic")
_CLIP = 1e-6
Floats = NDArray[np.float64]


def sigmoid(log_odds: Floats) -> Floats:
    """Probability of each log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -500, 500))), dtype=np.float64)


@dataclass(frozen=True)
class Calibration:
    """Maps log-odds to probabilities; ``xs``, ``ys`` are slope and bias, or the steps of the isotonic fit."""

    method: str
    xs: tuple[float, ...] = ()
    ys: tuple[float, ...] = ()

    def __call__(self, log_odds: Floats) -> Floats:
        """Probabilities between 0 and 1, float64, of the shape given."""
        if self.method == "none":
            return sigmoid(log_odds)
        if self.method == "sigmoid":
            return sigmoid(self.xs[0] * log_odds + self.ys[0])
        return np.asarray(np.interp(log_odds, self.xs, self.ys), dtype=np.float64)

    @classmethod
    def fit(cls, method: str, log_odds: Floats, bought: NDArray[np.int64]) -> Self:
        """Fit on log-odds the boosters have not been trained on."""
        if method == "none":
            return cls(method)
        if method == "sigmoid":
            from sklearn.linear_model import LogisticRegression

            fitted = LogisticRegression(C=1e6).fit(log_odds.reshape(-1, 1), bought)
            return cls(method, (float(fitted.coef_[0, 0]),), (float(fitted.intercept_[0]),))
        from sklearn.isotonic import IsotonicRegression

        steps = IsotonicRegression(y_min=_CLIP, y_max=1 - _CLIP, out_of_bounds="clip").fit(log_odds, bought)
        return cls(method, _floats(steps.X_thresholds_), _floats(steps.y_thresholds_))

    def to_json(self) -> dict[str, Any]:
        """As it is kept in ``meta.json``."""
        return {"method": self.method, "xs": list(self.xs), "ys": list(self.ys)}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """Read what ``to_json`` wrote; raises ``ModelError``."""
        try:
            found = cls(str(raw["method"]), _floats(raw["xs"]), _floats(raw["ys"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"the purchase model's calibration is malformed: {error}") from error
        needed = {"none": 0, "sigmoid": 1}.get(found.method, max(1, len(found.xs)))
        if found.method not in METHODS or len(found.xs) != needed or len(found.ys) != needed:
            raise ModelError(f"the purchase model's calibration {found.method!r} is malformed")
        return found


def _floats(values: Sequence[Any]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
