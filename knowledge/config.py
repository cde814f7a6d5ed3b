"""The limits and thresholds of this layer, read from ``knowledge/answering.yml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

CONFIG_PATH = Path(__file__).resolve().parent / "answering.yml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IngestLimits(_Strict):
    """Limits for reading documents; lengths in characters, files in bytes."""

    max_file_bytes: int = Field(gt=0)
    max_pdf_bytes: int = Field(gt=0)
    max_pdf_pages: int = Field(gt=0)
    passage_chars: int = Field(ge=100)
    overlap_sentences: int = Field(ge=0)
    max_sentence_chars: int = Field(ge=100)
    batch: int = Field(ge=1, le=1000)
    timeout_s: float = Field(gt=0)


class Retrieval(_Strict):
    """How much is fetched for one question."""

    sentences: int = Field(ge=1, le=100)
    codes: int = Field(ge=0, le=50)
    parts: int = Field(ge=1, le=5)
    history_chars: int = Field(ge=0)
    question_chars: int = Field(ge=1)
    server_refresh_s: float = Field(gt=0)
    max_calls: int = Field(ge=1)


class EvidenceChoice(_Strict):
    """How sentences are scored, how many are read again, and when a second one is quoted."""

    word_weight: float = Field(ge=0, le=1)
    kind_weight: float = Field(ge=0, le=1)
    elsewhere: float = Field(ge=0, le=1)
    other_side: float = Field(ge=0, le=1)
    reread: int = Field(ge=0, le=50)
    reread_weight: float = Field(ge=0, le=2)
    judged: int = Field(ge=0, le=50)
    judged_weight: float = Field(ge=0, le=1)
    second_margin: float = Field(ge=0)
    decide_margin: float = Field(ge=0)
    max_sentences: int = Field(ge=1, le=4)


class Weighing(_Strict):
    """Logistic regression over features of ``knowledge.evidence.features``."""

    intercept: float
    weights: dict[str, float]


class FollowingChoice(_Strict):
    """How questions that lean on the one before are ranked (``knowledge.following``) and decided on.

    ``own``: how much the question by itself counts beside the reading after the one before. ``told``: how
    much less what answered that one counts. ``missing``: how far below the last one a sentence counts that a
    reading did not find. ``alone``: how surely a question that could be asked by itself must be answered by
    itself to be read without the one before.
    """

    alone: float = Field(ge=0, le=1)
    own: float = Field(ge=0, le=1)
    told: float = Field(ge=0, le=1)
    missing: float = Field(ge=0, le=1)
    judged: int = Field(ge=1, le=50)
    judged_weight: float = Field(ge=0, le=1)
    threshold: float = Field(ge=0, le=1)
    decision: Weighing


class Answerable(_Strict):
    """Whether a question can be answered: by the first features, and where these leave doubt, read together.

    ``doubt`` bounds the probabilities of ``alone`` between which question and sentences are read together.
    """

    threshold: float = Field(ge=0, le=1)
    doubt: tuple[float, float]
    alone: Weighing
    together: Weighing


class Answering(_Strict):
    """Everything in answering.yml."""

    ingest: IngestLimits
    retrieval: Retrieval
    evidence: EvidenceChoice
    answerable: Answerable
    following: FollowingChoice


@lru_cache(maxsize=8)
def load_answering(path: Path = CONFIG_PATH) -> Answering:
    """Read and check the file; raises ``pydantic.ValidationError`` naming the field that does not fit."""
    return Answering.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
