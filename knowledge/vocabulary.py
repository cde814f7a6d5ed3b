"""The words of an index: they put misspelt questions right, and tell what no document speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from dialogue.spelling import Speller
from knowledge.lexicon import content_stems
from knowledge.short_forms import written_out
from knowledge.text import words
from models.answer_encoder.frames import frames


class Vocabulary:
    """Words of passages, and of the questions that shoppers ask (``models.answer_encoder``)."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = list(texts)
        asked = [ask for frame in frames() for ask in frame.asks if "{" not in ask]
        known = {word for text in kept for word in words(text)}
        self._speller = Speller.from_texts([*kept, *asked], known)
        self._stems = frozenset().union(*(content_stems(text) for text in kept))

    def corrected(self, question: str) -> str:
        """The question with slips put right and short forms written out; names, codes and numbers stay."""
        return self._speller.correct(written_out(question))

    def unknown(self, question: str) -> float:
        """The share of a question's content words that stand nowhere in the index, from 0 to 1."""
        asked = {stem for stem in content_stems(question) if not stem.isdigit()}
        return len(asked - self._stems) / len(asked) if asked else 0.0
