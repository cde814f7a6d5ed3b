"""Checks generated text against its evidence, sentence by sentence, before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.generator import Generator, QuotedEvidence
from knowledge.support import unsupported
from knowledge.text import sentences, squeeze
from knowledge.types import Evidence

# A generator that never stops is cut here; no answer worth giving is longer.
MAX_CHARS = 1200


@dataclass(frozen=True)
class Wording:
    """An answer's text; ``quoted`` if it is the evidence itself, ``rejected``: why a draft was not kept.

    ``draft``: what the generator had written until then.
    """

    text: str
    quoted: bool
    rejected: str = ""
    draft: str = ""


def word_answer(
    generator: Generator, question: str, evidence: Sequence[Evidence], emit: Callable[[str], None]
) -> Wording:
    """Let the generator word the evidence; fall back to the quote when it fails or is not supported.

    ``emit`` receives sentences only after they passed the check. What it got before a later sentence failed
    is overruled by the returned text.
    """
    texts = [piece.text for piece in evidence]
    kept: list[str] = []
    try:
        for sentence in _whole_sentences(generator.generate(question, evidence)):
            reason = unsupported(sentence, texts)
            if reason:
                return _quote(question, evidence, reason, " ".join([*kept, sentence]))
            emit(f" {sentence}" if kept else sentence)
            kept.append(sentence)
    except Exception as error:  # any failure of a model or an endpoint must not cost the shopper the answer
        return _quote(question, evidence, f"{type(error).__name__}: {error}", " ".join(kept))
    if not kept:
        return _quote(question, evidence, "empty draft")
    text = " ".join(kept)
    return Wording(text, quoted=False, draft=text)


def _whole_sentences(pieces: Iterator[str]) -> Iterator[str]:
    """Sentences as soon as the next one has begun; the last one when the text ends."""
    text = ""
    taken = 0
    done = 0
    for piece in pieces:
        text += piece[: MAX_CHARS - taken]
        taken += len(piece)
        found = sentences(squeeze(text), MAX_CHARS)
        for sentence in found[done:-1]:
            yield sentence
            done += 1
        if taken >= MAX_CHARS:
            # The last sentence is cut off somewhere: it is not kept.
            return
    yield from sentences(squeeze(text), MAX_CHARS)[done:]


def _quote(question: str, evidence: Sequence[Evidence], reason: str, draft: str = "") -> Wording:
    text = "".join(QuotedEvidence().generate(question, evidence))
    return Wording(text, quoted=True, rejected=reason, draft=draft)
