"""Shares and differences with their intervals: known cases, and what must hold for every case."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.effect import Share, difference, share


@st.composite
def shares(draw: st.DrawFn) -> Share:
    of = draw(st.integers(1, 5000))
    return share(draw(st.integers(0, of)), of)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    # Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_of_published_cases(count: int, of: int, low: float, high: float) -> None:
    found = share(count, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    # Newcombe (1998), "Interval estimation for the difference between independent proportions", table II, 10.
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombes_interval_of_published_cases(
    a: tuple[int, int], b: tuple[int, int], low: float, high: float
) -> None:
    found = difference(share(*a), share(*b))
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_of_nothing_everything_is_possible() -> None:
    nothing = share(0, 0)
    assert (nothing.rate, nothing.low, nothing.high) == (None, 0.0, 1.0)
    assert difference(nothing, share(1, 2)) is None
    assert difference(share(1, 2), nothing) is None


@pytest.mark.parametrize(("count", "of"), [(-1, 3), (4, 3), (0, -1)])
def test_what_is_no_share_is_refused(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share(count, of)


def test_an_effect_is_told_only_when_zero_lies_outside() -> None:
    small = difference(share(3, 20), share(1, 20))
    large = difference(share(300, 2000), share(100, 2000))
    worse = difference(share(100, 2000), share(300, 2000))
    assert small is not None
    assert large is not None
    assert worse is not None
    assert (small.distinguishable, large.distinguishable, worse.distinguishable) == (False, True, True)


@given(shares())
def test_a_share_lies_within_its_bounds(found: Share) -> None:
    assert found.rate is not None
    assert 0 <= found.low <= found.rate <= found.high <= 1


@given(shares(), shares())
def test_a_difference_turned_round_changes_its_sign(a: Share, b: Share) -> None:
    one, other = difference(a, b), difference(b, a)
    assert one is not None
    assert other is not None
    assert -1 - 1e-9 <= one.low <= one.value <= one.high <= 1 + 1e-9
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    chosen = random.Random(11)
    covered = 0
    for _ in range(2000):
        a = share(sum(chosen.random() < 0.12 for _ in range(120)), 120)
        b = share(sum(chosen.random() < 0.08 for _ in range(60)), 60)
        found = difference(a, b)
        assert found is not None
        covered += found.low <= 0.04 <= found.high
    assert 0.935 <= covered / 2000 <= 0.975
