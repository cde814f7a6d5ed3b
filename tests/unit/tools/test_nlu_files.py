"""NLU files are read with their places and edited without changing anything else."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from settings import ROOT
from tools.errors import ToolError
from tools.nlu.edit import add_lines
from tools.nlu.examples import Detail, key, negated, read_line, wording
from tools.nlu.files import nlu_files, read_blocks, read_examples


def added(before: str, after: str) -> list[str]:
    lines = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    assert not [line for line in lines if line.startswith("-")]
    return [line[2:] for line in lines if line.startswith("+")]


def test_a_line_without_its_annotations() -> None:
    plain, details = read_line('track [#A1](order_id) in [navy](option:blue) and [two]{"entity": "quantity"}')
    assert plain == "track #A1 in navy and two"
    assert details == (
        Detail("order_id", "#A1", 6, 9),
        Detail("option", "navy", 13, 17),
        Detail("quantity", "two", 22, 25),
    )
    assert all(plain[d.begin : d.end] == d.text for d in details)


def test_texts_are_equal_but_for_case_and_punctuation() -> None:
    assert key("Where's my ORDER?!") == key("wheres my order") != key("where is my order")
    assert key("???") == "???"


def test_details_that_differ_are_no_other_wording() -> None:
    one, other = (read_line(f"track [{number}](order_id)") for number in ("A10428", "#A1"))
    assert wording(*one) == wording(*other) == "track a10000"


@pytest.mark.parametrize("text", ["don't cancel", "do not cancel", "dont cancel it", "no thanks"])
def test_a_no_is_seen(text: str) -> None:
    assert negated(text)
    assert not negated("cancel my order, i want nobody's notes knotted")


def test_examples_have_their_places(data: Path) -> None:
    examples = read_examples(nlu_files(data))
    assert [e.intent for e in examples].count("order_status") == 4
    for example in examples:
        assert example.line in example.file.read_text().splitlines()[example.number - 1]


def test_every_file_of_this_project_is_read() -> None:
    files = [*nlu_files(ROOT / "data" / "nlu"), ROOT / "tests" / "data" / "nlu_dev.yml"]
    assert len(read_examples(files)) > 1500


def test_lines_are_added_and_nothing_else_changes(data: Path) -> None:
    before = {file: file.read_text() for file in nlu_files(data)}
    new = {
        "order_status": ["any movement on the [boots](product)"],
        "cancel_order": ["call it off: [A10001](order_id)", "# is no comment here"],
        "ask_payment_methods": ["can i split the bill"],
    }
    assert add_lines(data, new) == nlu_files(data)
    orders, talk = (file.read_text() for file in nlu_files(data))
    assert added(before[data / "orders.yml"], orders) == [
        "    - any movement on the [boots](product)\n",
        "    - call it off: [A10001](order_id)\n",
        "    - # is no comment here\n",
    ]
    assert talk == before[data / "talk.yml"] + "\n      - can i split the bill"
    blocks = {block.name: [line for _, line in block.items] for block in read_blocks(nlu_files(data))}
    assert blocks["order_status"][-1] == "any movement on the [boots](product)"
    assert blocks["cancel_order"][-2:] == new["cancel_order"]


def test_carriage_returns_and_rights_stay(data: Path) -> None:
    file = data / "orders.yml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    file.chmod(0o640)
    add_lines(data, {"order_status": ["eta?"]})
    assert b"    - eta?\r\n\r\n# Stopping" in file.read_bytes()
    assert b"\n" not in file.read_bytes().replace(b"\r\n", b"")
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("new", "complaint"),
    [({"unheard_of": ["hm"]}, "no examples of unheard_of"), ({"greet": ["two\nlines"]}, "not one line")],
)
def test_what_cannot_be_added_changes_nothing(data: Path, new: dict[str, list[str]], complaint: str) -> None:
    before = {file: file.read_bytes() for file in nlu_files(data)}
    with pytest.raises(ToolError, match=complaint):
        add_lines(data, {"order_status": ["eta?"], **new})
    assert {file: file.read_bytes() for file in data.iterdir()} == before


def test_another_layout_is_refused(data: Path) -> None:
    (data / "talk.yml").write_text('nlu:\n- intent: greet\n  examples:\n  - text: "hi"\n')
    with pytest.raises(ToolError, match="layout expected"):
        read_blocks(nlu_files(data))
