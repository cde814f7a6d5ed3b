"""Measures answers on development questions and fits the decision whether a question can be answered."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.answerer import Answerer
from knowledge.config import load_answering
from knowledge.errors import KnowledgeError
from knowledge.support import unsupported
from knowledge.text import sentences
from knowledge.trace import Found
from knowledge.types import Answer
from knowledge.verdict import lead

_FOLDS = 5
_HALF = 0.5
_SEED = 7
_RANKS = (1, 3, 5)
# Refused share of the unanswerable development questions at which the threshold is put.
TARGET_REFUSED = 0.955


class Question(BaseModel):
    """One line of the file. ``source``: files of which one must be cited; ``must``: texts of the answer.

    ``or_must``: texts of another right answer, where the documents hold two. ``must_not``: texts that make
    it wrong. ``history``: what was asked before. ``kind``: for tables by kind.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    question: str
    answerable: bool
    source: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    or_must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    product_id: str | None = None
    history: tuple[str, ...] = ()
    kind: str = ""


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


def calibrated(sets: Sequence[tuple[str, Answerer, Sequence[Question]]]) -> dict[str, Any]:
    """Metrics of each set by its collection, and the decisions that fit all of them.

    ``fitted`` is that of questions by themselves, ``following`` that of questions that lean on the one
    before; each is left out where there are too few of one kind to tell.
    """
    alone: list[dict[str, float]] = []
    together: list[dict[str, float]] = []
    labels: list[bool] = []
    groups: list[str] = []
    # Of questions that lean on the one before them, and whether the best sentence answers.
    after: list[dict[str, float]] = []
    right: list[bool] = []
    of: list[str] = []
    metrics: dict[str, Any] = {}
    for name, answerer, questions in sets:
        metrics[name] = measure(answerer, questions)
        for question in questions:
            found = answerer.find(
                question.question,
                product_id=question.product_id,
                history=question.history,
                thorough=True,
            )
            if found is None or not found.features:
                continue
            if question.history and "after" in found.features:
                after.append(dict(found.features))
                right.append(question.answerable and _opens(question, found))
                of.append(name)
            else:
                alone.append(dict(found.alone))
                together.append(dict(found.features))
                labels.append(question.answerable)
                groups.append(name)
    flat = next(iter(metrics.values())) if len(metrics) == 1 else metrics
    fitted = {"fitted": fit(alone, together, labels, groups)} if _enough(labels) else {}
    following = {"following": fit_following(after, right, of)} if _enough(right) else {}
    return {**flat, **fitted, **following}


def _enough(labels: Sequence[bool]) -> bool:
    """Whether each fold of the cross-validation can have some of both kinds."""
    return min(labels.count(True), labels.count(False)) >= _FOLDS


def _opens(question: Question, found: Found) -> bool:
    """Whether the best sentence holds one of the texts that an answer must."""
    best = found.ranked[0].candidate.text.lower()
    return any(text.lower() in best for texts in _right(question) for text in texts)


