"""What a message asks for: one thing, or several that are served one after another. Knows nothing of Rasa.

A message is cut where sentences end and where people join requests ("and also", "btw"). Each clause is
read on its own; clauses that ask for nothing (greetings, details, a story) go to the request they stand
beside. Two clauses count as two requests only if both are sure and want different things, and if they fit
apart better than together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

SETTINGS_PATH = Path(__file__).with_name("requests.yml")
# Readings of a text: intents with their probabilities, the likeliest first.
Reader = Callable[[str], Sequence[tuple[str, float]]]

_END = r"(?<=[.!?;])\s+(?=\S)|\s*\n+\s*"
# Words that announce another matter; they stay with the clause they begin.
_MORE = (
    r"and also|and then|also|plus|btw|by the way|oh and|and btw|one more thing|another thing|as well as|"
    r"additionally|besides|secondly|after that|while (?:you're|youre|you are) at it|and"
)
_JOINED = rf"\s*(?:,|&|-{{1,2}}|–|—)?\s+(?=(?:{_MORE})\b)|\s*,\s+"
_BOUNDARY = re.compile(rf"{_END}|{_JOINED}", re.IGNORECASE)
_LEADING = re.compile(rf"^(?:[\s,&–—-]*(?:{_MORE}|but|so|then|or)\b[\s,:]*)+", re.IGNORECASE)
# What makes a yes no yes.
_HEDGE = re.compile(r"\b(?:but|unless|only if|if|except|wait|instead|actually|first)\b", re.IGNORECASE)
# "... and the keyboard from the order that came": joined to what stands before, with no verb of its own.
_VERB = (
    r"(?:is|are|was|were|am|be|do|does|did|can|could|will|would|should|want|need|like|please|cancel|return|send|"
    r"exchange|change|swap|replace|refund|buy|give|show|tell|find|track|check|know|update|modify|make|"
    r"put|pay|ship|deliver|reorder|stop|see|use|have|has|had|get|got|i|you|we|how|what|when|where|why|which)"
)
_ONE_MORE = re.compile(
    rf"^(?:[\s,&–—-]*and\b)?\s*(?:also )?(?:the|my|a|an|those|these|that|this|both|two|one)\b"
    rf"(?:(?!\b(?:that|which|who)\b|\b{_VERB}\b)[^?])*(?:\b(?:that|which|who)\b[^?]*)?$",
    re.IGNORECASE,
)
# No clause is surer.
CERTAIN = 0.99
_WORD = re.compile(r"[^\W_]+")
# "mr. smith", "no. 12", "e.g. blue": full stops inside.
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|st|no|nr|e\.g|i\.e|approx|apt|vs)\.$", re.IGNORECASE)


@dataclass(frozen=True)
class RequestSettings:
    """What ``requests.yml`` says; see there."""

    sure: float
    weak_margin: float
    boiled_down: float
    most_clauses: int
    most_requests: int
    shortest: int
    companions: frozenset[str]
    answers: frozenset[str]
    of_things: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]


def load_settings(path: Path = SETTINGS_PATH) -> RequestSettings:
    """Read the settings. Raises TypeError naming the entry that is missing or unknown."""
    entries: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    sets: dict[str, Any] = {k: frozenset(v) for k, v in entries.items() if isinstance(v, list)}
    return RequestSettings(**{**entries, **sets})


@dataclass(frozen=True)
class Clause:
    """A part of a message; ``weak`` when only "and" or a comma stands before it."""

    text: str
    weak: bool


@dataclass(frozen=True)
class Request:
    """One thing that is asked for, in the words that belong to it."""

    text: str
    intent: str
    confidence: float
    weak: bool = False


def clauses(text: str, settings: RequestSettings) -> list[Clause]:
    """The message cut into clauses of at least ``shortest`` words, in order; nothing of it is lost."""
    found: list[Clause] = []
    start, weak, begun = 0, False, 0
    for match in _BOUNDARY.finditer(text):
        piece = text[start : match.start()]
        short = len(_WORD.findall(piece)) < settings.shortest
        one_more = short and weak and bool(found) and not any(char.isdigit() for char in piece)
        if _ABBREVIATION.search(piece) or (short and not one_more):
            continue
        rest = text[match.end() :]
        if len(_WORD.findall(rest)) < settings.shortest:
            break
        if short:
            # "The hose, backpack, and ...": one more thing of what stands before.
            found[-1] = Clause(text[begun : match.start()].strip(" ,"), found[-1].weak)
        else:
            found.append(Clause(piece.strip(" ,"), weak))
            begun = start
        start = match.end()
        weak = _is_weak(match.group(), rest)
    found.append(Clause(text[start:].strip(" ,"), weak))
    return found


def _is_weak(boundary: str, rest: str) -> bool:
    """Whether only "and" or a comma joins: "also", "btw" and a new sentence announce something new."""
    if "\n" in boundary or not re.search(r"^\s*,|^\s+$|^$|[&–—-]", boundary):
        return False
    opening = _LEADING.match(rest)
    said = opening.group().lower() if opening else ""
    if not said and "," not in boundary:
        return False
    return re.fullmatch(r"[\s,&–—-]*(?:and|but|so|then|or)?[\s,:]*", said) is not None


def requests(text: str, read: Reader, settings: RequestSettings, *, asked: bool = False) -> list[Request]:
    """The requests of a message in the order they are best served; one, the whole, if it asks for one thing.

    ``asked`` tells that the shopper has been asked something, so that a clause may be the answer to it.
    ``read`` is called once for the whole text and once for each clause.
    """
    parts = clauses(text, settings)
    whole = Request(text, *_best(read(text)))
    if not 2 <= len(parts) <= settings.most_clauses:
        return [whole]
    found = _runs([_read(part, read) for part in parts], settings, asked=asked)
    if len(found) == 1:
        return [_boiled_down(whole, found[0], settings)]
    if not 2 <= len(found) <= settings.most_requests or not _fits_apart(found, whole, settings):
        return [whole]
    return sorted(found, key=lambda request: _place(request, settings))


def _best(readings: Sequence[tuple[str, float]]) -> tuple[str, float]:
    return readings[0] if readings else ("", 0.0)


def _read(part: Clause, read: Reader) -> Request:
    bare = _LEADING.sub("", part.text).strip() or part.text
    return Request(part.text, *_best(read(bare)), part.weak)


def _runs(readings: Sequence[Request], settings: RequestSettings, *, asked: bool) -> list[Request]:
    """The requests with the clauses that belong to them: those before the first, and what trails each."""
    runs: dict[str, Request] = {}
    waiting = ""
    current: str | None = None
    for reading in readings:
        goes_on = current in settings.of_things and reading.weak and _ONE_MORE.match(reading.text)
        if not goes_on and _counts(reading, settings, asked=asked):
            current = reading.intent
            before = runs.get(current)
            text = f"{before.text if before else waiting} {reading.text}".strip()
            surest = max(reading.confidence, before.confidence if before else 0.0)
            runs[current] = Request(text, current, surest, before.weak if before else reading.weak)
        elif current is None:
            waiting = f"{waiting} {reading.text}".strip()
        else:
            runs[current] = replace(runs[current], text=f"{runs[current].text} {reading.text}")
    return list(runs.values())


def _counts(reading: Request, settings: RequestSettings, *, asked: bool) -> bool:
    """Whether a clause asks for something, or answers what was asked."""
    if reading.confidence < settings.sure:
        return False
    return reading.intent not in settings.companions or (asked and reading.intent in settings.answers)


def _boiled_down(whole: Request, found: Request, settings: RequestSettings) -> Request:
    """The whole message under the intent of its only request, where the whole is less clear than that."""
    if found.intent == whole.intent or found.confidence < max(settings.boiled_down, whole.confidence):
        return whole
    return replace(whole, intent=found.intent, confidence=found.confidence)


def _fits_apart(found: Sequence[Request], whole: Request, settings: RequestSettings) -> bool:
    """Whether cutting explains the message better than one intent does."""
    answered = [request for request in found if request.intent in settings.answers]
    if answered and (_HEDGE.search(whole.text) or any(r.intent in settings.last for r in found)):
        # "Yes, but send it to my work": not a yes.
        return False
    if not any(request.weak for request in found[1:]):
        return True
    least = min(request.confidence for request in found)
    return least >= min(whole.confidence + settings.weak_margin, CERTAIN)


def _place(request: Request, settings: RequestSettings) -> int:
    """A yes first, then questions, then what may end with a question of ours."""
    if request.intent in settings.first:
        return 0
    return 2 if request.intent in settings.last or request.intent in settings.answers else 1
