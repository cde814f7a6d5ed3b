"""The invented facts that the encoder of answers learns: whole, and apart from what it is measured on."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from knowledge.text import sentences
from models.answer_encoder.frames import Frame, foreign, frames
from models.answer_encoder.shops import Inventor
from models.answer_encoder.written import written
from settings import ROOT

DATA = ROOT / "tests" / "data"
_WORD = re.compile(r"[a-z']+")
_SLOT = re.compile(r"\{\w+\}")
_TAG = re.compile(r"<[^>]+>")
# Two texts of at least so many words that share this much of them are one and the same in other clothes.
_FEWEST, _ALIKE = 5, 0.75


def _key(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_SLOT.sub("", text.lower())))


def _measured_on() -> Iterator[str]:
    """Every question of the evaluation sets, and every sentence of their documents."""
    for file in [*DATA.glob("answers*.jsonl"), *DATA.glob("shops/*/*.jsonl")]:
        for line in file.read_text("utf-8").splitlines():
            yield json.loads(line)["question"]
    folders = [ROOT / "knowledge" / "policies", *DATA.glob("shops/*/docs")]
    for file in (file for folder in folders for file in folder.iterdir()):
        for line in re.split(r'[\n"]', _TAG.sub(" ", file.read_text("utf-8"))):
            yield from sentences(line.strip("#-* |"), 10_000)


@pytest.fixture(scope="module")
def measured_on() -> set[tuple[str, ...]]:
    return {key for key in map(_key, _measured_on()) if len(key) >= 3}


def _texts(frame: Frame) -> list[str]:
    return [*frame.says, *frame.asks, *frame.beside]


def _learned() -> list[str]:
    framed = [text for frame in frames() for text in _texts(frame)]
    whole = [fact.text for shop in written() for fact in shop.facts]
    whole += [question.text for shop in written() for question in shop.questions]
    return [*framed, *foreign(), *whole]


def test_no_text_is_learned_that_is_measured_on(measured_on: set[tuple[str, ...]]) -> None:
    assert [text for text in _learned() if _key(text) in measured_on] == []


def test_no_text_is_nearly_one_that_is_measured_on(measured_on: set[tuple[str, ...]]) -> None:
    alike = _Alike({frozenset(key) for key in measured_on if len(set(key)) >= _FEWEST})
    near = [text for text in _learned() if len(said := set(_key(text))) >= _FEWEST and alike.holds(said)]
    assert near == []


class _Alike:
    """Finds whether a text resembles one of many: such a pair shares one of its rarest words.

    Of n words at least .75 n are shared, so one of any n - .75 n + 1 is (prefix filtering, Bayardo 2007).
    """

    def __init__(self, texts: set[frozenset[str]]) -> None:
        self._count = Counter(word for text in texts for word in text)
        self._holding: dict[str, list[frozenset[str]]] = {}
        for text in texts:
            for word in text:
                self._holding.setdefault(word, []).append(text)

    def holds(self, said: set[str]) -> bool:
        rarest = sorted(said, key=lambda word: (self._count[word], word))
        some = rarest[: len(said) - math.ceil(_ALIKE * len(said)) + 1]
        others = (other for word in some for other in self._holding.get(word, ()))
        return any(len(said & other) / len(said | other) >= _ALIKE for other in others)


def test_every_fact_can_be_stated_and_asked_for() -> None:
    assert [frame.id for frame in frames() if not frame.says or not frame.asks] == []


def test_a_seed_gives_the_same_shop() -> None:
    one, two = (Inventor(5, _as_it_is).shop(30, 20) for _ in range(2))
    assert one == two


def test_a_question_beside_the_facts_has_no_answer() -> None:
    beside = {_key(text) for frame in frames() for text in frame.beside if "{" not in text}
    inventor = Inventor(7, _as_it_is)
    asked = [question for _ in range(10) for question in inventor.shop(40, 40).questions]
    found = [question for question in asked if _key(question.text) in beside]
    assert found
    assert not any(question.answers for question in found)


def test_the_first_facts_alone_are_drawn_from_where_that_is_wanted() -> None:
    first = {frame.id: frame for frame in frames(wide=False)}
    assert set(first) < {frame.id for frame in frames()}
    shop = Inventor(7, _as_it_is, wide=False).shop(40, 0)
    stated = {name for fact in shop.facts for name in fact.frames}
    assert stated <= set(first)
    told = {
        _key(text) for frame in frames() for text in frame.asks if text not in _asks_of(first.get(frame.id))
    }
    asked = Inventor(7, _as_it_is, wide=False).shop(40, 200).questions
    assert not [
        question.text for question in asked if _key(question.text) in told and len(_key(question.text)) > 4
    ]


def test_of_the_questions_so_many_are_beside_the_facts() -> None:
    def unanswered(share: float) -> int:
        questions = Inventor(3, _as_it_is, share).shop(40, 300).questions
        return sum(not question.answers for question in questions)

    assert unanswered(1.0) == 300
    assert unanswered(0.0) < unanswered(0.5) < 300


def test_a_line_that_fits_nowhere_is_named(tmp_path: Path) -> None:
    from models.answer_encoder import frames as module

    file = tmp_path / "broken.txt"
    file.write_text("@ Help\n# one | Heading\nno mark here\n", "utf-8")
    with pytest.raises(ValueError, match=r"broken\.txt:3"):
        list(module._read(file))


def _asks_of(frame: Frame | None) -> list[str]:
    return frame.asks if frame else []


def _as_it_is(text: str, _rng: Random) -> str:
    return text
