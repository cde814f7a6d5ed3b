"""What a mention of an item is for: to be acted on, to be kept, only told, or wished for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from actions.resolve.lists import listed, pattern
from actions.resolve.tokens import Token

TOPIC = "items"
# So many words tell that what follows is only named to find its order.
LONGEST_LOCATOR = 8
_STOPS = frozenset(".!?;,:\n")
# Words for what was named before, and its place in an order, which it has none of here.
POINTING = frozenset({"it", "them", "mine"})
NAMED_BEFORE = -1


class Role(IntEnum):
    """What a mention is for, the strongest last. One that ``LOCATES`` only tells which order is meant."""

    LOCATES = -1
    KEPT = 0
    WISHED = 1
    TOLD = 2
    NAMED = 3
    WANTED = 4
    TARGET = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``start`` to ``end`` (not included) with their description mean ``sure`` items.

    When the words leave it open, one of ``choices`` is meant. Items are places in the order. ``contradicts``:
    the description fits none of the items of that name. ``since`` is where the description begins and
    ``until`` where the one after the word ends.
    """

    start: int
    end: int
    since: int
    until: int
    sure: tuple[int, ...]
    choices: tuple[int, ...]
    all_of_kind: tuple[int, ...]
    contradicts: bool
    described: bool = False
    role: Role = Role.TOLD


@dataclass
class _Zone:
    """Where in its sentence a text is: what the next mention would be."""

    role: Role = Role.NAMED
    verb: str = ""
    seen: frozenset[int] = frozenset()
    wishing: bool = False


def with_roles(said: Sequence[Token], found: Sequence[Mention]) -> list[Mention]:
    """The mentions with their roles, from the verbs and small words around them."""
    told = list(_with_roles(said, found))
    places = [mention.since for mention in told if mention.role is Role.LOCATES]
    # "The one with the lamp" is an order, and no thing.
    return [m for m in told if said[m.start].word != "one" or not _leads(m, places)]


def _leads(mention: Mention, places: Sequence[int]) -> bool:
    return any(0 < place - mention.end < LONGEST_LOCATOR for place in places)


def _with_roles(said: Sequence[Token], found: Sequence[Mention]) -> Iterator[Mention]:
    zone = _Zone()
    place = 0
    for mention in found:
        wishing = zone.wishing
        while place < mention.since:
            place = _step(said, place, zone)
        if _ended(said, place, mention.start + 1):
            _restart(zone)
        if _locates(said, mention):
            zone.wishing = wishing
            place = max(place, mention.end)
            yield replace(mention, role=Role.LOCATES)
            continue
        role = _role(said, mention, zone)
        if role is Role.TARGET:
            zone.role, zone.wishing = Role.TARGET, False
            if said[mention.start].word not in listed(TOPIC, "generic"):
                zone.seen |= set(mention.sure) | set(mention.choices)
        place = max(place, mention.end)
        yield replace(mention, role=role)


def _locates(said: Sequence[Token], mention: Mention) -> bool:
    """ "The order with the lamp", "the one where I bought the lamp": said to find the order."""
    if any(set(token.before) & _STOPS for token in said[max(0, mention.since - 1) : mention.since + 1]):
        return False
    first = max(0, mention.since - LONGEST_LOCATOR)
    before = " ".join(token.word for token in said[first : mention.since])
    return pattern(TOPIC, "locates_before").search(before) is not None


def _ended(said: Sequence[Token], start: int, end: int) -> bool:
    return any(set(token.before) & set(".!?;\n") for token in said[start:end])


def _restart(zone: _Zone) -> None:
    zone.role, zone.verb, zone.wishing = Role.NAMED, "", False


