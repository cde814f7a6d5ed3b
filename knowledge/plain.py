"""Plain text and the text of PDF pages to sections: paragraphs, and short lines that head them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.outline import Outline, Reading
from knowledge.text import squeeze

_UNDERLINE = re.compile(r"\s*([=\-~*_])\1{2,}\s*")
_BULLET = re.compile(r"\s*(?:[-*•–·▪◦]|\(?\d{1,2}[.)])\s+(?=\S)")
_HEADING_CHARS = 70
_HEADING_WORDS = 9
_OPEN_END = re.compile(r"[.!,;…]$")
_HYPHEN = re.compile(r"(\w)[-\u00ad]\n(?=[a-zà-ÿ])")


def read_text(text: str, source: str, fallback_title: str, longest: int) -> Reading:
    """Parse plain text: blank lines part paragraphs, a short line without a full stop heads the next one."""
    outline = Outline(longest)
    add_text(text, outline, titled=False)
    return outline.reading(source, fallback_title)


def add_text(text: str, outline: Outline, *, titled: bool, anchor: str | None = None) -> None:
    """Add the paragraphs of a text; with ``anchor`` all its headings point there (a page of a PDF)."""
    first = not titled
    paragraph: list[str] = []
    lines = [*_HYPHEN.sub(r"\1", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"), ""]
    for number, line in enumerate(lines):
        if _UNDERLINE.fullmatch(line) and len(paragraph) == 1:
            outline.open(squeeze(paragraph.pop()), 1 if first else 2, anchor)
            first = False
        elif line.strip() and _heads(line, paragraph, lines[number + 1 :]):
            _close(paragraph, outline)
            outline.open(squeeze(line.strip(" #:*")), 1 if first else 2, anchor)
            first = False
        elif _BULLET.match(line) or not line.strip():
            _close(paragraph, outline)
            paragraph.extend([line] if line.strip() else [])
        else:
            paragraph.append(line)


def _close(paragraph: list[str], outline: Outline) -> None:
    if paragraph:
        text = "\n".join(paragraph)
        outline.add(_BULLET.sub("", text, count=1) if _BULLET.match(text) else text)
        paragraph.clear()


def _heads(line: str, paragraph: Sequence[str], following: Sequence[str]) -> bool:
    """Whether a line is a heading: short, begins a block, does not end like a sentence, has text below."""
    text = line.strip()
    if paragraph and not text.isupper():
        return False
    if len(text) > _HEADING_CHARS or len(text.split()) > _HEADING_WORDS or _OPEN_END.search(text):
        return False
    if _BULLET.match(line) or not text[:1].isupper() or (":" in text and not text.endswith(":")):
        return False
    below = next((entry.strip() for entry in following if entry.strip()), "")
    # A line that goes on in small letters was only broken.
    return bool(below) and not below[:1].islower() and not text.isdigit()
