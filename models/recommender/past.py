"""Baskets a recommender was learnt from, as its second stage asks them: what stood beside what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from models.recommender.data import Basket

Places = NDArray[np.int64]
Floats = NDArray[np.float32]
# Products up to so many places later in a basket follow each other, the further the less.
_FOLLOWING, _FADING = 3, 0.6
# A basket's age at which it counts half, as a share of all baskets: of popularity now, and of baskets alike.
_RECENT, _LIVING = 0.1, 0.5


@dataclass(frozen=True)
class Past:
    """Counts of T baskets of N products, of which basket 0 is the oldest.

    ``rows``: uint32 places (all baskets, one after the other) with ``starts`` (T + 1). ``alike``: float32 CSC
    (T, N), a basket's weight as a neighbour. ``together`` (N, N): baskets with both, 0 with itself.
    ``followed`` (N, N): how often the second came soon after the first. ``counts``, ``recently`` (share of
    recent baskets over share of all), ``since_first``, ``since_last`` (baskets, in logarithms): (N,).
    """

    rows: NDArray[np.uint32]
    starts: Places
    alike: Any
    together: NDArray[np.uint16]
    followed: NDArray[np.float16]
    counts: Floats
    recently: Floats
    since_first: Floats
    since_last: Floats

    @classmethod
    def of(cls, baskets: Sequence[Basket], items: Sequence[str]) -> Self:
        """Count baskets that have products of ``items`` alone and are in order of time."""
        position = {name: at for at, name in enumerate(items)}
        rows = np.array([position[name] for basket in baskets for name in basket], dtype=np.uint32)
        starts = np.concatenate([[0], np.cumsum([len(basket) for basket in baskets])])
        return cls.from_rows(rows, starts, len(items))

    @classmethod
    def from_rows(cls, rows: NDArray[np.uint32], starts: Places, items: int) -> Self:
        """Count what ``rows`` and ``starts`` say; raises ``ValueError`` if they do not fit together."""
        total = len(starts) - 1
        shape = (total, items)
        present = sparse.csr_matrix(
            (np.ones(len(rows), np.float32), rows.astype(np.int64), starts), shape=shape
        )
        present.check_format(full_check=True)
        sizes = np.diff(starts)
        age = (total - 1 - np.arange(total)) / total
        at = np.repeat(np.arange(total), sizes)
        counts = np.bincount(rows, minlength=items).astype(np.float32)
        recent = 0.5 ** (age / _RECENT)
        share = np.bincount(rows, recent[at], items) / recent.sum()
        first, last = np.full(items, total), np.zeros(items, dtype=np.int64)
        np.minimum.at(first, rows, at)
        np.maximum.at(last, rows, at)
        weight = np.maximum(sizes, 1) ** -0.5 * 0.5 ** (age / _LIVING)
        together = (present.T @ present).toarray()
        np.fill_diagonal(together, 0)
        known = np.log(total / np.maximum(counts, 1))
        return cls(
            rows=rows,
            starts=starts,
            alike=(sparse.diags(weight) @ present @ sparse.diags(known)).tocsc().astype(np.float32),
            together=np.minimum(together, np.iinfo(np.uint16).max).astype(np.uint16),
            followed=_followed(rows, at, items),
            counts=counts,
            recently=np.log((share + 1e-5) / (counts / total + 1e-5)).astype(np.float32),
            since_first=np.log1p(total - first).astype(np.float32),
            since_last=np.log1p(total - last).astype(np.float32),
        )

    def neighbours(self, basket: Places, most: int) -> tuple[Places, Floats]:
        """Up to ``most`` past baskets most like this one, and how alike, the most alike first."""
        starts, ends = self.alike.indptr[basket], self.alike.indptr[basket + 1]
        parts = [slice(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
        which = np.concatenate([self.alike.indices[part] for part in parts])
        alike = np.bincount(
            which, np.concatenate([self.alike.data[part] for part in parts]), len(self.starts) - 1
        ).astype(np.float32)
        found = np.argpartition(-alike, min(most, len(alike)) - 1)[:most]
        found = found[np.argsort(-alike[found], kind="stable")]
        return found, alike[found]

    def bought_in(self, baskets: Places, weights: Floats) -> Floats:
        """How much these past baskets, so weighted, speak for each product: (N,)."""
        sizes = self.starts[baskets + 1] - self.starts[baskets]
        inside = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        places = self.rows[np.repeat(self.starts[baskets], sizes) + inside]
        return np.bincount(places, np.repeat(weights, sizes), len(self.counts)).astype(np.float32)


def _followed(rows: NDArray[np.uint32], at: Places, items: int) -> NDArray[np.float16]:
    total = sparse.csr_matrix((items, items), dtype=np.float32)
    for distance in range(1, _FOLLOWING + 1):
        same = at[:-distance] == at[distance:]
        values = np.full(int(same.sum()), _FADING ** (distance - 1), dtype=np.float32)
        pairs = (rows[:-distance][same].astype(np.int64), rows[distance:][same].astype(np.int64))
        total = total + sparse.csr_matrix((values, pairs), shape=(items, items))
    return np.asarray(total.toarray(), dtype=np.float16)
