"""Which version of a product a shopper means: by value, part of a value, or a size in other words."""

from __future__ import annotations

import re

from actions.resolve.words import FILLER, stem, words
from shop.types import Product, Variant

SHORTEST_PART = 3
_SIZES_IN_WORDS = (
    (r"\b(?:extra|x)[ -]large\b", "xl"),
    (r"\bsmall\b", "s"),
    (r"\bmedium\b", "m"),
    (r"\blarge\b", "l"),
)
_US_SIZE = re.compile(r"us (\S+)")


def wished_options(text: str, product: Product) -> dict[str, str]:
    """Option values of the product that the text names, by option: ``{"colour": "green"}``."""
    said = _besides_name(words(text), product)
    wishes = {option: _wish(said, values) for option, values in options_of(product).items()}
    return {option: value for option, value in wishes.items() if value is not None}


def _besides_name(said: list[str], product: Product) -> list[str]:
    """The words without those that name the product: a "Granite Boot in brown" is not wished in granite.

    Nor are "tents" wished as "tent only".
    """
    left = list(said)
    for word in words(product.name):
        named = next((one for one in left if stem(one) == stem(word)), None)
        if named is not None:
            left.remove(named)
    return left


def _wish(said: list[str], values: list[str]) -> str | None:
    exact = [value for value in values if _exactly(said, value)]
    sized = [value for value in values if _by_size(said, value)]
    partly = [value for value in values if _by_part(said, value, values)]
    for fitting in (exact, sized, partly):
        if fitting:
            longest = max(fitting, key=len)
            return longest if all(value in longest for value in fitting) else None
    return None


def _exactly(said: list[str], value: str) -> bool:
    folded = " ".join(words(value))
    return _within(folded, said) or (" " not in folded and stem(folded) in {stem(word) for word in said})


def _by_size(said: list[str], value: str) -> bool:
    """ "size 9" for "US 9", "medium" or "M" for "M (55-59 cm)", "L" for "L/XL"."""
    spelt = " ".join(said)
    for pattern, letter in _SIZES_IN_WORDS:
        spelt = re.sub(pattern, letter, spelt)
    folded = " ".join(words(value.split("(")[0]))
    if us := _US_SIZE.fullmatch(folded):
        return _within(f"size {us[1]}", spelt.split())
    parts = folded.split() if "/" in value else [folded]
    return any(_within(part, spelt.split()) for part in parts if part)


def _by_part(said: list[str], value: str, values: list[str]) -> bool:
    """ "blue" for "lake blue", unless another value is blue too."""
    others = {word for other in values if other != value for word in words(other)}
    stems = {stem(word) for word in said}
    own = (word for word in words(value) if len(word) >= SHORTEST_PART and word.isalpha())
    return any(stem(word) in stems for word in own if word not in others and word not in FILLER)


def _within(phrase: str, said: list[str]) -> bool:
    whole = f" {' '.join(said)} ".replace("-", " ")
    return bool(phrase) and f" {phrase.replace('-', ' ')} " in whole


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
