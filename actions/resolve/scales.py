"""Which option values are more and which are less: by number, or by an order that everybody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from actions.resolve.lists import read
from actions.resolve.quantities import Measure, measures_of
from actions.resolve.tokens import compact, tokens


@lru_cache(maxsize=1024)
def ranks(values: tuple[str, ...]) -> Mapping[str, float] | None:
    """A number for each value, larger for more; None when the values have no order."""
    if len(values) < 2:
        return None
    return _on_a_scale(values) or _by_number(values)


@cache
def _scales() -> tuple[dict[str, int], ...]:
    return tuple(
        {compact(str(v)): place for place, v in enumerate(scale)} for scale in read("wishes")["scales"]
    )


def _on_a_scale(values: Sequence[str]) -> dict[str, float] | None:
    for scale in _scales():
        known = {value: _place(value, scale) for value in values}
        if all(place is not None for place in known.values()):
            return {value: float(place) for value, place in known.items() if place is not None}
    return None


def _place(value: str, scale: Mapping[str, int]) -> int | None:
    """The value's place; "M (55-59 cm)" stands where "M" does."""
    return scale.get(compact(value), scale.get(compact(value.split("(")[0])))


def _by_number(values: Iterable[str]) -> dict[str, float] | None:
    """By the first number with its unit, if all values have the same unit ("none" counts as nothing)."""
    found: dict[str, Measure] = {}
    for value in values:
        measures = measures_of(value)
        if not measures:
            return None
        # "5-25 lbs": the unit stands behind the last number, the range counts by its middle.
        unit = measures[-1]
        factor = unit.amount / _bare(value)[-1] if _bare(value)[-1] else 1.0
        amounts = [m.amount if m.dimension else m.amount * factor for m in measures]
        found[value] = Measure(sum(amounts) / len(amounts), unit.dimension)
    if len({measure.dimension for measure in found.values()}) > 1:
        return None
    return {value: measure.amount for value, measure in found.items()}


def _bare(value: str) -> list[float]:
    return [float(token.norm) for token in tokens(value) if token.is_number]
