"""What the second stage looks at: one row for each candidate of a basket."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.recommender.past import Floats, Past, Places

NAMES = (
    *("score", "rank", "of_best", "strongest", "three_strongest", "against", "at_end", "near", "beside"),
    *("best", "size", "share", "recently", "since_first", "since_last"),
    *("between", "after", "before", "between_both"),
    *("cosine", "three_cosines", "mean_cosine", "given", "mean_given", "giving", "mean_giving", "lift"),
    *("often_given", "ever_together", "alike_baskets", "most_alike_baskets"),
)
# Of longer baskets the last products are looked at: those before them have least to do with what comes next.
LOOKED_AT = 50
_NEIGHBOURS, _NEAREST = 300, 5
# Distances, in places of the basket, over which a product speaks for what stands near it.
_END, _NEAR, _BESIDE = 4.0, 3.0, 1.0
# Added to counts below a ratio, so that rare products promise nothing.
_RARE, _RARE_PAIR = 10, 5
_OFTEN = 0.1


def features(past: Past, weights: Any, basket: Places, candidates: Places, scores: Floats) -> Floats:
    """float32 (candidates, len(NAMES)), of a basket's places in its order.

    ``candidates`` are places with the first stage's ``scores``, the best first; ``weights`` are its weights.
    """
    basket = basket[-LOOKED_AT:]
    spoken = _block(weights, basket, candidates)
    columns = [
        *_said(spoken, scores),
        *_product(past, len(basket), candidates, float(scores[0])),
        *_order(past, basket, candidates),
        *_pairs(past, basket, candidates),
        *_baskets(past, basket, candidates),
    ]
    return np.column_stack(columns).astype(np.float32)


def _block(weights: Any, basket: Places, candidates: Places) -> Floats:
    """The first stage's weights of the basket's products for the candidates, (basket, candidates)."""
    column = np.full(weights.shape[1], -1)
    column[candidates] = np.arange(len(candidates))
    found = np.zeros((len(basket), len(candidates)), dtype=np.float32)
    for row, place in enumerate(basket.tolist()):
        part = slice(weights.indptr[place], weights.indptr[place + 1])
        at = column[weights.indices[part]]
        found[row, at[at >= 0]] = weights.data[part][at >= 0]
    return found


def _said(spoken: Floats, scores: Floats) -> list[NDArray[Any]]:
    n = len(spoken)
    order = np.sort(spoken, axis=0)[::-1]
    places = np.arange(n)
    gaps = np.abs(np.arange(-0.5, n)[:, None] - places)
    return [
        scores,
        np.arange(len(scores)),
        scores / scores[0],
        order[0],
        order[:3].sum(axis=0),
        np.minimum(spoken, 0).sum(axis=0),
        np.exp((places - n + 1) / _END).astype(np.float32) @ spoken,
        *((np.exp(-gaps / reach).astype(np.float32) @ spoken).max(axis=0) for reach in (_NEAR, _BESIDE)),
    ]


def _product(past: Past, size: int, candidates: Places, best: float) -> list[NDArray[Any]]:
    return [
        np.full(len(candidates), best),
        np.full(len(candidates), size),
        np.log((past.counts[candidates] + 1) / len(past.starts)),
        past.recently[candidates],
        past.since_first[candidates],
        past.since_last[candidates],
    ]


def _order(past: Past, basket: Places, candidates: Places) -> list[NDArray[Any]]:
    """How often a candidate stood after one product of the basket and before the next."""
    scale = 1 / (past.counts[basket][:, None] + _RARE)
    nothing = np.zeros((1, len(candidates)), dtype=np.float32)
    after = np.vstack([nothing, past.followed[np.ix_(basket, candidates)] * scale])
    before = np.vstack([past.followed[np.ix_(candidates, basket)].T * scale, nothing])
    both = np.sqrt(after * before).max(axis=0)
    return [(after + before).max(axis=0), after.max(axis=0), before.max(axis=0), both]


def _pairs(past: Past, basket: Places, candidates: Places) -> list[NDArray[Any]]:
    both = past.together[np.ix_(basket, candidates)].astype(np.float32)
    ours, theirs = past.counts[basket][:, None], past.counts[candidates]
    cosine = np.sort(both / np.sqrt(np.maximum(ours * theirs, 1)), axis=0)[::-1]
    given, giving = both / (ours + _RARE_PAIR), both / (theirs + _RARE_PAIR)
    expected = ours * theirs / (len(past.starts) - 1)
    lift = np.maximum(both - expected, 0) ** 2 / (expected + 1)
    return [
        cosine[0],
        cosine[:3].sum(axis=0),
        cosine.mean(axis=0),
        given.max(axis=0),
        given.mean(axis=0),
        giving.max(axis=0),
        giving.mean(axis=0),
        lift.max(axis=0),
        (given > _OFTEN).mean(axis=0),
        (both > 0).mean(axis=0),
    ]


def _baskets(past: Past, basket: Places, candidates: Places) -> list[NDArray[Any]]:
    """What is in the past baskets most like this one."""
    found, alike = past.neighbours(basket, _NEIGHBOURS)
    many = past.bought_in(found, alike**2)[candidates]
    few = past.bought_in(found[:_NEAREST], alike[:_NEAREST])[candidates]
    return [many / max(float(many.max()), 1e-9), few / max(float(alike[:_NEAREST].sum()), 1e-9)]
