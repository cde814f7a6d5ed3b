"""Calibration on sets that are too few, or of one kind, to tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answerer import Answerer
from knowledge.calibration import Question, calibrated, read_questions
from knowledge.errors import KnowledgeError


def test_a_set_with_few_leaning_questions_is_measured_and_fits_nothing(answerer: Answerer) -> None:
    before = ("How much is standard delivery?",)
    questions = [
        Question(question="and express?", answerable=True, must=("express",), history=before),
        Question(question="and to the moon?", answerable=False, history=before),
        Question(question="How much is standard delivery?", answerable=True, must=("$",)),
        Question(question="Do you sell planets?", answerable=False),
    ]
    found = calibrated([("shop", answerer, questions)])
    assert found["questions"] == len(questions)
    assert "fitted" not in found
    assert "following" not in found


def test_a_file_needs_both_kinds(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "when do you open", "answerable": true}\n', "utf-8")
    with pytest.raises(KnowledgeError, match="unanswerable"):
        read_questions(file)
