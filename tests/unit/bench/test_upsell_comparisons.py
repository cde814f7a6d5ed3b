"""What the recommender and the purchase model are compared with is itself right."""

from __future__ import annotations

import numpy as np
import pytest

from bench.upsell.classifiers import baselines
from bench.upsell.growth_run import invented
from bench.upsell.rankers import Factors, Known, Popularity, cosine, plain_ease
from models.purchase.data import Sessions
from models.purchase.features import RAW, raw_row
from models.recommender.evaluate import score

BASKETS = [("a", "b", "c")] * 20 + [("d", "e")] * 5 + [("a",)] * 30


@pytest.fixture
def known() -> Known:
    return Known(BASKETS)


def test_popularity_asks_nothing_of_the_basket(known: Known) -> None:
    ranker = Popularity(known)
    assert known.items[:3] == ("a", "b", "c")
    assert ranker.scores(["d"]).tolist() == ranker.scores([]).tolist() == [50, 20, 20, 5, 5]


def test_cosine_is_the_cosine_of_the_columns(known: Known) -> None:
    columns = known.matrix.toarray()
    at = known.position
    expected = columns[:, at["a"]] @ columns[:, at["b"]] / np.sqrt(50 * 20)
    found = cosine(known).scores(["a"])
    assert found[at["b"]] == pytest.approx(expected)
    assert found[at["a"]] == 0


def test_plain_ease_ranks_companions_first(known: Known) -> None:
    found = plain_ease(known).scores(["d"])
    assert known.items[int(found.argmax())] == "e"


def test_factors_multiply_the_baskets_with_each_items(known: Known) -> None:
    factors = np.eye(5)[:, :3]
    ranker = Factors(known, factors, lambda row: row @ factors)
    assert ranker.scores(["a", "c"]).tolist() == [1, 0, 1, 0, 0]


def test_every_comparison_can_be_scored_as_the_recommender_is(known: Known) -> None:
    for ranker in (Popularity(known), cosine(known), plain_ease(known)):
        assert score(ranker, BASKETS)["n"] == 20


def test_invented_baskets_are_the_same_each_time_and_popular_by_zipf() -> None:
    first, second = invented(200, 500), invented(200, 500)
    assert first == second
    counts = sorted(Known(first).counts, reverse=True)
    assert counts[0] > 5 * counts[50]
    assert all(len(set(basket)) == len(basket) > 0 for basket in first)


def test_the_other_classifiers_are_cross_validated() -> None:
    random = np.random.default_rng(1)
    rows = [raw_row({"ProductRelated": float(n)}) for n in random.integers(0, 40, 200)]
    raw = np.vstack(rows)
    bought = (raw[:, RAW.index("ProductRelated")] > 20).astype(np.int64)
    found = baselines(Sessions(raw, bought), with_analytics=False)
    assert set(found) == {"logistic_regression", "lightgbm_defaults", "random_forest"}
    assert all(scores["roc_auc"] > 0.9 for scores in found.values())
