"""Misspelt words put right before a message is encoded; the text, and every detail in it, stays as written.

Symmetric deletion (Garbe 2012): two words within one edit share a form with one letter deleted from each, so
the lookup costs as many dictionary probes as the word has letters. Words come from the training examples, so
what is put right is what matters here; whatever the encoder's own vocabulary knows is left alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

# A run of letters that stands alone: no order id, no email, no SKU is ever touched.
_WORD = re.compile(r"(?<![\w@.#'’-])[^\W\d_]{3,}(?![\w@#'’-]|\.\w)")
SHORTEST = 4
# From this length on two edits still leave little doubt.
LONG = 8


def _deletes(word: str) -> Iterator[str]:
    """The word and every form of it with one letter left out."""
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


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
    return row[-1]


class Speller:
    """Puts words right that neither ``known`` nor the training texts hold.

    ``counts`` says how often each word stands in the training texts; of several candidates the nearest wins,
    then the one with the same first letter, then the more frequent one.
    """

    def __init__(self, counts: dict[str, int], known: Iterable[str] = ()) -> None:
        self.counts = counts
        self._known = frozenset(known) | counts.keys()
        self._index: dict[str, set[str]] = defaultdict(set)
        for word in counts:
            if len(word) >= SHORTEST:
                for form in _deletes(word):
                    self._index[form].add(word)

    @classmethod
    def from_texts(cls, texts: Iterable[str], known: Iterable[str] = (), at_least: int = 2) -> Speller:
        """Learn the words of at least ``at_least`` of the texts each; a rare one may be a slip itself."""
        counts = Counter(word for text in texts for word in set(words(text)))
        return cls({word: n for word, n in counts.items() if n >= at_least}, known)

    def correct(self, text: str) -> str:
        """The text with its misspelt words replaced, in lower case; everything else as it stands."""
        return _WORD.sub(lambda match: self.word(match.group()), text)

    def word(self, written: str) -> str:
        """The word that is meant; ``written`` itself where it is known or nothing is near."""
        low = written.lower()
        if low in self._known or len(low) < SHORTEST:
            return written
        limit = 2 if len(low) >= LONG else 1
        near = {word for form in _deletes(low) for word in self._index.get(form, ())}
        ranked = sorted(
            (distance(low, word, limit), word[0] != low[0], -self.counts[word], word) for word in near
        )
        return ranked[0][3] if ranked and ranked[0][0] <= limit else written


def words(text: str) -> list[str]:
    """The words of a text that could be put right, in lower case."""
    return [match.group().lower() for match in _WORD.finditer(text)]
