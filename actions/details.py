"""Details found in a message: what a bare number is, given what was asked for, and which are taken back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.resolve.words import FILLER

# What is awaited when the question was for an order number: to prove who is asking, or to choose an order.
PROVING, CHOOSING = "order_id", "order"
_BARE_NUMBER = re.compile(r"(?<![\w#$@.,-])\d{4,8}(?![\w@$%-]|\.\d|,\d{3})")
_FIVE_DIGITS = re.compile(r"\d{5}")
_POSTCODE_WORDS = re.compile(r"\b(?:zip|postal|post ?code)", re.IGNORECASE)
_CALLED_POSTCODE_BEFORE = re.compile(r"\b(?:zip|postal|post ?code)[^\d]{0,16}\Z", re.IGNORECASE)
_CALLED_POSTCODE_AFTER = re.compile(
    r"\W{0,3}(?:(?:is|was|as)\W{1,3})?(?:(?:my|the)\W)?(?:zip|postal|post ?code)(?!\D{0,16}\d)", re.IGNORECASE
)
# Words around an order number that a shopper is not sure of; they are not somebody's name.
_UNSURE = frozenset("think believe guess believed number no nr id sure ok okay only found maybe".split())
# A number in one of these is part of it.
_HOLDERS = frozenset({"money", "date", "phone", "address", "email"})
# Kinds that buttons set; nobody takes them back in words.
_PRESSED = frozenset({"reason", "ticket", "product_id", "meant"})


@dataclass(frozen=True)
class Entity:
    """A detail found in a message: ``kind`` is Rasa's entity name, ``value`` the text as it was written.

    An order number, a postcode and a name stand as they were written; of an email that was spelled out, an
    amount or a count in words and a place in a list the value is what they come to.
    """

    kind: str
    value: str


@dataclass(frozen=True)
class _Place:
    """A detail and where it stands; both -1 where that is not known."""

    entity: Entity
    start: int
    end: int

    @property
    def kind(self) -> str:
        return self.entity.kind


def details_of(raw: Sequence[Mapping[str, Any]], text: str, awaited: str | None) -> tuple[Entity, ...]:
    """The details that a message stands by, each once, with bare numbers read as the question asked for them.

    What it takes back is left out: "not A10004 but A10005" brings A10005 alone.
    """
    return _sorted_out(raw, text, awaited)[0]


def taken_back(raw: Sequence[Mapping[str, Any]], text: str, awaited: str | None) -> tuple[Entity, ...]:
    """The details that a message names only to say that they are not meant: "A10005, not A10004"."""
    return _sorted_out(raw, text, awaited)[1]


def _sorted_out(
    raw: Sequence[Mapping[str, Any]], text: str, awaited: str | None
) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    found = _placed(raw, text)
    if text.startswith("/"):
        return _each_once(found), ()
    found = _numbers_as_asked(found, text, awaited)
    refuted = _refuted(found, text)
    stands = _each_once([place for place in found if place not in refuted])
    return stands, _each_once([p for p in found if p in refuted and p.entity not in stands])


def _placed(raw: Sequence[Mapping[str, Any]], text: str) -> list[_Place]:
    places: list[_Place] = []
    for item in raw:
        kind, value = str(item.get("entity") or ""), str(item.get("value") or "").strip()
        if not kind or not value:
            continue
        start, end = item.get("start"), item.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            start = text.find(value)
            end = start + len(value) if start >= 0 else -1
        places.append(_Place(Entity(kind, value), start, end))
    return places


def _each_once(found: Sequence[_Place]) -> tuple[Entity, ...]:
    """The entities in their order; one said twice counts where it was said first."""
    seen: dict[tuple[str, str], Entity] = {}
    for place in found:
        seen.setdefault((place.kind, place.entity.value.casefold()), place.entity)
    return tuple(seen.values())


# --- bare numbers


def _numbers_as_asked(found: list[_Place], text: str, awaited: str | None) -> list[_Place]:
    """ "10012" is a postcode to any pattern; where an order number was asked for, it is that."""
    if awaited == "postcode":
        return [
            replace(p, entity=Entity("postcode", p.entity.value))
            if p.kind == "order_id" and _FIVE_DIGITS.fullmatch(p.entity.value)
            else p
            for p in found
        ]
    if awaited not in {PROVING, CHOOSING}:
        return found
    numbers = [n for n in _BARE_NUMBER.finditer(text) if not _held(n, found)]
    digits = {number[0] for number in numbers}
    if not numbers or any(
        p.kind == "order_id" and not any(d in p.entity.value for d in digits) for p in found
    ):
        # "code 9981, order A10004": the number that calls itself an order's is the one.
        return found
    kinds = _kinds_of(numbers, found, text, awaited)
    others = [p for p in found if p.entity.value not in digits or p.kind not in {"order_id", "postcode"}]
    read = [_Place(Entity(k, n[0]), *n.span()) for n, k in zip(numbers, kinds, strict=True)]
    return sorted([*others, *read], key=lambda place: place.start)


def _held(number: re.Match[str], found: Sequence[_Place]) -> bool:
    """Whether the number is part of a sum, a day, a telephone number or an address."""
    return any(
        p.kind in _HOLDERS
        and (p.start <= number.start() < p.end if p.start >= 0 else number[0] in p.entity.value)
        for p in found
    )


def _kinds_of(
    numbers: Sequence[re.Match[str]], found: Sequence[_Place], text: str, awaited: str
) -> list[str]:
    called = [_is_called_postcode(number, text) for number in numbers]
    if len(numbers) > 1 and any(called):
        return ["postcode" if so else "order_id" for so in called]
    return ["postcode" if _tells_address(found, text, awaited) else "order_id"] * len(numbers)


def _is_called_postcode(number: re.Match[str], text: str) -> bool:
    before, after = text[max(0, number.start() - 32) : number.start()], text[number.end() : number.end() + 32]
    return bool(_CALLED_POSTCODE_BEFORE.search(before) or _CALLED_POSTCODE_AFTER.match(after))


def _tells_address(found: Sequence[_Place], text: str, awaited: str | None) -> bool:
    """Whether the number stands in an address: instead of an order number, name and postcode will do."""
    if _POSTCODE_WORDS.search(text):
        return True
    if awaited != PROVING:
        return False
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    return any(p.kind == "name" for p in found) or len(words - FILLER - _UNSURE) >= 2


# --- what is taken back

# How far around a detail the words count that take it back.
_NEAR = 60
_FILL = r"""
    (?: (?: the|my|an?|that|this|your|these|those|order|orders|number|nr|no|id|email|e-?mail|mail|address
          | zip|code|postcode|post|postal|name|in|for|from|about|to|with|at|on|under|size|colou?r|version
          | it'?s|is|was|one | [#:"'(] ) [\s.:#"'(]* ){0,6}
"""
# "I did not ...", "why not ...": these take nothing back.
_DOING = "did do does have has had can could will would should must why if or"
_NOT_DOING = "".join(f"(?<!{word}[ ])" for word in _DOING.split())
# "not X", "instead of X", "all but X": X is taken back whatever else is said.
_BACK = re.compile(
    rf"""
    (?: {_NOT_DOING}
        \b not
      | \b (?: is | was | are | were ) n['’]?t
      | (?: \b (?P<got> got|get|received|sent|send|shipped|delivered|came )\b [^,.;]{{0,40}} )?
        \b (?: instead \s of | rather \s than )
      | \b (?: except (?: \s for )? | excluding | apart \s from | other \s than
          | (?:all|everything) \s but ) )
    \s+ {_FILL} \Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "don't cancel X", "I didn't say X": X is taken back when another one is named.
_BACK_FOR_ANOTHER = re.compile(
    rf"""
    (?: n['’]?t | \b not | \b never | \b dont | \b didnt ) \s+
    (?: mean|say|want|need|cancel|return|send|change|exchange|refund|touch|ask \s for|type|take|use )
    (?: \s (?:to|it) )? \s+ {_FILL} \Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "X was wrong", "X is a typo".
_CALLED_WRONG = re.compile(
    r"""
    ['")]* \s* (?: \b(?:is|was|were)\b | ['’]s | ,)? \s* (?: \b (?:the|a|my|an) \s )?
    \b (?: wrong | incorrect | typo | mistake | not \s (?:right|correct|it|mine|the \s one) | mistyped
        | outdated | old ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Between two details of a kind: the second stands for the first.
_CORRECTED = re.compile(
    r"""
    \b (?: sorry | oops | ups | wait | no | nope | i \s (?:mean|meant|ment) | actually | scratch \s that
         | make \s that | correction | rather | should \s (?:be|say|read) | my \s bad | typo ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WRITTEN = re.compile(r"\b(?:typed|wrote|said|put|gave|entered|told)\b[^.;!?]{0,30}\Z", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|it'?s|it is|is)\b", re.IGNORECASE)
_OR = re.compile(r"[\s,]*(?:or|nor)?[\s,]*(?:the |my |from |in )*", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:not|instead|than|and|except)\b|n['’]t\b", re.IGNORECASE)


def _refuted(found: Sequence[_Place], text: str) -> list[_Place]:
    """The details that the text takes back."""
    said = [p for p in found if p.start >= 0 and p.kind not in _PRESSED]
    said.sort(key=lambda place: (place.start, -place.end))
    refuted: list[_Place] = []
    for place in said:
        if _taken_back(place, text) or _goes_with_refuted(place, refuted, text):
            refuted.append(place)
    for place in said:
        others = [p for p in said if p.kind == place.kind and p.entity != place.entity and p not in refuted]
        if place not in refuted and others and _gives_way(place, others, text):
            refuted.append(place)
    return refuted


def _taken_back(place: _Place, text: str) -> bool:
    found = _BACK.search(text[max(0, place.start - _NEAR) : place.start])
    return found is not None and not found["got"]


def _goes_with_refuted(place: _Place, refuted: Sequence[_Place], text: str) -> bool:
    """ "not the blue tent", "neither A10004 nor A10005", the postcode of an address."""
    if not refuted:
        return False
    last = refuted[-1]
    if place.end <= last.end:
        return True
    between = text[last.end : place.start]
    if not _OR.fullmatch(between):
        return False
    alternative = re.search(r"\b(?:or|nor)\b", between, re.IGNORECASE) is not None
    return alternative if place.kind == last.kind else "," not in between


def _gives_way(place: _Place, others: Sequence[_Place], text: str) -> bool:
    """Whether another detail of its kind is named in its stead."""
    before = text[max(0, place.start - _NEAR) : place.start]
    if _BACK_FOR_ANOTHER.search(before):
        return True
    later = next((p for p in others if p.start >= place.end), None)
    if later is None:
        return False
    if _CALLED_WRONG.match(text, place.end):
        return True
    between = text[place.end : later.start]
    if len(between) > _NEAR or _DENIES.search(between):
        return False
    return bool(_CORRECTED.search(between) or (_WRITTEN.search(before) and _BUT.search(between)))
