"""Products alike by their texts: for those that nobody has bought yet, of which baskets know nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """The part of ``models.embedder.Embedder`` that is used here."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (len(texts), dimension), rows of norm 1."""


class Described(Protocol):
    """The part of ``shop.types.Product`` that says what a product is."""

    @property
    def product_id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def category(self) -> str:
        """Its category."""

    @property
    def description(self) -> str:
        """What the shop says of it."""


@dataclass(frozen=True)
class Alike:
    """A product, how alike (cosine, at most 1), and to which of the products asked for."""

    product_id: str
    likeness: float
    to: str


def texts_of(products: Iterable[Described]) -> dict[str, str]:
    """The text of each product that tells it from others: name, category, description."""
    return {p.product_id: f"{p.name}. {p.category}. {p.description}" for p in products}


class Content:
    """The texts of products as vectors; made once for a catalogue, used from any thread."""

    def __init__(self, texts: Mapping[str, str], vectors: NDArray[np.float32]) -> None:
        self._texts = dict(texts)
        self._ids = tuple(texts)
        self._at = {name: at for at, name in enumerate(self._ids)}
        self._vectors = vectors

    @classmethod
    def build(cls, texts: Mapping[str, str], encoder: Encoder, before: Self | None = None) -> Self:
        """Encode the text of each product id; a text that ``before`` knows already is not encoded again.

        Products without a text (empty or blank) are left out: nothing would make them alike.
        """
        kept = {name: text for name, text in texts.items() if text.strip()}
        known = before.vector_of if before else {}
        fresh = [text for text in dict.fromkeys(kept.values()) if text not in known]
        vector_of = {**known, **dict(zip(fresh, encoder.encode(fresh), strict=True))}
        if not kept:
            return cls({}, np.zeros((0, 0), dtype=np.float32))
        return cls(kept, np.stack([vector_of[text] for text in kept.values()]))

    @property
    def vector_of(self) -> dict[str, NDArray[np.float32]]:
        """The vector of each text."""
        return {text: self._vectors[at] for at, text in enumerate(self._texts.values())}

    def __contains__(self, product_id: object) -> bool:
        return product_id in self._at

    def alike(self, product_ids: Sequence[str], at_least: float) -> list[Alike]:
        """All other products whose text is at least so alike to one of these, the most alike first.

        Ids without a text are passed over; each product is told once, with the one it is most like.
        """
        asked = [name for name in dict.fromkeys(product_ids) if name in self._at]
        if not asked:
            return []
        rows = [self._at[name] for name in asked]
        likeness = self._vectors @ self._vectors[rows].T
        best = likeness.argmax(axis=1)
        score = likeness[np.arange(len(best)), best]
        score[rows] = -1.0
        found = np.flatnonzero(score >= at_least)
        order = found[np.argsort(-score[found], kind="stable")]
        return [
            Alike(self._ids[at], min(1.0, float(score[at])), asked[int(best[at])]) for at in order.tolist()
        ]
