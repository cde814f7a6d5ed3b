"""How many versions of a product there are."""

from __future__ import annotations

import re

from actions.phrases import product_card
from actions.reply import Reply
from actions.resolve.options import variants_with, wished_options
from actions.services import Services
from shop.types import Product

_HOW_MANY = re.compile(
    r"\b(?:how many|(?:what|the) number of)\b[^?.!]*?"
    r"\b(?:options|variants|versions|kinds|types|varieties|variations|models|styles|choices|different)\b",
    re.IGNORECASE,
)


def counts_versions(text: str) -> bool:
    """Whether the text asks how many versions there are: "how many T-shirt options do you have"."""
    return _HOW_MANY.search(text) is not None


def tell_versions(text: str, product: Product, reply: Reply, services: Services) -> None:
    """How many there are of the product, or of those wished, and how many of them can be had."""
    wishes = wished_options(text, product)
    versions = variants_with(product, wishes) if wishes else product.variants
    name = f"{product.name} ({', '.join(wishes.values())})" if wishes else product.name
    reply.say(
        "utter_version_count_one" if len(versions) == 1 else "utter_version_count",
        custom={"products": [product_card(product, services.store.policy.currency)]},
        name=name,
        count=str(len(versions)),
        available=str(sum(variant.available for variant in versions)),
    )
