"""The packaged sentence encoder, with its real weights."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from models import embedder as module
from models.embedder import Embedder
from models.errors import ModelError
from settings import Settings


def test_gives_unit_vectors_of_384_floats(embedder: Embedder) -> None:
    vectors = embedder.encode(["where is my order", "", "naïve ☃ 日本"])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_in_nothing_out(embedder: Embedder) -> None:
    assert embedder.encode([]).shape == (0, 384)


def test_near_meanings_are_nearer_than_far_ones(embedder: Embedder) -> None:
    order, parcel, weather = embedder.encode(
        ["Where is my order?", "Has my order shipped?", "It may rain soon"]
    )
    assert order @ parcel > order @ weather + 0.2


def test_same_text_same_vector_alone_or_among_others(embedder: Embedder) -> None:
    alone = embedder.encode(["cancel my order"])[0]
    among = embedder.encode(["a much longer message about something else " * 20, "cancel my order"])[1]
    assert np.allclose(alone, among, atol=1e-5)


@pytest.mark.parametrize("text", ["\ud800 lone surrogate", "\x00\x01", "x" * 2_000_000, "word " * 100_000])
def test_hostile_text_is_embedded_like_any_other(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.encode([text])).all()


def test_one_string_is_refused(embedder: Embedder) -> None:
    with pytest.raises(TypeError, match="not one string"):
        embedder.encode("where is my order")


def test_something_else_than_text_is_refused(embedder: Embedder) -> None:
    with pytest.raises(TypeError, match="NoneType"):
        embedder.encode(["fine", None])  # type: ignore[list-item]


def test_many_threads_get_their_own_answers(embedder: Embedder) -> None:
    texts = [f"question number {n}" for n in range(24)]
    expected = embedder.encode(texts)
    with ThreadPoolExecutor(8) as pool:
        found = np.vstack(list(pool.map(lambda text: embedder.encode([text]), texts)))
    assert np.allclose(found, expected, atol=1e-5)


def test_opening_keeps_the_process_off_the_hub(embedder: Embedder) -> None:
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert embedder.identity == "all-MiniLM-L6-v2@53aa51172d14"


def test_a_hub_id_needs_permission() -> None:
    with pytest.raises(ModelError, match="AISLE_ALLOW_HUB"):
        Embedder.open(Settings(embedder="someone/some-model"))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot load the embedder"):
        Embedder.open(Settings(embedder=str(tmp_path)))


def test_altered_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGED_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="not the file it should be"):
        Embedder.open(Settings(embedder=""))


def test_a_folder_replaces_the_packaged_model(embedder: Embedder) -> None:
    other = Embedder.open(Settings(embedder=str(module.packaged_folder())))
    assert other.identity == "model@53aa51172d14"
    assert np.array_equal(other.encode(["hello"]), embedder.encode(["hello"]))
