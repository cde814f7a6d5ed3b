"""Which products a shopper means: by name, part of a name, nickname, plural or with a typing error."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from actions.resolve.words import stem, telling, words
from models.embedder import Embedder
from shop.types import Product, Variant

# Two words count as the same from this similarity on (0..100): one wrong letter in six.
SAME_WORD = 84.0
# A product is meant when this share of the telling words fits it, weighted by how rare each word is.
MEANT = 0.6
# Candidates this close to the best are equally meant.
AS_GOOD = 0.05
SHORTEST_FUZZY = 5


@dataclass(frozen=True)
class Match:
    """A product with how well the words fit it, 0..1, more when its whole name was said."""

    product: Product
    score: float


class ProductFinder:
    """Looks words up in the catalogue as it was when the finder was made."""

    def __init__(self, products: Sequence[Product], embedder: Embedder) -> None:
        self._products = tuple(products)
        self._by_id = {product.product_id: product for product in self._products}
        self._names = [frozenset(telling(product.name)) for product in self._products]
        self._words = [_vocabulary(product) for product in self._products]
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
            Match(product, score)
            for product, score in zip(self._products, scores, strict=True)
            if score >= best - AS_GOOD
        ]
        return sorted(matches, key=lambda match: -match.score)

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
        total = sum(said.values())
        fitting = sum(weight for word, weight in said.items() if word in vocabulary)
        whole_name = bool(name) and name <= said.keys()
        in_name = sum(weight for word, weight in said.items() if word in name)
        # A word of the name tells more than the same word among the nicknames.
        return fitting / total + 0.2 * in_name / total + (1.0 if whole_name else 0.0)


def _vocabulary(product: Product) -> frozenset[str]:
    nicknames = " ".join(product.keywords)
    return frozenset(telling(f"{product.name} {nicknames} {product.category.replace('-', ' ')}"))


def wished_options(text: str, product: Product) -> dict[str, str]:
    """Option values of the product that the text names, by option: ``{"colour": "green"}``."""
    said = words(text)
    joined = f" {' '.join(said)} "
    stems = {stem(word) for word in said}
    wishes: dict[str, str] = {}
    for option, values in options_of(product).items():
        for value in values:
            folded = " ".join(words(value))
            if f" {folded} " in joined or (" " not in folded and stem(folded) in stems):
                wishes[option] = value
    return wishes


def options_of(product: Product) -> dict[str, list[str]]:
    """Every option of a product with the values its variants have, in catalogue order."""
    options: dict[str, list[str]] = {}
    for variant in product.variants:
        for option, value in variant.options.items():
            values = options.setdefault(option, [])
            if value not in values:
                values.append(value)
    return options


def variants_with(product: Product, wishes: dict[str, str]) -> list[Variant]:
    """The variants that have all the wished values."""
    return [v for v in product.variants if all(v.options.get(o) == value for o, value in wishes.items())]
