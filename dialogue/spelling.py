"""Misspelt words put right before a message is encoded; the text, and every detail in it, stays as written.

A noisy channel (Kernighan, Church and Gale 1990; Mays, Damerau and Mercer 1991): of all ways to read the
words, the one is taken that is likeliest to have been meant and to be written as it stands. A word that
exists is doubted too ("ways of sipping"), but must be much less likely than its neighbour.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from dialogue.slips import Slips
from dialogue.word_counts import EDGE, OFTEN, WordCounts

# A run of letters that stands alone is a word: no order id, no email, no SKU is ever touched. Then whatever
# else has letters or digits, then punctuation.
_TOKEN = re.compile(r"((?<![\w@.#'’-])[^\W\d_]+(?![\w@#'’-]|\.\w))|([\w@.#'’-]+)|[^\w\s]+")
NUMBER = "0"
# "id like the blue one" speaks of no ID.
_WISH = re.compile(
    r"\bid(?= (?:really |also |just )?(?:like|love|rather|prefer|want|need|appreciate)\b)", re.I
)
_KEPT_IN_MEMORY = 20_000


@dataclass(frozen=True)
class SpellingSettings:
    """When a word is doubted."""

    # One letter alone is "a", "I" or "u".
    shortest: int = 2
    # How much likelier (natural logarithm) another word must be than one that exists.
    margin: float = 4.0
    # The same for a word in capitals that no list has: a name, most likely.
    name_margin: float = 9.2
    # Readings of one word that are looked at.
    readings: int = 6
    # A text of so many words is in another language if less than this share is known or a slip of one.
    foreign_from: int = 3
    foreign_below: float = 0.6
    # A text with a smaller share of words that are known or in so many examples cannot be read.
    unreadable_below: float = 0.4
    read_from: int = 3


@dataclass(frozen=True)
class _Token:
    """A word to be read (``word`` in lower case), or something that only parts or joins words."""

    written: str
    context: str
    start: int
    end: int
    is_word: bool


class Speller:
    """Puts words right, in the light of their neighbours.

    ``counts`` says how often each word stands in the training texts, ``pairs`` how often one follows another.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        pairs: Mapping[tuple[str, str], int] | None = None,
        known: Iterable[str] = (),
        settings: SpellingSettings | None = None,
    ) -> None:
        self.counts = counts
        self.pairs = pairs or {}
        self._settings = settings or SpellingSettings()
        self._words = WordCounts(counts, self.pairs, known)
        self._slips = Slips(self._words.could_be_meant, counts)
        self._readings = lru_cache(_KEPT_IN_MEMORY)(self._find_readings)

    @classmethod
    def from_texts(cls, texts: Iterable[str], known: Iterable[str] = ()) -> Speller:
        """Learn the words of the texts and which follow each other."""
        counts: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            tokens = _tokens(text)
            counts.update(token.context for token in tokens if token.is_word)
            line = [EDGE, *(token.context for token in tokens), EDGE]
            pairs.update(pairwise(line))
        return cls(counts, pairs, known)

    def correct(self, text: str) -> str:
        """The text with its misspelt words replaced, in lower case; everything else as it stands."""
        text = _WISH.sub("i'd", text)
        tokens = _tokens(text)
        if not tokens or self.is_foreign(text):
            return text
        pieces: list[str] = []
        at = 0
        for token, meant in zip(tokens, self._likeliest(tokens), strict=True):
            pieces += text[at : token.start], token.written if meant == token.context else meant
            at = token.end
        return "".join(pieces) + text[at:]

    def is_foreign(self, text: str) -> bool:
        """Whether a text of a few words or more is made of words that are neither known nor likely slips."""
        found = [self._is_near(word) for word in _words(text)]
        return len(found) >= self._settings.foreign_from and _share(found) < self._settings.foreign_below

    def is_unreadable(self, text: str) -> bool:
        """Whether most words stay unknown even when slips are put right: nonsense, or another language."""
        found = [self._is_read(word) for word in _words(self.correct(text))]
        return bool(found) and _share(found) < self._settings.unreadable_below

    def _is_near(self, word: str) -> bool:
        """Whether the word is known, or one slip away from a usual word of the examples."""
        return self._words.is_known(word) or any(
            self.counts.get(reading, 0) >= OFTEN for reading in self._readings(word)
        )

    def _is_read(self, word: str) -> bool:
        """Whether the word is known, or used in the examples so often that it is no slip there ("thx")."""
        return self._words.is_known(word) or self.counts.get(word, 0) >= self._settings.read_from

    def _likeliest(self, tokens: list[_Token]) -> list[str]:
        """The likeliest reading of all tokens together (Viterbi 1967)."""
        best: dict[str, float] = {EDGE: 0.0}
        steps: list[dict[str, str]] = []
        for token in tokens:
            scores: dict[str, float] = {}
            came_from: dict[str, str] = {}
            for reading, written_so in self._options(token).items():
                score, before = max(
                    (score + self._follows(before, reading, token), before) for before, score in best.items()
                )
                scores[reading], came_from[reading] = score + written_so, before
            best = scores
            steps.append(came_from)
        last = max(best, key=lambda reading: best[reading] + log(self._words.after(reading, EDGE)))
        meant = [last]
        for came_from in reversed(steps[1:]):
            meant.append(came_from[meant[-1]])
        return meant[::-1]

    def _follows(self, before: str, reading: str, token: _Token) -> float:
        return log(self._words.after(before, reading)) if token.is_word else 0.0

    def _options(self, token: _Token) -> dict[str, float]:
        """Readings of a token with the logarithm of how likely each is to be written like this."""
        if not token.is_word:
            return {token.context: 0.0}
        as_written = log(1 - min(0.5, self._slips.rates.letter * len(token.context)))
        if self._words.is_known(token.context):
            as_written += self._settings.margin
        elif token.start and token.written[0].isupper() and not token.written.isupper():
            as_written += self._settings.name_margin
        return {token.context: as_written, **self._readings(token.context)}

    def _find_readings(self, written: str) -> dict[str, float]:
        if len(written) < self._settings.shortest:
            return {}
        meant = self._slips.meant(written)
        ranked = sorted(meant, key=lambda word: (-meant[word] * self._words.of_word(word), word))
        return {word: log(meant[word]) for word in ranked[: self._settings.readings]}


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(match.group(), _context(match), match.start(), match.end(), match.group(1) is not None)
        for match in _TOKEN.finditer(text)
    ]


def _words(text: str) -> list[str]:
    return [token.context for token in _tokens(text) if token.is_word]


def _share(found: list[bool]) -> float:
    return sum(found) / len(found)


def _context(match: re.Match[str]) -> str:
    """What stands for a token beside its neighbours: itself, a number, or an edge."""
    if match.group(1):
        return match.group().lower()
    if match.group(2):
        has_digit = any(char.isdigit() for char in match.group())
        return NUMBER if has_digit else match.group().lower()
    return EDGE
