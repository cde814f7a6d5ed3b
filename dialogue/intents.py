"""The intent model: how likely each intent is for a text. Knows nothing of Rasa: tools use it alone.

Two views of a text are mixed. The sentence vector knows what words mean and has never seen these spellings;
the character n-grams know how shoppers of this shop write. Each is a multinomial logistic regression; the
weights of the mix and its temperature are fitted on examples that neither the regressions nor the encoder's
tuning saw.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random
from typing import Any, Protocol

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from dialogue.held_out import key_of
from dialogue.spelling import Speller
from dialogue.typos import misspell

ARRAYS_FILE = "intents.npz"
WORDS_FILE = "intents.json"
# With fewer examples than this an n-gram counts although it stands in one of them only.
FEW_EXAMPLES = 500
# ... and else in this many: in two, n-grams are learned twice as long and tell nothing more.
LEAST_EXAMPLES = 3
_DIGIT = re.compile(r"\d")


class Encoder(Protocol):
    """Texts to unit-length vectors of shape (texts, dimensions), float32."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors."""

    @property
    def vocabulary(self) -> frozenset[str]:
        """Whole words that the encoder has a token for."""


@dataclass(frozen=True)
class IntentSettings:
    """What config.yml may say of the model."""

    # Inverse regularisation of the regression on vectors and of the one on n-grams.
    C: float = 40.0
    ngram_C: float = 10.0
    ngrams: tuple[int, int] = (3, 5)
    folds: int = 5
    max_iter: int = 25
    # Of the gradient of the loss for each example. What lies beyond changes no figure and doubles the time.
    tolerance: float = 4e-4
    # Learn from a misspelt copy of each example too.
    misspelt: bool = True
    random_state: int = 7

    @classmethod
    def of(cls, config: dict[str, Any]) -> IntentSettings:
        """The settings among the entries of a component's configuration."""
        known = {f.name: config[f.name] for f in fields(cls) if f.name in config}
        if "ngrams" in known:
            known["ngrams"] = tuple(known["ngrams"])
        return cls(**known)


@dataclass(frozen=True)
class Mix:
    """Weights of the two views' scores; the softmax over their sum is calibrated."""

    dense: float
    ngram: float


