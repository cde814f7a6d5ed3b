"""EASE for many products: each is fitted on the products most alike alone, in blocks, linear in products.

The columns of EASE are ridge regressions of one product on all others. Nearly all of a column's weight lies
on the few products that are often together with it, so that the regression on these alone comes close.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from models.progress import steps
from models.recommender.config import RecommenderConfig
from models.recommender.counts import Counted, Csr

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
# Products in a block, and how many of their counts it may hold: together some hundred megabytes.
_BLOCK, _BLOCK_COUNTS = 2000, 4_000_000


def fit_neighbours(counted: Counted, config: RecommenderConfig) -> Csr:
    """Sparse weights (items, items): column j has at most ``neighbours`` entries, its regression on these."""
    together, n = counted.together, len(counted.items)
    scale = 1 / np.sqrt(together.diagonal())
    rows, columns, values = [], [], []
    with steps("Learning what goes together", n) as bar:
        for start, end in _blocks(together):
            near = nearest(together, scale, start, end, config.neighbours)
            weights = _regressions(together, near, start, config.l2)
            known = near >= 0
            rows.append(near[known])
            columns.append(np.repeat(np.arange(start, end), known.sum(axis=1)))
            values.append(weights[known])
            bar.done(end - start)
    found = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_matrix(found, shape=(n, n))


def nearest(together: Csr, scale: Floats, start: int, end: int, most: int) -> Places:
    """The products most alike (cosine of the counts) to each of ``start`` to ``end``: (end - start, most).

    Of equally alike ones the more popular is taken; places without a product are -1.
    """
    block = together[start:end].tocoo()
    other = block.row + start != block.col
    row, column, data = block.row[other], block.col[other].astype(np.int64), block.data[other]
    order = np.lexsort((column, -data * scale[column], row))
    row, column = row[order], column[order]
    first = np.searchsorted(row, np.arange(end - start))
    place = np.arange(len(row)) - first[row]
    kept = place < most
    found = np.full((end - start, most), -1, dtype=np.int64)
    found[row[kept], place[kept]] = column[kept]
    return found


def _regressions(together: Csr, near: Places, start: int, l2: float) -> Floats:
    """Ridge weights (products, neighbours) of each product on its neighbours; 0 where there is none."""
    known = near >= 0
    safe = np.where(known, near, 0)
    # Looking counts up takes nearly all the time, and they are symmetric.
    upper = np.triu(np.ones((near.shape[1], near.shape[1]), dtype=bool))
    both = known[:, :, None] & known[:, None, :] & upper
    a, b = np.broadcast_arrays(safe[:, :, None], safe[:, None, :])
    system = np.zeros(both.shape)
    system[both] = np.asarray(together[a[both], b[both]]).ravel()
    system += np.triu(system, 1).transpose(0, 2, 1)
    each = np.arange(near.shape[1])
    system[:, each, each] += np.where(known, l2, 1.0)
    itself = np.broadcast_to(np.arange(start, start + len(near))[:, None], near.shape)
    target = np.zeros(near.shape)
    target[known] = np.asarray(together[safe[known], itself[known]]).ravel()
    return np.asarray(np.linalg.solve(system, target[:, :, None])[:, :, 0])


def _blocks(together: Csr) -> Iterator[tuple[int, int]]:
    """From and to of blocks of rows that are neither too many nor hold too many counts; one row at least."""
    n, start = together.shape[0], 0
    while start < n:
        held = np.searchsorted(together.indptr, together.indptr[start] + _BLOCK_COUNTS, side="right") - 1
        end = min(n, start + _BLOCK, max(start + 1, int(held)))
        yield start, end
        start = end
