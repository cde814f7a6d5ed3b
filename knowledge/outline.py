"""What the readers of all formats build: a title, and sections of plain statements under their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.text import Anchors, sentences, squeeze
from knowledge.types import Document, Section

_CLOSED = (".", "!", "?", "…", ":", ";", "。", "！", "？")
_ASKS = re.compile(r"(?:Q\s*[:.)]\s*)?(.{3,150}[?？])")
_ANSWERS = re.compile(r"A\s*[:.)]\s+")


@dataclass
class Reading:
    """A parsed document and what was left out of it."""

    document: Document
    left_out: list[str] = field(default_factory=list)


@dataclass
class Outline:
    """Collects a document from top to bottom; ``longest`` bounds a statement in characters."""

    longest: int
    title: str = ""
    heading: str = ""
    anchor: str = ""
    statements: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    anchors: Anchors = field(default_factory=Anchors)

    def open(self, heading: str, level: int, anchor: str | None = None) -> None:
        """Begin a section; the first heading of level 1 is the title. ``anchor``: the document's own."""
        self.close()
        slug = self.anchors.of(heading)
        if level == 1 and not self.title:
            self.title, self.heading, self.anchor = heading, "", ""
        else:
            self.heading, self.anchor = heading, slug if anchor is None else anchor

    def close(self) -> None:
        """End the section; one without statements leaves no trace."""
        if self.statements:
            self.sections.append(Section(self.heading, self.anchor, tuple(self.statements)))
        self.statements = []

    def add(self, text: str) -> None:
        """Add a paragraph. A question in it heads what follows, as it answers nothing by itself."""
        found = sentences(squeeze(text), self.longest)
        for n, sentence in enumerate(found):
            asks = _ASKS.fullmatch(sentence)
            if asks and n + 1 < len(found):
                self.close()
                self.heading = asks[1]
            else:
                answered = _ANSWERS.match(sentence) if not self.statements else None
                self.statements.append(sentence[answered.end() :] if answered else sentence)

    def add_list(self, items: Sequence[str]) -> None:
        """Items stay with the line that introduces them; alone, an item would not say what it is about."""
        intro = self.statements[-1] if self.statements and self.statements[-1].endswith(":") else ""
        whole = "\n".join([intro, *(f"- {item}" for item in items)])
        if intro and len(whole) <= self.longest:
            self.statements[-1] = whole
        else:
            for item in items:
                self.add(item)

    def reading(self, source: str, fallback_title: str, left_out: Sequence[str] = ()) -> Reading:
        """The document as it stands."""
        self.close()
        document = Document(source, self.title or fallback_title, tuple(self.sections))
        return Reading(document, list(left_out))


def row(header: Sequence[str], cells: Sequence[str]) -> str:
    """A row of a table as a statement: each cell with the name of its column."""
    named = [f"{name}: {cell}" if name else cell for name, cell in zip(header, cells, strict=False) if cell]
    text = "; ".join(named)
    return text if text.endswith(_CLOSED) else f"{text}."


def title_of(stem: str) -> str:
    """A title from a file's name: ``vet-and-feeding`` gives "Vet and feeding"."""
    words = squeeze(re.sub(r"[-_]+", " ", stem))
    return words[:1].upper() + words[1:]
