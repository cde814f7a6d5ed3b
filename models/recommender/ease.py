"""EASE: item-to-item weights in closed form (Steck 2019, arXiv:1905.03375)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.recommender.data import Basket


@dataclass(frozen=True)
class Learnt:
    """Products by falling popularity, in how many baskets each was, and float32 weights (items, items).

    ``weights[i, j]`` is how much product i in the basket speaks for product j.
    """

    items: tuple[str, ...]
    counts: NDArray[np.int64]
    weights: NDArray[np.float32]


def fit(baskets: Sequence[Basket], l2: float) -> Learnt:
    """Solve ``B = I - P diag(1 / diag(P))`` with ``P = (X'X + l2 I)^-1``: cubic in items."""
    counter = Counter(name for basket in baskets for name in basket)
    items = tuple(sorted(counter, key=lambda name: (-counter[name], name)))
    position = {name: at for at, name in enumerate(items)}
    gram = np.zeros((len(items), len(items)))
    for basket in baskets:
        rows = np.array([position[name] for name in basket])
        gram[np.ix_(rows, rows)] += 1.0
    gram[np.diag_indices_from(gram)] += l2
    inverse = np.linalg.inv(gram)
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    counts = np.array([counter[name] for name in items], dtype=np.int64)
    return Learnt(items, counts, weights.astype(np.float32))
