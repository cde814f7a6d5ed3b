"""The recommender's configuration, ``config.yml``, typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from models.errors import ModelError

CONFIG_PATH = Path(__file__).with_name("config.yml")
_ABOVE_ZERO = ("l2", "near", "half_life", "max_basket", "dense_items", "neighbours", "kept", "at")
_SECOND_ABOVE_ZERO = tuple(
    f"second_{name}" for name in ("hidden", "candidates", "min_examples", "max_examples", "past", "rounds")
)
_NOT_NEGATIVE = ("size_power", "near_weight", "popularity_power")


@dataclass(frozen=True)
class RecommenderConfig:
    """What ``config.yml`` says."""

    l2: float
    size_power: float
    near: float
    near_weight: float
    half_life: float
    popularity_power: float
    max_basket: int
    dense_items: int
    neighbours: int
    kept: int
    min_baskets: int
    min_pairs: int
    max_items: int
    max_id_chars: int
    held_out: float
    min_held_out: int
    seed: int
    at: int
    similar_at_least: float
    second_slices: tuple[float, ...]
    second_hidden: int
    second_candidates: int
    second_min_examples: int
    second_max_examples: int
    second_past: int
    second_rounds: int
    second_parameters: dict[str, float]


@lru_cache(maxsize=1)
def load_config(path: Path = CONFIG_PATH) -> RecommenderConfig:
    """Read the configuration; raises ``ModelError`` if it does not fit."""
    try:
        told = yaml.safe_load(path.read_text("utf-8"))
        config = RecommenderConfig(**{**told, "second_slices": tuple(told["second_slices"])})
        low = [name for name in (*_ABOVE_ZERO, *_SECOND_ABOVE_ZERO) if not getattr(config, name) > 0]
        low += [name for name in _NOT_NEGATIVE if not getattr(config, name) >= 0]
    except (OSError, yaml.YAMLError, TypeError, KeyError) as error:
        raise ModelError(f"{path} is not a valid configuration: {error}") from error
    if low:
        raise ModelError(f"{path}: too low: {', '.join(low)}")
    if not 0 < config.held_out < 1 or not 0 < config.similar_at_least < 1:
        raise ModelError(f"{path}: held_out and similar_at_least must lie between 0 and 1")
    if not all(0 < one < 1 for one in config.second_slices) or sorted(config.second_slices) != list(
        config.second_slices
    ):
        raise ModelError(f"{path}: second_slices must rise between 0 and 1")
    return config
