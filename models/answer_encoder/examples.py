"""Questions of invented shops with the sentences among which the reader has to choose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from models.answer_encoder.shops import Fact, Inventor, Shop

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
# Hard negatives are drawn from this many nearest sentences.
_NEAREST = 12


@dataclass(frozen=True)
class Choice:
    """A question and candidate sentences; ``answer`` is the index of the one that answers, -1 for none."""

    question: str
    candidates: tuple[str, ...]
    right: tuple[bool, ...]


def shown(title: str, heading: str, text: str) -> str:
    """A sentence as the reader sees it: with the title and heading that tell what it is about."""
    return ". ".join(part for part in (title, heading, text) if part)


def choices(inventor: Inventor, encode: Encode, shops: int, facts: int, questions: int, most: int, rng: Random) -> Iterator[Choice]:
    """Training examples of ``shops`` invented shops, ``questions`` of each."""
    for _ in range(shops):
        yield from _of_shop(inventor.shop(facts, questions), encode, most, rng)


def _of_shop(shop: Shop, encode: Encode, most: int, rng: Random) -> Iterator[Choice]:
    texts = [shown(fact.title, fact.heading, fact.text) for fact in shop.facts]
    vectors = encode(texts)
    asked = encode([question.text for question in shop.questions])
    for question, row in zip(shop.questions, asked @ vectors.T, strict=True):
        order = [shop.facts[i] for i in np.argsort(-row)]
        wrong = [f for f in order if f not in question.answers and f not in question.unclear]
        answers = list(question.answers)[:1]
        room = most - len(answers)
        hard = wrong[:2] + rng.sample(wrong[2:_NEAREST], k=room - 3) + rng.sample(wrong[_NEAREST:], k=1)
        picked: list[Fact] = [*answers, *hard]
        rng.shuffle(picked)
        yield Choice(
            question.text,
            tuple(shown(f.title, f.heading, f.text) for f in picked),
            tuple(f in answers for f in picked),
        )
