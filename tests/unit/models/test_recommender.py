"""The recommender on baskets small enough to know the answer."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.errors import DataError, ModelError
from models.recommender import Recommender
from models.recommender.config import load_config
from models.recommender.counts import count
from models.recommender.data import Basket, read_baskets
from models.recommender.ease import fit
from models.recommender.evaluate import evaluate, score
from models.recommender.train import train

TENT, PEGS, MAT, BIKE, LOCK, MUG = "p-tent", "p-pegs", "p-mat", "p-bike", "p-lock", "p-mug"


@pytest.fixture
def baskets() -> list[Basket]:
    """Tents go with pegs and mats, bikes with locks; mugs are the most popular and go with nothing."""
    random_ = random.Random(5)
    found: list[Basket] = [(MUG,)] * 60
    for _ in range(40):
        found.append((TENT, PEGS, MAT) if random_.random() < 0.5 else (TENT, PEGS))
        found.append((BIKE, LOCK))
    return found


@pytest.fixture
def model(baskets: list[Basket], tmp_path: Path) -> Recommender:
    train(baskets, tmp_path / "model")
    return Recommender.load(tmp_path / "model")


def test_what_goes_together_comes_first_with_its_reason(model: Recommender) -> None:
    first, second = model.recommend([TENT], 2)
    assert (first.product_id, first.because) == (PEGS, TENT)
    assert (second.product_id, second.because) == (MAT, TENT)
    assert first.score > second.score > 0


def test_because_names_the_item_that_contributed_most(model: Recommender) -> None:
    found = {item.product_id: item.because for item in model.recommend([TENT, BIKE], 6)}
    assert found[LOCK] == BIKE
    assert found[PEGS] == TENT


def test_a_cold_start_gives_what_is_popular_without_a_reason(model: Recommender) -> None:
    for basket in ([], ["p-never-seen"], ["", "☃" * 1000]):
        found = model.recommend(basket, 2)
        assert [(item.because, item.kind) for item in found] == [(None, "popular")] * 2
        assert found[0].product_id == MUG


def test_what_is_trending_comes_before_what_is_popular(model: Recommender) -> None:
    found = model.recommend([], 4, trending=["p-new", LOCK, LOCK])
    assert [(item.product_id, item.kind) for item in found] == [
        ("p-new", "trending"),
        (LOCK, "trending"),
        (MUG, "popular"),
        (BIKE, "popular"),
    ]
    assert model.recommend([TENT], 1, trending=[LOCK])[0].product_id == PEGS
    assert model.recommend([], 1, only=[LOCK], trending=["p-new"])[0].kind == "popular"


def test_the_basket_and_the_excluded_are_never_recommended(model: Recommender) -> None:
    found = [item.product_id for item in model.recommend([TENT, TENT], 99, exclude=[PEGS, "p-unknown"])]
    assert sorted(found) == sorted([MAT, BIKE, LOCK, MUG])


def test_only_what_is_allowed_is_recommended(model: Recommender) -> None:
    assert [i.product_id for i in model.recommend([TENT], 9, only=[MAT, LOCK, "p-new"])] == [MAT, LOCK]
    assert model.recommend([TENT], 9, only=[]) == []
    assert model.recommend([TENT], 9, only=["p-new"]) == []


def test_none_asked_none_given(model: Recommender) -> None:
    assert model.recommend([TENT], 0) == []
    with pytest.raises(ValueError, match="negative"):
        model.recommend([TENT], -1)


def test_same_baskets_same_file(baskets: list[Basket], tmp_path: Path) -> None:
    cards = [train(baskets, tmp_path / name) for name in ("one", "two")]
    assert cards[0] == cards[1]


PLAIN = replace(load_config(), l2=2.0, size_power=0.0, near_weight=0.0, popularity_power=0.0, half_life=1e9)


@pytest.mark.parametrize("dense_items", [6000, 1])
def test_the_weights_solve_the_ridge_regression(baskets: list[Basket], dense_items: int) -> None:
    """Column j of EASE is the ridge regression of item j on the others, constrained to a zero diagonal.

    With more neighbours than there are products, the way for many products is the same.
    """
    learnt = fit(baskets, replace(PLAIN, dense_items=dense_items))
    weights = learnt.weights.toarray()
    rows = np.array([[name in basket for name in learnt.items] for basket in baskets], dtype=float)
    for at in range(len(learnt.items)):
        others = np.delete(rows, at, axis=1)
        expected = np.linalg.solve(
            others.T @ others + PLAIN.l2 * np.eye(others.shape[1]), others.T @ rows[:, at]
        )
        assert np.allclose(np.delete(weights[:, at], at), expected, atol=1e-5)
        assert weights[at, at] == 0


def test_only_the_strongest_weights_are_kept(baskets: list[Basket]) -> None:
    full = fit(baskets, PLAIN).weights.toarray()
    for dense_items in (6000, 1):
        few = fit(baskets, replace(PLAIN, kept=1, dense_items=dense_items)).weights
        assert (np.diff(few.indptr) <= 1).all()
        for row in range(len(full)):
            assert np.abs(few[[row]].toarray()).max() == pytest.approx(np.abs(full[row]).max(), abs=1e-6)


def test_each_of_many_products_looks_at_its_neighbours_alone(baskets: list[Basket]) -> None:
    learnt = fit(baskets, replace(PLAIN, dense_items=1, neighbours=1))
    place = {name: at for at, name in enumerate(learnt.items)}
    assert (np.diff(learnt.weights.tocsc().indptr) <= 1).all()
    assert learnt.weights[place[TENT], place[PEGS]] > 0
    assert learnt.weights[place[MAT], place[PEGS]] == 0


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_every_pair_in_every_basket(seed: int) -> None:
    random_ = random.Random(seed)
    names = [f"p-{at}" for at in range(12)]
    baskets = [tuple(random_.sample(names, random_.randint(1, 12))) for _ in range(40)]
    config = replace(load_config(), max_basket=100)
    counted = count(baskets, config)
    expected = np.zeros((len(counted.items),) * 2)
    for age, basket in enumerate(reversed(baskets)):
        fresh = 0.5 ** (age / len(baskets) / config.half_life)
        for one, a in enumerate(basket):
            for other, b in enumerate(basket):
                weight = 1 + config.near_weight * np.exp(-abs(one - other) / config.near)
                at = counted.items.index(a), counted.items.index(b)
                expected[at] += fresh * weight * len(basket) ** -config.size_power
    assert np.allclose(counted.together.toarray(), expected)
    assert counted.counts.tolist() == sorted(counted.counts.tolist(), reverse=True)
    assert np.linalg.eigvalsh(expected).min() > -1e-9


def test_a_huge_basket_is_read_in_pieces() -> None:
    huge = tuple(f"p-{at}" for at in range(20_000))
    counted = count([huge], replace(load_config(), max_basket=50))
    assert counted.together.nnz == 400 * 50**2
    assert counted.counts.sum() == 20_000


def test_what_was_together_of_late_counts_more() -> None:
    baskets = [("a", "old")] * 40 + [("a", "new")] * 40
    assert [one.product_id for one in Recommender(fit(baskets), 80).recommend(["a"], 2)] == ["new", "old"]
    baskets.reverse()
    assert Recommender(fit(baskets), 80).recommend(["a"], 1)[0].product_id == "old"


def test_what_is_near_in_a_basket_counts_more() -> None:
    baskets = [("a", *(f"{at}-{i}" for i in range(30)), "c") for at in range(40)]
    baskets += [("a", "b", *(f"{at}-{i}" for i in range(30))) for at in range(40)]
    found = Recommender(fit(baskets), len(baskets)).recommend(["a"], 2)
    assert [one.product_id for one in found] == ["b", "c"]


def test_scoring_finds_what_was_hidden(baskets: list[Basket]) -> None:
    found = evaluate(baskets, baskets)
    assert found["n"] == sum(len(basket) >= 3 for basket in baskets)
    assert found["hr@10"] == 1.0
    assert 0.5 < found["ndcg@10"] <= 1.0
    assert evaluate(baskets, baskets) == found


def test_scoring_passes_over_unknown_products(baskets: list[Basket]) -> None:
    model = Recommender(fit(baskets), len(baskets))
    assert score(model, [(TENT, PEGS, MAT, "p-new"), (TENT, PEGS, "p-new")])["n"] == 1
    with pytest.raises(DataError, match="no test basket"):
        score(model, [(TENT, PEGS, "p-new")])


def test_each_draw_hides_a_product_of_its_own(baskets: list[Basket]) -> None:
    model, asked = Recommender(fit(baskets), len(baskets)), []

    class Listening(Recommender):
        def scores(self, basket: Sequence[str]) -> Any:
            asked.append(tuple(basket))
            return super().scores(basket)

    listening = Listening(model._learnt, len(baskets))
    found = score(listening, [(TENT, PEGS, MAT)], draws=12)
    assert found["n"] == len(asked) == 12
    assert set(asked) == {(TENT, PEGS), (TENT, MAT), (PEGS, MAT)}
    assert score(model, [(TENT, PEGS, MAT)], draws=12) == found


def test_too_little_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="19 baskets are too few"):
        train([(TENT, PEGS)] * 19, tmp_path / "model")
    with pytest.raises(DataError, match="9 baskets have two or more"):
        train([(MUG,)] * 50 + [(TENT, PEGS)] * 9, tmp_path / "model")
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no baskets"),
        (b"\n \n", "no baskets"),
        (b"a,b\na,,b\n", "line 2"),
        (b"a," + b"x" * 65 + b"\n", "line 1"),
        (b"a,b\x00c\n", "line 1"),
        (b"\xff\xfe\x00a", "UTF-8"),
    ],
)
def test_malformed_baskets_are_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "baskets.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=told):
        read_baskets(path)


def test_baskets_are_read_without_repetitions(tmp_path: Path) -> None:
    path = tmp_path / "baskets.csv"
    path.write_bytes("\ufeffa, b,a\r\n\r\nc\n".encode())
    assert read_baskets(path) == [("a", "b"), ("c",)]
    with pytest.raises(DataError, match="cannot read"):
        read_baskets(tmp_path / "nothing.csv")


def test_altered_or_foreign_weights_are_refused(model: Recommender, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    weights, card = folder / "recommender.npz", folder / "card.json"
    original, told = weights.read_bytes(), card.read_text("utf-8")
    weights.write_bytes(original[:-1])
    with pytest.raises(ModelError, match="not the file"):
        Recommender.load(folder)
    weights.unlink()
    with pytest.raises(ModelError, match="cannot read"):
        Recommender.load(folder)
    card.write_text(told.replace('"version": 2', '"version": 1'), "utf-8")
    with pytest.raises(ModelError, match="version 1"):
        Recommender.load(folder)
    card.write_text("[]", "utf-8")
    with pytest.raises(ModelError, match="version None"):
        Recommender.load(folder)
    with pytest.raises(ModelError, match="no recommender"):
        Recommender.load(tmp_path / "nothing")


def test_weights_that_hold_objects_are_refused(model: Recommender, tmp_path: Path) -> None:
    from models.files import sha256_of

    folder = tmp_path / "model"
    np.savez(
        folder / "recommender.npz", items=np.array([object()], dtype=object), counts=[1], weights=[[0.0]]
    )
    card = json.loads((folder / "card.json").read_text("utf-8"))
    card["sha256"] = sha256_of(folder / "recommender.npz")
    (folder / "card.json").write_text(json.dumps(card), "utf-8")
    with pytest.raises(ModelError, match="not a recommender"):
        Recommender.load(folder)
