"""The second stage: trees that put the first stage's best candidates in a better order (LambdaMART).

Burges 2010, "From RankNet to LambdaRank to LambdaMART". It learns from baskets that are younger than those
the first stage's weights came from, so that it sees the first stage as it is on baskets it never saw.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.progress import steps
from models.recommender.config import RecommenderConfig
from models.recommender.data import Basket
from models.recommender.ease import Learnt, fit
from models.recommender.features import NAMES, features
from models.recommender.past import Floats, Past, Places

# A basket of one product is asked about, too.
_MIN_KNOWN = 2
_SHOWN_EVERY = 100


@dataclass(frozen=True)
class Second:
    """A trained LightGBM model over ``features`` and the baskets these are counted from."""

    past: Past
    booster: Any

    def order(self, weights: Any, basket: Places, candidates: Places, scores: Floats) -> Places:
        """The order, as indices, that candidates (the first stage's best first) should have."""
        if len(basket) == 0 or len(candidates) == 0:
            return np.arange(len(candidates))
        rows = features(self.past, weights, basket, candidates, scores)
        found = self.booster.predict(rows, num_threads=1, validate_features=False)
        return np.asarray(np.argsort(-found, kind="stable"))


def learn_second(
    baskets: Sequence[Basket], learnt: Learnt, config: RecommenderConfig
) -> tuple[Second | None, str]:
    """The second stage of what was ``learnt`` from all ``baskets``, if any; and what was done, in words."""
    if not config.second_slices:
        return None, "not asked for"
    if len(learnt.items) > config.dense_items:
        return None, f"none: {len(learnt.items)} products are more than the {config.dense_items} it is for"
    examples = _examples(baskets, config)
    if len(examples) < config.second_min_examples:
        return None, f"none: {len(examples)} examples, {config.second_min_examples} are needed"
    booster = _boosted(examples, config)
    told = f"LambdaMART over {len(NAMES)} features, learnt from {len(examples)} hidden products"
    return Second(_past(baskets, learnt, config), booster), told


def _past(baskets: Sequence[Basket], learnt: Learnt, config: RecommenderConfig) -> Past:
    return Past.of(baskets[-config.second_past :], learnt.items)


def best(scores: Floats, places: Places, most: int) -> Places:
    """Indices of the ``most`` highest scores, the highest first, of equals the one whose place is first."""
    if len(scores) > most:
        kept = np.argpartition(-scores, most - 1)[:most]
        return np.asarray(kept[np.lexsort((places[kept], -scores[kept]))])
    return np.asarray(np.lexsort((places, -scores)))


@dataclass(frozen=True)
class _Example:
    rows: Floats
    hidden: int


def _examples(baskets: Sequence[Basket], config: RecommenderConfig) -> list[_Example]:
    """Hidden products of each slice, where a first stage learnt on all before it had them as a candidate."""
    found: list[_Example] = []
    cuts = [round(len(baskets) * share) for share in (*config.second_slices, 1.0)]
    chosen = random.Random(config.seed)
    for start, end in pairwise(cuts):
        if start < config.min_baskets or start == end:
            continue
        learnt = fit(baskets[:start], config)
        asked = baskets[start:end]
        most = config.second_max_examples // (config.second_hidden * len(config.second_slices))
        if len(asked) > most:
            asked = chosen.sample(asked, most)
        found += _slice(learnt, _past(baskets[:start], learnt, config), asked, chosen, config)
    return found


def _slice(
    learnt: Learnt, past: Past, baskets: Sequence[Basket], chosen: random.Random, config: RecommenderConfig
) -> list[_Example]:
    position = {name: at for at, name in enumerate(learnt.items)}
    found = []
    with steps("Learning to put them in order", len(baskets)) as bar:
        for at, basket in enumerate(baskets, 1):
            known = [position[name] for name in basket if name in position]
            if len(known) >= _MIN_KNOWN:
                for gap in chosen.sample(range(len(known)), min(config.second_hidden, len(known))):
                    given = np.array(known[:gap] + known[gap + 1 :], dtype=np.int64)
                    found += _example(learnt, past, given, known[gap], config)
            if at % _SHOWN_EVERY == 0:
                bar.done(_SHOWN_EVERY)
    return found


def _example(
    learnt: Learnt, past: Past, given: Places, hidden: int, config: RecommenderConfig
) -> list[_Example]:
    sums = np.asarray(learnt.weights[given].sum(axis=0), dtype=np.float32).ravel()
    sums[given] = -np.inf
    places = np.flatnonzero(sums > 0)
    places = places[best(sums[places], places, config.second_candidates)]
    at = np.flatnonzero(places == hidden)
    if len(at) == 0:
        return []
    return [_Example(features(past, learnt.weights, given, places, sums[places]), int(at[0]))]


def _boosted(examples: Sequence[_Example], config: RecommenderConfig) -> Any:
    import lightgbm

    sizes = [len(one.rows) for one in examples]
    labels: NDArray[np.int8] = np.zeros(sum(sizes), dtype=np.int8)
    labels[np.cumsum([0, *sizes[:-1]]) + [one.hidden for one in examples]] = 1
    parameters = {
        **config.second_parameters,
        "objective": "lambdarank",
        "seed": config.seed,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }
    rows = np.concatenate([one.rows for one in examples])
    data = lightgbm.Dataset(rows, labels, group=sizes, feature_name=list(NAMES), params=parameters)
    return lightgbm.train(parameters, data, config.second_rounds)
