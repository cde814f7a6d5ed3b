from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from knowledge.chunks import passage_input, passages
from knowledge.config import IngestLimits, load_answering
from knowledge.documents import read_folder
from knowledge.errors import IngestError
from knowledge.markdown import read_markdown
from knowledge.types import Document

LIMITS = load_answering().ingest


def read(text: str) -> Document:
    return read_markdown(text, "a.md", "fallback", 600).document


def test_headings_become_sections_with_anchors() -> None:
    document = read(
        "# Help\nHello there.\n\n## One\nFirst. Second.\n\n### Two *b*\nThird.\n\n## One\nFourth."
    )
    assert document.title == "Help"
    assert [(s.heading, s.anchor, s.statements) for s in document.sections] == [
        ("", "", ("Hello there.",)),
        ("One", "one", ("First.", "Second.")),
        ("Two b", "two-b", ("Third.",)),
        ("One", "one-1", ("Fourth.",)),
    ]


def test_without_a_title_the_file_names_it() -> None:
    assert read("Just text.").title == "fallback"


def test_html_is_dropped_and_told() -> None:
    reading = read_markdown(
        "# T\nA <b>bold</b> word<script>alert(1)</script>.\n\n<div onclick='x'>\nhidden\n</div>\n\n"
        "<!-- secret -->\n\nEnd.",
        "a.md",
        "",
        600,
    )
    assert reading.document.sections[0].statements == ("A bold word.", "End.")
    assert reading.left_out == ["raw HTML"]


def test_links_images_and_entities_are_plain_text() -> None:
    document = read("See [our **page**](https://x.example) ![logo](a.png) &amp; `code`.")
    assert document.sections[0].statements == ("See our page logo & code.",)


def test_a_list_stays_with_its_introduction() -> None:
    document = read("These cannot be returned:\n\n- gift cards\n- opened fuel\n\nMore text.")
    assert document.sections[0].statements == (
        "These cannot be returned:\n- gift cards\n- opened fuel",
        "More text.",
    )


def test_a_long_list_is_taken_item_by_item() -> None:
    items = "\n".join(f"- Item {n} is a sentence of its own that goes on for a while." for n in range(40))
    assert len(read(f"These are many:\n\n{items}").sections[0].statements) == 41


def test_a_table_gives_a_statement_a_row() -> None:
    document = read("| Option | Price |\n|---|---|\n| Standard | $4.95 |\n| Express | $12.95 |")
    assert document.sections[0].statements == (
        "Option: Standard; Price: $4.95.",
        "Option: Express; Price: $12.95.",
    )


def test_front_matter_is_no_text() -> None:
    assert read("---\nsecret: 1\n---\n# T\nText.").sections[0].statements == ("Text.",)


def test_long_sections_are_split_with_overlap() -> None:
    limits = LIMITS.model_copy(update={"passage_chars": 100, "overlap_sentences": 1})
    text = " ".join(f"This is sentence number {n} of the section." for n in range(10))
    found = passages(read(f"# T\n## S\n{text}"), limits)
    assert len(found) > 2
    for earlier, later in pairwise(found):
        assert earlier.sentences[-1].text == later.sentences[0].text
    assert len({p.id for p in found}) == len(found)
    assert all(p.source == "a.md#s" and passage_input(p).startswith("T. S. ") for p in found)


def test_ids_are_the_content(docs: Path) -> None:
    first = [p.id for d in read_folder(docs, LIMITS).documents for p in passages(d, LIMITS)]
    again = [p.id for d in read_folder(docs, LIMITS).documents for p in passages(d, LIMITS)]
    assert first == again
    assert passages(read("# T\nSame. Same."), LIMITS)[0].sentences[0].id != (
        passages(read("# T\nSame. Same."), LIMITS)[0].sentences[1].id
    )


def test_what_is_skipped_is_told(docs: Path, tmp_path: Path) -> None:
    (docs / "empty.md").write_text("  \n")
    (docs / "bad.md").write_bytes(b"# T\n\xff\xfe\xfa")
    (docs / "scan.pdf").write_bytes(b"%PDF")
    (docs / "huge.md").write_text("x" * 300)
    (docs / ".hidden.md").write_text("# Hidden\nSecret.")
    outside = tmp_path / "outside.md"
    outside.write_text("# Outside\nNot ours.")
    (docs / "link.md").symlink_to(outside)
    limits: IngestLimits = LIMITS.model_copy(update={"max_file_bytes": 200})
    found = read_folder(docs, limits)
    assert [d.source for d in found.documents] == ["delivery.md", "returns.md"]
    reasons = {s.source: s.reason for s in found.skipped}
    assert reasons.keys() == {"empty.md", "bad.md", "scan.pdf", "huge.md", "link.md"}
    assert "not UTF-8" in reasons["bad.md"]
    assert "out of the folder" in reasons["link.md"]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="not a folder"):
        read_folder(tmp_path / "nowhere", LIMITS)
