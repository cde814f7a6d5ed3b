"""Documents to passages: cut at headings, long sections by sentences with overlap, named by their content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from knowledge.config import IngestLimits
from knowledge.types import Document, Passage, Section, Sentence

# Part of every id: raise it when what is embedded for a passage or sentence changes.
FORMAT = "2"


def passages(document: Document, limits: IngestLimits) -> list[Passage]:
    """Cut a document; a passage that repeats another one word for word is left out."""
    found: dict[str, Passage] = {}
    for section in document.sections:
        for statements in _windows(section.statements, limits):
            passage = _passage(document, section, statements)
            found.setdefault(passage.id, passage)
    return list(found.values())


def passage_input(passage: Passage) -> str:
    """What is embedded for a passage: its place in the document, then its text."""
    return ". ".join(part for part in (passage.title, passage.heading, passage.text) if part)


def sentence_input(passage: Passage, sentence: Sentence) -> str:
    """What is embedded for a sentence: title and heading give it the subject that it may leave out."""
    return ". ".join(part for part in (passage.title, passage.heading, sentence.text) if part)


def _windows(statements: Sequence[str], limits: IngestLimits) -> Iterator[tuple[str, ...]]:
    window: list[str] = []
    fresh = 0
    for statement in statements:
        if fresh and sum(map(len, window)) + len(window) + len(statement) > limits.passage_chars:
            yield tuple(window)
            window = window[-limits.overlap_sentences :] if limits.overlap_sentences else []
            fresh = 0
        window.append(statement)
        fresh += 1
    if fresh:
        yield tuple(window)


def _passage(document: Document, section: Section, statements: tuple[str, ...]) -> Passage:
    source = f"{document.source}#{section.anchor}" if section.anchor else document.source
    text = " ".join(statements)
    passage_id = _digest(FORMAT, source, document.title, section.heading, document.product_id, *statements)
    return Passage(
        id=passage_id,
        source=source,
        title=document.title,
        heading=section.heading,
        text=text,
        product_id=document.product_id,
        sentences=tuple(
            Sentence(_digest(passage_id, str(n), statement), statement, n)
            for n, statement in enumerate(statements)
        ),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
