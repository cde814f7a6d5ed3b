"""Rising names: what rises is found, what only seems to is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import ModelError
from models.trends import CONFIG_PATH, load_config, rising

COUNTS = st.dictionaries(st.text(max_size=3), st.integers(0, 10**6), max_size=12)
STEADY = {f"p-{at}": 40 for at in range(30)}
BEFORE = {name: 4 * count for name, count in STEADY.items()}


def names(recent: dict[str, int], before: dict[str, int]) -> list[str]:
    return [one.name for one in rising(recent, before, 7, 28)]


def test_what_rises_is_told_with_what_was_expected() -> None:
    (found,) = rising({**STEADY, "p-3": 100}, BEFORE, 7, 28)
    assert (found.name, found.recent) == ("p-3", 100)
    assert found.expected == pytest.approx(40, rel=0.1)
    assert 1.2 <= found.low < found.growth == pytest.approx(2.5, rel=0.1)


def test_the_surer_growth_stands_first() -> None:
    assert names({**STEADY, "p-1": 120, "p-2": 12}, {**BEFORE, "p-2": 16}) == ["p-1", "p-2"]
    assert names({**STEADY, "p-1": 120, "p-2": 200}, BEFORE) == ["p-2", "p-1"]


def test_something_new_needs_more_than_a_few_events() -> None:
    assert rising({**STEADY, "new": 5}, STEADY, 7, 7) == []
    assert [one.name for one in rising({**STEADY, "new": 15}, STEADY, 7, 7)] == ["new"]


def test_a_busy_week_makes_nothing_rise() -> None:
    assert names({name: 3 * count for name, count in STEADY.items()}, BEFORE) == []
    busy = {name: 3 * count for name, count in STEADY.items()}
    assert names({**busy, "p-5": 600}, BEFORE) == ["p-5"]


def test_a_quiet_week_makes_nothing_rise_that_stayed_as_it_was() -> None:
    assert names({**dict.fromkeys(STEADY, 4), "p-5": 40}, BEFORE) == []


def test_nothing_gives_nothing() -> None:
    assert rising({}, {}, 7, 28) == []
    assert rising({"a": 0}, {"a": 0}, 7, 28) == []
    assert rising({}, BEFORE, 7, 28) == []


def test_the_first_week_of_a_shop_raises_nothing_that_is_like_the_rest() -> None:
    assert names(STEADY, {}) == []


def test_chance_alone_seldom_makes_a_name_rise() -> None:
    random = np.random.default_rng(5)
    rates = random.gamma(2, 8, size=400)
    found = 0
    for _ in range(10):
        recent = {str(at): int(n) for at, n in enumerate(random.poisson(rates))}
        before = {str(at): int(n) for at, n in enumerate(random.poisson(4 * rates))}
        found += len(rising(recent, before, 7, 28))
    assert found / 4000 < 0.02


@given(COUNTS, COUNTS, st.floats(0.1, 100), st.floats(0.1, 100))
def test_whatever_is_counted_the_bounds_are_in_order(
    recent: dict[str, int], before: dict[str, int], recent_days: float, before_days: float
) -> None:
    found = rising(recent, before, recent_days, before_days)
    config = load_config()
    assert [one.low for one in found] == sorted((one.low for one in found), reverse=True)
    for one in found:
        assert config.growth_at_least <= one.low <= one.growth < float("inf")
        assert one.recent == recent[one.name] >= config.min_recent
        assert one.expected > 0


@pytest.mark.parametrize(
    ("recent", "before", "days"),
    [({"a": -1}, {}, (7, 28)), ({}, {"a": -1}, (7, 28)), ({}, {}, (0, 28)), ({}, {}, (7, float("nan")))],
)
def test_what_cannot_be_counted_is_refused(
    recent: dict[str, int], before: dict[str, int], days: tuple[float, float]
) -> None:
    with pytest.raises(ValueError, match=r"negative|above 0"):
        rising(recent, before, *days)


def test_thresholds_are_configuration(tmp_path: Path) -> None:
    counted = {**STEADY, "p-3": 100}
    strict = replace(load_config(), growth_at_least=5.0)
    assert rising(counted, BEFORE, 7, 28, strict) == []
    path = tmp_path / "trends.yml"
    for old, new in (("confidence: 0.95", "confidence: 1.95"), ("min_recent", "min_recents")):
        path.write_text(CONFIG_PATH.read_text("utf-8").replace(old, new), "utf-8")
        with pytest.raises(ModelError, match=r"trends\.yml"):
            load_config(path)
