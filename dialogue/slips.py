"""Which words a written one may stand for, and how likely fingers turn the one into the other.

Every word within one slip is tried (Norvig 2007, "How to write a spelling corrector"); two slips only in long
words, among those of the training examples, by symmetric deletion (Garbe 2012).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dialogue.typos import NEIGHBOURS

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True)
class SlipRates:
    """How often fingers slip, and the share of each kind of slip relative to the usual four."""

    # Chance that a letter is written wrongly; the four kinds (see `dialogue.typos`) are equally likely.
    letter: float = 0.03
    # A letter too many that is no doubled one.
    stray: float = 0.15
    # A neighbouring key instead: each of about five.
    neighbour: float = 0.2
    # One vowel for another, as people write who spell by ear; any other key.
    vowel: float = 0.06
    other: float = 0.01
    # Two slips in one word, from this many letters on.
    twice: float = 0.02
    long: int = 8


def distance(a: str, b: str, limit: int) -> int:
    """Optimal string alignment distance (edits and swaps of neighbours), or ``limit`` + 1 when it is more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        after = [i]
        for j, right in enumerate(b, 1):
            cost = min(row[j] + 1, after[j - 1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            after.append(cost)
        before, row = row, after
    return min(row[-1], limit + 1)


class Slips:
    """Words that may be meant; ``usual`` tells which exist, ``own`` are those of the training examples."""

    def __init__(
        self, usual: Callable[[str], bool], own: Iterable[str], rates: SlipRates | None = None
    ) -> None:
        self.rates = rates or SlipRates()
        self._usual = usual
        self._own: dict[str, set[str]] = defaultdict(set)
        for word in own:
            if len(word) >= self.rates.long - 1:
                for form in _deletes(word):
                    self._own[form].add(word)

    def meant(self, written: str) -> dict[str, float]:
        """Words that ``written`` (lower case) may stand for, with the probability of such a slip."""
        found: dict[str, float] = {}
        usual_slip = self.rates.letter / 4
        for word, share in self._one_slip(written):
            if word != written and share > found.get(word, 0.0) and self._usual(word):
                found[word] = share
        found = {word: share * usual_slip for word, share in found.items()}
        if not found and len(written) >= self.rates.long:
            for word in {word for form in _deletes(written) for word in self._own.get(form, ())}:
                if distance(written, word, 2) <= 2:
                    found[word] = usual_slip * self.rates.twice
        return found

    def _one_slip(self, written: str) -> Iterator[tuple[str, float]]:
        """Every string one slip away, with the share of that kind of slip."""
        for i, letter in enumerate(written):
            before, after = written[:i], written[i + 1 :]
            doubled = letter in (before[-1:], after[:1])
            yield before + after, 1.0 if doubled else self.rates.stray
            if after and after[0] != letter:
                yield before + after[0] + letter + after[1:], 1.0
            for other in _LETTERS:
                yield before + other + after, self._share(letter, other)
        for i in range(len(written) + 1):
            for other in _LETTERS:
                yield written[:i] + other + written[i:], 1.0

    def _share(self, written: str, meant: str) -> float:
        if meant in NEIGHBOURS.get(written, ""):
            return self.rates.neighbour
        return self.rates.vowel if written in _VOWELS and meant in _VOWELS else self.rates.other


def _deletes(word: str) -> Iterator[str]:
    """The word and every form of it with one letter left out."""
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
