"""What one clause wishes of a product: values, comparisons, options that are there or not, and the price."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from actions.resolve.lists import listed, pattern, read
from actions.resolve.price_wishes import at_most, limit, price_of
from actions.resolve.tokens import Token, compact, tokens
from actions.resolve.vocabulary import NOTHING, YES_NO, Hit, Named, Pair, Vocabulary
from actions.resolve.wishes import Bought, Compare, Demand, Wish

TOPIC = "wishes"


# So many words may stand between an option's name and what is said about it.
NEAR = 3


def read_wish(text: str, vocabulary: Vocabulary, name: str) -> Wish:
    """What one description says about options, for a product of that name."""
    return Reader(vocabulary, None, compact(name)).wish(text)


@dataclass(frozen=True)
class Reader:
    """Reads one clause after another with the vocabulary of one product."""

    vocabulary: Vocabulary
    current: Bought | None
    product: str

    def wish(self, text: str, *, plain: bool = False) -> Wish:
        """What the text wishes. ``plain``: only which values it names, whatever is denied of them."""
        said = self._besides_name(tokens(text))
        hits = self.vocabulary.hits(said)
        named = self.vocabulary.named(said, hits)
        clause = _Clause(text, said, hits, named, self.vocabulary, self.current)
        if plain:
            return Wish(demands=clause.values(plain=True))
        compares = clause.compares()
        demands = (*clause.values(), *clause.predicates(), *clause.kept())
        stated = {o for d in demands if not d.negative for o in d.options}
        return Wish(
            demands=demands,
            compares=tuple(c for c in compares if c.option not in stated),
            price=price_of(text),
            at_most=at_most(text, self.current),
            at_least=limit(text, "price_least"),
            free=clause.free(),
        )

    def _besides_name(self, said: tuple[Token, ...]) -> tuple[Token, ...]:
        """Without the product's own name: an "Electric Kettle" is not wished electric."""
        for start in range(len(said)):
            joined = ""
            for end in range(start, len(said)):
                joined += said[end].norm
                if joined == self.product:
                    return said[:start] + self._besides_name(said[end + 1 :])
                if not self.product.startswith(joined):
                    break
        return said


class _Said(StrEnum):
    """In which sense a value was said."""

    WISHED = "wished"
    DENIED = "denied"
    HAD = "had"


