"""Products that nobody has bought yet are found by their texts, and said to be similar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from models.embedder import Embedder
from models.recommender import Recommender
from models.recommender.content import Content, texts_of
from models.recommender.data import Basket
from models.recommender.ease import fit

TENT, PEGS, NEW_TENT, MUG, LAMP = "p-tent", "p-pegs", "p-tent-2", "p-mug", "p-lamp"
TEXTS = {
    TENT: "Two-person tent. tents. A light tent for two people on a hike.",
    NEW_TENT: "Three-person tent. tents. A roomy tent for three people on a camping trip.",
    MUG: "Steel mug. kitchen. Keeps coffee warm.",
    LAMP: "Head lamp. lighting. 300 lumens, three batteries.",
}
BASKETS: list[Basket] = [(TENT, PEGS)] * 40 + [(MUG,)] * 30


class Counting:
    """Encodes words as places in a vector, and counts the texts it was given."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        vectors = np.array([[text.count(letter) + 0.01 for letter in "abc"] for text in texts], np.float32)
        vectors = vectors.reshape(len(texts), 3)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def content(embedder: Embedder) -> Content:
    return Content.build(TEXTS, embedder)


@pytest.fixture
def model(content: Content) -> Recommender:
    return Recommender(fit(BASKETS), len(BASKETS)).with_content(content)


def test_a_new_product_is_similar_to_what_it_reads_like(model: Recommender) -> None:
    (found,) = model.similar(TENT, 1)
    assert (found.product_id, found.because, found.kind) == (NEW_TENT, TENT, "similar")
    assert 0.45 <= found.score <= 1


def test_similar_falls_back_on_what_is_bought_together_but_not_on_what_is_popular(model: Recommender) -> None:
    assert [(one.product_id, one.kind) for one in model.similar(TENT, 9)] == [
        (NEW_TENT, "similar"),
        (PEGS, "together"),
    ]
    assert model.similar("p-unknown", 9) == []
    assert model.similar(TENT, 9, exclude=[NEW_TENT], only=[NEW_TENT, MUG]) == []
    assert model.similar(TENT, 0) == []
    with pytest.raises(ValueError, match="negative"):
        model.similar(TENT, -1)


def test_texts_speak_only_where_baskets_say_nothing(model: Recommender) -> None:
    found = model.recommend([TENT], 3)
    assert [(one.product_id, one.kind) for one in found] == [
        (PEGS, "together"),
        (NEW_TENT, "similar"),
        (MUG, "popular"),
    ]


def test_a_basket_of_new_products_is_advised_by_texts(model: Recommender) -> None:
    found = model.recommend([NEW_TENT], 2)
    assert [(one.product_id, one.because, one.kind) for one in found] == [
        (TENT, NEW_TENT, "similar"),
        (PEGS, None, "popular"),
    ]


def test_the_same_text_is_encoded_once() -> None:
    encoder = Counting()
    first = Content.build({"x": "aa", "y": "aa", "z": "bb", "blank": "  "}, encoder)
    assert encoder.encoded == ["aa", "bb"]
    assert "blank" not in first
    second = Content.build({"x": "aa", "w": "cc"}, encoder, before=first)
    assert encoder.encoded == ["aa", "bb", "cc"]
    assert "w" in second
    assert "z" not in second


def test_equal_texts_are_fully_alike_and_told_with_the_right_reason() -> None:
    content = Content.build({"x": "aa", "y": "bb", "z": "aa", "w": "cc"}, Counting())
    found = content.alike(["y", "x", "x", "nobody"], 0.5)
    assert [(one.product_id, one.to) for one in found] == [("z", "x")]
    assert found[0].likeness == pytest.approx(1, abs=1e-6)


def test_no_texts_at_all() -> None:
    empty = Content.build({}, Counting())
    assert empty.alike(["x"], 0.5) == []
    assert Content.build({"x": "aa"}, Counting(), before=empty).alike(["x"], 0.1) == []


def test_the_text_of_a_product_says_what_it_is() -> None:
    class Product:
        product_id, name, category, description = "p-1", "Mug", "kitchen", "Keeps coffee warm."

    assert texts_of([Product()]) == {"p-1": "Mug. kitchen. Keeps coffee warm."}
