"""The recommender's configuration, ``config.yml``, typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from models.errors import ModelError

CONFIG_PATH = Path(__file__).with_name("config.yml")


@dataclass(frozen=True)
class RecommenderConfig:
    """What ``config.yml`` says."""

    l2: float
    min_baskets: int
    min_pairs: int
    max_items: int
    max_id_chars: int
    held_out: float
    min_held_out: int
    seed: int
    at: int


@lru_cache(maxsize=1)
def load_config(path: Path = CONFIG_PATH) -> RecommenderConfig:
    """Read the configuration; raises ``ModelError`` if it does not fit."""
    try:
        config = RecommenderConfig(**yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise ModelError(f"{path} is not a valid configuration: {error}") from error
    if config.l2 <= 0 or config.at < 1 or not 0 < config.held_out < 1:
        raise ModelError(f"{path}: l2 and at must be above 0, held_out between 0 and 1")
    return config
