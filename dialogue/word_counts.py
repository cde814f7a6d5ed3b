"""How likely a word is after another: the shop's own examples, mixed with English at large.

Probabilities of a pair are interpolated with those of the single word (Jelinek and Mercer 1980; the weight of
the pairs grows with how often the first word was seen, as in Witten and Bell 1991).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# What stands before the first word, after the last, and where punctuation parts words.
EDGE = "."
# The lists of English that symspellpy brings: words and pairs with their counts in Google's n-grams.
_LISTS = "symspellpy"
_WORDS_FILE = "frequency_dictionary_en_82_765.txt"
_PAIRS_FILE = "frequency_bigramdictionary_en_243_342.txt"
# Rarer English words are as often slips themselves; counts are of a corpus of 10^12 words.
LEAST_COUNT = 500_000
# In so many examples a word that no list has is a name of the shop's, no slip.
OFTEN = 8
CORPUS_WORDS = 1.02e12


@dataclass(frozen=True)
class Mixture:
    """How much of each source a probability is made of."""

    own_words: float = 0.7
    own_pairs: float = 0.6
    english_pairs: float = 0.1
    # A first word seen this often has half of the pairs' weight.
    seen: float = 5.0
    # What an example's word counts that no list of English has: it may be a slip itself.
    doubtful: float = 0.1
    # A word no list has, and one that only the encoder's vocabulary has.
    unknown: float = 1e-9
    rare: float = 3e-8


@cache
def english_words() -> Mapping[str, int]:
    """English words with their counts."""
    lines = (files(_LISTS) / _WORDS_FILE).read_text(encoding="utf-8-sig").splitlines()
    return {word: int(count) for word, count in (line.split(" ") for line in lines)}


@cache
def _english_pairs() -> Mapping[tuple[str, str], int]:
    lines = (files(_LISTS) / _PAIRS_FILE).read_text(encoding="utf-8-sig").splitlines()
    return {(first, second): int(count) for first, second, count in (line.split(" ") for line in lines)}


class WordCounts:
    """Probabilities of words; ``words`` and ``pairs`` are counts in the training examples."""

    def __init__(
        self,
        words: Mapping[str, int],
        pairs: Mapping[tuple[str, str], int],
        also_known: Iterable[str] = (),
        mixture: Mixture | None = None,
    ) -> None:
        self.words = words
        self.pairs = pairs
        self._also_known = frozenset(also_known)
        self._mixture = mixture or Mixture()
        self._total = max(1, sum(words.values()))
        self._firsts: Counter[str] = Counter()
        for (first, _), count in pairs.items():
            self._firsts[first] += count
        edges = sum(count for (_, second), count in pairs.items() if second == EDGE)
        self._edge = max(1, edges) / (self._total + max(1, edges))

    def could_be_meant(self, word: str) -> bool:
        """Whether the word is usual enough to be what a slip stands for."""
        count = self.words.get(word, 0)
        return (
            count >= OFTEN
            or (count > 0 and self.is_known(word))
            or english_words().get(word, 0) >= LEAST_COUNT
        )

    def is_known(self, word: str) -> bool:
        """Whether a list of English or the encoder's vocabulary has the word."""
        return word in english_words() or word in self._also_known

    def of_word(self, word: str) -> float:
        """Probability of the word by itself; never zero."""
        if word == EDGE:
            return self._edge
        mixture = self._mixture
        trust = 1.0 if self.is_known(word) else mixture.doubtful
        own = trust * self.words.get(word, 0) / self._total
        english = english_words().get(word, 0) / CORPUS_WORDS
        probability = mixture.own_words * own + (1 - mixture.own_words) * english
        return probability or (mixture.rare if word in self._also_known else mixture.unknown)

    def after(self, first: str, word: str) -> float:
        """Probability of the word where ``first`` stands before it; never zero."""
        mixture, seen = self._mixture, self._firsts.get(first, 0)
        weight = mixture.own_pairs * seen / (seen + mixture.seen)
        trust = 1.0 if word == EDGE or self.is_known(word) else mixture.doubtful
        pair = trust * self.pairs.get((first, word), 0) / seen if seen else 0.0
        probability = weight * pair + (1 - weight) * self.of_word(word)
        count = _english_pairs().get((first, word), 0)
        if count and first in english_words():
            probability += mixture.english_pairs * min(1.0, count / english_words()[first])
        return probability
