"""The shop's products as documents: what stays true, never price or stock, which are asked live."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.text import sentences, squeeze
from knowledge.types import Document, Section
from shop.types import Product

PHRASES_PATH = Path(__file__).resolve().parent / "product_phrases.yml"
_MAX_SENTENCE = 600
_TAG = re.compile(r"<[^<>]*>")


@lru_cache(maxsize=1)
def phrases() -> dict[str, Any]:
    """What ``product_phrases.yml`` says."""
    loaded: dict[str, Any] = yaml.safe_load(PHRASES_PATH.read_text(encoding="utf-8"))
    return loaded


def product_documents(products: Iterable[Product]) -> Iterator[Document]:
    """One document ``product:<product_id>`` a product: description, specifications, options, as sentences.

    A product without a name, or of which nothing is told, gives none.
    """
    headings = phrases()["headings"]
    for product in products:
        parts = (
            (headings["description"], _description(product)),
            (headings["specifications"], _specifications(product)),
            (headings["options"], _options(product)),
        )
        sections = tuple(Section(heading, "", tuple(found)) for heading, found in parts if found)
        name = squeeze(product.name)
        if sections and name:
            yield Document(f"product:{product.product_id}", name, sections, product.product_id)


def _description(product: Product) -> list[str]:
    return sentences(squeeze(_TAG.sub(" ", product.description)), _MAX_SENTENCE)


def _specifications(product: Product) -> list[str]:
    forms = phrases()["specifications"]
    found: list[str] = []
    for key, value in product.specs.items():
        name = _label(key)
        form = form_of(forms.get(name.lower(), forms["other"]), product)
        found.append(form.format(product=squeeze(product.name), key=name, value=squeeze(value).rstrip(".")))
    return found


def _options(product: Product) -> list[str]:
    values: dict[str, dict[str, None]] = {}
    for variant in product.variants:
        for key, value in variant.options.items():
            values.setdefault(_label(key).lower(), {})[squeeze(value)] = None
    form = form_of(phrases()["option"], product)
    return [
        form.format(product=squeeze(product.name), key=key, values=", ".join(given))
        for key, given in values.items()
    ]


def _label(key: str) -> str:
    label = squeeze(key.replace("_", " "))
    return label[:1].upper() + label[1:]


def form_of(forms: dict[str, str], product: Product) -> str:
    """The form for a name in the singular or in the plural."""
    name = product.name.rstrip().lower()
    return forms["many" if name.endswith("s") and not name.endswith("ss") else "one"]
