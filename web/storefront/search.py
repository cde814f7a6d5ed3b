"""The demo shop's own search: every word begins a word of the product, best where its name has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from shop.types import Product

MAX_QUERY_CHARS = 200
MOST_FOUND = 48
_WORD = re.compile(r"[^\W_]+")
_NAME, _KEYWORD, _TEXT = 4, 2, 1
_MOST_WORDS = 12


def search(products: Sequence[Product], query: str) -> list[Product]:
    """The products that have all the words, best first; where none has, those that have any."""
    wanted = _words([query])[:_MOST_WORDS]
    if not wanted:
        return []
    scored = [(_scores(product, wanted), product) for product in products]
    whole = [(sum(scores), product) for scores, product in scored if all(scores)]
    found = whole or [(sum(scores), product) for scores, product in scored if any(scores)]
    return [product for _, product in sorted(found, key=lambda one: -one[0])][:MOST_FOUND]


def _scores(product: Product, wanted: Sequence[str]) -> list[int]:
    """For each word the weight of the best place it stands in."""
    texts = [product.description, *product.specs.values()]
    texts += [option for variant in product.variants for option in variant.options.values()]
    places = (
        (_NAME, _words([product.name])),
        (_KEYWORD, _words([product.category, *product.keywords])),
        (_TEXT, _words(texts)),
    )
    return [
        max((weight for weight, words in places if any(one.startswith(word) for one in words)), default=0)
        for word in wanted
    ]


def _words(texts: Iterable[str]) -> list[str]:
    """Words in small letters, each once; a plural's last letter is no difference."""
    found = (word.casefold() for text in texts for word in _WORD.findall(text))
    return list(dict.fromkeys(_singular(word) for word in found))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