def softmax(scores: np.ndarray) -> np.ndarray:
    """Row-wise softmax of an array of shape (rows, classes)."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    normalised: np.ndarray = shifted / shifted.sum(axis=1, keepdims=True)
    return normalised


def fit_mix(dense: np.ndarray, ngram: np.ndarray, columns: np.ndarray) -> Mix:
    """The weights with the least log loss on held-out scores of shape (examples, classes).

    Temperature scaling (Guo et al. 2017, section 4.2) with one inverse temperature for each view.
    """
    rows = np.arange(len(columns))
    # In single precision the optimiser's small steps change nothing, and it stays where it began.
    dense, ngram = dense.astype(np.float64), ngram.astype(np.float64)

    def loss(log_weights: np.ndarray) -> float:
        a, b = np.exp(log_weights)
        chosen = softmax(a * dense + b * ngram)[rows, columns]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    best = minimize(loss, x0=np.zeros(2), bounds=[(-5.0, 4.0)] * 2, method="L-BFGS-B")
    a, b = np.exp(best.x)
    return Mix(float(a), float(b))


class IntentModel:
    """Ranks intents; fitted once with `fit`, kept with `save`, read with `load`."""

    def __init__(
        self,
        encoder: Encoder,
        labels: list[str],
        speller: Speller,
        vectorizer: TfidfVectorizer,
        arrays: dict[str, np.ndarray],
    ) -> None:
        self.labels = labels
        self._encoder = encoder
        self._speller = speller
        self._vectorizer = vectorizer
        self._arrays = arrays

    @classmethod
    def fit(
        cls,
        encoder: Encoder,
        texts: Sequence[str],
        intents: Sequence[str],
        settings: IntentSettings,
        held_out: frozenset[str] = frozenset(),
    ) -> IntentModel:
        """Learn from examples. ``held_out`` are keys of examples that the encoder was not tuned on.

        Raises ValueError for fewer than two intents.
        """
        labels = sorted(set(intents))
        if len(labels) < 2:
            raise ValueError("the intent classifier needs examples of at least two intents")
        speller = Speller.from_texts(texts, encoder.vocabulary)
        # The encoder runs without Python's lock, putting slips right needs it: neither waits for the other.
        with ThreadPoolExecutor(1) as beside:
            written = beside.submit(encoder.encode, list(texts))
            learned = _with_misspelt(texts, speller, settings)
            copies = [wording for _, wording in learned[len(texts) :]]
            vectors = np.vstack([written.result(), encoder.encode(copies)] if copies else [written.result()])
        rows = [row for row, _ in learned]
        wordings = [wording for _, wording in learned]
        columns = np.array([labels.index(intents[row]) for row in rows])
        judges = _judges([texts[row] for row in rows], columns, settings, held_out)
        vectorizer = _vectorizer(settings, rare=len(texts) < FEW_EXAMPLES)
        grams = vectorizer.fit_transform([_plain(wording) for wording in wordings])
        mix, (of_vectors, of_grams) = _mix(vectors, grams, columns, judges, settings)
        # They go on from where judging left them, which halves the time.
        of_vectors.set_params(tol=settings.tolerance * len(columns))
        of_grams.set_params(tol=settings.tolerance * len(columns))
        dense = _per_class(of_vectors.fit(vectors, columns), mix.dense)
        ngram = _per_class(of_grams.fit(grams, columns), mix.ngram)
        arrays = {
            "dense": dense[0],
            "ngram": ngram[0],
            "bias": dense[1] + ngram[1],
            "mix": np.array([mix.dense, mix.ngram], dtype=np.float32),
        }
        return cls(encoder, labels, speller, vectorizer, arrays)

    @property
    def mix(self) -> Mix:
        """The fitted weights of the two views."""
        dense, ngram = (float(weight) for weight in self._arrays["mix"])
        return Mix(dense, ngram)

    def probabilities(self, text: str) -> np.ndarray:
        """Calibrated probabilities of shape (labels,)."""
        right = self._speller.correct(text)
        vector = self._encoder.encode([right])
        grams = self._vectorizer.transform([_plain(right)])
        scores = vector @ self._arrays["dense"] + self._arrays["bias"]
        scores += sum(
            (value * self._arrays["ngram"][i] for i, value in zip(grams.indices, grams.data, strict=True)),
            np.zeros(len(self.labels), dtype=np.float32),
        )
        probabilities: np.ndarray = softmax(scores)[0]
        return probabilities

    def spelt(self, text: str) -> str:
        """The text with its slips put right, as it is read here."""
        return self._speller.correct(text)

    def is_unreadable(self, text: str) -> bool:
        """Whether most words of the text are unknown to English and to the encoder."""
        return self._speller.is_unreadable(text)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every intent with its probability, the likeliest first."""
        probabilities = self.probabilities(text)
        return [(self.labels[i], float(probabilities[i])) for i in np.argsort(-probabilities)]

    def save(self, folder: Path) -> None:
        """Write the model into an existing folder."""
        arrays: dict[str, Any] = {**self._arrays, "idf": self._vectorizer.idf_}
        np.savez(folder / ARRAYS_FILE, **arrays)
        terms = sorted(self._vectorizer.vocabulary_, key=self._vectorizer.vocabulary_.get)
        content = {
            "labels": self.labels,
            "words": self._speller.counts,
            "pairs": [[*pair, count] for pair, count in self._speller.pairs.items()],
            "terms": terms,
            "ngrams": self._vectorizer.ngram_range,
        }
        (folder / WORDS_FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, encoder: Encoder, folder: Path) -> IntentModel:
        """Read what `save` wrote; raises OSError or ValueError when it is not there or not whole."""
        content = json.loads((folder / WORDS_FILE).read_text(encoding="utf-8"))
        with np.load(folder / ARRAYS_FILE, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        vectorizer = _vectorizer(IntentSettings(ngrams=tuple(content["ngrams"])), content["terms"])
        vectorizer.idf_ = arrays.pop("idf")
        pairs = {(first, second): count for first, second, count in content["pairs"]}
        speller = Speller(content["words"], pairs, encoder.vocabulary)
        return cls(encoder, content["labels"], speller, vectorizer, arrays)


def _with_misspelt(texts: Sequence[str], speller: Speller, settings: IntentSettings) -> list[tuple[int, str]]:
    """Rows and wordings to learn from: every example, and what the speller leaves of a misspelt copy."""
    rng = Random(settings.random_state)
    learned = list(enumerate(texts))
    for row, text in enumerate(texts if settings.misspelt else ()):
        wording = speller.correct(misspell(text, rng))
        if wording.lower() != text.lower():
            learned.append((row, wording))
    return learned


def _plain(text: str) -> str:
    """Which digits an order number has tells nothing about the intent; that there are some does."""
    return _DIGIT.sub("0", text.lower())


def _vectorizer(
    settings: IntentSettings, terms: list[str] | None = None, *, rare: bool = True
) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=settings.ngrams,
        min_df=1 if rare else LEAST_EXAMPLES,
        sublinear_tf=True,
        vocabulary=terms,
        dtype=np.float32,
    )


