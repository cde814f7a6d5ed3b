"""implicit's ALS and BPR with their defaults, in a process of its own; prints one JSON object."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from bench.upsell.rankers import DRAWS, Factors, Known
from models.recommender.data import read_baskets
from models.recommender.evaluate import score

_SEED = 7


def main(train: Path, test: Path) -> None:
    """Train both on one file, score them on the other."""
    known, hidden = Known(read_baskets(train)), read_baskets(test)
    found = {name: score(make(known), hidden, DRAWS) for name, make in (("als", _als), ("bpr", _bpr))}
    print(json.dumps(found))


def _als(known: Known) -> Factors:
    from implicit.als import AlternatingLeastSquares

    model: Any = AlternatingLeastSquares(random_state=_SEED, num_threads=1)
    model.fit(known.matrix, show_progress=False)
    return Factors(known, model.item_factors, lambda row: model.recalculate_user(0, row))


def _bpr(known: Known) -> Factors:
    """BPR has no factors for a basket it has not seen: the mean of those of its products stands for it."""
    from implicit.bpr import BayesianPersonalizedRanking

    model: Any = BayesianPersonalizedRanking(random_state=_SEED, num_threads=1)
    model.fit(known.matrix, show_progress=False)
    items = model.item_factors.copy()
    # The last factor is the item's bias, which the basket takes once.
    return Factors(known, items, lambda row: _with_bias(row @ items / row.sum()))


def _with_bias(mine: Any) -> Any:
    mine = mine.ravel()
    mine[-1] = 1.0
    return mine


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
