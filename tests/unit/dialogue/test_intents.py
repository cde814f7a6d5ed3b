"""The intent model: calibrated, kept whole, robust to slips; with an encoder that knows three topics."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from dialogue.held_out import key_of
from dialogue.intents import IntentModel, IntentSettings, fit_mix, softmax

WORDS = {
    "greet": ["hello", "morning", "greetings", "howdy"],
    "order": ["parcel", "package", "tracking", "delivery"],
    "cancel": ["cancel", "stop", "withdraw", "revoke"],
}
SETTINGS = IntentSettings()


class TopicEncoder:
    """Counts the words of each topic: a sentence encoder whose meaning can be read."""

    vocabulary: frozenset[str] = frozenset()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        rows = [[sum(w in text.lower() for w in words) + 0.01 for words in WORDS.values()] for text in texts]
        vectors = np.array(rows, dtype=np.float32)
        normalised: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normalised


def examples() -> tuple[list[str], list[str]]:
    pairs = [
        (f"{lead} {word} {tail}".strip(), intent)
        for intent, words in WORDS.items()
        for word in words
        for lead in ("", "please", "oh")
        for tail in ("", "now", "today", "for me")
    ]
    return [text for text, _ in pairs], [intent for _, intent in pairs]


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.fit(TopicEncoder(), *examples(), SETTINGS)


@pytest.mark.parametrize(
    ("text", "intent"), [("my parcel", "order"), ("HOWDY", "greet"), ("revoke it", "cancel")]
)
def test_the_likeliest_intent(model: IntentModel, text: str, intent: str) -> None:
    assert model.rank(text)[0][0] == intent


def test_probabilities_sum_to_one_and_are_ranked(model: IntentModel) -> None:
    ranked = model.rank("stop the parcel")
    assert sum(p for _, p in ranked) == pytest.approx(1, abs=1e-5)
    assert [p for _, p in ranked] == sorted((p for _, p in ranked), reverse=True)


def test_a_slip_is_put_right_first(model: IntentModel) -> None:
    assert model.rank("trackng")[0] == model.rank("tracking")[0]


def test_kept_and_loaded(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    loaded = IntentModel.load(TopicEncoder(), tmp_path)
    for text in ("my pakage", "cancel", "what", ""):
        assert loaded.rank(text) == model.rank(text)


def test_an_unfinished_folder_is_refused(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    (tmp_path / "intents.npz").unlink()
    with pytest.raises(OSError, match="intents"):
        IntentModel.load(TopicEncoder(), tmp_path)


def test_one_intent_is_not_enough() -> None:
    with pytest.raises(ValueError, match="two intents"):
        IntentModel.fit(TopicEncoder(), ["a", "b"], ["x", "x"], SETTINGS)


def test_two_intents_and_one_example_each() -> None:
    small = IntentModel.fit(TopicEncoder(), ["hello hello", "cancel cancel"], ["greet", "cancel"], SETTINGS)
    assert small.rank("cancel")[0][0] == "cancel"


def test_held_out_examples_judge_the_mix() -> None:
    texts, intents = examples()
    held = frozenset(key_of(text) for text in texts[::4])
    assert IntentModel.fit(TopicEncoder(), texts, intents, SETTINGS, held).mix.dense > 0


def test_the_mix_cools_overconfident_scores_and_warms_timid_ones() -> None:
    random = np.random.default_rng(3)
    columns = random.integers(0, 3, 2000)
    honest = random.normal(0, 1, (2000, 3))
    honest[np.arange(2000), columns] += 1.0
    nothing = np.zeros((2000, 3))
    at_one = fit_mix(honest, nothing, columns).dense
    assert fit_mix(honest * 5, nothing, columns).dense == pytest.approx(at_one / 5, rel=0.1)
    assert fit_mix(honest / 5, nothing, columns).dense == pytest.approx(at_one * 5, rel=0.1)


def test_softmax_of_huge_scores() -> None:
    assert softmax(np.array([[1e4, 0.0], [-1e4, -1e4]])).tolist() == [[1, 0], [0.5, 0.5]]
