"""HTML to sections of plain statements: what a reader of the page sees, without menus and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from knowledge.outline import Outline, Reading, row
from knowledge.text import squeeze

_SILENT = (
    "script, style, template, noscript, nav, header, footer, aside, form, button, select, textarea, svg, "
    "iframe, object, [hidden], [aria-hidden=true]"
)
_HEADING = re.compile(r"h[1-6]")
_BLOCKS = frozenset(
    """address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4
    h5 h6 hr li main ol p pre section summary table ul""".split()
)
_DEEPEST = 200


def read_html(text: str, source: str, fallback_title: str, longest: int) -> Reading:
    """Parse one page; headings keep their own ``id`` as anchor. Scripts, menus and footers are left out."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    outline = Outline(longest)
    named = tree.css_first("title")
    for node in tree.css(_SILENT):
        node.decompose()
    root = tree.css_first("main") or tree.css_first("article") or tree.body
    if root is not None:
        _walk(root, outline, 0)
    return outline.reading(source, (squeeze(named.text()) if named else "") or fallback_title)


def _walk(node: Any, outline: Outline, depth: int) -> None:
    """Inline text between blocks is a paragraph of its own."""
    loose: list[str] = []
    for child in node.iter(include_text=True):
        tag = child.tag
        if tag in _BLOCKS and depth < _DEEPEST:
            _flush(loose, outline)
            _block(child, tag, outline, depth)
        elif tag == "br":
            loose.append(" ")
        elif tag != "_comment":
            loose.append(child.text(deep=True))
    _flush(loose, outline)


def _flush(loose: list[str], outline: Outline) -> None:
    text = squeeze("".join(loose))
    loose.clear()
    if text:
        outline.add(text)


def _block(node: Any, tag: str, outline: Outline, depth: int) -> None:
    text = squeeze(node.text(deep=True, separator=" "))
    if not text:
        return
    if _HEADING.fullmatch(tag):
        outline.open(text, int(tag[1]), _anchor(node))
    elif tag in {"dt", "summary"}:
        outline.open(text, 3, _anchor(node) or outline.anchor)
    elif tag in {"ul", "ol"}:
        items = [squeeze(item.text(deep=True)) for item in node.iter() if item.tag == "li"]
        outline.add_list([item for item in items if item])
    elif tag == "table":
        for statement in _rows(node):
            outline.add(statement)
    else:
        _walk(node, outline, depth + 1)


def _anchor(node: Any) -> str | None:
    """The ``id`` of a heading or of the element around it; None if there is none."""
    own = node.attributes.get("id")
    around = node.parent.attributes.get("id") if node.parent is not None else None
    return own or around


def _rows(table: Any) -> Iterator[str]:
    lines = [[squeeze(cell.text(deep=True)) for cell in line.css("th, td")] for line in table.css("tr")]
    lines = [line for line in lines if any(line)]
    header = lines[0] if lines and table.css_first("th") is not None else []
    for cells in lines[1:] if header else lines:
        yield row(header or [""] * len(cells), cells)
