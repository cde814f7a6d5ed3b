"""Which products a shopper means: by name, part of a name, nickname, plural or with a typing error."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA

from actions.resolve.words import affirmed, replacement, telling
from models.embedder import Embedder
from shop.types import Product

# A word is the same with one letter wrong, missing, added or swapped from this length on, with two from that.
SHORTEST_TYPO, SHORTEST_TWO_TYPOS = 5, 9
# In a word of four letters only two swapped ones are forgiven: "tnet".
SHORTEST_SWAP = 4
# A product is meant when this share of the telling words fits it, weighted by how rare each word is.
MEANT = 0.6
# Candidates this close to the best are equally meant.
AS_GOOD = 0.05
# When so many products of a category are called by its word, the others in it are something else.
CALLED_BY_CATEGORY = 2
# Words of a text beyond these are not looked at: nobody names a product so late.
MOST_WORDS = 200


@dataclass(frozen=True)
class Match:
    """A product with how well the words fit it, 0..1, more when its whole name was said.

    ``named``: the word its name begins with was said ("harbor"), rather than only a kind of thing ("tent").
    """

    product: Product
    score: float
    named: bool = False


class ProductFinder:
    """Looks words up in the catalogue, which is read anew whenever it has changed.

    ``source`` is the catalogue, or gives it as it is now: `Store.products`, which hands out the same tuple
    until the store's revision moves.
    """

    def __init__(
        self, source: Sequence[Product] | Callable[[], Sequence[Product]], embedder: Embedder
    ) -> None:
        self._source: Callable[[], Sequence[Product]] = source if callable(source) else lambda: source
        self._embedder = embedder
        self._embedding = threading.Lock()
        self._vectors: dict[str, np.ndarray] = {}
        self._latest = _Catalogue(self._source())
        # Before the first shopper comes rather than while one waits.
        self._vectors_of(self._latest.products)

    def product(self, product_id: str) -> Product | None:
        """The product of that id."""
        return self._catalogue().by_id.get(product_id)

    def find(self, text: str) -> list[Match]:
        """Products the text names, best first; several when it fits several equally well, [] when none.

        What the text takes back does not count: "not the tent, the stove" names the stove.
        """
        catalogue, meant = self._catalogue(), affirmed(text)
        instead = replacement(meant)
        return (catalogue.find(instead) if instead else []) or catalogue.find(meant)

    def of_kind(self, text: str) -> set[str]:
        """Ids of the products that are of a kind the text names: "tents", "a jacket", "for the kitchen".

        Footprints stand in the category of the tents without being tents, so a category counts only when
        hardly any of its products is called by its word.
        """
        return self._catalogue().of_kind(affirmed(text))

    def alike(self, text: str) -> dict[str, float]:
        """Cosine similarity of every product with the text, by product id."""
        products = self._catalogue().products
        if not products:
            return {}
        similarity = self._vectors_of(products) @ self._embedder.encode([text])[0]
        return {p.product_id: float(s) for p, s in zip(products, np.asarray(similarity), strict=True)}

    def _catalogue(self) -> _Catalogue:
        """The catalogue as it is now. Two threads may build it at once; either result is right."""
        products = self._source()
        known = self._latest
        if products is not known.products:
            known = self._latest = known.now(products)
        return known

    def _vectors_of(self, products: Sequence[Product]) -> np.ndarray:
        """A vector for each product; only texts that were not there before are encoded."""
        texts = [f"{p.name}. {p.category}. {p.description}" for p in products]
        with self._embedding:
            new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
            if new:
                self._vectors.update(zip(new, self._embedder.encode(new), strict=True))
            if len(self._vectors) > 2 * len(texts):
                self._vectors = {text: self._vectors[text] for text in texts}
            return np.stack([self._vectors[text] for text in texts]) if texts else np.zeros((0, 0))


class _Catalogue:
    """The words of the catalogue at one time."""

    def __init__(self, products: Sequence[Product]) -> None:
        self.products = products
        self.by_id = {product.product_id: product for product in products}
        self._names = [frozenset(_telling(product.name)) for product in products]
        self._words = [_vocabulary(product) for product in products]
        self._leads = [_telling(product.name)[:1] for product in products]
        self._heads = [_heads(product) for product in products]
        counts = Counter(word for vocabulary in self._words for word in vocabulary)
        self._rarity = {word: math.log(1 + len(products) / n) for word, n in counts.items()}
        # "sleepingbag", "wayfarer55": neighbours in a name or a nickname, written as one.
        self._compounds = {a + b: (a, b) for product in products for a, b in _neighbours(product)}
        self._by_length: dict[int, list[str]] = {}
        for word in self._rarity:
            if word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    def now(self, products: Sequence[Product]) -> _Catalogue:
        """The same with these products: words are worked out anew only if a name or a nickname changed."""
        if [_spoken(p) for p in products] != [_spoken(p) for p in self.products]:
            return _Catalogue(products)
        same = object.__new__(_Catalogue)
        same.__dict__.update(self.__dict__)
        same.products, same.by_id = products, {product.product_id: product for product in products}
        return same

    def find(self, text: str) -> list[Match]:
        """As `ProductFinder.find`, of a text that takes nothing back."""
        said = self._recognise(text)
        if not said:
            return []
        scores = [self._score(index, said) for index in range(len(self.products))]
        best = max(scores, default=0.0)
        if best < MEANT:
            return []
        matches = [
            Match(product, score, named=any(word in said for word in lead))
            for product, score, lead in zip(self.products, scores, self._leads, strict=True)
            if score >= best - AS_GOOD
        ]
        return sorted(matches, key=lambda match: -match.score)

    def of_kind(self, text: str) -> set[str]:
        """As `ProductFinder.of_kind`."""
        said = set(self._recognise(text))
        called = {p.product_id for p in self.products if _kinds(p) & said}
        in_full = self._called_in_full(text)
        if in_full:
            # "Sleeping bag" means those that are called so, and no other bag.
            others = {last for _, last in in_full}
            said = said - {word for pair in in_full for word in pair}
            called = {p.product_id for p in self.products if _kinds(p) & said or _pairs(p) & in_full}
            called -= {p.product_id for p in self.products if not _pairs(p) & in_full and _kinds(p) & others}
        for category in {p.category for p in self.products}:
            words_of_it = said & set(_telling(category))
            ids = {p.product_id for p in self.products if p.category == category}
            if any(self._callers(word, ids) < CALLED_BY_CATEGORY for word in words_of_it):
                called |= ids
        return called

    def _called_in_full(self, text: str) -> frozenset[tuple[str, str]]:
        """Pairs of words side by side that some products are called by."""
        words = _telling(text)[:MOST_WORDS]
        known = frozenset[tuple[str, str]]().union(*map(_pairs, self.products))
        return known & frozenset(pairwise(words))

    def _callers(self, word: str, ids: set[str]) -> int:
        return sum(word in _kinds(product) for product in self.products if product.product_id in ids)

    def _recognise(self, text: str) -> dict[str, float]:
        """Catalogue words in the text with their weight; an unknown word is not about a product."""
        said = _telling(text)[:MOST_WORDS]
        found: dict[str, float] = {}
        for place, word in enumerate(said):
            joined = word + said[place + 1] if place + 1 < len(said) else ""
            for known in self._known(word, joined):
                found[known] = self._rarity[known]
        return found

    def _known(self, word: str, joined: str) -> tuple[str, ...]:
        """The catalogue's words for one: itself, with the next ("head lamp"), apart, or but for a typo."""
        own = (word,) if word in self._rarity else ()
        together = (joined,) if joined in self._rarity and joined.isalpha() else ()
        return own + together or self._compounds.get(word) or self._nearest(word)

    def _nearest(self, word: str) -> tuple[str, ...]:
        """The most frequent word that is the same but for a typo."""
        if len(word) < SHORTEST_SWAP or not word.isalpha():
            return ()
        if len(word) < SHORTEST_TYPO:
            near = [k for k in self._by_length.get(len(word), []) if sorted(k) == sorted(word)]
            near = [known for known in near if OSA.distance(word, known) == 1]
        else:
            near = [known for known in self._about_as_long(word) if _same_but_a_typo(word, known)]
        best = min(near, key=lambda known: (OSA.distance(word, known), self._rarity[known]), default=None)
        return (best,) if best else ()

    def _about_as_long(self, word: str) -> list[str]:
        spread = 2 if len(word) >= SHORTEST_TWO_TYPOS else 1
        lengths = range(len(word) - spread, len(word) + spread + 1)
        return [known for length in lengths for known in self._by_length.get(length, [])]

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


