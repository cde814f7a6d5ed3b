"""Which products a shopper means: by name, part of a name, nickname, plural or with a typing error."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from actions.resolve.words import telling
from models.embedder import Embedder
from shop.types import Product

# Two words count as the same from this similarity on (0..100): one wrong letter in six.
SAME_WORD = 84.0
# A product is meant when this share of the telling words fits it, weighted by how rare each word is.
MEANT = 0.6
# Candidates this close to the best are equally meant.
AS_GOOD = 0.05
SHORTEST_FUZZY = 5
# When so many products of a category are called by its word, the others in it are something else.
CALLED_BY_CATEGORY = 2


@dataclass(frozen=True)
class Match:
    """A product with how well the words fit it, 0..1, more when its whole name was said.

    ``named``: the word its name begins with was said ("harbor"), rather than only a kind of thing ("tent").
    """

    product: Product
    score: float
    named: bool = False


class ProductFinder:
    """Looks words up in the catalogue as it was when the finder was made."""

    def __init__(self, products: Sequence[Product], embedder: Embedder) -> None:
        self._products = tuple(products)
        self._by_id = {product.product_id: product for product in self._products}
        self._names = [frozenset(telling(product.name)) for product in self._products]
        self._words = [_vocabulary(product) for product in self._products]
        self._leads = [telling(product.name)[:1] for product in self._products]
        self._heads = [_heads(product) for product in self._products]
        counts = Counter(word for vocabulary in self._words for word in vocabulary)
        self._rarity = {word: math.log(1 + len(self._products) / n) for word, n in counts.items()}
        self._known = list(self._rarity)
        self._embedder = embedder
        texts = [f"{p.name}. {p.category}. {p.description}" for p in self._products]
        self._vectors = embedder.encode(texts)

    def product(self, product_id: str) -> Product | None:
        """The product of that id."""
        return self._by_id.get(product_id)

    def find(self, text: str) -> list[Match]:
        """Products the text names, best first; several when it fits several equally well, [] when none."""
        said = self._recognise(text)
        if not said:
            return []
        scores = [self._score(index, said) for index in range(len(self._products))]
        best = max(scores, default=0.0)
        if best < MEANT:
            return []
        matches = [
            Match(product, score, named=any(word in said for word in lead))
            for product, score, lead in zip(self._products, scores, self._leads, strict=True)
            if score >= best - AS_GOOD
        ]
        return sorted(matches, key=lambda match: -match.score)

    def of_kind(self, text: str) -> set[str]:
        """Ids of the products that are of a kind the text names: "tents", "a jacket", "for the kitchen".

        Footprints stand in the category of the tents without being tents, so a category counts only when
        hardly any of its products is called by its word.
        """
        said = self._recognise(text).keys()
        called = {p.product_id for p in self._products if _kinds(p) & said}
        for category in {p.category for p in self._products}:
            words_of_it = said & set(telling(category.replace("-", " ")))
            ids = {p.product_id for p in self._products if p.category == category}
            if any(self._callers(word, ids) < CALLED_BY_CATEGORY for word in words_of_it):
                called |= ids
        return called

    def _callers(self, word: str, ids: set[str]) -> int:
        return sum(word in _kinds(product) for product in self._products if product.product_id in ids)

    def alike(self, text: str) -> dict[str, float]:
        """Cosine similarity of every product with the text, by product id."""
        if not self._products:
            return {}
        similarity = self._vectors @ self._embedder.encode([text])[0]
        return {p.product_id: float(s) for p, s in zip(self._products, np.asarray(similarity), strict=True)}

    def _recognise(self, text: str) -> dict[str, float]:
        """Catalogue words in the text with their weight; an unknown word is not about a product."""
        found: dict[str, float] = {}
        for word in telling(text):
            known = word if word in self._rarity else self._nearest(word)
            if known is not None:
                found[known] = self._rarity[known]
        return found

    def _nearest(self, word: str) -> str | None:
        if len(word) < SHORTEST_FUZZY:
            return None
        hit = process.extractOne(word, self._known, scorer=fuzz.ratio, score_cutoff=SAME_WORD)
        return hit[0] if hit else None

    def _score(self, index: int, said: dict[str, float]) -> float:
        vocabulary, name = self._words[index], self._names[index]
        if self._heads[index].isdisjoint(said):
            return 0.0  # "kayak" alone is no wish for a "kayak bag"
        total = sum(said.values())
        fitting = sum(weight for word, weight in said.items() if word in vocabulary)
        whole_name = bool(name) and name <= said.keys()
        in_name = sum(weight for word, weight in said.items() if word in name)
        # A word of the name tells more than the same word among the nicknames.
        return fitting / total + 0.2 * in_name / total + (1.0 if whole_name else 0.0)


def _vocabulary(product: Product) -> frozenset[str]:
    nicknames = " ".join(product.keywords)
    return frozenset(telling(f"{product.name} {nicknames} {product.category.replace('-', ' ')}"))


def _kinds(product: Product) -> frozenset[str]:
    """What the product is called: the last word of its name and of each nickname."""
    called = (telling(text)[-1:] for text in (product.name, *product.keywords))
    return frozenset(word for last in called for word in last)


def _heads(product: Product) -> frozenset[str]:
    return _kinds(product) | frozenset(telling(f"{product.name} {product.category.replace('-', ' ')}"))
