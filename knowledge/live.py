"""Price and stock of products as sentences, read from the shop at the moment of the question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.products import form_of, phrases
from knowledge.text import words
from shop import Store
from shop.types import Product, Variant

# Products, numbers and versions that are told of for one question.
_MOST = 3


@dataclass(frozen=True)
class LiveFact:
    """A sentence about a product as it is right now; ``source`` is what an answer cites."""

    id: str
    text: str
    title: str
    heading: str
    source: str
    product_id: str


class LiveFacts:
    """Asks the shop. A product that is gone, or a shop that does not answer, gives nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._forms = phrases()["live"]
        self._number = phrases()["number"]
        self._asks = _beginnings(self._forms["asks"])
        self._asks_number = _beginnings(self._number["asks"])

    def of(self, question: str, products: Sequence[str], codes: Sequence[str]) -> Iterator[LiveFact]:
        """Facts of at most three products and article numbers that the question names."""
        found = [self._store.variant(code) for code in codes[:_MOST]]
        variants = [entry for entry in found if entry is not None]
        for product, variant in variants:
            yield self._numbered(product, variant)
        known = [self._store.product(product_id) for product_id in products[:_MOST]]
        for product in [product for product, _ in variants] + [p for p in known if p is not None]:
            yield from self._told(question, product)

    def _told(self, question: str, product: Product) -> Iterator[LiveFact]:
        if product.variants and self._asks.search(question):
            yield _fact(product, self._forms["heading"], "price", self._price(product))
            yield _fact(product, self._forms["heading"], "stock", self._stock(product))
        if self._asks_number.search(question):
            asked = set(words(question))
            nearest = sorted(product.variants, key=lambda v: -len(asked & set(words(_named(v)))))
            for variant in nearest[:_MOST]:
                yield self._numbered(product, variant)

    def _numbered(self, product: Product, variant: Variant) -> LiveFact:
        form = form_of(self._number, product)
        text = form.format(product=product.name, options=_named(variant), number=variant.item_id)
        return _fact(product, self._number["heading"], variant.item_id, text)

    def _price(self, product: Product) -> str:
        prices = sorted({variant.price for variant in product.variants})
        form = form_of(self._forms["price" if len(prices) == 1 else "prices"], product)
        return form.format(product=product.name, low=f"${prices[0]:.2f}", high=f"${prices[-1]:.2f}")

    def _stock(self, product: Product) -> str:
        there = [_named(variant) for variant in product.variants if variant.available]
        if not there:
            return form_of(self._forms["out"], product).format(product=product.name)
        gone = [_named(variant) for variant in product.variants if not variant.available]
        text = form_of(self._forms["in"], product).format(product=product.name, there="; ".join(there))
        return f"{text} {self._forms['gone'].format(gone='; '.join(gone))}" if gone else text


def _fact(product: Product, heading: str, part: str, text: str) -> LiveFact:
    source = f"product:{product.product_id}"
    return LiveFact(f"live:{source}:{part}", text, product.name, heading, source, product.product_id)


def _beginnings(forms: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{form}" for form in forms), re.IGNORECASE)


def _named(variant: Variant) -> str:
    return ", ".join(variant.options.values()) or variant.item_id
