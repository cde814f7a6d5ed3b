"""What is rising: counts of the last days against those before, with a bound that chance alone does not pass.

A name's events are Poisson with a rate of their own, the rates of all names Gamma about their average. Then
the ratio of a name's recent rate to its earlier one is beta prime, and its lower quantile is what names are
ranked by: the idea of the Gamma-Poisson shrinker (DuMouchel 1999, doi:10.1080/00031305.1999.10474456).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from models.errors import ModelError

CONFIG_PATH = Path(__file__).with_name("trends.yml")


@dataclass(frozen=True)
class Rising:
    """A name with ``recent`` events where ``expected`` were to come.

    ``growth`` is the median of how many times as many it has become, ``low`` the bound it is surely above.
    """

    name: str
    recent: int
    expected: float
    growth: float
    low: float


@dataclass(frozen=True)
class TrendsConfig:
    """What ``trends.yml`` says."""

    min_recent: int
    prior_events: float
    growth_at_least: float
    confidence: float


@lru_cache(maxsize=1)
def load_config(path: Path = CONFIG_PATH) -> TrendsConfig:
    """Read the configuration; raises ``ModelError`` if it does not fit."""
    try:
        config = TrendsConfig(**yaml.safe_load(path.read_text("utf-8")))
        fits = (
            config.min_recent >= 1
            and config.prior_events > 0
            and config.growth_at_least >= 1
            and 0.5 < config.confidence < 1
        )
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise ModelError(f"{path} is not a valid configuration: {error}") from error
    if not fits:
        raise ModelError(
            f"{path}: min_recent and growth_at_least must be 1 or more, prior_events above 0,"
            " confidence between 0.5 and 1"
        )
    return config


def rising(
    recent: Mapping[str, int],
    before: Mapping[str, int],
    recent_days: float,
    before_days: float,
    config: TrendsConfig | None = None,
) -> list[Rising]:
    """The names that rise, best first: events by name in the recent days and in the days before these.

    What all other names gained is taken off, so that a busy week makes nothing rise; what they lost is not
    added. Raises ``ValueError`` for a negative count or days that are not above 0.
    """
    from scipy.special import betaincinv

    config = config or load_config()
    _check(recent, before, recent_days, before_days)
    names = recent.keys() | before.keys()
    counted = sum(recent.values()), sum(before.values())
    if not sum(counted):
        return []
    usual_rate = sum(counted) / (len(names) * (recent_days + before_days))
    prior_days = config.prior_events / usual_rate
    found = []
    for name in sorted(names):
        now, then = recent.get(name, 0), before.get(name, 0)
        if now < config.min_recent:
            continue
        tide = _tide(counted[0] - now, counted[1] - then, recent_days / before_days, config.prior_events)
        rate_before = (then + config.prior_events) / (before_days + prior_days)
        scale = (before_days + prior_days) / (recent_days + prior_days) / tide
        shares = betaincinv(
            now + config.prior_events, then + config.prior_events, (1 - config.confidence, 0.5)
        )
        low, growth = (float(scale * share / (1 - share)) for share in shares)
        if low >= config.growth_at_least:
            found.append(Rising(name, now, rate_before * recent_days * tide, growth, low))
    return sorted(found, key=lambda one: (-one.low, one.name))


def _tide(others_recent: int, others_before: int, time_ratio: float, prior: float) -> float:
    """How many times as much as before went on at all other names, and at least 1."""
    return max(1.0, (others_recent + prior * time_ratio) / (others_before + prior) / time_ratio)


def _check(
    recent: Mapping[str, int], before: Mapping[str, int], recent_days: float, before_days: float
) -> None:
    if not (recent_days > 0 and before_days > 0):
        raise ValueError("the days compared must be above 0")
    if any(count < 0 for counts in (recent, before) for count in counts.values()):
        raise ValueError("a count of events cannot be negative")
