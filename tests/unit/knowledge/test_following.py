"""Questions that lean on the one before: two readings in one order, and what was told is not told again."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.config import FollowingChoice, load_answering
from knowledge.evidence import Scored
from knowledge.following import blend, features, judged
from knowledge.index import Candidate, Hit
from knowledge.types import Vectors

HIT = Hit("1", "help.md", "Help", "Gifts", "", "")


def _scored(text: str, score: float) -> Scored:
    return Scored(Candidate(text, "1", 0, np.zeros(2, np.float32)), HIT, score, score)


def _choice(**changes: float) -> FollowingChoice:
    same = {"own": 0.5, "told": 0.2, "missing": 0.1, "judged": 2, "judged_weight": 0.1}
    return load_answering().following.model_copy(update={**same, **changes})


def _logits(*values: float) -> Vectors:
    return np.array(values, np.float32)


def _texts(ranked: list[Scored]) -> list[str]:
    return [scored.candidate.text for scored in ranked]


PRICE, BOXES = "Wrapping costs $4.", "Boots are too large to be wrapped."
OWN = [_scored(BOXES, 0.5), _scored(PRICE, 0.4)]
AFTER = [_scored(PRICE, 0.8), _scored(BOXES, 0.6)]


def test_both_readings_count() -> None:
    blended = blend(OWN, AFTER, "", _choice())
    assert _texts(blended.ranked) == [PRICE, BOXES]
    assert [scored.score for scored in blended.ranked] == pytest.approx([0.6, 0.55])


def test_what_answered_the_question_before_comes_after_what_is_nearly_as_good() -> None:
    assert _texts(blend(OWN, AFTER, PRICE, _choice()).ranked) == [BOXES, PRICE]


def test_what_one_reading_did_not_find_counts_less_than_its_last() -> None:
    blended = blend([_scored("new", 0.5)], AFTER, "", _choice())
    assert blended.own[PRICE] == pytest.approx(0.4)
    assert blended.after["new"] == pytest.approx(0.5)


def test_nothing_found_is_nothing() -> None:
    assert blend([], [], "", _choice()).ranked == []


def test_the_best_ones_are_read_with_the_question_in_both_ways() -> None:
    blended = judged(
        blend(OWN, AFTER, "", _choice()), lambda _t: _logits(0, 1), lambda _t: _logits(0, 2), _choice()
    )
    assert _texts(blended.ranked) == [BOXES, PRICE]
    assert features(blended) == pytest.approx(
        {"own": 0.5, "after": 0.6, "told": 0.0, "judged_own": 1.0, "judged_after": 2.0, "margin": 0.25}
    )


def test_the_only_sentence_has_no_margin() -> None:
    blended = judged(
        blend([], [_scored(PRICE, 0.8)], PRICE, _choice()),
        lambda _t: _logits(1),
        lambda _t: _logits(1),
        _choice(),
    )
    told = features(blended)
    assert (told["told"], told["margin"]) == (1.0, 0.0)
