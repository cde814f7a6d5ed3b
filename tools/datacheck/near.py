"""Examples that mean nearly the same to the sentence encoder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from tools.datacheck.examples import SHORT
from tools.datacheck.findings import Finding, warning
from tools.datacheck.project import Project
from tools.nlu.examples import Example, negated
from tools.vectors import Encoder, Vectors

# Cosine from which two examples of different intents are shown.
NEAR = 0.9
# Mean cosine of the pairs of one intent from which its examples are too much alike.
ALIKE = 0.6
# Cosine from which a training example is nearly a test message.
LEAKS = 0.97
_ROWS = 512


def near(project: Project, encoder: Encoder) -> Iterator[Finding]:
    """Near duplicates under two intents, the nearest first; intents of one wording; near leakage."""
    examples = [e for e in project.examples if _worded(e)]
    tests = [e for e in project.tests if _worded(e)]
    vectors = encoder.encode_kept([e.wording for e in [*examples, *tests]])
    taught, tested = vectors[: len(examples)], vectors[len(examples) :]
    yield from _between_intents(project, examples, taught)
    yield from _within_intents(examples, taught)
    yield from _leakage(project, examples, taught, tests, tested)


def _worded(example: Example) -> bool:
    """Whether there are words to compare: not emoji, and not what programs send."""
    return any(map(str.isalnum, example.plain)) and not example.plain.startswith("EXTERNAL:")


def _tells(example: Example) -> bool:
    """Whether it says more than details and a word or two around them."""
    length = sum(len(detail.text.split()) for detail in example.details)
    return len(example.plain.split()) - length > SHORT


def _between_intents(project: Project, examples: list[Example], vectors: Vectors) -> Iterator[Finding]:
    found = []
    for one, other, cosine in _pairs(vectors, vectors, NEAR):
        a, b = examples[one], examples[other]
        if one >= other or a.intent == b.intent or a.key == b.key:
            continue
        if negated(a.plain) == negated(b.plain) and (_tells(a) or _tells(b)):
            found.append((cosine, a, b))
    for cosine, a, b in sorted(found, key=lambda pair: -pair[0]):
        message = f'{cosine:.2f} "{a.plain}" ({a.intent}) and "{b.plain}" ({b.intent})'
        yield warning("near-contradiction", message, project.where(a), project.where(b))


def _within_intents(examples: list[Example], vectors: Vectors) -> Iterator[Finding]:
    members: dict[str, list[int]] = defaultdict(list)
    for index, example in enumerate(examples):
        members[example.intent].append(index)
    for intent, rows in sorted(members.items()):
        if len(rows) < 2:
            continue
        total = vectors[rows].sum(axis=0)
        # The mean over all pairs from the length of the sum: each vector has length 1.
        mean = (float(total @ total) - len(rows)) / (len(rows) * (len(rows) - 1))
        if mean > ALIKE:
            yield warning("alike", f"{intent}: its {len(rows)} examples are {mean:.2f} alike on average")


def _leakage(
    project: Project, examples: list[Example], taught: Vectors, tests: list[Example], tested: Vectors
) -> Iterator[Finding]:
    if not len(taught) or not len(tested):
        return
    for one, other, cosine in _pairs(taught, tested, LEAKS):
        a, b = examples[one], tests[other]
        if a.key != b.key and _tells(a) and negated(a.plain) == negated(b.plain):
            # The test message is not shown: nobody should write examples after it.
            message = f'{cosine:.2f} "{a.plain}" ({a.intent}) is nearly a test message'
            yield warning("near-leakage", message, project.where(a), project.where(b))


def _pairs(ones: Vectors, others: Vectors, least: float) -> Iterator[tuple[int, int, float]]:
    for begin in range(0, len(ones), _ROWS):
        cosines = ones[begin : begin + _ROWS] @ others.T
        for row, column in np.argwhere(cosines >= least):
            yield begin + int(row), int(column), float(cosines[row, column])
