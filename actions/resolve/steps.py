"""A text cut where it says what to do when something is not to be had: "if there is none", "otherwise"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from actions.resolve.lists import pattern, read
from actions.resolve.wishes import Otherwise

TOPIC = "wishes"


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the text, with the condition that leads to it ("if there is no red one")."""

    text: str
    condition: str = ""


def outcome_of(text: str) -> Otherwise | None:
    """What a step without a wish asks for: "otherwise leave it"."""
    for name, patterns in _outcomes().items():
        if patterns.search(text):
            return Otherwise(name)
    return None


@cache
def _outcomes() -> dict[str, re.Pattern[str]]:
    outcomes: dict[str, list[str]] = read(TOPIC)["outcomes"]
    return {name: re.compile(rf"\b(?:{'|'.join(p)})\b", re.IGNORECASE) for name, p in outcomes.items()}


ANYTHING_BUT = re.compile(r"\b(?:any(?:thing|one| \w+)|everything|something) but\b", re.IGNORECASE)


_SENTENCE = re.compile(r"(?<=[^\d\W])[.]\s+|(?<=\d)[.]\s+(?=[A-Z])|[!?;\n]+")


def sentences(text: str) -> list[str]:
    """The sentences of a text; a point inside a number ends none."""
    return [part.strip() for part in _SENTENCE.split(text) if part and part.strip()]


def steps_of(text: str) -> list[Step]:
    """The text cut where it says what to do when something is not to be had."""
    steps = [Step("")]
    for sentence in sentences(text):
        for step, opens in _cut(sentence, bool(steps[0].text or len(steps) > 1)):
            if opens:
                steps.append(step)
            else:
                steps[-1] = replace(steps[-1], text=f"{steps[-1].text} . {step.text}".strip(" ."))
    return steps


def _cut(sentence: str, begun: bool) -> list[tuple[Step, bool]]:
    """Pieces of one sentence, each with whether it opens a new step."""
    condition = _condition(sentence)
    if condition is not None:
        start, middle, end = condition
        before, said, after = sentence[:start], sentence[start:middle], sentence[end:]
        if not _speaks(after):
            return _trailing(before, said, begun)
        return [*_parted(before), (Step("", said), True), *_cut(after, True)]
    return _parted(sentence)


def _trailing(before: str, condition: str, begun: bool) -> list[tuple[Step, bool]]:
    """ "I'd take linear if there are no clicky ones": what comes first is the second best."""
    head, comma, tail = before.rpartition(",")
    if comma and _speaks(tail) and (begun or _speaks(head)):
        return [*_parted(head), (Step(tail, condition), True)]
    return [(Step(before, condition), True)]


def _parted(text: str) -> list[tuple[Step, bool]]:
    """Cut at "otherwise"; what stands before the first one goes on with the step before."""
    parts = pattern(TOPIC, "otherwise").split(text)
    first = [(Step(parts[0]), False)] if _speaks(parts[0]) else []
    return first + [(Step(part), True) for part in parts[1:] if _speaks(part)]


def _speaks(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _condition(sentence: str) -> tuple[int, int, int] | None:
    """Where "if there is no ..." begins and ends, and where what follows from it begins."""
    for begin in pattern(TOPIC, "condition").finditer(sentence):
        if pattern(TOPIC, "no_condition").search(sentence[begin.start() :]):
            continue
        unmet = pattern(TOPIC, "unmet").search(sentence, begin.end())
        comma = sentence.find(",", begin.end())
        if unmet is None or (0 <= comma < unmet.start()):
            continue
        end = _condition_end(sentence, begin.end(), unmet.end(), comma)
        return begin.start(), end, end
    return None


def _condition_end(sentence: str, begin: int, start: int, comma: int) -> int:
    """ "If there is no clicky, white one, I'd ..." has commas inside; else the first one ends it."""
    told = pattern(TOPIC, "consequence").search(sentence, start)
    if told is not None:
        return told.start()
    ends = [comma] if comma >= 0 else []
    ends += [m.end() for m in pattern(TOPIC, "condition_over").finditer(sentence, begin)]
    ends += [m.start() for m in pattern(TOPIC, "condition_end").finditer(sentence, start)]
    return min(ends, default=len(sentence))
