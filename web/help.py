"""The help documents as pages: Markdown without HTML, the anchors citations point to, a quote marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.text import Anchors

_SPACE = re.compile(r"\s+")
_FRONT_MATTER = re.compile(r"\A---\s*\n.*?\n---\s*(?:\n|\Z)", re.DOTALL)
_NAME = re.compile(r"[\w][\w.-]*(?:/[\w][\w.-]*)*")
_MIN_MARKED_CHARS = 12
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One document: its title, its body as safe HTML, and its sections as (anchor, heading)."""

    title: str
    html: str
    sections: tuple[tuple[str, str], ...]


def find_document(folder: Path, name: str) -> Path | None:
    """The Markdown file ``name`` (without ``.md``) below ``folder``; None when none, or outside."""
    if not _NAME.fullmatch(name):
        return None
    path = (folder / f"{name}.md").resolve()
    return path if path.is_relative_to(folder.resolve()) and path.is_file() else None


def list_documents(folder: Path) -> list[tuple[str, str]]:
    """(name, title) of every document, by title."""
    found = []
    for path in folder.rglob("*.md"):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if find_document(folder, name) is not None:
            found.append((name, _title(path.read_text(encoding="utf-8", errors="replace"), path.stem)))
    return sorted(found, key=lambda entry: entry[1])


def render(text: str, fallback_title: str, quote: str = "") -> HelpPage:
    """Render a document; ``quote`` is marked where it is found, sentence by sentence, all of it escaped."""
    tokens = _MARKDOWN.parse(_FRONT_MATTER.sub("", text, count=1))
    anchors, sections, title = Anchors(), [], ""
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        heading = _plain(inline)
        anchor = anchors.of(heading)
        opening.attrSet("id", anchor)
        if opening.tag == "h1" and not title:
            title = heading
        else:
            sections.append((anchor, heading))
    _mark(tokens, quote)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return HelpPage(title or fallback_title, html, tuple(sections))


def _title(text: str, fallback: str) -> str:
    match = re.search(r"^# +(.+?)\s*#*$", text, re.MULTILINE)
    return match[1] if match else fallback


def _plain(inline: Token) -> str:
    children = inline.children or []
    return _SPACE.sub(" ", "".join(_text(child) for child in children)).strip()


def _text(child: Token) -> str:
    return " " if child.type in ("softbreak", "hardbreak") else child.content


def _mark(tokens: Sequence[Token], quote: str) -> None:
    """Mark the whole quote where one block holds it, else each of its lines and sentences where it stands."""
    blocks = [token for token in tokens if token.type == "inline" and token.children]
    for part in _parts(quote):
        for block in blocks:
            if _mark_block(block, part):
                break


def _parts(quote: str) -> Iterator[str]:
    for line in quote.splitlines():
        for sentence in re.split(r"(?<=[.!?;])\s+", line.strip().removeprefix("- ")):
            part = _SPACE.sub(" ", sentence).strip()
            if len(part) >= _MIN_MARKED_CHARS:
                yield part


def _mark_block(block: Token, part: str) -> bool:
    children = block.children or []
    letters = [(i, j, c) for i, child in enumerate(children) for j, c in enumerate(_text(child))]
    squeezed = [letter for k, letter in enumerate(letters) if not _repeats_space(letters, k)]
    text = "".join(" " if c.isspace() else c for _, _, c in squeezed)
    start = text.lower().find(part.lower()) if len(text.lower()) == len(text) else text.find(part)
    if start < 0:
        return False
    spans: dict[int, tuple[int, int]] = {}
    for i, j, _ in squeezed[start : start + len(part)]:
        first, _last = spans.get(i, (j, j))
        spans[i] = (first, j + 1)
    block.children = [piece for i, child in enumerate(children) for piece in _split(child, spans.get(i))]
    return True


def _repeats_space(letters: Sequence[tuple[int, int, str]], k: int) -> bool:
    return k > 0 and letters[k][2].isspace() and letters[k - 1][2].isspace()


def _split(child: Token, span: tuple[int, int] | None) -> Iterator[Token]:
    if span is None or child.type != "text":
        yield child
        return
    start, end = span
    if child.content[:start]:
        yield Token("text", "", 0, content=child.content[:start])
    yield Token("mark_open", "mark", 1)
    yield Token("text", "", 0, content=child.content[start:end])
    yield Token("mark_close", "mark", -1)
    if child.content[end:]:
        yield Token("text", "", 0, content=child.content[end:])
