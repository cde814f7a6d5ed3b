"""The embedder of documents and questions: MiniLM tuned to tell what answers, or another by setting."""

from __future__ import annotations

from knowledge.types import Encoder
from settings import ROOT, Settings

CHANGES = ROOT / "models" / "artifacts" / "answers" / "encoder.safetensors"


def open_encoder(settings: Settings) -> Encoder:
    """The embedder that the settings name; loading torch takes seconds."""
    from models.embedder import Embedder

    return Embedder.open(settings, CHANGES)
