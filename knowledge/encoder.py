"""The models that read documents and questions: MiniLM tuned to tell what answers, and a cross-encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.types import Encoder, Vectors
from settings import ROOT, Settings

if TYPE_CHECKING:
    from models.cross_encoder import CrossEncoder
    from models.embedder import Embedder

_ARTEFACTS = ROOT / "models" / "artifacts" / "answers"
CHANGES = _ARTEFACTS / "encoder.safetensors"
READER = _ARTEFACTS / "reader.safetensors"


class AnswerEncoder:
    """Vectors and words by the embedder; question and sentence together by the reader."""

    def __init__(self, embedder: Embedder, reader: CrossEncoder) -> None:
        self._embedder = embedder
        self._reader = reader

    @property
    def identity(self) -> str:
        """Name of the embedder and its weights; the reader leaves no trace in an index."""
        return self._embedder.identity

    def encode(self, texts: list[str]) -> Vectors:
        """Embed texts: float32 of shape (len(texts), dimension), rows of L2 norm 1."""
        return self._embedder.encode(texts)

    def compare(self, question: str, texts: list[str]) -> Vectors | None:
        """How well texts match a question word by word; None if the embedder cannot tell."""
        return self._embedder.compare(question, texts)

    def judge(self, question: str, texts: list[str]) -> Vectors:
        """How surely texts answer a question, read together with it: logits."""
        return self._reader.judge(question, texts)


def open_encoder(settings: Settings) -> Encoder:
    """The embedder that the settings name, and the reader; loading torch takes seconds.

    Raises ``models.errors.ModelError`` if a model is missing or altered.
    """
    from models.cross_encoder import CrossEncoder
    from models.embedder import Embedder

    return AnswerEncoder(Embedder.open(settings, CHANGES), CrossEncoder.open(READER))