def _step(said: Sequence[Token], place: int, zone: _Zone) -> int:
    """Take one word in; returns the place after it."""
    token = said[place]
    if set(token.before) & set(".!?;\n"):
        _restart(zone)
    pair = " ".join(t.word for t in said[place : place + 2])
    triple = " ".join(t.word for t in said[place : place + 3])
    verb = next((v for v in (triple, pair, token.word) if v in listed(TOPIC, "actions")), None)
    denied = any(t.word in listed(TOPIC, "denial") for t in said[max(0, place - 3) : place])
    if pair in listed(TOPIC, "keeping_phrases"):
        zone.role, zone.wishing = Role.KEPT, False
        return place + 2
    if pair in listed(TOPIC, "instead"):
        zone.role, zone.wishing = Role.TARGET, False
        return place + 2
    if verb is not None:
        zone.role, zone.verb, zone.wishing = (Role.KEPT if denied else Role.TARGET), verb, False
        zone.seen = frozenset()
        return place + len(verb.split())
    _step_word(token.word, denied, zone, said, place)
    return place + 1


def _step_word(word: str, denied: bool, zone: _Zone, said: Sequence[Token], place: int) -> None:
    if (
        word in listed(TOPIC, "keeping")
        or (word == "but" and _after_everything(said, place))
        or (word == "not" and place + 1 < len(said) and said[place + 1].word in listed(TOPIC, "determiners"))
    ):
        zone.role, zone.wishing = Role.KEPT, False
    elif word in POINTING and zone.role is Role.TARGET and not zone.seen:
        # "Exchange it for the longest one": what is to be acted on has been named before.
        zone.seen = frozenset({NAMED_BEFORE})
    elif denied and word in listed(TOPIC, "unwanted"):
        zone.role, zone.wishing = Role.TARGET, False
    elif word == "with" and place and said[place - 1].word in {"along", "together"}:
        return
    elif word in listed(TOPIC, "separators"):
        zone.wishing = zone.wishing or (zone.role is Role.TARGET and bool(zone.seen))
    elif word in listed(TOPIC, "wanting"):
        if zone.role is not Role.KEPT or not zone.wishing:
            zone.role, zone.wishing = Role.WANTED, False
    elif word in listed(TOPIC, "story") and zone.role is not Role.TARGET and word != "with":
        zone.role, zone.wishing = Role.TOLD, False


def _after_everything(said: Sequence[Token], place: int) -> bool:
    words = {token.word for token in said[max(0, place - 3) : place]}
    return bool(words & {"everything", "all", "anything", "both", "items", "them"})


def _role(said: Sequence[Token], mention: Mention, zone: _Zone) -> Role:
    words = {token.word for token in said[mention.since : mention.start]}
    before = said[mention.since - 1].word if mention.since else ""
    comma = bool(said[mention.since].before)
    fresh = not set(mention.sure or mention.choices) <= zone.seen
    if zone.role is Role.KEPT:
        return Role.KEPT
    if zone.wishing:
        joined = comma or before in listed(TOPIC, "joining")
        pointed = bool(words & listed(TOPIC, "determiners")) and not words & listed(TOPIC, "surely_new")
        return Role.TARGET if joined and pointed and fresh and not mention.contradicts else Role.WISHED
    if zone.role is Role.TARGET:
        return Role.WISHED if words & listed(TOPIC, "surely_new") and zone.seen else Role.TARGET
    if mention.contradicts:
        return Role.WISHED
    if zone.role is Role.WANTED:
        return Role.WISHED if words & listed(TOPIC, "new_words") or not words else Role.WANTED
    if zone.role is Role.NAMED and words & listed(TOPIC, "determiners"):
        return Role.WANTED if _wanted_so(said, mention, before) else Role.NAMED
    return zone.role


def _wanted_so(said: Sequence[Token], mention: Mention, before: str) -> bool:
    """ "Also the bottle", "the bottle should be ...", "for the bottle, ...": asked for without a verb."""
    after = said[mention.until].word if mention.until < len(said) else ""
    if after == "too":
        return True
    first = mention.since - 1
    while first > 0 and said[first - 1].word in {"oh", "ah", "hm", "um", "yes", "ok", "okay", "well"}:
        first -= 1
    begins = mention.since < 2 or first == 0 or bool(set(said[first].before) & set(".!?;\n"))
    if before == "and" and not begins:
        return False
    return before in listed(TOPIC, "wanted_after") or after in listed(TOPIC, "wanted_before")
