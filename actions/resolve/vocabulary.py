"""How the options of one product may be called: values, parts of them, other words, names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeVar

from rapidfuzz.distance import OSA

from actions.resolve.lists import listed, read
from actions.resolve.options import options_of
from actions.resolve.quantities import Measure, measure_at, measure_of
from actions.resolve.scales import ranks
from actions.resolve.tokens import Token, compact, tokens
from shop.types import Product

T = TypeVar("T")
Pair = tuple[str, str]
# A phrase is at most so many words.
LONGEST_PHRASE = 5
# A wrong letter is forgiven from this length on, two from twice as much.
SHORTEST_TYPO = 5
# A number without its unit says enough when it is this large: "the 1000 one".
TELLING_NUMBER = 100
NOTHING = "none"
# A size of this system is meant by its number alone: "9" for "US 9".
SIZES_OF_SHOP = "us"
YES_NO = frozenset({"yes", "no"})
# Letters that are sizes when they stand alone and are written large, or beside the word "size".
_LETTERS = frozenset("sml")


@dataclass(frozen=True, slots=True)
class Hit:
    """Words at tokens ``start`` to ``end`` (not included) that stand for one of the pairs."""

    start: int
    end: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Words at those tokens that name options ("screen size")."""

    start: int
    end: int
    options: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What can be said about the options of one product."""

    options: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[Pair, ...]]
    names: Mapping[str, tuple[str, ...]]

    def hits(self, said: Sequence[Token]) -> list[Hit]:
        """The values that the words name, longest phrases first, none inside another."""
        found: list[Hit] = []
        place = 0
        while place < len(said):
            name_end, name = longest_phrase(said, place, self.names)
            hit = self._measured(said, place) or self._phrase(said, place) or self._number(said, place)
            if hit is None and name is None:
                hit = self._typo(said, place)
            if hit is not None and (name is None or name_end <= hit.end):
                found.append(hit)
            # The name of an option is no value, even when a value stands inside it: "bagged/bagless".
            place = max(hit.end if hit else place + 1, name_end if name else 0)
        return found

    def named(self, said: Sequence[Token], hits: Sequence[Hit]) -> list[Named]:
        """The options that words outside the hits name."""
        taken = {place for hit in hits for place in range(hit.start, hit.end)}
        found: list[Named] = []
        place = 0
        while place < len(said):
            end, options = longest_phrase(said, place, self.names)
            if options and taken.isdisjoint(range(place, end)):
                found.append(Named(place, end, options))
            place = end if options else place + 1
        return found

    def order_of(self, option: str) -> Mapping[str, float] | None:
        """Which of the option's values are more and which less."""
        values = self.options.get(option, ())
        return None if set(values) <= YES_NO else ranks(values)

    def _phrase(self, said: Sequence[Token], place: int) -> Hit | None:
        end, pairs = longest_phrase(said, place, self.values)
        if pairs and end - place == 1 and said[place].norm in _LETTERS and not _is_size(said, place):
            return None
        return Hit(place, end, pairs) if pairs else None

    def _measured(self, said: Sequence[Token], place: int) -> Hit | None:
        """A number with a unit: "1 liter" for "1000ml"."""
        if not said[place].is_number:
            return None
        measure = measure_at(said, place)
        if not measure.dimension:
            return None
        phrase_end, phrase = longest_phrase(said, place, self.values)
        if phrase and phrase_end >= place + 2:
            return Hit(place, phrase_end, phrase)
        pairs = tuple(pair for pair, own in _measured_values(self._key()) if _equal(own, measure))
        return Hit(place, place + 2, pairs) if pairs else None

    def _number(self, said: Sequence[Token], place: int) -> Hit | None:
        """A number alone: "size 9", "the 1000 one"."""
        token = said[place]
        if not token.is_number or not _bare_number(said, place):
            return None
        amount = float(token.norm)
        pairs = [
            pair
            for pair, own in _bare_values(self._key())
            if own.amount == amount and (not own.dimension or _said_as_value(said, place, amount))
        ]
        return Hit(place, place + 1, tuple(pairs)) if pairs else None

    def _typo(self, said: Sequence[Token], place: int) -> Hit | None:
        word = said[place].norm
        if len(word) < SHORTEST_TYPO or not word.isalpha() or said[place].word in _ordinary():
            return None
        near = [phrase for phrase in self.values if same_but_a_typo(word, phrase)]
        return Hit(place, place + 1, self.values[near[0]]) if len(near) == 1 else None

    def _key(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(self.options.items())


def same_but_a_typo(word: str, phrase: str) -> bool:
    """One letter wrong, missing or swapped in five, two in ten; the first letter is hardly ever wrong."""
    if len(phrase) < SHORTEST_TYPO or word[0] != phrase[0] or not phrase.isalpha():
        return False
    allowed = 1 if len(phrase) < 2 * SHORTEST_TYPO else 2
    return (
        abs(len(word) - len(phrase)) <= allowed
        and OSA.distance(word, phrase, score_cutoff=allowed) <= allowed
    )


def vocabulary_of(product: Product) -> Vocabulary:
    """The vocabulary of the product's options; the same options are worked out only once."""
    return vocabulary_for(tuple((option, tuple(values)) for option, values in options_of(product).items()))


@lru_cache(maxsize=512)
def vocabulary_for(options: tuple[tuple[str, tuple[str, ...]], ...]) -> Vocabulary:
    """The vocabulary of options with their values."""
    strong: dict[str, list[Pair]] = {}
    weak: dict[str, list[Pair]] = {}
    names: dict[str, list[str]] = {}
    for option, values in options:
        own_words = {word for name in _names_of(option) for word in _norms(name)}
        for name in _names_of(option):
            names.setdefault(compact(name), []).append(option)
        for value in values:
            if value.casefold() in YES_NO | {NOTHING}:
                continue
            for phrase in _sayings(value):
                strong.setdefault(compact(phrase), []).append((option, value))
            for part in _parts(value, values, own_words):
                weak.setdefault(part, []).append((option, value))
    phrases = {**weak, **strong}
    return Vocabulary(
        options=dict(options),
        values={phrase: tuple(dict.fromkeys(pairs)) for phrase, pairs in phrases.items() if phrase},
        names=_best_names(names, dict(options)),
    )


def _names_of(option: str) -> list[str]:
    return [option, *read("wishes")["option_names"].get(option.casefold(), [])]


def _best_names(names: Mapping[str, list[str]], options: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """An option that is really called so comes before one that may be called so."""
    exact = {compact(option): option for option in options}
    return {
        name: (exact[name],) if name in exact else tuple(dict.fromkeys(found))
        for name, found in names.items()
    }


def _sayings(value: str) -> list[str]:
    folded = value.casefold()
    plain = folded.split("(")[0].strip()
    synonyms = read("wishes")["synonyms"]
    others = [str(word) for word in (*synonyms.get(folded, ()), *synonyms.get(plain, ()))]
    return [value, plain, folded.replace("+", " and "), folded.replace("+", " plus "), *others]


def _parts(value: str, values: Sequence[str], own_words: set[str]) -> list[str]:
    """Words that only this value of the option has: "lake" and "blue" of "lake blue"."""
    others = {norm for other in values if other != value for norm in _norms(other)}
    ordinary = _ordinary() | listed("wishes", "no_part")
    norms = [t.norm for t in tokens(value) if t.word not in ordinary and t.norm not in ordinary]
    if len(tokens(value)) < 2:
        return []
    return [n for n in norms if n.isalpha() and len(n) > 1 and n not in others and n not in own_words]


def _norms(text: str) -> list[str]:
    return [token.norm for token in tokens(text)]


@cache
def _ordinary() -> frozenset[str]:
    """Words that are no typing error of a value and no part of one."""
    lists = read("wishes")
    known = (
        f"{lists['ordinary']} {lists['joiners']} {' '.join(lists['directions'])} {' '.join(lists['amounts'])}"
    )
    return frozenset(known.split())


@lru_cache(maxsize=512)
def _measured_values(key: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[Pair, Measure], ...]:
    pairs = [((option, value), measure_of(value)) for option, values in key for value in values]
    return tuple((pair, measure) for pair, measure in pairs if measure is not None)


@lru_cache(maxsize=512)
def _bare_values(key: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[Pair, Measure], ...]:
    """Values that a number alone can stand for: those that begin with it, and "US 9"."""
    bare = [((option, value), _bare_measure(value)) for option, values in key for value in values]
    return tuple((pair, measure) for pair, measure in bare if measure is not None)


def _bare_measure(value: str) -> Measure | None:
    said, measure = tokens(value), measure_of(value)
    if [token.norm for token in said[:-1]] == [SIZES_OF_SHOP] and said[-1].is_number:
        return Measure(float(said[-1].norm), "")
    if measure is None or not said[0].is_number or "/" in value:
        return None
    return Measure(float(said[0].norm), measure.dimension)


def _equal(own: Measure, said: Measure) -> bool:
    """ "1000 pieces" is the value "1000" of the option "pieces", too."""
    return own.same(said) or (not own.dimension and said.dimension == "pieces" and own.amount == said.amount)


def longest_phrase(said: Sequence[Token], place: int, phrases: Mapping[str, T]) -> tuple[int, T | None]:
    """The longest known phrase that begins there, with the place after it."""
    joined, best, best_end = "", None, place + 1
    for end in range(place, min(len(said), place + LONGEST_PHRASE)):
        # A phrase does not reach across a comma or the end of a sentence.
        if end > place and said[end].before.strip("-/'’(&+"):
            break
        joined += said[end].norm
        found = phrases.get(joined)
        if found is not None:
            best, best_end = found, end + 1
    return best_end, best


def _is_size(said: Sequence[Token], place: int) -> bool:
    """A letter alone is a size when it is a capital, or beside the word "size", or all that was said."""
    around = {said[i].norm for i in (place - 1, place + 1) if 0 <= i < len(said)}
    return said[place].raw.isupper() or "size" in around or len(said) <= 2


def _bare_number(said: Sequence[Token], place: int) -> bool:
    """Not "#2", "item 2", "$40", "2 items", "two of them", "UK 9", "May 9"."""
    token = said[place]
    previous = said[place - 1].word if place else ""
    following = said[place + 1].norm if place + 1 < len(said) else ""
    if token.before.endswith(("#", "$")) or previous in listed("quantities", "places_before"):
        return False
    other_unit = measure_at(said, place).dimension not in {"", "pieces"}
    if other_unit or previous in listed("wishes", "no_size_behind"):
        return False
    return following not in listed("wishes", "counted") and following not in {"st", "nd", "rd", "th"}


def _said_as_value(said: Sequence[Token], place: int, amount: float) -> bool:
    following = said[place + 1].word if place + 1 < len(said) else ""
    return amount >= TELLING_NUMBER or following in {"one", "ones", "version", "model"}
