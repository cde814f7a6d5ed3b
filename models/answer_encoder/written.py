"""Shops written out whole: the help pages of one shop and what its shoppers ask, of one hand each.

Frames (``frames.py``) are facts that stand beside each other by chance; in a real shop's pages neighbours
differ in one condition, and questions mean one of them. A file under ``written/``: ``= name | what it
sells``; ``# title`` opens a document, ``## heading`` a section, ``12 text`` is its twelfth sentence; after
``= QUESTIONS`` a line ``12,15 ~14 | question`` tells which sentences answer on their own (``0``: none
does), and after ``~`` of which one may quarrel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from models.answer_encoder.frames import slots
from models.answer_encoder.shops import Asked, Fact, Shop

WRITTEN = Path(__file__).resolve().parent / "written"
# Shops that are not learned, so that they tell what was (``held.py``).
HELD = WRITTEN / "held"
_QUESTIONS = "= QUESTIONS"
_SENTENCE = re.compile(r"(\d+) (\S.*)")
_NUMBERS = r"\d+(?:\s*,\s*\d+)*"
_QUESTION = re.compile(rf"({_NUMBERS})?\s*(?:~\s*({_NUMBERS})\s*)?\|\s*(\S.*)")
# The slots that a greeting or a closing may leave open are those of invented shops; these have none.
_OPEN = "{"
# Between the question before and one that leans on it.
LEANS_ON = " >> "


@cache
def written(folder: Path = WRITTEN) -> tuple[Shop, ...]:
    """The shops of a folder by their files' names. Raises ``ValueError`` naming a line that does not fit."""
    return tuple(read(file) for file in sorted(folder.glob("*.txt")))


def read(file: Path) -> Shop:
    """The shop of a file; a fact's ``frames`` hold the number it bears there. Raises ``ValueError``."""
    lines = [
        (number, line.strip())
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if line.strip()
    ]
    if not lines or not lines[0][1].startswith("= ") or "|" not in lines[0][1]:
        raise ValueError(f"{file.name}:1: '= name | what it sells' is missing")
    shop = Shop(lines[0][1][2:].partition("|")[0].strip(), {})
    title = heading = ""
    asking = False
    for number, line in lines[1:]:
        try:
            if line == _QUESTIONS:
                asking = True
            elif asking:
                shop.questions.append(_asked(line, shop.facts))
            elif line.startswith("## "):
                heading = line[3:].strip()
            elif line.startswith("# "):
                title, heading = line[2:].strip(), ""
            else:
                shop.facts.append(_fact(line, title, heading, len(shop.facts) + 1))
        except ValueError as error:
            raise ValueError(f"{file.name}:{number}: {error}: {line}") from None
    return shop


def _fact(line: str, title: str, heading: str, number: int) -> Fact:
    found = _SENTENCE.fullmatch(line)
    if found is None or int(found[1]) != number:
        raise ValueError(f"sentence {number} expected")
    return Fact(found[2], title, heading, frozenset({str(number)}))


def _asked(line: str, facts: Sequence[Fact]) -> Asked:
    found = _QUESTION.fullmatch(line)
    if found is None:
        raise ValueError("a question expected")
    answers, unclear = (_numbers(part, len(facts)) for part in found.groups()[:2])
    if not found[1] or (0 in answers and len(answers) > 1) or {0, *answers} & set(unclear):
        raise ValueError("which sentences answer is missing or said twice")
    right = tuple(facts[number - 1] for number in answers if number)
    return Asked(found[3], right, frozenset(facts[number - 1] for number in unclear))


def _numbers(part: str | None, most: int) -> list[int]:
    numbers = [int(number) for number in re.findall(r"\d+", part or "")]
    if any(number > most for number in numbers):
        raise ValueError("there is no such sentence")
    return numbers


class Sampler:
    """Draws written shops, each with some of its questions, as shoppers would type them.

    ``untold``: the chance that the answer of an answerable question is taken out of the shop, so that nothing
    there answers it any more. (Of an exception the rule stays, which then may answer: under 1 % of all.)
    ``leaning``: at most this share of a shop's questions leans on one before.
    """

    def __init__(
        self, shops: Iterable[Shop], seed: int, misspell: Any, untold: float, leaning: float = 0.0
    ) -> None:
        self._leaning = leaning
        self._shops = list(shops)
        self._rng = Random(seed)
        self._misspell = misspell
        self._untold = untold
        self._waiting: list[Shop] = []

    def shop(self, questions: int) -> Shop:
        """The next shop, all before any again, with so many of its questions and without what they untell."""
        rng = self._rng
        if not self._waiting:
            self._waiting = rng.sample(self._shops, k=len(self._shops))
        whole = self._waiting.pop()
        asked = self._drawn(whole.questions, min(questions, len(whole.questions)))
        gone = {fact for q in asked if q.answers and rng.random() < self._untold for fact in q.answers}
        facts = [fact for fact in whole.facts if fact not in gone]
        return Shop(whole.name, {}, facts, [self._put(question, gone) for question in asked])

    def _drawn(self, questions: Sequence[Asked], count: int) -> list[Asked]:
        leaning = [question for question in questions if LEANS_ON in question.text]
        alone = [question for question in questions if LEANS_ON not in question.text]
        drawn = self._rng.sample(leaning, k=min(len(leaning), round(self._leaning * count)))
        return [*drawn, *self._rng.sample(alone, k=min(len(alone), count - len(drawn)))]

    def _put(self, question: Asked, gone: set[Fact]) -> Asked:
        answers = tuple(fact for fact in question.answers if fact not in gone)
        return Asked(self._dress(question.text), answers, question.unclear - gone)

    def _dress(self, text: str) -> str:
        rng, lists = self._rng, slots()
        if LEANS_ON in text:
            # As they stand in a conversation (``knowledge.parts.in_context``), most without their marks.
            before, _, text = text.partition(LEANS_ON)
            return f"{before}{rng.choice(['', '', '?'])} {self._typed(text, rng)}"
        if rng.random() < 0.1:
            text = rng.choice([one for one in lists["greetings"] if _OPEN not in one]) + text
        if rng.random() < 0.1:
            text = text.rstrip("?") + rng.choice([one for one in lists["closings"] if _OPEN not in one])
        if rng.random() < 0.15:
            text = text[0].swapcase() + text[1:]
        return self._typed(text, rng)

    def _typed(self, text: str, rng: Random) -> str:
        return self._misspell(text, rng) if rng.random() < 0.15 else text
