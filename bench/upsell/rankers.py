"""Other ways to rank the next product, on the same counts, scored as the recommender is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from models.recommender.data import Basket
from models.recommender.ease import solve

# As measured by those who set the bars.
EASE_L2 = 100.0
# How often each basket is asked about: one draw of the hidden product leaves .008 to chance.
DRAWS = 5


class Known:
    """Products by falling popularity, and baskets as a sparse matrix of float32 (baskets, items)."""

    def __init__(self, baskets: Sequence[Basket]) -> None:
        counter = Counter(name for basket in baskets for name in basket)
        self.items = tuple(sorted(counter, key=lambda name: (-counter[name], name)))
        self.position = {name: at for at, name in enumerate(self.items)}
        self.counts = np.array([counter[name] for name in self.items], dtype=np.float32)
        self.matrix = self.rows(baskets)

    def rows(self, baskets: Sequence[Sequence[str]]) -> Any:
        """Baskets as rows; every product must be known."""
        places = [self.position[name] for basket in baskets for name in basket]
        starts = np.concatenate([[0], np.cumsum([len(basket) for basket in baskets])])
        ones = np.ones(len(places), dtype=np.float32)
        return sparse.csr_matrix((ones, places, starts), shape=(len(baskets), len(self.items)))


class Popularity:
    """Always the most bought products."""

    def __init__(self, known: Known) -> None:
        self.items, self.position, self._counts = known.items, known.position, known.counts

    def scores(self, basket: Sequence[str]) -> NDArray[np.float32]:  # noqa: ARG002
        """How often each was bought, whatever the basket."""
        return self._counts.copy()


class Weights:
    """The sum of the rows of a dense matrix of item-to-item weights."""

    def __init__(self, known: Known, weights: NDArray[Any]) -> None:
        self.items, self.position = known.items, known.position
        self._weights = weights.astype(np.float32)

    def scores(self, basket: Sequence[str]) -> NDArray[np.float32]:
        """How much the basket speaks for each."""
        return np.asarray(self._weights[[self.position[name] for name in basket]].sum(axis=0))


class Factors:
    """What a factor model says of a basket it has not seen; ``of_basket`` makes the basket's factors."""

    def __init__(self, known: Known, factors: NDArray[Any], of_basket: Any) -> None:
        self.items, self.position = known.items, known.position
        self._known, self._factors, self._of_basket = known, factors, of_basket

    def scores(self, basket: Sequence[str]) -> NDArray[np.float32]:
        """The products of the basket's factors with each item's."""
        mine = self._of_basket(self._known.rows([basket]))
        return np.asarray(self._factors @ np.asarray(mine).ravel(), dtype=np.float32)


def cosine(known: Known) -> Weights:
    """Item-kNN: cosine of how often two products were together."""
    together = (known.matrix.T @ known.matrix).toarray()
    scale = 1 / np.sqrt(known.counts)
    weights = together * scale[:, None] * scale
    np.fill_diagonal(weights, 0)
    return Weights(known, weights)


def plain_ease(known: Known) -> Weights:
    """EASE as published, every pair counted alike."""
    together = (known.matrix.T @ known.matrix).toarray().astype(np.float64)
    return Weights(known, solve(together, EASE_L2))