def _regression(settings: IntentSettings, strength: float, rows: int) -> LogisticRegression:
    # This version of scikit-learn looks at the gradient of the sum.
    return LogisticRegression(
        C=strength,
        max_iter=settings.max_iter,
        tol=settings.tolerance * rows,
        class_weight="balanced",
        random_state=settings.random_state,
        warm_start=True,
    )


def _judges(
    texts: Sequence[str], columns: np.ndarray, settings: IntentSettings, held_out: frozenset[str]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pairs of rows (to learn from, to judge by) for fitting the mix; empty when there are too few examples.

    ``texts`` are the examples as written, so that a misspelt copy is judged where its original is.
    """
    if held_out:
        judged = np.array([key_of(text) in held_out for text in texts])
        if judged.any() and len(set(columns[~judged])) == len(set(columns)):
            return [(np.flatnonzero(~judged), np.flatnonzero(judged))]
    folds = min(settings.folds, int(np.bincount(columns).min()))
    if folds < 2:
        return []
    split = StratifiedGroupKFold(folds, shuffle=True, random_state=settings.random_state)
    pairs = split.split(np.zeros(len(columns)), columns, groups=texts)
    # A fold that leaves nothing of an intent to learn from cannot judge it.
    return [(learn, judge) for learn, judge in pairs if len(set(columns[learn])) == len(set(columns))]


def _mix(
    vectors: np.ndarray,
    grams: Any,
    columns: np.ndarray,
    judges: list[tuple[np.ndarray, np.ndarray]],
    settings: IntentSettings,
) -> tuple[Mix, tuple[LogisticRegression, LogisticRegression]]:
    """The mix, and a regression for each view as the last of the judges left it."""
    strengths = (settings.C, settings.ngram_C)
    of_vectors, of_grams = (_regression(settings, strength, len(columns)) for strength in strengths)
    if not judges:
        return Mix(1.0, 1.0), (of_vectors, of_grams)
    dense: list[np.ndarray] = []
    ngram: list[np.ndarray] = []
    right: list[np.ndarray] = []
    for learn, judge in judges:
        # Anew each time: what a fold judges must not be known from another.
        of_vectors, of_grams = (_regression(settings, strength, len(learn)) for strength in strengths)
        for scores, data, model in ((dense, vectors, of_vectors), (ngram, grams, of_grams)):
            weights, bias = _per_class(model.fit(data[learn], columns[learn]), 1.0)
            scores.append(np.asarray(data[judge] @ weights + bias))
        right.append(columns[judge])
    return fit_mix(np.vstack(dense), np.vstack(ngram), np.concatenate(right)), (of_vectors, of_grams)


def _per_class(model: LogisticRegression, weight: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights (dimensions, classes) and bias (classes,), scaled."""
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    return (weights.T * weight).astype(np.float32), (bias * weight).astype(np.float32)
