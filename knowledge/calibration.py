"""Measures answers on development questions and fits the decision whether a question can be answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.answerer import Answerer
from knowledge.errors import KnowledgeError
from knowledge.evidence import features
from knowledge.types import Answer

_FOLDS = 5
_SEED = 7
# Refused share of the unanswerable development questions at which the threshold is put.
TARGET_REFUSED = 0.93


class Question(BaseModel):
    """One line of the file. ``source``: files of which one must be cited; ``must``: texts of the answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    question: str
    answerable: bool
    source: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    product_id: str | None = None


def read_questions(file: Path) -> list[Question]:
    """Read JSON lines; raises ``KnowledgeError`` naming the line that does not fit."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                found.append(Question.model_validate_json(line))
            except ValidationError as error:
                raise KnowledgeError(f"{file}:{number}: {error}") from error
    if len({question.answerable for question in found}) < 2:
        raise KnowledgeError(f"{file}: needs answerable and unanswerable questions")
    return found


def measure(answerer: Answerer, questions: Sequence[Question]) -> dict[str, Any]:
    """Metrics of the configured decision, and the decision that would fit these questions.

    ``fitted`` names intercept, weights and threshold for answering.yml, with its cross-validated shares.
    """
    answers = [answerer.answer(q.question, product_id=q.product_id) for q in questions]
    can = [(q, a) for q, a in zip(questions, answers, strict=True) if q.answerable]
    cannot = [(q, a) for q, a in zip(questions, answers, strict=True) if not q.answerable]
    times = np.array([answer.timings["total"] for answer in answers])
    return {
        "questions": len(questions),
        "answerable": len(can),
        "correct": _mean([_correct(q, a) for q, a in can]),
        "wrong": _mean([not a.abstained and not _correct(q, a) for q, a in can]),
        "falsely_refused": _mean([a.abstained for _, a in can]),
        "refused": _mean([a.abstained for _, a in cannot]),
        "cited": _mean([_cited(q, a) for q, a in can if not a.abstained]),
        "ms_p50": round(float(np.percentile(times, 50)), 1),
        "ms_p95": round(float(np.percentile(times, 95)), 1),
        "fitted": _fit(answerer, questions),
    }


def _correct(question: Question, answer: Answer) -> bool:
    return not answer.abstained and all(text in answer.answer for text in question.must)


def _cited(question: Question, answer: Answer) -> bool:
    return any(citation.source.split("#")[0] in question.source for citation in answer.citations)


def _mean(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 3) if values else 0.0


def _fit(answerer: Answerer, questions: Sequence[Question]) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    rows = [_features(answerer, question) for question in questions]
    names = sorted({name for row in rows for name in row})
    inputs = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    labels = np.array([question.answerable for question in questions])
    model = LogisticRegression(C=100.0, class_weight="balanced", max_iter=1000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    held_out = cross_val_predict(model, inputs, labels, cv=folds, method="predict_proba")[:, 1]
    model.fit(inputs, labels)
    threshold = _threshold(held_out, labels)
    return {
        "threshold": round(threshold, 3),
        "intercept": round(float(model.intercept_[0]), 3),
        "weights": json.loads(
            json.dumps(dict(zip(names, np.round(model.coef_[0], 3).tolist(), strict=True)))
        ),
        "cross_validated_refused": round(float(np.mean(held_out[~labels] < threshold)), 3),
        "cross_validated_answered": round(float(np.mean(held_out[labels] >= threshold)), 3),
    }


def _features(answerer: Answerer, question: Question) -> dict[str, float]:
    ranked = answerer.evidence(question.question, product_id=question.product_id)
    return features(question.question, ranked) if ranked else {}


def _threshold(held_out: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    return float(np.quantile(held_out[~labels], TARGET_REFUSED, method="higher"))
