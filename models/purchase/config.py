"""The training configuration, ``config.yml``, typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from models.errors import ModelError
from models.purchase.features import RAW

CONFIG_PATH = Path(__file__).with_name("config.yml")


@dataclass(frozen=True)
class Hidden:
    """Groups of features hidden with a probability, in a second copy of the sessions that has this weight."""

    probability: float
    weight: float
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class TrainConfig:
    """What ``config.yml`` says."""

    min_sessions: int
    min_of_each: int
    folds: int
    seed: int
    seeds: tuple[int, ...]
    hidden: Hidden
    unknown_live: tuple[str, ...]
    rounds: int
    parameters: Mapping[str, float]
    calibration_gain: float


def load_config(path: Path = CONFIG_PATH) -> TrainConfig:
    """Read the configuration; raises ``ModelError`` if it does not fit."""
    try:
        raw: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        hidden = raw.pop("hidden")
        live = tuple(raw.pop("unknown_live"))
        boosting = raw.pop("boosting")
        groups = tuple(tuple(group) for group in hidden["groups"])
        unknown = {name for group in (*groups, live) for name in group} - set(RAW)
        if unknown or not raw["seeds"]:
            raise ModelError(f"{path}: unknown features {sorted(unknown)}, or no seeds")
        return TrainConfig(
            **{**raw, "seeds": tuple(raw["seeds"])},
            hidden=Hidden(float(hidden["probability"]), float(hidden["weight"]), groups),
            unknown_live=live,
            rounds=int(boosting["rounds"]),
            parameters=dict(boosting["parameters"]),
        )
    except (OSError, yaml.YAMLError, TypeError, KeyError, ValueError, AttributeError) as error:
        raise ModelError(f"{path} is not a valid training configuration: {error!r}") from error
