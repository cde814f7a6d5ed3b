"""The word-by-word reading, on small tensors and on the packaged weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from models.embedder import Embedder
from models.late import PREFIX, inner, late, new_head, read_head
from models.lora import merge, save
from settings import Settings


def _texts(*texts: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
    """States whose words are rows of the unit matrix of width 6."""
    states = torch.stack([torch.eye(6)[text] for text in texts])
    return states, torch.ones(states.shape[:2], dtype=torch.long)


@pytest.fixture
def head() -> dict[str, torch.Tensor]:
    torch.manual_seed(1)
    return new_head(6, 6)


def test_all_words_found_is_the_highest_score(head: dict[str, torch.Tensor]) -> None:
    scores = late(head, _texts([0, 1]), _texts([0, 1, 2], [0, 3, 4], [3, 4, 5]))[0].tolist()
    assert scores == pytest.approx([1.0, 0.5, 0.0], abs=1e-5)


def test_a_word_that_weighs_nothing_is_not_missed(head: dict[str, torch.Tensor]) -> None:
    head["weight"].data[1] = -50.0
    assert late(head, _texts([0, 1]), _texts([0, 3]))[0].tolist() == pytest.approx([1.0], abs=1e-4)


def test_what_is_masked_is_not_found(head: dict[str, torch.Tensor]) -> None:
    states, mask = _texts([3, 0])
    mask[0, 1] = 0
    assert late(head, _texts([0]), (states, mask))[0].tolist() == pytest.approx([0.0], abs=1e-5)


def test_first_and_last_token_are_no_words() -> None:
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0]])
    assert inner(mask).tolist() == [[0, 1, 1, 0], [0, 1, 0, 0], [1, 1, 0, 0]]


def test_a_file_without_the_reading_has_no_head(tmp_path: Path) -> None:
    file = tmp_path / "changes.safetensors"
    save({"some.weight.add": torch.zeros(2)}, file, {})
    assert read_head(file) is None


def test_a_head_is_read_as_it_was_saved_and_is_no_change_of_the_model(tmp_path: Path) -> None:
    file = tmp_path / "changes.safetensors"
    made = new_head(6, 4)
    save({PREFIX + name: value.detach() for name, value in made.items()}, file, {})
    read = read_head(file)
    assert read is not None
    assert torch.allclose(read["projection"], made["projection"], atol=1e-3)
    merge(torch.nn.Linear(2, 2), file)


def test_a_model_that_has_not_learned_it_says_so() -> None:
    assert Embedder.open(Settings()).compare("where is my order", ["It is on its way."]) is None


def test_compares_a_question_with_each_text(tmp_path: Path) -> None:
    file = tmp_path / "changes.safetensors"
    torch.manual_seed(1)
    save({PREFIX + name: value.detach() for name, value in new_head(384, 96).items()}, file, {})
    embedder = Embedder.open(Settings(), file)
    scores = embedder.compare("is delivery free", ["Delivery is free.", "Lamps are green.", ""])
    assert scores is not None
    assert scores.shape == (3,)
    assert np.isfinite(scores).all()
    assert scores[0] > scores[1]
    again = embedder.compare("is delivery free", ["Lamps are green.", "Delivery is free."])
    assert again is not None
    assert np.allclose(again, scores[[1, 0]], atol=1e-5)
    nothing = embedder.compare("is delivery free", [])
    assert nothing is not None
    assert nothing.shape == (0,)
