"""How often something happened, and whether offering made a difference, each with its 95 % interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

# The 97.5 % quantile of the standard normal distribution: two-sided 95 %.
_Z = 1.959963984540054


@dataclass(frozen=True)
class Interval:
    """A value and the bounds of its 95 % interval, ``low <= value <= high``."""

    value: float
    low: float
    high: float

    @property
    def distinguishable(self) -> bool:
        """Whether zero lies outside: only then may anybody speak of an effect."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Share:
    """``count`` of ``of`` as a rate between 0 and 1 with its bounds; of nothing, the rate is ``None``."""

    count: int
    of: int
    rate: float | None
    low: float
    high: float


def share(count: int, of: int) -> Share:
    """The share with the score interval of Wilson (1927), good at few cases and at rates near 0 and 1.

    Of nothing, everything is possible: the bounds are 0 and 1. Raises ``ValueError`` unless
    ``0 <= count <= of``.
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share")
    if of == 0:
        return Share(0, 0, None, 0.0, 1.0)
    rate, squared = count / of, _Z * _Z / of
    middle = (rate + squared / 2) / (1 + squared)
    half = _Z / (1 + squared) * math.sqrt(rate * (1 - rate) / of + squared / (4 * of))
    # At the ends the formula gives the rate itself, less a rounding error.
    low = 0.0 if count == 0 else min(rate, max(0.0, middle - half))
    high = 1.0 if count == of else max(rate, min(1.0, middle + half))
    return Share(count, of, rate, low, high)


def difference(a: Share, b: Share) -> Interval | None:
    """Rate of ``a`` less that of ``b``, with the hybrid score interval of Newcombe (1998), his method 10.

    ``None`` when there is nothing to compare: one of them is a share of nothing.
    """
    if a.rate is None or b.rate is None:
        return None
    value = a.rate - b.rate
    return Interval(
        value,
        value - math.hypot(a.rate - a.low, b.high - b.rate),
        value + math.hypot(a.high - a.rate, b.rate - b.low),
    )