def _same_but_a_typo(word: str, known: str) -> bool:
    """The first letter is hardly ever wrong, and a word with another beginning is often another word."""
    if word[0] != known[0] or len(known) < SHORTEST_SWAP:
        return False
    allowed = 2 if min(len(word), len(known)) >= SHORTEST_TWO_TYPOS else 1
    return bool(OSA.distance(word, known, score_cutoff=allowed) <= allowed)


def _telling(text: str) -> list[str]:
    """The telling words, those with a hyphen in parts: "carry on" and "carry-on" are the same."""
    return telling(text.replace("-", " "))


def _spoken(product: Product) -> tuple[str, str, str, tuple[str, ...]]:
    return product.product_id, product.name, product.category, product.keywords


def _vocabulary(product: Product) -> frozenset[str]:
    nicknames = " ".join(product.keywords)
    return frozenset(_telling(f"{product.name} {nicknames} {product.category}"))


def _neighbours(product: Product) -> Iterator[tuple[str, str]]:
    for phrase in (product.name, *product.keywords):
        yield from pairwise(_telling(phrase))


def _kinds(product: Product) -> frozenset[str]:
    """What the product is called: the last word of its name and of each nickname."""
    called = (_telling(text)[-1:] for text in (product.name, *product.keywords))
    return frozenset(word for last in called for word in last)


def _pairs(product: Product) -> frozenset[tuple[str, str]]:
    """The last two words of its name and of each nickname: "sleeping bag"."""
    called = (_telling(text)[-2:] for text in (product.name, *product.keywords))
    return frozenset((words[0], words[1]) for words in called if len(words) > 1)


def _heads(product: Product) -> frozenset[str]:
    return _kinds(product) | frozenset(_telling(f"{product.name} {product.category}"))
