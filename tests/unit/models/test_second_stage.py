"""The second stage of the recommender, on invented baskets with an order that only it can see."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from models.errors import ModelError
from models.recommender import Recommender
from models.recommender.config import load_config
from models.recommender.data import Basket
from models.recommender.ease import fit
from models.recommender.evaluate import score
from models.recommender.features import LOOKED_AT, NAMES, features
from models.recommender.past import Past
from models.recommender.second import learn_second

SMALL = replace(
    load_config(),
    second_min_examples=100,
    second_rounds=20,
    second_parameters={**load_config().second_parameters, "min_data_in_leaf": 20},
)


def invented(seed: int = 3, baskets: int = 400) -> list[Basket]:
    """Chains: in a family of ten, what follows a product is the next one; families are mixed in a basket."""
    chosen = random.Random(seed)
    found = []
    for _ in range(baskets):
        basket: list[str] = []
        for family in chosen.sample(range(6), 2):
            start = chosen.randrange(10)
            basket += [f"p-{family}-{(start + step) % 10}" for step in range(chosen.randint(2, 4))]
        found.append(tuple(dict.fromkeys(basket)))
    return found


@pytest.fixture(scope="module")
def baskets() -> list[Basket]:
    return invented()


@pytest.fixture(scope="module")
def model(baskets: list[Basket]) -> Recommender:
    found, told = Recommender.learn(baskets, SMALL)
    assert "LambdaMART" in told
    return found


def test_what_past_baskets_say_is_counted(baskets: list[Basket]) -> None:
    items = fit(baskets, SMALL).items
    past = Past.of(baskets, items)
    one, other = (items.index(name) for name in ("p-0-3", "p-0-4"))
    assert past.together[one, other] == sum({"p-0-3", "p-0-4"} <= set(basket) for basket in baskets)
    assert past.together[one, one] == 0
    direct = sum(("p-0-3", "p-0-4") in pairwise(basket) for basket in baskets)
    assert direct <= past.followed[one, other] < direct + 1
    assert past.followed[one, other] > 3 * past.followed[other, one]
    assert past.counts[one] == sum("p-0-3" in basket for basket in baskets)
    latest = max(at for at, basket in enumerate(baskets) if "p-0-3" in basket)
    assert past.since_last[one] == pytest.approx(np.log1p(len(baskets) - latest))


def test_the_past_baskets_most_alike_are_found(baskets: list[Basket]) -> None:
    items = fit(baskets, SMALL).items
    past = Past.of([*baskets, ("p-0-1", "p-3-7")], items)
    basket = np.array([items.index("p-0-1"), items.index("p-3-7")])
    found, alike = past.neighbours(basket, 5)
    assert len(baskets) in found
    assert alike.tolist() == sorted(alike.tolist(), reverse=True)
    assert len(past.neighbours(basket, 10_000)[0]) == len(baskets) + 1


def test_every_candidate_has_every_feature(baskets: list[Basket]) -> None:
    learnt = fit(baskets, SMALL)
    past, candidates = Past.of(baskets, learnt.items), np.arange(10, 30)
    scores = np.linspace(1, 0.1, 20).astype(np.float32)
    rows = features(past, learnt.weights, np.array([3]), candidates, scores)
    assert rows.shape == (20, len(NAMES))
    assert np.isfinite(rows).all()


def test_of_a_long_basket_the_last_products_are_looked_at(baskets: list[Basket]) -> None:
    learnt = fit(baskets, SMALL)
    past, candidates = Past.of(baskets, learnt.items), np.array([1, 2])
    scores = np.array([2, 1], dtype=np.float32)
    long = np.concatenate([np.full(5000, 9), np.arange(LOOKED_AT) % 40 + 10])
    found = [features(past, learnt.weights, one, candidates, scores) for one in (long, long[-LOOKED_AT:])]
    assert np.array_equal(found[0], found[1])


def test_a_product_the_kept_baskets_do_not_have_breaks_nothing() -> None:
    past = Past.of([("a", "b")] * 3, ["a", "b", "gone"])
    learnt = fit([("a", "b", "gone")] * 3, SMALL)
    assert learnt.items == ("a", "b", "gone")
    rows = features(past, learnt.weights, np.array([0]), np.array([1, 2]), np.ones(2, dtype=np.float32))
    assert np.isfinite(rows).all()


def test_it_finds_more_than_the_first_stage_alone(model: Recommender, baskets: list[Basket]) -> None:
    fresh = invented(seed=4)
    first = Recommender(fit(baskets, SMALL), len(baskets))
    assert score(model, fresh)["ndcg@10"] > score(first, fresh)["ndcg@10"] + 0.01


def test_scores_and_recommendations_are_in_one_order(model: Recommender, baskets: list[Basket]) -> None:
    for basket in baskets[:20]:
        scores = model.scores(basket)
        found = [one.product_id for one in model.recommend(basket, 10) if one.kind == "together"]
        best = np.argsort(-scores, kind="stable")[: len(found)]
        assert found == [model.items[at] for at in best]
        assert not set(found) & set(basket)


def test_the_same_baskets_give_the_same_trees(model: Recommender, baskets: list[Basket]) -> None:
    again, _ = Recommender.learn(baskets, SMALL)
    assert all(np.array_equal(model.scores(basket), again.scores(basket)) for basket in baskets[:20])


def test_it_is_read_as_it_was_written(model: Recommender, baskets: list[Basket], tmp_path: Path) -> None:
    model.write(tmp_path, {})
    read, first = Recommender.load(tmp_path), Recommender(fit(baskets, SMALL), len(baskets))
    # Weights are kept in half precision, so that near ties may turn: in a few baskets, not in many.
    same = [
        model.recommend(basket, 1)[0].product_id == read.recommend(basket, 1)[0].product_id
        for basket in baskets
    ]
    other = [
        model.recommend(basket, 1)[0].product_id == first.recommend(basket, 1)[0].product_id
        for basket in baskets
    ]
    assert sum(same) > 0.9 * len(baskets) > sum(other)


@pytest.mark.parametrize("name", ["past.npz", "second.txt"])
def test_an_altered_second_stage_is_refused(model: Recommender, tmp_path: Path, name: str) -> None:
    model.write(tmp_path, {})
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[:-1])
    with pytest.raises(ModelError, match="not the file"):
        Recommender.load(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match="cannot read"):
        Recommender.load(tmp_path)


def test_without_enough_to_learn_from_the_first_stage_stands_alone(baskets: list[Basket]) -> None:
    for config, told in (
        (replace(SMALL, second_min_examples=10_000), "10000 are needed"),
        (replace(SMALL, dense_items=10), "60 products are more than the 10"),
        (replace(SMALL, second_slices=()), "not asked for"),
    ):
        second, said = learn_second(baskets, fit(baskets, config), config)
        assert second is None
        assert told in said


def test_many_examples_are_a_sample(baskets: list[Basket]) -> None:
    config = replace(SMALL, second_max_examples=240)
    _, told = learn_second(baskets, fit(baskets, config), config)
    assert int(told.split("from ")[1].split()[0]) <= 240
