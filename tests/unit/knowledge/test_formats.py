"""HTML, plain text, PDF, CSV and JSON become sections of statements, or are skipped with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.config import load_answering
from knowledge.documents import read_folder
from knowledge.faq import read_csv, read_json
from knowledge.html import read_html
from knowledge.plain import read_text

LIMITS = load_answering().ingest
# A page with one line of text, by hand: a content stream of 9 operators.
_STREAM = b"BT /F1 12 Tf 72 720 Td (Lamps may be returned within 21 days.) Tj ET"


def pdf(stream: bytes = _STREAM) -> bytes:
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (
            table,
            len(body),
        )
    )


def test_html_keeps_what_a_reader_sees_and_its_own_anchors() -> None:
    page = (
        "<html><head><title>Plans</title></head><body><nav><p>Menu.</p></nav><main><h1>Plans</h1>"
        "<p>One <b>bold</b> word.</p><h2 id='stop'>Stopping</h2><p>Stop any time.</p><script>x()</script>"
        "<ul><li>First.</li><li>Second.</li></ul><table><tr><th>Size</th><th>Age</th></tr>"
        "<tr><td>S</td><td>4</td></tr></table></main><footer>No.</footer></body></html>"
    )
    document = read_html(page, "a.html", "x", 600).document
    assert document.title == "Plans"
    assert [(s.heading, s.anchor, s.statements) for s in document.sections] == [
        ("", "", ("One bold word.",)),
        ("Stopping", "stop", ("Stop any time.", "First.", "Second.", "Size: S; Age: 4.")),
    ]


def test_deep_html_ends() -> None:
    assert read_html("<div>" * 5000 + "Deep." + "</div>" * 5000, "a", "t", 600).document.sections


def test_short_lines_head_plain_text() -> None:
    text = (
        "HOME TRIAL\n\nTry it for 10 days.\n\n"
        "Sending it back\nUse the same\nbox. It is free.\n\n- One.\n- Two.\n"
    )
    document = read_text(text, "a.txt", "x", 600).document
    assert document.title == "HOME TRIAL"
    assert [(s.heading, s.statements) for s in document.sections] == [
        ("", ("Try it for 10 days.",)),
        ("Sending it back", ("Use the same box.", "It is free.", "One.", "Two.")),
    ]


def test_a_question_heads_its_answer() -> None:
    document = read_text("Can I call? Yes, on weekdays.", "a.txt", "x", 600).document
    assert [(s.heading, s.statements) for s in document.sections] == [("Can I call?", ("Yes, on weekdays.",))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_questions_and_answers(delimiter: str) -> None:
    text = f'Question{delimiter}Answer\nDo you ship?{delimiter}"Yes, we do."\nEmpty?{delimiter}\n'
    reading = read_csv(text, "f.csv", "FAQ", 600)
    assert [(s.heading, s.statements) for s in reading.document.sections] == [
        ("Do you ship?", ("Yes, we do.",))
    ]
    assert reading.left_out == ["1 entries without question or answer"]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"question": "Why?", "answer": "So."}]),
        json.dumps({"faq": [{"question": "Why?", "answer": "So."}]}),
        json.dumps({"Why?": "So."}),
        '{"question": "Why?", "answer": "So."}\n{"question": "", "answer": "x"}',
    ],
)
def test_json_of_questions_and_answers(text: str) -> None:
    assert read_json(text, "f.json", "FAQ", 600).document.sections[0].statements == ("So.",)


@pytest.mark.parametrize("text", ["[1, 2]", "{", "[]", '"text"', "[" * 5000])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_json(text, "f.json", "FAQ", 600)


def test_a_folder_of_all_formats(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "scan.pdf").write_bytes(pdf(b"0 0 m"))
    (tmp_path / "faq.csv").write_text("question,answer\nWhy?,So it is.\n")
    (tmp_path / "numbers.csv").write_text("a,b\n1,2\n")
    (tmp_path / "page.html").write_text("<p>Text.</p>")
    found = read_folder(tmp_path, LIMITS)
    assert [d.source for d in found.documents] == ["a.pdf", "faq.csv", "page.html"]
    assert found.documents[0].sections[0].anchor == "page=1"
    assert found.documents[0].sections[0].statements == ("Lamps may be returned within 21 days.",)
    assert sorted(s.source for s in found.skipped) == ["broken.pdf", "numbers.csv", "scan.pdf"]
