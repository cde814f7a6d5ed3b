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
_JOINED = (
    rf"\s*(?:,|&|-{{1,2}}|–|—)?\s+(?=(?:{_MORE})\b)|\s*,\s+|\s+&\s+|"
    r"\s+(?=(?:or (?:can|could|do|does|is|are)|otherwise|so (?:please )?(?:cancel|send|change|refund))\b)"
)
_BOUNDARY = re.compile(rf"{_END}|{_JOINED}", re.IGNORECASE)
_LEADING = re.compile(rf"^(?:[\s,&–—-]*(?:{_MORE}|but|so|then|or|otherwise)\b[\s,:]*)+", re.IGNORECASE)
# How people ask for something, as opposed to telling something about themselves.
_ASKS = re.compile(
    r"\?|^\W*(?:and |so |then |but |or |oh |ok |please |pls |plz |just |also |btw |plus )*"
    r"(?:who|what|whats|when|whens|where|wheres|"
    r"why|which|how|hows|is|are|was|were|do|does|did|can|could|will|would|should|may|has|have you|have i|any|"
    r"tell|show|give|send|cancel|return|exchange|swap|change|refund|reorder|order|buy|check|find|get|put|make|take|"
    r"add|remove|switch|update|ship|deliver|track|stop|compare|recommend|suggest|help|let|connect|explain|sign|"
    r"delete|use|pay|charge|move|set|repeat|same|need|want|wanna|looking|trying)\b|"
    r"\b(?:i(?:'d| would|d)? (?:also )?(?:want|need|like|love|prefer|rather)|i wanna|i'm looking|im looking|"
    r"wonder|should|letting me|searching for|looking for|after a|please|pls|plz|"
    r"can (?:you|u|i|we)|could (?:you|u|i|we)|would (?:you|u)|must i|let me|tell me|"
    r"what|how|where|when|why|which|whether|is there|are there|is it|is my|is the|are my|are the|"
    r"recommend|you can|does (?:somebody|anybody|someone|anyone|the|my)|did (?:i|you)|"
    r"do (?:you|u|i|we)|does it|should i|may i)\b",
    re.IGNORECASE,
)
# A clause that leans on the one before it: "where is it", "could you send me one", "any ideas".
_LEANS = re.compile(
    r"\b(?:it|its|one|ones|them|they|that|this|those|these|there|any ideas?)\b", re.IGNORECASE
)
LONGEST_LEANING = 6
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
# A question, or a number of its own: no addition to what stands before.
_ABOUT_ANOTHER = re.compile(
    r"\?|\d{4}|\b(?:who|what|when|where|why|which|how|has|have|is|are|did|do|does)\b", re.I
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
    sure_told: float
    stands_alone: float
    weak_margin: float
    boiled_down: float
    most_clauses: int
    most_requests: int
    shortest: int
    companions: frozenset[str]
    answers: frozenset[str]
    told: frozenset[str]
    of_things: frozenset[str]
    of_money: frozenset[str]
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
    start, weak = 0, False
    for match in _BOUNDARY.finditer(text):
        piece = text[start : match.start()]
        if len(_WORD.findall(piece)) < settings.shortest or _ABBREVIATION.search(piece):
            continue
        rest = text[match.end() :]
        if len(_WORD.findall(rest)) < settings.shortest:
            break
        found.append(Clause(piece.strip(" ,"), weak))
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
    found = _runs(_readings(parts, read, settings), settings, asked=asked)
    if len(found) == 1:
        return [_boiled_down(whole, found[0], settings)]
    if not 2 <= len(found) <= settings.most_requests or not _fits_apart(found, whole, settings):
        return [whole]
    return sorted(found, key=lambda request: _place(request, settings))


def _best(readings: Sequence[tuple[str, float]]) -> tuple[str, float]:
    return readings[0] if readings else ("", 0.0)


def _readings(parts: Sequence[Clause], read: Reader, settings: RequestSettings) -> list[Request]:
    """Each clause with its intent; one that leans on the clause before it may be read with that."""
    found: list[Request] = []
    for part in parts:
        bare = _LEADING.sub("", part.text).strip() or part.text
        alone = Request(part.text, *_best(read(bare)), part.weak)
        if found and _LEANS.search(bare) and len(_WORD.findall(bare)) <= LONGEST_LEANING:
            together = Request(part.text, *_best(read(f"{found[-1].text} {bare}")), part.weak)
            if alone.confidence < settings.stands_alone or together.intent == alone.intent:
                alone = together
        found.append(alone)
    return found


def _runs(readings: Sequence[Request], settings: RequestSettings, *, asked: bool) -> list[Request]:
    """The requests with the clauses that belong to them: those before the first, and what trails each."""
    runs: dict[str, Request] = {}
    waiting = ""
    current: str | None = None
    for reading in readings:
        goes_on = current is not None and _goes_on(current, reading, settings)
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


def _goes_on(current: str, reading: Request, settings: RequestSettings) -> bool:
    """Whether a clause adds to the request before it: one more thing, or how its money is to move."""
    if current in settings.of_things and reading.weak and _ONE_MORE.match(reading.text):
        return True
    adds = reading.intent in settings.of_money and current in settings.of_things
    return adds and not _ABOUT_ANOTHER.search(reading.text)


def _counts(reading: Request, settings: RequestSettings, *, asked: bool) -> bool:
    """Whether a clause asks for something, or answers what was asked."""
    if reading.confidence < settings.sure:
        return False
    if reading.intent in settings.companions:
        return asked and reading.intent in settings.answers
    if _ASKS.search(reading.text):
        return True
    return reading.intent in settings.told and reading.confidence >= settings.sure_told


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
