"""The trained purchase model: two variants, one interface, chosen by whether ``PageValues`` is known."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelError
from models.files import verify
from models.purchase.calibration import Calibration
from models.purchase.features import ANALYTICS, RAW, Value, matrix, names, raw_row

FORMAT_VERSION = 2
WITH, WITHOUT = "with_page_values", "without_page_values"
VARIANTS = {WITH: True, WITHOUT: False}
_ANALYTICS_AT = RAW.index(ANALYTICS)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Likelihood:
    """Probability of a purchase and its exact explanation.

    ``contributions`` are in log-odds, the largest first; with ``bias`` they add up to ``log_odds`` (SHAP
    values of the trees, Lundberg et al. 2018, arXiv:1802.03888). The calibration maps it to ``probability``.
    """

    probability: float
    contributions: Mapping[str, float]
    bias: float
    log_odds: float
    variant: str


@dataclass(frozen=True)
class _Variant:
    with_analytics: bool
    boosters: Sequence[Any]
    calibration: Calibration

    def contributions(self, raw: Floats) -> Floats:
        """SHAP values of the mean of the boosters, (n, features + 1), the bias last."""
        rows = matrix(raw, self.with_analytics)
        each = [
            booster.predict(rows, pred_contrib=True, num_threads=1, validate_features=False)
            for booster in self.boosters
        ]
        return np.asarray(np.mean(each, axis=0), dtype=np.float64)

    def probabilities(self, raw: Floats) -> Floats:
        rows = matrix(raw, self.with_analytics)
        each = [booster.predict(rows, raw_score=True, num_threads=1) for booster in self.boosters]
        return self.calibration(np.asarray(np.mean(each, axis=0), dtype=np.float64))


class PurchaseModel:
    """Loaded once, used from any thread."""

    def __init__(self, variants: Mapping[str, _Variant], meta: Mapping[str, Any]) -> None:
        self._variants = variants
        self.meta = meta

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load what ``train`` wrote; raises ``ModelError`` if it is missing, altered or outdated."""
        meta = _read_meta(folder)
        try:
            variants = {name: _load_variant(folder, name, meta["variants"][name]) for name in VARIANTS}
        except (KeyError, TypeError, AttributeError) as error:
            raise ModelError(f"{folder / 'meta.json'} is malformed: {error!r}") from error
        return cls(variants, meta)

    def predict(self, features: Mapping[str, Value]) -> Likelihood:
        """The likelihood of one session; a feature that is absent, ``None`` or "" is missing.

        Raises ``DataError`` for an unknown feature, text where a number belongs, and infinity.
        """
        raw = raw_row(features)
        name = WITHOUT if math.isnan(raw[_ANALYTICS_AT]) else WITH
        variant = self._variants[name]
        values = variant.contributions(raw.reshape(1, -1))[0]
        log_odds = float(values.sum())
        named = dict(zip(names(variant.with_analytics), values[:-1].tolist(), strict=True))
        return Likelihood(
            probability=float(variant.calibration(np.array([log_odds]))[0]),
            contributions=dict(sorted(named.items(), key=lambda item: -abs(item[1]))),
            bias=float(values[-1]),
            log_odds=log_odds,
            variant=name,
        )

    def probabilities(self, raw: Floats, variant: str | None = None) -> Floats:
        """Probabilities (n,) of raw rows (n, len(RAW)), by one variant or by the one that fits each row."""
        if variant is not None:
            return self._variants[variant].probabilities(raw)
        known = ~np.isnan(raw[:, _ANALYTICS_AT])
        found = np.empty(len(raw))
        for name, rows in ((WITH, known), (WITHOUT, ~known)):
            if rows.any():
                found[rows] = self._variants[name].probabilities(raw[rows])
        return found


def _read_meta(folder: Path) -> dict[str, Any]:
    path = folder / "meta.json"
    try:
        meta = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ModelError(
            f"no purchase model in {folder}: `python -m models train purchase --data CSV`"
        ) from error
    except ValueError as error:
        raise ModelError(f"{path} is not JSON: {error}") from error
    version = meta.get("version") if isinstance(meta, dict) else None
    if version != FORMAT_VERSION:
        raise ModelError(f"{path} has version {version}, this program reads {FORMAT_VERSION}: train again")
    return dict(meta)


def _load_variant(folder: Path, name: str, raw: Mapping[str, Any]) -> _Variant:
    import lightgbm

    if tuple(raw["features"]) != names(VARIANTS[name]):
        raise ModelError(f"{folder}: the features of {name} are not those of this program: train again")
    boosters = []
    for file, digest in sorted(raw["files"].items()):
        path = folder / Path(file).name
        verify(path, digest)
        try:
            boosters.append(lightgbm.Booster(model_str=path.read_text("utf-8")))
        except lightgbm.basic.LightGBMError as error:
            raise ModelError(f"{path} is not a LightGBM model: {error}") from error
    if not boosters:
        raise ModelError(f"{folder}: {name} names no files")
    return _Variant(VARIANTS[name], tuple(boosters), Calibration.from_json(raw["calibration"]))
