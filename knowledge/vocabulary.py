"""The words of an index: they put misspelt questions right, and tell what no document speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialogue.spelling import Speller
from knowledge.lexicon import content_stems
from knowledge.places import places_in
from knowledge.short_forms import written_out
from knowledge.text import words
from models.answer_encoder.frames import frames

_TOKEN = re.compile(r"\S+")
# "UK", "TV", "NSW": nobody slips into capitals.
_INITIALS = re.compile(r"\b[A-Z]{2,4}\b")


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
        written = written_out(question)
        return _with_names(written, self._speller.correct(written))

    def unknown(self, question: str) -> float:
        """The share of a question's content words that stand nowhere in the index, from 0 to 1."""
        asked = {stem for stem in content_stems(question) if not stem.isdigit()}
        return len(asked - self._stems) / len(asked) if asked else 0.0


def _with_names(written: str, corrected: str) -> str:
    """The corrected text with places and initials as they were written: "UK" is no slip of "up"."""
    before, after = list(_TOKEN.finditer(written)), _TOKEN.findall(corrected)
    if written.isupper() or len(before) != len(after):
        return corrected
    pieces: list[str] = []
    at = 0
    for token, put in zip(before, after, strict=True):
        is_name = _INITIALS.search(token.group()) or places_in(token.group())
        pieces += written[at : token.start()], token.group() if is_name else put
        at = token.end()
    return "".join(pieces) + written[at:]
