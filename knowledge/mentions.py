"""Finds the products that a question names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from knowledge.lexicon import function_words, stem
from knowledge.text import words

_SHORTEST_SINGLE_WORD = 5
_SHORTEST_FIRST_WORD = 4
# Words after a name's first one among which the others are looked for.
_NEAR = 3


class Mentions:
    """Product names of the index, looked up as whole words in a question.

    People shorten names from the end ("the Wayfarer 70" for the Wayfarer 70 Expedition Pack), so beginnings
    count: of two words, or of one long word that stands in no other place of any name. They leave words out,
    too ("the Hush headphones" for the Hush Over-Ear Headphones): after a first word that stands in no other
    place, the products that share most of the words near it are meant.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = dict(names)
        split = {product_id: tuple(words(name)) for product_id, name in names.items()}
        later = Counter(word for name in split.values() for word in name[1:])
        self._products: dict[tuple[str, ...], list[str]] = {}
        self._opened: dict[str, dict[str, frozenset[str]]] = {}
        for product_id, name in split.items():
            for length in range(1, len(name) + 1):
                if length > 1 or len(name) == 1:
                    self._products.setdefault(name[:length], []).append(product_id)
            if name and _distinctive(name[0], later):
                self._opened.setdefault(name[0], {})[product_id] = frozenset(map(stem, name[1:]))
        self._lengths = sorted({len(name) for name in self._products}, reverse=True)

    def name(self, product_id: str) -> str:
        """The name of a product, "" if the index does not hold it."""
        return self._names.get(product_id, "")

    def find(self, question: str) -> list[str]:
        """Ids of the products named in the question; a longer name hides a shorter one inside it."""
        asked = words(question)
        found: dict[str, None] = {}
        at = 0
        while at < len(asked):
            length = next((n for n in self._lengths if tuple(asked[at : at + n]) in self._products), 0)
            meant = self._meant(asked[at], asked[at + 1 : at + 1 + _NEAR])
            if not meant and length:
                meant = self._products[tuple(asked[at : at + length])]
            found.update(dict.fromkeys(meant))
            at += max(length, 1)
        return list(found)

    def _meant(self, first: str, near: Sequence[str]) -> list[str]:
        """Products whose names begin with a word of their own and share most of the words after it."""
        products = self._opened.get(first, {})
        shared = {i: len(rest & frozenset(map(stem, near))) for i, rest in products.items()}
        most = max(shared.values(), default=0)
        if not most and len(first) < _SHORTEST_SINGLE_WORD:
            return []
        return [product_id for product_id, count in shared.items() if count == most]


def _distinctive(word: str, later: Counter[str]) -> bool:
    return len(word) >= _SHORTEST_FIRST_WORD and word not in later and word not in function_words()
