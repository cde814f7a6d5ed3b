"""The demo's catalogue: hand-written YAML, one file a category, spread out to products and variants."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent
# One shelf in eleven is empty; the rest hold more of what sells more.
_EMPTY_SHELF = 0.09
_UNITS_PER_POPULARITY = 5


@dataclass(frozen=True, slots=True)
class Article:
    """A product as the export has it, with what the generator needs: its short key and how well it sells."""

    key: str
    popularity: int
    document: dict[str, Any]


def load_yaml(name: str) -> Any:
    """The content of one of the demo's YAML files."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def load_catalogue(seed: int) -> dict[str, Article]:
    """All articles by key ("TEN-001"), categories in alphabetical order. The seed decides the stock only."""
    articles: dict[str, Article] = {}
    for path in sorted((FOLDER / "catalogue").glob("*.yml")):
        content = load_yaml(f"catalogue/{path.name}")
        for written in content["products"]:
            # Seeded by article: a new product does not change the stock of the others.
            rng = Random(f"{seed}/{written['sku']}")
            document = _document(written, content["category"], rng)
            articles[written["sku"]] = Article(written["sku"], written["pop"], document)
    return articles


def _document(written: dict[str, Any], category: str, rng: Random) -> dict[str, Any]:
    variants = {variant["item_id"]: variant for variant in _variants(written, rng)}
    return {
        "name": written["name"],
        "product_id": f"p-{written['slug']}",
        "category": category,
        "description": written["description"],
        "specs": {name: str(value) for name, value in written["specs"].items()},
        "keywords": written["keywords"],
        "variants": variants,
    }


def _variants(written: dict[str, Any], rng: Random) -> Iterator[dict[str, Any]]:
    axes = written["options"]
    for codes in itertools.product(*axes.values()):
        extra = sum((Decimal(str(written["add"].get(code, 0))) for code in codes), Decimal(0))
        empty = rng.random() < _EMPTY_SHELF
        stock = rng.randint(1, _UNITS_PER_POPULARITY * written["pop"])
        yield {
            "item_id": "-".join(("LK", written["sku"], *codes)),
            "options": {axis: axes[axis][code] for axis, code in zip(axes, codes, strict=True)},
            "available": not empty,
            "price": float(Decimal(str(written["price"])) + extra),
            "stock": 0 if empty else stock,
        }
