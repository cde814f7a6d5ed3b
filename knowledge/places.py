"""Which places a question and a sentence are about: what is said of Canada does not answer for Hawaii."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

PLACES_PATH = Path(__file__).with_name("places.yml")


class _Place(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    names: tuple[str, ...]
    within: tuple[str, ...] = ()


class _Places(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    places: Mapping[str, _Place]
    everywhere: tuple[str, ...]
    other: tuple[str, ...]


def elsewhere(question: str, sentence: str, heading: str = "") -> bool:
    """Whether the question names a place and the sentence only others.

    The sentence's own places count, else those of its heading. Hawaii lies in the USA and Spain in the EU, so
    what is said of the larger holds for the smaller, and may for the other way round.
    """
    asked = places_in(question)
    if not asked:
        return False
    told = places_in(sentence) or places_in(heading)
    if not told or _everywhere().search(sentence):
        return False
    return not any(_around(one) & {other} or _around(other) & {one} for one in asked for other in told)


def of_others(question: str, sentence: str, document: Collection[str]) -> bool:
    """Whether the sentence is about all places but those that its document names, and the question names one.

    "To any other country we do not deliver" says nothing of Canada where a sentence of ``document`` does.
    """
    asked = places_in(question) - places_in(sentence)
    if not asked or not _other().search(sentence):
        return False
    return any(asked & places_in(told) for told in document if told != sentence and not _other().search(told))


def places_in(text: str) -> frozenset[str]:
    """The places that a text names."""
    named = _named()
    said = (match[0] for match in _any().finditer(text))
    return frozenset(named[name if name in named else name.lower()] for name in said)


@lru_cache(maxsize=1)
def _places() -> _Places:
    return _Places.model_validate(yaml.safe_load(PLACES_PATH.read_text("utf-8")))


@lru_cache(maxsize=1)
def _named() -> dict[str, str]:
    return {name: place for place, known in _places().places.items() for name in known.names}


@lru_cache(maxsize=1)
def _any() -> re.Pattern[str]:
    """Longer names first, so that Northern Ireland is not Ireland; capitals where a name is written so."""
    names = sorted(_named(), key=len, reverse=True)
    ways = (re.escape(name) if name.isupper() else f"(?i:{re.escape(name)})" for name in names)
    # "EU 42" is a size.
    return re.compile(rf"(?<![\w.])(?:{'|'.join(ways)})(?!\w|\s*(?:\d|size))")


@lru_cache(maxsize=1)
def _everywhere() -> re.Pattern[str]:
    return _any_of(_places().everywhere)


@lru_cache(maxsize=1)
def _other() -> re.Pattern[str]:
    return _any_of(_places().other)


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", re.IGNORECASE)


@lru_cache(maxsize=512)
def _around(place: str) -> frozenset[str]:
    """The place and all it lies in."""
    return frozenset({place}).union(*(_around(outer) for outer in _places().places[place].within))