@dataclass(frozen=True)
class _Clause:
    """One step's words with the values and option names that were found in them."""

    text: str
    said: tuple[Token, ...]
    hits: list[Hit]
    named: list[Named]
    vocabulary: Vocabulary
    current: Bought | None

    def values(self, *, plain: bool = False) -> tuple[Demand, ...]:
        """The values named, wished or denied, gathered by option in the order of the text."""
        wished: dict[frozenset[str], list[tuple[Hit, Demand]]] = {}
        denied: list[Demand] = []
        sense = _Said.WISHED
        for place, hit in enumerate(self.hits):
            if self._restated(hit):
                wished.clear()
            pairs = self._told_apart(hit)
            sense = _Said.WISHED if plain else self._sense(place, pairs, sense)
            if sense is _Said.HAD:
                continue
            bound = () if plain else self._bound(hit, pairs) or self._beyond(hit, pairs)
            if sense is _Said.DENIED and not bound:
                denied.append(Demand(pairs, negative=True))
            else:
                demand = Demand(bound or pairs, soft=not plain and self._soft(hit))
                wished.setdefault(demand.options, []).append((hit, demand))
        return (*(self._gathered(group) for group in wished.values()), *denied)

    def _gathered(self, group: list[tuple[Hit, Demand]]) -> Demand:
        """Several values of one option: any of them, the first the best; not the one it has now."""
        pairs = tuple(dict.fromkeys(pair for _, demand in group for pair in demand.pairs))
        options = self.current.options if self.current else {}
        others = tuple(pair for pair in pairs if options.get(pair[0]) != pair[1])
        linked = all(self._linked(left, right) for (left, _), (right, _) in itertools.pairwise(group))
        if len(group) > 1 and others and not linked:
            pairs = others
        return Demand(pairs, soft=all(demand.soft for _, demand in group))

    def _linked(self, left: Hit, right: Hit) -> bool:
        """Whether "or", "over", a comma or nothing but small words stand between two values."""
        between = self._between(left, right).casefold()
        return bool(re.search(r"\bor\b|,|/|>|\bover\b|\bthen\b|\bto\b", between)) and len(between) < 40

    def _told_apart(self, hit: Hit) -> tuple[Pair, ...]:
        """The pairs of the option named beside the value, when it could be a value of several."""
        options = {option for option, _ in hit.pairs}
        if len(options) < 2:
            return hit.pairs
        after = [n for n in self.named if 0 <= n.start - hit.end <= 1 and self._joined(hit.end, n.start)]
        before = [n for n in self.named if 0 <= hit.start - n.end <= NEAR and self._joined(n.end, hit.start)]
        names_first = bool(self.named) and self.named[0].start < self.hits[0].start
        for named in (*before, *after) if names_first else (*after, *before):
            fitting = tuple(pair for pair in hit.pairs if pair[0] in named.options)
            if fitting:
                return fitting
        return hit.pairs

    def _joined(self, start: int, end: int) -> bool:
        """Whether only small words and no comma stand between two places."""
        inside = self.said[start:end]
        marks = [token.before for token in self.said[start : end + 1]]
        return all(t.word in _joiners() for t in inside) and not any(m.strip("-:(\"'") for m in marks)

    def _between(self, left: Hit, right: Hit) -> str:
        return self.text[self.said[left.end - 1].end : self.said[right.start].start]

    def _before(self, start: int) -> str:
        """The text before that token, back to the last value or the end of a clause."""
        ends = [hit.end for hit in self.hits if hit.end <= start]
        begin = self.said[max(ends) - 1].end if ends else 0
        return re.split(
            r"[.;:!?()]|,(?! ?(?:a|the)\b)|\bbut\b(?! not)", self.text[begin : self.said[start].start]
        )[-1]

    def _after(self, end: int) -> str:
        starts = [hit.start for hit in self.hits if hit.start >= end]
        stop = self.said[min(starts)].start if starts else len(self.text)
        return self.text[self.said[end - 1].end : stop]

    def _sense(self, place: int, pairs: tuple[Pair, ...], last: _Said) -> _Said:
        hit = self.hits[place]
        before = self._before(hit.start)
        if _ends_in("had_before", before) or _begins_with("had_after", self._after(hit.end)):
            return _Said.HAD
        if _ends_in("not_before", before) or re.match(r"[- ]free\b", self._after(hit.end)):
            return _Said.DENIED
        if place and last is not _Said.WISHED:
            return last if self._goes_on(self.hits[place - 1], hit, pairs, last) else _Said.WISHED
        return _Said.WISHED

    def _goes_on(self, left: Hit, right: Hit, pairs: tuple[Pair, ...], last: _Said) -> bool:
        """ "not red or blue" denies both; "from the black leather one" describes one thing."""
        between = self._between(left, right).strip().casefold()
        if not between:
            return True
        same = {option for option, _ in left.pairs} & {option for option, _ in pairs}
        return between in {"or", "nor", "and"} and (bool(same) or last is _Said.HAD)

    def _restated(self, hit: Hit) -> bool:
        return bool(pattern(TOPIC, "corrected").search(self._before(hit.start)))

    def _beyond(self, hit: Hit, pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        """All values above or below that one: "bigger than 500ml"."""
        words = self._before(hit.start).casefold().split()
        than = [i for i, word in enumerate(words) if word == "than"]
        said = [read(TOPIC)["directions"].get(word) for word in words[: than[-1] if than else 0]]
        directions = [direction for direction in said if direction]
        option, value = pairs[0]
        ranks = self.vocabulary.order_of(option)
        if not directions or ranks is None:
            return ()
        up = bool(directions[-1]["up"])
        kept = [v for v in ranks if (ranks[v] > ranks[value] if up else ranks[v] < ranks[value])]
        return tuple((option, v) for v in sorted(kept, key=lambda v: abs(ranks[v] - ranks[value])))

    def _soft(self, hit: Hit) -> bool:
        soft = _ends_in("soft_before", self._before(hit.start))
        return soft or _begins_with("soft_after", self._after(hit.end))

    def _bound(self, hit: Hit, pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        """All values from or up to that one: "at least 1 liter", "500ml or more"."""
        before, after = self._before(hit.start), self._after(hit.end)
        up = _ends_in("at_least", before) or _begins_with("or_more", after)
        down = _ends_in("at_most", before) or _begins_with("or_less", after)
        if not (up or down):
            return ()
        option, value = pairs[0]
        ranks = self.vocabulary.order_of(option)
        if ranks is None:
            return ()
        kept = [v for v in ranks if (ranks[v] >= ranks[value] if up else ranks[v] <= ranks[value])]
        return tuple((option, v) for v in sorted(kept, key=lambda v: abs(ranks[v] - ranks[value])))

    def predicates(self) -> tuple[Demand, ...]:
        """Options that are there or not: "waterproof", "no backlight", "backlight: none"."""
        found: list[Demand] = []
        for named in self.named:
            for option in named.options:
                demand = self._predicate(named, option)
                if demand is not None:
                    found.append(demand)
                    break
        return tuple(dict.fromkeys(found))

    def _predicate(self, named: Named, option: str) -> Demand | None:
        values = self.vocabulary.options[option]
        lower = {value.casefold(): value for value in values}
        told = self._told(named)
        denied = told == "no" or (told != "yes" and self._denied(named))
        if set(lower) <= YES_NO:
            if self._unneeded(named) or self._is_kept(named) or self._is_free(named):
                return None
            wanted = "no" if denied else "yes"
            return Demand(((option, lower[wanted]),)) if wanted in lower else None
        if NOTHING not in lower or any(option == o for hit in self.hits for o, _ in self._told_apart(hit)):
            return None
        nothing = (option, lower[NOTHING])
        if denied:
            return Demand((nothing,))
        with_it = re.search(r"\b(?:with|has|have|having)(?: an?| some| the)?\s*$", self._before(named.start))
        return Demand((nothing,), negative=True) if with_it else None

    def _told(self, named: Named) -> str:
        """ "yes" or "no" as said right beside the name."""
        after = self.said[named.end].word if named.end < len(self.said) else ""
        return {"yes": "yes", "no": "no", "none": "no"}.get(after, "")

    def _denied(self, named: Named) -> bool:
        return _ends_in("not_before", self._before(named.start)) or bool(
            re.match(r"[- ]?(?:free|less)\b", self._after(named.end))
        )

    def _unneeded(self, named: Named) -> bool:
        return bool(
            re.search(
                r"\b(?:need|have)(?:n't| not)?(?: to)?(?: be)?(?: so)?\s*$|\bif\b.*$",
                self._before(named.start),
            )
            and self._denied(named)
        )

    def kept(self) -> tuple[Demand, ...]:
        """Options to keep ("same size") or to change ("another color") without a value being named."""
        if self.current is None:
            return ()
        valued = {o for hit in self.hits for o, _ in self._told_apart(hit)}
        found: list[Demand] = []
        for named in self.named:
            option = next((o for o in named.options if o in self.current.options), None)
            if option is None or option in valued:
                continue
            pair = (option, self.current.options[option])
            if self._is_kept(named):
                found.append(Demand((pair,)))
            elif self._is_near(named, "different", before_only=True):
                found.append(Demand((pair,), negative=True))
        return tuple(dict.fromkeys(found))

    def _is_kept(self, named: Named) -> bool:
        return self._is_near(named, "same")

    def _is_near(self, named: Named, words: str, *, before_only: bool = False) -> bool:
        """Whether such a word stands before the name, past other names and small words, or just after."""
        place = named.start - 1
        inner = {i for n in self.named for i in range(n.start, n.end)}
        while place >= 0 and (place in inner or self.said[place].word in _joiners() | {"and", "same"}):
            if self.said[place].word in listed(TOPIC, words):
                return True
            place -= 1
        if place >= 0 and self.said[place].word in listed(TOPIC, words):
            return True
        if before_only:
            return False
        for token in self.said[named.end : named.end + NEAR]:
            if token.before or token.word in {"keep", "keeping"}:
                return False
            if token.word in listed(TOPIC, words):
                return True
        return False

    def free(self) -> frozenset[str]:
        """Options that may be anything: "any color", "the size doesn't matter"."""
        return frozenset(n.options[0] for n in self.named if self._is_free(n))

    def _is_free(self, named: Named) -> bool:
        before = _ends_in("free_phrases", self._before(named.start))
        return before or _begins_with("free_after", self._after(named.end))

    def compares(self) -> tuple[Compare, ...]:
        """More or less of something: "bigger", "one size up", "less bright", "more storage"."""
        found: dict[str, Compare] = {}
        place = 0
        while place < len(self.said):
            end, direction = self._direction(place)
            option = self._about(place, end, direction) if direction else None
            if direction and option and not self._not_it(place):
                step = direction.get("step")
                utmost = bool(direction.get("most"))
                found.setdefault(option, Compare(option, bool(direction["up"]), utmost, step))
            place = end
        return tuple(found.values())

    def _direction(self, place: int) -> tuple[int, Mapping[str, Any] | None]:
        lists = read(TOPIC)
        for length in (3, 2, 1):
            phrase = " ".join(token.word for token in self.said[place : place + length])
            direction = lists["directions"].get(phrase)
            direction = direction or (lists["amounts"].get(phrase) if length == 1 else None)
            if direction and len(self.said) >= place + length:
                return place + length, direction
        return place + 1, None

    def _about(self, place: int, end: int, direction: Mapping[str, Any]) -> str | None:
        """The option the comparison is about: the one named right after it, or else the first that fits."""
        names = [n for n in self.named if 0 <= n.start - end <= 1 and self._joined(end, n.start)]
        if "about" in direction:
            names += [n for n in self.named if 0 <= place - n.end <= NEAR and self._joined(n.end, place)]
        for named in names:
            for option in named.options:
                if self.vocabulary.order_of(option):
                    return option
        about = direction.get("about")
        return self._first_ordered(about) if isinstance(about, list) else None

    def _first_ordered(self, about: Sequence[str]) -> str | None:
        ordered = [option for option in self.vocabulary.options if self.vocabulary.order_of(option)]
        for name in about:
            for option in ordered:
                if option.casefold() == name or option.casefold().endswith(f" {name}"):
                    return option
        return None

    def _not_it(self, place: int) -> bool:
        """ "not bigger" is no wish for a bigger one."""
        return bool(re.search(r"\b(?:not|no|n't)\s+(?:a\s+)?$", self._before(place))) if place else False


@cache
def _joiners() -> frozenset[str]:
    return frozenset(read(TOPIC)["joiners"].split())


@cache
def _ending(name: str) -> re.Pattern[str]:
    joiners = "|".join(sorted((re.escape(w) for w in _joiners()), key=len, reverse=True))
    cues = "|".join(read(TOPIC)[name])
    return re.compile(rf"(?<![\w'])(?:{cues})(?:[\s\-:]+(?:{joiners}))*[\s\-:(\"']*$", re.IGNORECASE)


@cache
def _beginning(name: str) -> re.Pattern[str]:
    cues = "|".join(read(TOPIC)[name])
    return re.compile(
        rf"[\s,(]*(?:(?:one|ones|color|size|version|{'|'.join(_joiners())})\s+)*(?:{cues})\b", re.IGNORECASE
    )


def _ends_in(name: str, text: str) -> bool:
    return bool(_ending(name).search(text[-80:]))


def _begins_with(name: str, text: str) -> bool:
    return bool(_beginning(name).match(text[:80]))
