"""The shop's products as documents: what stays true, never price or stock, which are asked live."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.text import sentences, squeeze
from knowledge.types import Document, Section
from shop.types import Product

PHRASES_PATH = Path(__file__).resolve().parent / "product_phrases.yml"
_MAX_SENTENCE = 600


@lru_cache(maxsize=1)
def _phrases() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(PHRASES_PATH.read_text(encoding="utf-8"))
    return loaded


def product_documents(products: Iterable[Product]) -> Iterator[Document]:
    """One document ``product:<product_id>`` a product: description, specifications, options, as sentences."""
    for product in products:
        parts = (_description(product), _specifications(product), _options(product))
        sections = tuple(Section(heading, "", tuple(found)) for heading, found in parts if found)
        if sections and product.name.strip():
            yield Document(
                f"product:{product.product_id}", squeeze(product.name), sections, product.product_id
            )


def _description(product: Product) -> tuple[str, list[str]]:
    found = sentences(squeeze(re.sub(r"<[^>]*>", " ", product.description)), _MAX_SENTENCE)
    return _phrases()["headings"]["description"], found


def _specifications(product: Product) -> tuple[str, list[str]]:
    forms = _phrases()["specifications"]
    found: list[str] = []
    for key, value in product.specs.items():
        name = squeeze(key.replace("_", " ")).lower()
        form = forms.get(name, forms["other"])
        text = form.format(product=squeeze(product.name), key=name, value=squeeze(str(value)).rstrip("."))
        found.append(text)
    return _phrases()["headings"]["specifications"], found


def _options(product: Product) -> tuple[str, list[str]]:
    values: dict[str, list[str]] = {}
    for variant in product.variants:
        for key, value in variant.options.items():
            seen = values.setdefault(squeeze(key.replace("_", " ")).lower(), [])
            if value not in seen:
                seen.append(value)
    form = _phrases()["options"]["one"]
    found = [
        form.format(product=squeeze(product.name), key=key, values=", ".join(map(squeeze, given)))
        for key, given in values.items()
    ]
    return _phrases()["headings"]["options"], found
