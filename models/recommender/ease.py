"""EASE: item-to-item weights in closed form (Steck 2019, arXiv:1905.03375), over weighted counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from models.recommender.config import RecommenderConfig, load_config
from models.recommender.counts import Counted, Csr, count
from models.recommender.data import Basket
from models.recommender.neighbours import fit_neighbours


@dataclass(frozen=True)
class Learnt:
    """Products by falling popularity, in how many baskets each was, and sparse float32 weights.

    ``weights[i, j]`` is how much product i in the basket speaks for product j: CSR of shape (items, items).
    """

    items: tuple[str, ...]
    counts: NDArray[np.int64]
    weights: Csr


def fit(baskets: Sequence[Basket], config: RecommenderConfig | None = None) -> Learnt:
    """Learn the weights: all products at once while they are few, each on its neighbours when they are many.

    The largest ``kept`` weights of each product stay.
    """
    config = config or load_config()
    counted = count(baskets, config)
    if len(counted.items) <= config.dense_items:
        weights = _scaled_dense(counted, config)
    else:
        weights = fit_neighbours(counted, config)
        weights = strongest(weights @ sparse.diags(_damping(counted, config)), config.kept)
    return Learnt(counted.items, counted.counts, weights.astype(np.float32))


def solve(together: NDArray[np.float64], l2: float) -> NDArray[np.float64]:
    """``B = I - P diag(1 / diag(P))`` with ``P = (together + l2 I)^-1``: cubic in items.

    Column j is the ridge regression of product j on all others.
    """
    from scipy.linalg.lapack import dpotrf, dpotri

    regular = together + l2 * np.eye(len(together))
    factor, failed = dpotrf(regular, lower=1, overwrite_a=1)
    if not failed:
        inverse, failed = dpotri(factor, lower=1, overwrite_c=1)
    if failed:  # the matrix is positive definite by construction, but for rounding
        inverse = np.linalg.inv(together + l2 * np.eye(len(together)))
    else:
        inverse = np.tril(inverse) + np.tril(inverse, -1).T
    weights = np.asarray(inverse / -np.diag(inverse))
    np.fill_diagonal(weights, 0.0)
    return weights


def _scaled_dense(counted: Counted, config: RecommenderConfig) -> Csr:
    weights = solve(counted.together.toarray(), config.l2) * _damping(counted, config)
    if len(weights) > config.kept:
        least = -np.partition(-np.abs(weights), config.kept - 1, axis=1)[:, config.kept - 1]
        weights[np.abs(weights) < least[:, None]] = 0.0
    return sparse.csr_matrix(weights)


def _damping(counted: Counted, config: RecommenderConfig) -> NDArray[np.float64]:
    return np.asarray(counted.counts.astype(float) ** -config.popularity_power)


def strongest(matrix: Csr, kept: int) -> Csr:
    """The matrix with the ``kept`` entries of each row that are largest in size."""
    matrix = matrix.tocsr()
    sizes = np.diff(matrix.indptr)
    rows = np.repeat(np.arange(matrix.shape[0]), sizes)
    order = np.lexsort((-np.abs(matrix.data), rows))
    place = np.arange(len(rows)) - np.repeat(matrix.indptr[:-1], sizes)
    chosen = order[place < kept]
    found = sparse.csr_matrix(
        (matrix.data[chosen], (rows[chosen], matrix.indices[chosen])), shape=matrix.shape
    )
    found.sort_indices()
    return found
