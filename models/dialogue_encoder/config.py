"""The settings of the tuning, read from ``config.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from models.errors import ModelError

CONFIG_PATH = Path(__file__).with_name("config.yml")


@dataclass(frozen=True)
class TuningConfig:
    """What ``config.yml`` says; see there."""

    seed: int
    steps: int
    max_epochs: int
    batch: int
    learning_rate: float
    warm_up: float
    frozen_layers: int
    head_learning_rate: float
    start_from: int
    scale: float
    misspelt: float
    held_out_every: int
    held_out_from: int
    max_tokens: int
    threads: int


def load_config(path: Path = CONFIG_PATH) -> TuningConfig:
    """Read the settings; raises ``ModelError`` if they do not fit."""
    try:
        return TuningConfig(**yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise ModelError(f"{path.name} is not a valid tuning configuration: {error}") from error
