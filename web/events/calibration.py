"""Whether the likelihood of a purchase holds: of those with 30 % about 30 in a hundred should have bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from models.effect import share

HORIZON_MS = 24 * 3600 * 1000
"""A purchase within this time after the likelihood was told is of the same visit, or near enough to it."""
BINS = 10
FEWEST_OUTCOMES = 30
"""So many visits must have ended before anything is said of how well the likelihood holds."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A likelihood between 0 and 1, whether a purchase followed, and whether there was time for one."""

    likelihood: float
    bought: bool
    ended: bool


def calibration(guesses: Sequence[Guess]) -> dict[str, Any]:
    """``{bins, ended, needed, error}``: each bin's count, mean likelihood and share that bought.

    ``error``: the expected calibration error (Naeini et al. 2015) over these bins of equal width; None until
    ``needed`` visits have ended.
    """
    ended = [one for one in guesses if one.ended]
    bins = [_bin(n, guesses) for n in range(BINS)]
    enough = len(ended) >= FEWEST_OUTCOMES
    return {
        "bins": bins,
        "ended": len(ended),
        "needed": FEWEST_OUTCOMES,
        "error": round(_error(bins), 4) if enough else None,
    }


def _bin(number: int, guesses: Sequence[Guess]) -> dict[str, Any]:
    inside = [one for one in guesses if min(int(one.likelihood * BINS), BINS - 1) == number]
    ended = [one for one in inside if one.ended]
    mean = sum(one.likelihood for one in ended) / len(ended) if ended else None
    return {
        "low": number / BINS,
        "high": (number + 1) / BINS,
        "count": len(inside),
        "predicted": round(mean, 4) if mean is not None else None,
        "bought": asdict(share(sum(one.bought for one in ended), len(ended))),
    }


def _error(bins: Sequence[dict[str, Any]]) -> float:
    told = [one for one in bins if one["predicted"] is not None]
    whole = sum(one["bought"]["of"] for one in told)
    gaps = sum(abs(one["predicted"] - one["bought"]["rate"]) * one["bought"]["of"] for one in told)
    return float(gaps / whole)
