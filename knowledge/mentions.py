"""Finds the products that a question names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from knowledge.lexicon import function_words
from knowledge.text import words

_SHORTEST_SINGLE_WORD = 5


class Mentions:
    """Product names of the index, looked up as whole words in a question.

    People shorten names from the end ("the Wayfarer 70" for the Wayfarer 70 Expedition Pack), so beginnings
    count: of two words, or of one long word that stands in no other place of any name.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = dict(names)
        split = {product_id: tuple(words(name)) for product_id, name in names.items()}
        later = Counter(word for name in split.values() for word in name[1:])
        self._products: dict[tuple[str, ...], list[str]] = {}
        for product_id, name in split.items():
            for length in range(1, len(name) + 1):
                if length > 1 or len(name) == 1 or _distinctive(name[0], later):
                    self._products.setdefault(name[:length], []).append(product_id)
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
            if length:
                found.update(dict.fromkeys(self._products[tuple(asked[at : at + length])]))
            at += max(length, 1)
        return list(found)


def _distinctive(word: str, later: Counter[str]) -> bool:
    return len(word) >= _SHORTEST_SINGLE_WORD and word not in later and word not in function_words()
