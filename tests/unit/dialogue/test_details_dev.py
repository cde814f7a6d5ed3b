"""How many of the details in the development set are found where they stand, and how much else."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from dialogue.written import FINDERS, find

SET = Path(__file__).parents[2] / "data" / "details_dev.jsonl"
# Products and options are the tagger's alone.
KINDS = frozenset(kind for kind, _ in FINDERS)
AT_LEAST = 0.97
# Of a single kind; a set this small holds few of some.
AT_LEAST_EACH = 0.9
Span = tuple[str, int, int]


def load() -> list[tuple[str, set[Span]]]:
    read = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    return [(m["text"], {(e["kind"], e["start"], e["end"]) for e in m["entities"]}) for m in read]


def f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / max(2 * right + wrong + missed, 1)


def test_the_patterns_find_what_is_there() -> None:
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for text, entities in load():
        expected = {span for span in entities if span[0] in KINDS}
        found = {(detail.kind, detail.start, detail.end) for detail in find(text)}
        right.update(kind for kind, *_ in expected & found)
        wrong.update(kind for kind, *_ in found - expected)
        missed.update(kind for kind, *_ in expected - found)
    scores = {kind: round(f1(right[kind], wrong[kind], missed[kind]), 3) for kind in sorted(KINDS)}
    assert f1(right.total(), wrong.total(), missed.total()) >= AT_LEAST, scores
    assert min(scores.values()) >= AT_LEAST_EACH, scores


def test_the_set_is_whole() -> None:
    messages = load()
    assert len(messages) >= 150
    assert len({text for text, _ in messages}) == len(messages)
    assert {kind for _, entities in messages for kind, *_ in entities} == KINDS | {"product", "option"}
    for text, entities in messages:
        for _, start, end in entities:
            assert text[start:end] == text[start:end].strip() != ""
