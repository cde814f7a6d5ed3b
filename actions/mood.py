"""How a message sounds: frustration, urgency, sarcasm and abuse. Knows nothing of Rasa."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

PATH = Path(__file__).with_name("mood.yml")
# More of a message is not read.
LONGEST = 600
# So many different matches of one group count.
MOST_MATCHES = 2
_LETTERS = re.compile(r"[^\W\d_]")
_SHOUTED = re.compile(r"\b[A-Z]{2,}(?:['’][A-Z]+)?\b")
SHOUTED_WORDS, SHOUTED_LETTERS, SHOUTED_SHARE = 3, 9, 0.6


@dataclass(frozen=True)
class Mood:
    """Each from 0 (nothing of it) to 1."""

    frustration: float = 0.0
    urgency: float = 0.0
    sarcasm: float = 0.0
    abuse: float = 0.0


class Group(BaseModel):
    """Expressions of one weight; a denial before a match of a deniable group takes it back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weight: float
    words: list[str]
    deniable: bool = False


class Markers(BaseModel):
    """What the way of writing weighs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    capitals: float
    exclamations: list[float]
    interrobang: float
    friendly: str


class MoodSettings(BaseModel):
    """What ``mood.yml`` says; see there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    harmless: list[str]
    denied_within: int
    denials: str
    frustration: list[Group]
    urgency: list[Group]
    sarcasm: list[Group]
    abuse: list[Group]
    markers: Markers
    sarcasm_frustrates: float
    frustrated: float
    strongly: float
    furious: float
    urgent: float
    sarcastic: float
    abusive: float
    fades: float
    remembered: int
    understanding_every: int
    offer_every: int
    abuse_limit: int
    insult_words: int


@cache
def settings() -> MoodSettings:
    """Read once; raises ``pydantic.ValidationError`` when the file does not fit."""
    return MoodSettings.model_validate(yaml.safe_load(PATH.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class _Lexicon:
    """The file's expressions, compiled."""

    harmless: re.Pattern[str]
    denied: re.Pattern[str]
    friendly: re.Pattern[str]
    groups: Mapping[str, tuple[tuple[Group, re.Pattern[str]], ...]]


@cache
def _lexicon() -> _Lexicon:
    read = settings()
    denied = rf"(?:\b|(?<=\w))(?:{read.denials})(?:\s+[^\s,.;:!?]+){{0,{read.denied_within - 1}}}\s*$"
    kinds = {"frustration": read.frustration, "urgency": read.urgency, "sarcasm": read.sarcasm}
    kinds["abuse"] = read.abuse
    return _Lexicon(
        harmless=_any_of(read.harmless),
        denied=re.compile(denied),
        friendly=_any_of([read.markers.friendly]),
        groups={
            kind: tuple((group, _any_of(group.words)) for group in groups) for kind, groups in kinds.items()
        },
    )


def _any_of(expressions: Sequence[str]) -> re.Pattern[str]:
    """Any of them, beginning and ending where words do."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(expressions)})(?!\w)")


def mood_of(text: str) -> Mood:
    """The mood of one message."""
    lexicon = _lexicon()
    plain = lexicon.harmless.sub(" ", _folded(text))
    found = {kind: _weigh(plain, groups, lexicon) for kind, groups in lexicon.groups.items()}
    friendly = lexicon.friendly.search(plain) is not None and found["sarcasm"] == 0.0
    marks = 0.0 if friendly else _marks(text[:LONGEST])
    ironic = settings().sarcasm_frustrates * found["sarcasm"]
    frustration = _together([found["frustration"], marks, ironic])
    return Mood(frustration, found["urgency"], found["sarcasm"], found["abuse"])


def level_of(texts: Sequence[str]) -> Mood:
    """The mood of a conversation after these messages, oldest first: the newest counts most."""
    recent = [mood_of(text) for text in texts[-settings().remembered :]]
    faded = [(settings().fades ** age, mood) for age, mood in enumerate(reversed(recent))]
    return Mood(*(max((share * getattr(m, f.name) for share, m in faded), default=0.0) for f in fields(Mood)))


def without_insults(text: str) -> str:
    """The lower-case text with the insults taken out: what is left may ask for something."""
    plain = _folded(text)
    for _, expression in _lexicon().groups["abuse"]:
        plain = expression.sub(" ", plain)
    return plain


def _folded(text: str) -> str:
    return text[:LONGEST].casefold().replace("’", "'")


def _weigh(plain: str, groups: Sequence[tuple[Group, re.Pattern[str]]], lexicon: _Lexicon) -> float:
    weights: list[float] = []
    for group, expression in groups:
        found = {
            match.group()
            for match in expression.finditer(plain)
            if not (group.deniable and lexicon.denied.search(plain[: match.start()]))
        }
        weights += [group.weight] * min(len(found), MOST_MATCHES)
    return _together(weights)


def _marks(text: str) -> float:
    """What capitals and rows of marks weigh."""
    markers, weights = settings().markers, []
    letters = _LETTERS.findall(text)
    shouted = "".join(_SHOUTED.findall(text))
    many = len(_SHOUTED.findall(text)) >= SHOUTED_WORDS and len(shouted) >= SHOUTED_LETTERS
    if many and len(shouted) >= SHOUTED_SHARE * len(letters):
        weights.append(markers.capitals)
    rows = [len(row) for row in re.findall(r"!+", text)]
    row = min(max(rows, default=0), len(markers.exclamations))
    if row:
        weights.append(markers.exclamations[row - 1])
    if re.search(r"\?!|!\?|\?{3,}", text) and letters:
        weights.append(markers.interrobang)
    return _together(weights)


def _together(weights: Sequence[float]) -> float:
    """Independent signs of the same thing taken together."""
    doubt = 1.0
    for weight in weights:
        doubt *= 1.0 - weight
    return round(1.0 - doubt, 3)
