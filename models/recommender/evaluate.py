"""Score a recommender: hide one product of each basket and see how high it is ranked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from models.errors import DataError
from models.progress import steps
from models.recommender.config import load_config
from models.recommender.data import Basket, require_enough
from models.recommender.model import Recommender

_MIN_KNOWN = 3
_SHOWN_EVERY = 500


def evaluate(train: Sequence[Basket], test: Sequence[Basket]) -> dict[str, Any]:
    """Train on one list of baskets, score on the other: ``hr@10``, ``ndcg@10`` and ``n``, how many scored.

    One seeded random product of each test basket with 3 or more known ones is hidden; all products are ranked
    except the basket's other ones. NDCG of one hidden product is ``1 / log2(rank + 1)``. Raises ``DataError``
    if the training baskets are too few, or no test basket can be scored.
    """
    require_enough(train)
    model, _ = Recommender.learn(train)
    return score(model, test)


class Ranker(Protocol):
    """What can be scored: products by falling popularity, where each stands, and how a basket ranks them."""

    items: tuple[str, ...]
    position: dict[str, int]

    def scores(self, basket: Sequence[str]) -> NDArray[np.float32]:
        """A score for each of ``items``, the highest first."""


def score(model: Ranker, test: Sequence[Basket], draws: int = 1) -> dict[str, Any]:
    """Score a trained model on baskets it has not seen, as ``evaluate`` does.

    Each basket is asked about ``draws`` times, with a product hidden that is drawn anew, so that less of the
    result is chance; ``n`` counts them all.
    """
    config = load_config()
    streams = [random.Random(config.seed + draw) for draw in range(draws)]
    known = set(model.items)
    ranks = []
    with steps("Scoring the recommender", len(test)) as bar:
        for at, basket in enumerate(test, 1):
            kept = [name for name in basket if name in known]
            if len(kept) >= _MIN_KNOWN:
                for hidden in [stream.choice(kept) for stream in streams]:
                    ranks.append(_rank(model, [name for name in kept if name != hidden], hidden))
            if at % _SHOWN_EVERY == 0 or at == len(test):
                bar.done(_SHOWN_EVERY if at % _SHOWN_EVERY == 0 else at % _SHOWN_EVERY)
    if not ranks:
        raise DataError(f"no test basket has {_MIN_KNOWN} or more products known from training")
    found = np.array(ranks)
    hits = found <= config.at
    gains = np.where(hits, 1 / np.log2(found + 1), 0.0)
    return {
        f"hr@{config.at}": round(float(hits.mean()), 5),
        f"ndcg@{config.at}": round(float(gains.mean()), 5),
        "n": len(ranks),
    }


def _rank(model: Ranker, given: Sequence[str], hidden: str) -> int:
    """Place of ``hidden``, from 1; of equal scores the more popular product stands first."""
    scores = model.scores(given)
    for name in given:
        scores[model.position[name]] = -np.inf
    at = model.position[hidden]
    return 1 + int((scores > scores[at]).sum()) + int((scores[:at] == scores[at]).sum())