def measure(answerer: Answerer, questions: Sequence[Question]) -> dict[str, Any]:
    """Metrics of the configured decision. ``recall`` and ``mrr`` are of the ranked sentences, before it."""
    answers, firsts = [], []
    for question in questions:
        answer, first = _asked(answerer, question)
        answers.append(answer)
        firsts.append(first)
    can = [(q, a) for q, a in zip(questions, answers, strict=True) if q.answerable]
    cannot = [(q, a) for q, a in zip(questions, answers, strict=True) if not q.answerable]
    times = np.array([answer.timings["total"] for answer in answers])
    ranks = [_rank(answerer, q) for q, _ in can if q.must]
    return {
        "questions": len(questions),
        "answerable": len(can),
        "correct": _mean([correct(q, a) for q, a in can]),
        "wrong": _mean([not a.abstained and not correct(q, a) for q, a in can]),
        "falsely_refused": _mean([a.abstained for _, a in can]),
        "refused": _mean([a.abstained for _, a in cannot]),
        "falsely_answered": _mean([not a.abstained for _, a in cannot]),
        "cited": _mean([_cited(q, a) for q, a in can if q.source and not a.abstained]),
        "unsupported_sentences": sum(_unsupported(a) for a in answers),
        **{f"recall_at_{k}": _mean([0 < rank <= k for rank in ranks]) for k in _RANKS},
        "mrr": round(sum(1 / rank for rank in ranks if rank) / max(1, len(ranks)), 3),
        "ms_p50": round(float(np.percentile(times, 50)), 1),
        "ms_p95": round(float(np.percentile(times, 95)), 1),
        "ms_first_p95": round(float(np.percentile(firsts, 95)), 1),
        "memory_mb": round(psutil.Process().memory_info().rss / 1e6),
        "by_kind": _by_kind(questions, answers),
    }


def _asked(answerer: Answerer, question: Question) -> tuple[Answer, float]:
    """The answer, and the milliseconds to its first words (to the refusal, where there are none)."""
    started = time.perf_counter()
    heard: list[float] = []
    answer = answerer.answer(
        question.question,
        product_id=question.product_id,
        history=question.history,
        on_text=lambda _text: heard.append(time.perf_counter()),
    )
    return answer, ((heard[0] if heard else time.perf_counter()) - started) * 1000


def _by_kind(questions: Sequence[Question], answers: Sequence[Answer]) -> dict[str, float]:
    """Share of right answers and right refusals for each kind of question."""
    found: dict[str, list[bool]] = {}
    for question, answer in zip(questions, answers, strict=True):
        right = correct(question, answer) if question.answerable else answer.abstained
        found.setdefault(question.kind or "plain", []).append(right)
    return {kind: _mean(rights) for kind, rights in sorted(found.items())}


def correct(question: Question, answer: Answer) -> bool:
    """Whether the answer holds every text it must, and none that it must not; case does not count."""
    said = answer.answer.lower()
    return (
        not answer.abstained
        and any(all(text.lower() in said for text in texts) for texts in _right(question))
        and not any(text.lower() in said for text in question.must_not)
    )


def _rank(answerer: Answerer, question: Question) -> int:
    """The place up to which the ranked sentences hold all that the answer must; 0 if they do not."""
    found = answerer.find(question.question, product_id=question.product_id, history=question.history)
    said = ""
    for place, scored in enumerate(found.ranked if found else (), 1):
        said += f"\n{scored.candidate.text.lower()}"
        for texts in _right(question):
            if all(text.lower() in said for text in texts if text.lower() not in {"yes.", "no."}):
                return place
    return 0


def _right(question: Question) -> Sequence[tuple[str, ...]]:
    """The texts of each right answer."""
    return (question.must, question.or_must) if question.or_must else (question.must,)


def _unsupported(answer: Answer) -> int:
    """Sentences of an answer that its citations do not bear; a bare yes or no stands on its rule."""
    quotes = [citation.quote for citation in answer.citations]
    whole = " ".join(quotes)
    told = answer.answer
    for opening in (lead(True), lead(False)):
        told = told.removeprefix(f"{opening} ")
    said = [text for text in sentences(told, 10_000) if text.lower() not in {"yes.", "no."}]
    return sum(1 for text in said if text not in whole and unsupported(text, quotes))


def _cited(question: Question, answer: Answer) -> bool:
    return any(citation.source.split("#")[0] in question.source for citation in answer.citations)


def _mean(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 3) if values else 0.0


Rows = Sequence[dict[str, float]]


