"""Markdown to sections of plain statements. HTML is dropped: documents are data, never markup or orders."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.outline import Outline, Reading, row
from knowledge.text import squeeze

_FRONT_MATTER = re.compile(r"\A---\s*\n.*?\n---\s*(?:\n|\Z)", re.DOTALL)
_SILENT_TAG = re.compile(r"<\s*(/?)\s*(script|style|template)\b", re.IGNORECASE)
_SILENT_BLOCKS = frozenset({"html_block"})


def read_markdown(text: str, source: str, fallback_title: str, longest: int) -> Reading:
    """Parse one Markdown document; ``longest`` bounds a statement in characters.

    The first ``#`` heading is the title. Tables give one statement a row, lists stay with their introduction.
    """
    body = _FRONT_MATTER.sub("", text, count=1)
    tokens = MarkdownIt("commonmark").enable(["table"]).parse(body)
    builder = Outline(longest)
    left_out = ["raw HTML"] if any(t.type in _SILENT_BLOCKS for t in tokens) else []
    _walk(tokens, builder)
    return builder.reading(source, fallback_title, left_out)


def _walk(tokens: Sequence[Token], builder: Outline) -> None:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "heading_open":
            builder.open(squeeze(_plain(tokens[at + 1])), int(token.tag[1:]))
            at += 3
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            end = _closing(tokens, at)
            builder.add_list(_items(tokens[at + 1 : end]))
            at = end + 1
        elif token.type == "table_open":
            end = _closing(tokens, at)
            for row in _rows(tokens[at + 1 : end]):
                builder.add(row)
            at = end + 1
        else:
            if token.type == "inline":
                builder.add(_plain(token))
            elif token.type in {"fence", "code_block"}:
                builder.add(token.content)
            at += 1


def _closing(tokens: Sequence[Token], start: int) -> int:
    wanted = tokens[start].type.replace("_open", "_close")
    return next(
        i
        for i in range(start + 1, len(tokens))
        if tokens[i].type == wanted and tokens[i].level == tokens[start].level
    )


def _items(tokens: Sequence[Token]) -> list[str]:
    items: list[str] = []
    level = tokens[0].level if tokens else 0
    for token in tokens:
        if token.type == "list_item_open" and token.level == level:
            items.append("")
        elif token.type == "inline" and items:
            items[-1] = squeeze(f"{items[-1]} {_plain(token)}")
    return [item for item in items if item]


def _rows(tokens: Sequence[Token]) -> list[str]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(squeeze(_plain(token)))
    if not rows:
        return []
    header, *body = rows
    return [row(header, cells) for cells in body]


def _plain(token: Token) -> str:
    """Text of an inline token without markup; what stands inside script and style tags is dropped too."""
    parts: list[str] = []
    silent = 0
    for child in token.children or []:
        tag = _SILENT_TAG.match(child.content) if child.type == "html_inline" else None
        if tag:
            silent = max(0, silent - 1) if tag.group(1) else silent + 1
        elif silent:
            continue
        elif child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts)
