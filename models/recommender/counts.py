"""How often products were together, weighted: a sparse matrix made piece by piece."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from models.recommender.config import RecommenderConfig
from models.recommender.data import Basket

Csr = Any  # scipy.sparse.csr_matrix, which carries no types
Places = NDArray[np.int64]
# So many pairs at a time: some hundred megabytes.
_PAIRS = 4_000_000


@dataclass(frozen=True)
class Counted:
    """Products by falling popularity, in how many baskets each was, and the weighted counts of pairs.

    ``together`` is a symmetric, positive semidefinite float64 matrix (items, items) with sorted indices.
    """

    items: tuple[str, ...]
    counts: NDArray[np.int64]
    together: Csr


def count(baskets: Sequence[Basket], config: RecommenderConfig) -> Counted:
    """Count what was together in baskets that are in order of time, the oldest first.

    Time and memory grow with the pairs in the baskets, not with items squared.
    """
    counter = Counter(name for basket in baskets for name in basket)
    items = tuple(sorted(counter, key=lambda name: (-counter[name], name)))
    position = {name: at for at, name in enumerate(items)}
    total = sparse.csr_matrix((len(items), len(items)))
    for rows, columns, values in _pairs(_by_size(baskets, position, config), config):
        total = total + sparse.csr_matrix((values, (rows, columns)), shape=total.shape)
    total.sort_indices()
    counts = np.array([counter[name] for name in items], dtype=np.int64)
    return Counted(items, counts, total)


def _by_size(
    baskets: Sequence[Basket], position: dict[str, int], config: RecommenderConfig
) -> dict[int, list[tuple[float, Places]]]:
    """The baskets as weights and places, those of one size together, long ones in pieces."""
    found: dict[int, list[tuple[float, Places]]] = defaultdict(list)
    for at, basket in enumerate(baskets, 1):
        weight = 0.5 ** ((1 - at / len(baskets)) / config.half_life)
        for start in range(0, len(basket), config.max_basket):
            names = basket[start : start + config.max_basket]
            found[len(names)].append((weight, np.array([position[name] for name in names], dtype=np.int64)))
    return found


def _pairs(
    by_size: dict[int, list[tuple[float, Places]]], config: RecommenderConfig
) -> Iterator[tuple[Places, Places, NDArray[np.float64]]]:
    """Rows, columns and values of the pairs of many baskets at once, each pair in both directions."""
    waiting: list[tuple[Places, Places, NDArray[np.float64]]] = []
    pairs = 0
    for size, baskets in sorted(by_size.items()):
        distance = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
        kernel = (1 + config.near_weight * np.exp(-distance / config.near)) * size**-config.size_power
        step = max(1, _PAIRS // size**2)
        for start in range(0, len(baskets), step):
            weights, pieces = zip(*baskets[start : start + step], strict=True)
            block = np.stack(pieces)
            waiting.append(
                (
                    np.repeat(block, size, axis=1).ravel(),
                    np.tile(block, (1, size)).ravel(),
                    np.outer(weights, kernel).ravel(),
                )
            )
            pairs += len(block) * size**2
            if pairs >= _PAIRS:
                yield _joined(waiting)
                waiting, pairs = [], 0
    if waiting:
        yield _joined(waiting)


def _joined(
    parts: Sequence[tuple[Places, Places, NDArray[np.float64]]],
) -> tuple[Places, Places, NDArray[np.float64]]:
    rows, columns, values = zip(*parts, strict=True)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