def fit(alone: Rows, together: Rows, labels: Sequence[bool], groups: Sequence[str]) -> dict[str, Any]:
    """What answering.yml says under ``answerable``, with cross-validated shares.

    ``alone`` and ``together`` are features before and after sentences were read together with the question;
    ``groups`` names the set of each row. Every set weighs the same, however many questions it has, and with
    several sets each is judged by a fit on the others: what counts is the shop that was not seen.
    """
    wanted, sets = np.array(labels), np.array(groups)
    weights = _equal(sets)
    first, first_apart = _regression(alone, wanted, sets, weights)
    second, second_apart = _regression(together, wanted, sets, weights)
    least, most = load_answering().answerable.doubt
    doubted = (first_apart > least) & (first_apart < most)
    held_out = np.where(doubted, second_apart, first_apart)
    threshold = _threshold(held_out, wanted, weights)
    return {
        "threshold": round(threshold, 3),
        "alone": first,
        "together": second,
        "doubted": round(float(doubted.mean()), 3),
        "cross_validated_refused": _share(held_out < threshold, ~wanted, weights),
        "cross_validated_answered": _share(held_out >= threshold, wanted, weights),
    }


def fit_following(rows: Rows, right: Sequence[bool], groups: Sequence[str]) -> dict[str, Any]:
    """What answering.yml says under ``following``; ``right``: whether the best sentence answers."""
    wanted, sets = np.array(right), np.array(groups)
    weights = _equal(sets)
    found, held_out = _regression(rows, wanted, sets, weights)
    threshold = _threshold(held_out, wanted, weights)
    return {
        "threshold": round(threshold, 3),
        "decision": found,
        "cross_validated_refused": _share(held_out < threshold, ~wanted, weights),
        "cross_validated_answered": _share(held_out >= threshold, wanted, weights),
        "cross_validated_at_half": [
            _share(held_out < _HALF, ~wanted, weights),
            _share(held_out >= _HALF, wanted, weights),
        ],
    }


def _regression(
    rows: Rows, wanted: NDArray[np.bool_], sets: NDArray[np.str_], weights: NDArray[np.float64]
) -> tuple[dict[str, Any], NDArray[np.float64]]:
    """Intercept and weights, and for each row the probability by a fit that did not see it."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import LeaveOneGroupOut, StratifiedKFold, cross_val_predict

    names = sorted(rows[0])
    matrix = np.array([[row[name] for name in names] for row in rows])
    model = LogisticRegression(class_weight="balanced", C=10.0, max_iter=1000)
    alone = len(set(sets.tolist())) == 1
    apart = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED) if alone else LeaveOneGroupOut()
    held_out = cross_val_predict(
        model,
        matrix,
        wanted,
        groups=None if alone else sets,
        cv=apart,
        method="predict_proba",
        params={"sample_weight": weights},
    )[:, 1]
    model.fit(matrix, wanted, sample_weight=weights)
    found = dict(zip(names, np.round(model.coef_[0], 3).tolist(), strict=True))
    return {"intercept": round(float(model.intercept_[0]), 3), "weights": found}, held_out


def _equal(sets: NDArray[np.str_]) -> NDArray[np.float64]:
    """Weights that make each set count the same, 1 on average."""
    names, sizes = np.unique(sets, return_counts=True)
    by_name = dict(zip(names.tolist(), sizes.tolist(), strict=True))
    return np.array([len(sets) / len(names) / by_name[name] for name in sets.tolist()])


def _share(hit: NDArray[np.bool_], of: NDArray[np.bool_], weights: NDArray[np.float64]) -> float:
    return round(float(weights[of & hit].sum() / weights[of].sum()), 3)


def _threshold(
    held_out: NDArray[np.float64], labels: NDArray[np.bool_], weights: NDArray[np.float64]
) -> float:
    """The probability below which the wanted share of what cannot be answered lies."""
    order = np.argsort(held_out[~labels])
    shares = np.cumsum(weights[~labels][order]) / weights[~labels].sum()
    place = min(int(np.searchsorted(shares, TARGET_REFUSED)) + 1, len(order) - 1)
    return float(held_out[~labels][order][place])
