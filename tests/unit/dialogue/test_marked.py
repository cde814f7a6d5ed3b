"""What the marks in examples teach the settling of details."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from dialogue.marked import Learned, learn

Example = tuple[str, list[dict[str, Any]]]


def example(marked: str) -> Example:
    """From Rasa's notation: "bill [#00108](invoice_id)"."""
    text, entities = "", []
    for plain, words, kind in re.findall(r"([^\[]*)(?:\[([^\]]*)\]\(([^)]*)\))?", marked):
        text += plain
        if words:
            entities.append(
                {"entity": kind, "value": words, "start": len(text), "end": len(text) + len(words)}
            )
            text += words
    return text, entities


def taught(*marked: str) -> Learned:
    return learn([example(one) for one in marked], judged_from=2, disagreeing=0.5)


def test_a_kind_that_the_examples_mark_otherwise_is_the_taggers() -> None:
    assert taught("bill [#10815](invoice_id)", "my bill [#10816](invoice_id) please").tagged == {"order_id"}


def test_a_kind_that_the_examples_mark_alike_is_the_patterns() -> None:
    assert taught("order [A10428](order_id)", "cancel [A10429](order_id)").tagged == frozenset()


def test_one_slip_of_an_annotator_decides_nothing() -> None:
    assert taught("bill [#10815](invoice_id)", "order A10428").tagged == frozenset()


def test_the_parts_of_a_name_are_put_together_where_examples_do() -> None:
    learned = taught("bill from [Ms. Hawkings](person_name)", "[Mr. Smith](person_name) paid")
    text, (whole,) = example("the bill of [Mr. Jones](person_name)")
    parts = [
        {**whole, "value": "Mr", "end": whole["start"] + 2},
        {**whole, "value": "Jones", "start": whole["end"] - 5},
    ]
    assert learned.joined(text, parts) == [whole]
    assert Learned().joined(text, parts) == parts


def test_of_a_list_nothing_is_put_together() -> None:
    learned = taught("[Ms. Hawkings](person_name)")
    text, two = example("[Ann](person_name), [Bob](person_name) and [Cy](city)")
    assert learned.joined(text, two) == two


def test_it_is_kept_as_it_was(tmp_path: Path) -> None:
    learned = taught("bill [#10815](invoice_id) of [Ms. Lee](who)", "[#10816](invoice_id)")
    learned.write(tmp_path / "marked.json")
    assert Learned.read(tmp_path / "marked.json") == learned


def test_no_examples_teach_nothing() -> None:
    assert taught() == Learned()
