"""Finds the products that a question names."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.text import words


class Mentions:
    """Product names of the index, looked up as whole words in a question."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_name: dict[tuple[str, ...], list[str]] = {}
        for product_id, name in names.items():
            self._by_name.setdefault(tuple(words(name)), []).append(product_id)
        self._by_name.pop((), None)
        self._lengths = sorted({len(name) for name in self._by_name}, reverse=True)

    def find(self, question: str) -> list[str]:
        """Ids of the products whose whole name stands in the question; a longer name hides one inside it."""
        asked = words(question)
        found: list[str] = []
        at = 0
        while at < len(asked):
            for length in self._lengths:
                products = self._by_name.get(tuple(asked[at : at + length]))
                if products:
                    found.extend(product for product in products if product not in found)
                    at += length - 1
                    break
            at += 1
        return found
