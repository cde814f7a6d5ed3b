"""What a message asks for: one thing, or several that are served one after another. Knows nothing of Rasa.

The message is cut into clauses (`dialogue.clauses`); which of them begin a request is learned
(`dialogue.splitting`). What asks for nothing (greetings, details, a story) goes to the request beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from dialogue.clauses import Clause, cut
from dialogue.speech import ANNOUNCES, ASKS, BARE_QUESTION, GIVES_UP, GREETS, HEDGE, ON_TOP, PROVISO
from dialogue.splitting import Kinds, Read, Reading, SplitModel, features, joined, top_of

NEVER_MIND = "never_mind"
GREET = "greet"
SETTINGS_PATH = Path(__file__).with_name("requests.yml")
# A question, or a number of its own: no addition to what stands before.
_ABOUT_ANOTHER = re.compile(
    r"\?|\d{4}|\b(?:who|what|when|where|why|which|how|has|have|is|are|did|do|does)\b", re.I
)


@dataclass(frozen=True)
class RequestSettings:
    """What ``requests.yml`` says; see there."""

    begins: float
    sure: float
    boiled_down: float
    told_sure: float
    most_clauses: int
    most_requests: int
    shortest: int
    shortest_bare: int
    companions: frozenset[str]
    answers: frozenset[str]
    told: frozenset[str]
    of_things: frozenset[str]
    of_money: frozenset[str]
    refusing: frozenset[str]
    giving_up: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]

    @property
    def kinds(self) -> Kinds:
        """The sorts of intents that the model of where requests begin knows."""
        return Kinds(**{field.name: getattr(self, field.name) for field in fields(Kinds)})

    def clauses(self, text: str) -> list[Clause]:
        """The message cut into clauses."""
        return cut(text, self.shortest, self.shortest_bare)


def load_settings(path: Path = SETTINGS_PATH) -> RequestSettings:
    """Read the settings. Raises TypeError naming the entry that is missing or unknown."""
    entries: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    sets: dict[str, Any] = {k: frozenset(v) for k, v in entries.items() if isinstance(v, list)}
    return RequestSettings(**{**entries, **sets})


@dataclass(frozen=True)
class Request:
    """One thing that is asked for, in the words that belong to it."""

    text: str
    intent: str
    confidence: float


async def requests(
    text: str, read: Read, settings: RequestSettings, model: SplitModel, *, asked: bool = False
) -> list[Request]:
    """The requests of a message in the order they are best served; one, the whole, if it asks for one thing.

    ``asked`` tells that the shopper has been asked something, so that a clause may be the answer to it.
    """
    whole = Request(text, *_best(await read(text)))
    parts = settings.clauses(text)
    if not 2 <= len(parts) <= settings.most_clauses:
        return [await _behind_greeting(whole, read, settings)]
    found = await _found(parts, _surely_given_up(read) if asked else read, settings, model, asked=asked)
    if len(found) == 1:
        return [_boiled_down(whole, found[0], settings)]
    if not 2 <= len(found) <= settings.most_requests or _is_hedged(found, whole, settings):
        return [whole]
    return sorted(found, key=lambda request: _place(request, settings))


def _surely_given_up(read: Read) -> Read:
    """The reader, but sure of what can be nothing but giving up ("4get it")."""

    async def reading(text: str) -> Reading:
        return {NEVER_MIND: 1.0} if GIVES_UP.fullmatch(text) else await read(text)

    return reading


async def _behind_greeting(whole: Request, read: Read, settings: RequestSettings) -> Request:
    """What a message asks for that was read as nothing but its greeting: "hello, wheres my stuff"."""
    greeting = GREETS.match(whole.text)
    if greeting is None or whole.intent != GREET:
        return whole
    rest = whole.text[greeting.end() :]
    intent, sure = _best(await read(rest))
    # What is not clear may be answered where it is a question, but begins no errand and calls no person.
    asks = intent not in settings.last and bool(ASKS.search(rest))
    if intent in settings.companions or (sure < settings.boiled_down and not asks):
        return whole
    return replace(whole, intent=intent, confidence=sure)


def _best(reading: Reading) -> tuple[str, float]:
    return max(reading.items(), key=lambda entry: entry[1]) if reading else ("", 0.0)


async def _found(
    parts: Sequence[Clause], read: Read, settings: RequestSettings, model: SplitModel, *, asked: bool
) -> list[Request]:
    """Every request with the clauses that belong to it: those before the first, and what trails each."""
    starts: list[int] = []
    answers: set[int] = set()
    details: set[int] = set()
    for at, part in enumerate(parts):
        if at + 1 < len(parts) and ANNOUNCES.search(part.text):
            continue
        if starts and await _asks_more(parts[starts[-1] : at + 1], read, settings):
            continue
        if asked and _is_answer(reading := await read(part.bare), settings):
            if _best(reading)[0] in settings.first or at - 1 not in details:
                answers.add(at)
                starts.append(at)
            # "Oops, a typo, it is ...": details that follow each other are one answer.
            if _best(reading)[0] not in settings.first:
                details.add(at)
            continue
        # A request after an answer is compared with no other.
        before = starts[-1] if starts and starts[-1] not in answers else None
        found = await features(parts, at, before, read, settings.kinds)
        if model.probability(found) >= settings.begins:
            starts.append(at)
    requests: dict[str, Request] = {}
    previous: str | None = None
    for start, end in pairwise([*starts, len(parts)]):
        own = joined(parts[start:end])
        reading = await read(own)
        intent, sure = _best(reading) if start in answers else _asked_for(reading, settings)
        if not requests and end < len(parts) and start not in answers and _only_tells(own, sure, settings):
            # "I ended up with two watches. I want to return the one ...": what is told is about the other.
            continue
        said = " ".join(part.text for part in parts[start if requests else 0 : end])
        if previous and (sure < settings.sure or _adds_money(previous, intent, own, settings)):
            requests[previous] = replace(requests[previous], text=f"{requests[previous].text} {said}")
            continue
        before_it = requests.get(intent)
        text = f"{before_it.text} {said}" if before_it else said
        requests[intent] = Request(text, intent, max(sure, before_it.confidence if before_it else 0.0))
        previous = intent
    return list(requests.values())


async def _asks_more(parts: Sequence[Clause], read: Read, settings: RequestSettings) -> bool:
    """Whether the last part is nothing without the question before it: "... and how much?"."""
    if not BARE_QUESTION.match(parts[-1].text):
        return False
    intent, _ = _asked_for(await read(joined(parts[:-1])), settings)
    return intent not in settings.last | settings.answers


def _only_tells(text: str, sure: float, settings: RequestSettings) -> bool:
    """Whether nothing is asked for in so many words, and what it may ask for is unclear."""
    return sure < settings.told_sure and not ASKS.search(text)


def _asked_for(reading: Reading, settings: RequestSettings) -> tuple[str, float]:
    top = top_of(reading, settings.kinds)
    return top.intent, top.sure


def _is_answer(reading: Reading, settings: RequestSettings) -> bool:
    intent, sure = _best(reading)
    return intent in settings.answers and sure >= settings.sure


def _adds_money(previous: str, intent: str, text: str, settings: RequestSettings) -> bool:
    """Whether a part tells how the money of the request before it is to move."""
    adds = intent in settings.of_money and previous in settings.of_things
    return adds and not _ABOUT_ANOTHER.search(text)


def _boiled_down(whole: Request, found: Request, settings: RequestSettings) -> Request:
    """The whole message under the intent of its only request, where the whole is less clear than that."""
    if found.intent == whole.intent or found.confidence < max(settings.boiled_down, whole.confidence):
        return whole
    return replace(whole, intent=found.intent, confidence=found.confidence)


def _is_hedged(found: Sequence[Request], whole: Request, settings: RequestSettings) -> bool:
    """Whether an answer is none: "Yes, but send it to my work"."""
    if not any(request.intent in settings.answers for request in found):
        return False
    others = [request for request in found if request.intent not in settings.answers]
    refuses = any(request.intent in settings.refusing for request in found)
    if refuses and others and not any(map(_asks, others)):
        # "No, I want it in blue, and put the difference on my PayPal" corrects what was to be confirmed.
        return True
    if any(ON_TOP.search(request.text) for request in others):
        return True
    # "Actually, forget it. Do you have tents?" gives up; "actually, yes" may be about to correct something.
    given_up = any(request.intent in settings.giving_up for request in found)
    hedged = (PROVISO if given_up else HEDGE).search(whole.text)
    return bool(hedged) or any(request.intent in settings.last for request in found)


def _asks(request: Request) -> bool:
    return bool(_ABOUT_ANOTHER.search(request.text))


def _place(request: Request, settings: RequestSettings) -> int:
    """A yes first, then questions, then what may end with a question of ours."""
    if request.intent in settings.first:
        return 0
    return 2 if request.intent in settings.last or request.intent in settings.answers else 1
