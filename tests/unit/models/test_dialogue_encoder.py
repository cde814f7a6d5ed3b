"""The dialogue's encoder: examples read as Rasa reads them, tuned the same way for a seed, exported once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.dialogue_encoder import train as training
from models.dialogue_encoder.config import load_config
from models.dialogue_encoder.examples import Example, fingerprint, read_nlu
from models.dialogue_encoder.tuning import held_out, step_count, tune
from models.embedder import packaged_folder
from models.errors import ModelError

NLU = """
version: "3.1"
nlu:
- regex: order_id
  examples: |
    - \\d+
- intent: cancel_order
  examples: |
    - cancel [A10001](order_id)
    - stop [the lamp]{"entity": "product", "role": "x"} please
- intent: agent_returned
  examples: |
    - EXTERNAL: agent_returned
"""
QUICK = replace(load_config(), steps=3, batch=8, threads=1)
EXAMPLES = [Example(f"cancel order number {i}", "cancel") for i in range(40)] + [
    Example(f"where is parcel {i}", "status") for i in range(40)
]


def test_examples_without_annotations_and_programs(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(NLU)
    assert read_nlu(tmp_path) == [
        Example("cancel A10001", "cancel_order"),
        Example("stop the lamp please", "cancel_order"),
    ]


@pytest.mark.parametrize("text", ["nlu: [", "- a", "nlu: [{intent: x}]", "nlu: 7"])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.yml").write_text(text)
    with pytest.raises(ModelError, match=r"odd\.yml"):
        read_nlu(tmp_path)


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no training examples"):
        read_nlu(tmp_path)


def test_one_intent_is_not_enough(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="two intents"):
        training.train(EXAMPLES[:5], tmp_path / "out")


def test_what_is_held_out_does_not_move_with_other_examples() -> None:
    config = replace(load_config(), held_out_every=5, held_out_from=10)
    before = held_out(EXAMPLES, config)
    after = held_out([*EXAMPLES, Example("another one", "cancel")], config)
    assert before <= after
    assert 5 < len(before) < 35
    assert held_out(EXAMPLES[:9], config) == frozenset()


def test_the_fingerprint_follows_texts_and_intents() -> None:
    assert fingerprint(EXAMPLES) == fingerprint(list(EXAMPLES))
    assert fingerprint(EXAMPLES) != fingerprint([Example(EXAMPLES[0].text, "status"), *EXAMPLES[1:]])


def test_steps_are_cut_short_for_few_examples() -> None:
    config = load_config()
    assert step_count(32, config) == config.max_epochs
    assert step_count(10**6, config) == config.steps


def test_the_same_seed_gives_the_same_weights(tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    weights = []
    for name in ("a", "b"):
        tune(packaged_folder(), tmp_path / name, EXAMPLES, QUICK)
        weights.append(load_file(tmp_path / name / "model.safetensors"))
    first, second = weights
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[key], second[key]) for key in first)
    original = load_file(packaged_folder() / "model.safetensors")
    assert any(key in original and not np.array_equal(first[key], original[key]) for key in first)


def test_trained_once_for_the_same_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "load_config", lambda: replace(QUICK, steps=1))
    made = training.train(EXAMPLES, tmp_path / "out")
    assert made["tuned"]
    assert "held_out.json" in made["sha256"]
    monkeypatch.setattr(training, "export_encoder", lambda *_, **__: pytest.fail("trained twice"))
    assert training.train(EXAMPLES, tmp_path / "out") == made
