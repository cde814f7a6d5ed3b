"""The seam between evidence and wording: a generator words evidence, it never supplies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol
from urllib.parse import urlsplit

from knowledge.types import Evidence
from settings import Settings


class Generator(Protocol):
    """Words an answer. Implementations may raise anything: the caller then quotes the evidence."""

    def generate(self, question: str, evidence: Sequence[Evidence]) -> Iterator[str]:
        """Yield the answer to ``question`` in pieces, worded from ``evidence`` alone."""


class QuotedEvidence:
    """The default: the evidence sentences themselves, word for word, in the order given."""

    def generate(self, question: str, evidence: Sequence[Evidence]) -> Iterator[str]:  # noqa: ARG002
        """Yield one sentence at a time; lists keep their own lines."""
        for n, piece in enumerate(evidence):
            gap = "\n" if "\n" in piece.text or (n and "\n" in evidence[n - 1].text) else " "
            yield f"{gap}{piece.text}" if n else piece.text


def open_generator(settings: Settings) -> Generator:
    """The generator that ``AISLE_GENERATOR`` names: "off", an OpenAI-compatible URL, or a model.

    Raises what opening a model raises (``models.errors.ModelError``) when it cannot be had.
    """
    if settings.generator in {"", "off"}:
        return QuotedEvidence()
    if urlsplit(settings.generator).scheme in {"http", "https"}:
        from knowledge.openai_generator import OpenAIGenerator

        return OpenAIGenerator(
            settings.generator,
            settings.generator_model,
            settings.generator_timeout_s,
            settings.generator_key.get_secret_value(),
        )
    from models.generator import open_generator as open_model

    return open_model(settings)
