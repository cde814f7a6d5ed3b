"""The plain data that passes between the parts of the knowledge layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """What this layer needs of the models; ``knowledge.encoder.AnswerEncoder`` has it."""

    @property
    def identity(self) -> str:
        """Name of model and weights; an index is bound to it."""

    def encode(self, texts: list[str]) -> Vectors:
        """Embed texts: float32 of shape (len(texts), dimension), rows of L2 norm 1."""

    def compare(self, question: str, texts: list[str]) -> Vectors | None:
        """How well texts match a question word by word: (len(texts),) in [-1, 1]; None if it cannot tell."""

    def judge(self, question: str, texts: list[str]) -> Vectors:
        """How surely texts answer a question, read together with it: logits (len(texts),)."""


@dataclass(frozen=True)
class Section:
    """A heading with the statements under it, up to the next heading; ``anchor`` is "" before the first."""

    heading: str
    anchor: str
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A document or a product, ready to be cut into passages.

    ``source`` is the path below the folder of documents, or ``product:<product_id>``.
    """

    source: str
    title: str
    sections: tuple[Section, ...]
    product_id: str = ""


@dataclass(frozen=True)
class Sentence:
    """One statement of a passage, as it is quoted; ``id`` is the hash of its content and place."""

    id: str
    text: str
    position: int


@dataclass(frozen=True)
class Passage:
    """A piece of a section that is embedded as one; ``id`` is the hash of its content."""

    id: str
    source: str
    title: str
    heading: str
    text: str
    product_id: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Evidence:
    """A sentence that answers, with its origin and its score for the question."""

    text: str
    title: str
    source: str
    score: float
    heading: str = ""


@dataclass(frozen=True)
class Citation:
    """Where a statement stands: ``returns.md#return-period`` or ``product:<id>``; ``quote`` is verbatim."""

    title: str
    source: str
    quote: str


@dataclass(frozen=True)
class Answer:
    """The outcome for one question. Abstained means an empty ``answer`` and no citations; timings are ms.

    ``unanswered``: of a message with several questions, those the documents are silent about.
    """

    answer: str
    abstained: bool
    citations: tuple[Citation, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    unanswered: tuple[str, ...] = ()
