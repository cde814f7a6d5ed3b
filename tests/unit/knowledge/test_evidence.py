"""Sentences ranked anew after they were read again with the question."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.config import EvidenceChoice, load_answering
from knowledge.evidence import Scored, features, judge, reread
from knowledge.index import Candidate, Hit
from knowledge.types import Vectors

HIT = Hit("1", "help.md", "Help", "Delivery", "", "")


def _scored(text: str, score: float) -> Scored:
    return Scored(Candidate(text, "1", 0, np.zeros(2, np.float32)), HIT, score, score)


def _choice(**changes: float) -> EvidenceChoice:
    return load_answering().evidence.model_copy(update={"reread_weight": 0.5, **changes})


RANKED = [_scored("one", 0.60), _scored("two", 0.55), _scored("three", 0.50)]


def _cannot(_texts: list[str]) -> None:
    return None


def _texts(ranked: list[Scored]) -> list[str]:
    return [scored.candidate.text for scored in ranked]


def test_a_sentence_that_matches_word_by_word_comes_first() -> None:
    seen: list[str] = []

    def compare(texts: list[str]) -> Vectors:
        seen.extend(texts)
        return np.array([0.1, 0.9, 0.2], np.float32)

    again = reread(RANKED, compare, _choice())
    assert _texts(again) == ["two", "one", "three"]
    assert again[0].score == pytest.approx(0.55 + 0.5 * 0.9)
    assert again[0].words == pytest.approx(0.9)
    assert seen == ["Help. Delivery. one", "Help. Delivery. two", "Help. Delivery. three"]


def test_what_is_not_compared_counts_like_the_worst() -> None:
    again = reread(RANKED, lambda texts: np.full(len(texts), 0.3, np.float32), _choice(reread=2))
    assert [scored.words for scored in again] == pytest.approx([0.3, 0.3, 0.3])
    assert _texts(again) == ["one", "two", "three"]


def test_an_encoder_that_cannot_compare_leaves_the_order() -> None:
    assert reread(RANKED, _cannot, _choice()) == RANKED


def test_nothing_found_asks_nothing() -> None:
    def asked(_texts: list[str]) -> Vectors:
        raise AssertionError("asked")

    assert reread([], asked, _choice()) == []


def test_a_sentence_that_answers_when_read_with_the_question_comes_first() -> None:
    logits = np.array([-4.0, -6.0, 3.0], np.float32)
    again = judge(RANKED, lambda _texts: logits, _choice(judged_weight=0.1))
    assert _texts(again) == ["three", "one", "two"]
    assert again[0].judged == pytest.approx(3.0)


def test_what_is_not_judged_counts_like_the_worst() -> None:
    logits = np.array([2.0, -1.0], np.float32)
    again = judge(RANKED, lambda _texts: logits, _choice(judged=2, judged_weight=0.01))
    assert [scored.judged for scored in again] == pytest.approx([2.0, -1.0, -1.0])


def test_features_tell_how_far_the_words_of_the_best_stand_out() -> None:
    values = np.array([0.9, 0.3, 0.1], np.float32)
    again = reread(RANKED, lambda _texts: values, _choice(reread_weight=0.01))
    found = features("one", again)
    assert found["words"] == pytest.approx(0.9)
    assert found["words_margin"] == pytest.approx(0.7)
    assert found["decided"] == 0.0
