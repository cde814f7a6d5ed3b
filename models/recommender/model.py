"""The trained recommender: ranks what goes with a basket, and says why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from models.recommender.artefact import read, write
from models.recommender.config import RecommenderConfig, load_config
from models.recommender.content import Content
from models.recommender.data import Basket
from models.recommender.ease import Learnt, fit
from models.recommender.second import Second, best, learn_second

Kind = Literal["together", "similar", "trending", "popular"]


@dataclass(frozen=True)
class Recommendation:
    """A product, its score, the product it is recommended because of, and the kind of reason.

    - ``together``: past baskets with ``because`` had it, too; ``score`` is how much the basket speaks for it
      (the order may be another: the second stage's).
    - ``similar``: its text is like that of ``because``; ``score`` is the cosine.
    - ``trending``: the caller said that it rises; ``score`` falls from 1 in the order given.
    - ``popular``: many baskets had it; ``score`` is the share of past baskets.

    Scores compare within one kind; ``because`` is ``None`` for the last two.
    """

    product_id: str
    score: float
    because: str | None
    kind: Kind = "together"


@dataclass(frozen=True)
class _Spoken:
    """What the products of a basket say: product ``by`` speaks for the one at ``places`` with ``weights``."""

    by: NDArray[np.int64]
    places: NDArray[np.int64]
    weights: NDArray[np.float32]

    def sums(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Places the basket speaks for, ascending, and how much: sums above 0."""
        places, at = np.unique(self.places, return_inverse=True)
        sums = np.bincount(at, self.weights, len(places)).astype(np.float32)
        return places[sums > 0], sums[sums > 0]

    def most_for(self, place: int) -> int:
        """The product of the basket that speaks most for the one at ``place``."""
        here = np.flatnonzero(self.places == place)
        return int(self.by[here[self.weights[here].argmax()]])


class Recommender:
    """Loaded once, used from any thread."""

    def __init__(
        self, learnt: Learnt, baskets: int, content: Content | None = None, second: Second | None = None
    ) -> None:
        self.items = learnt.items
        self.position = {name: at for at, name in enumerate(learnt.items)}
        self._learnt = learnt
        self._baskets = baskets
        self._share = (learnt.counts / max(baskets, 1)).astype(np.float32)
        self._content = content
        self._second = second

    @classmethod
    def load(cls, folder: Path, content: Content | None = None) -> Self:
        """Load what ``train`` wrote; raises ``ModelError`` if it is missing, altered or outdated."""
        learnt, baskets, second = read(folder)
        return cls(learnt, baskets, content, second)

    @classmethod
    def learn(cls, baskets: Sequence[Basket], config: RecommenderConfig | None = None) -> tuple[Self, str]:
        """Both stages from baskets in order of time; and what became of the second, in words."""
        config = config or load_config()
        learnt = fit(baskets, config)
        second, told = learn_second(baskets, learnt, config)
        return cls(learnt, len(baskets), second=second), told

    def write(self, folder: Path, card: Mapping[str, Any]) -> dict[str, Any]:
        """Write it into an empty folder, for ``load``; returns the card with version and checksums."""
        return write(folder, self._learnt, {**card, "baskets": self._baskets}, self._second)

    def with_content(self, content: Content) -> Recommender:
        """The same recommender, knowing also the texts of products, whether anybody bought them or not."""
        return Recommender(self._learnt, self._baskets, content, self._second)

    def scores(self, basket: Sequence[str]) -> NDArray[np.float32]:
        """How each of ``items`` is ranked, the highest first: float32 (items,).

        Above 0 where the basket speaks for a product; elsewhere its share of past baskets, less 1. What the
        second stage puts in another order has the same scores in that order; the basket's own products -2.
        """
        found = self._share - np.float32(1)
        rows = self._known(basket)
        places, scores = self._ranked(rows, self._spoken(rows))
        found[places] = -np.sort(-scores)
        found[rows] = -2
        return found

    def recommend(
        self,
        basket: Sequence[str],
        k: int,
        exclude: Collection[str] = (),
        only: Collection[str] | None = None,
        trending: Sequence[str] = (),
    ) -> list[Recommendation]:
        """Up to ``k`` products not in the basket nor in ``exclude``, of ``only`` if given, the best first.

        First what past baskets say goes together, then what is alike by its text (where texts are known),
        then ``trending`` in the order given, then what is popular. Ids that nobody knows are passed over, so
        that an unknown or empty basket gives what is trending and popular. A negative ``k`` is a
        ``ValueError``.
        """
        candidates = chain(
            self._together(basket), self._similar(basket), _trending(trending), self._popular(only)
        )
        return _first(candidates, k, {*basket, *exclude}, only)

    def similar(
        self, product_id: str, k: int, exclude: Collection[str] = (), only: Collection[str] | None = None
    ) -> list[Recommendation]:
        """Up to ``k`` products like this one by their texts, then those bought together with it.

        What is merely popular is never said to be similar, so that the list may be short or empty. A negative
        ``k`` is a ``ValueError``.
        """
        candidates = chain(self._similar([product_id]), self._together([product_id]))
        return _first(candidates, k, {product_id, *exclude}, only)

    def _known(self, basket: Sequence[str]) -> NDArray[np.int64]:
        places = (self.position.get(name) for name in dict.fromkeys(basket))
        return np.array([at for at in places if at is not None], dtype=np.int64)

    def _spoken(self, rows: NDArray[np.int64]) -> _Spoken:
        """All weights of the rows of these products."""
        weights = self._learnt.weights
        starts, ends = weights.indptr[rows], weights.indptr[rows + 1]
        parts = [slice(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        nothing = np.empty(0)
        return _Spoken(
            by=np.repeat(rows, ends - starts),
            places=np.concatenate([nothing.astype(np.int64), *(weights.indices[part] for part in parts)]),
            weights=np.concatenate([nothing.astype(np.float32), *(weights.data[part] for part in parts)]),
        )

    def _ranked(
        self, rows: NDArray[np.int64], spoken: _Spoken
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """What the products at ``rows`` speak for, but themselves, the best first, and how much they do."""
        places, scores = spoken.sums()
        own = np.zeros(len(self.items), dtype=bool)
        own[rows] = True
        new = ~own[places]
        places, scores = places[new], scores[new]
        order = best(scores, places, len(places))
        places, scores = places[order], scores[order]
        if self._second:
            most = load_config().second_candidates
            first = self._second.order(self._learnt.weights, rows, places[:most], scores[:most])
            places[:most], scores[:most] = places[first], scores[first]
        return places, scores

    def _together(self, basket: Sequence[str]) -> Iterator[Recommendation]:
        rows = self._known(basket)
        spoken = self._spoken(rows)
        for place, score in zip(*(found.tolist() for found in self._ranked(rows, spoken)), strict=True):
            yield Recommendation(self.items[place], score, self.items[spoken.most_for(place)])

    def _similar(self, basket: Sequence[str]) -> Iterator[Recommendation]:
        if self._content:
            for one in self._content.alike(basket, load_config().similar_at_least):
                yield Recommendation(one.product_id, one.likeness, one.to, "similar")

    def _popular(self, only: Collection[str] | None) -> Iterator[Recommendation]:
        """By falling popularity; of a few products asked for, these alone are looked at."""
        places: Iterable[int] = range(len(self.items))
        if only is not None:
            places = sorted(self.position[name] for name in set(only) if name in self.position)
        for at in places:
            yield Recommendation(self.items[at], float(self._share[at]), None, "popular")


def _trending(names: Sequence[str]) -> Iterator[Recommendation]:
    for at, name in enumerate(dict.fromkeys(names), 1):
        yield Recommendation(name, 1 / at, None, "trending")


def _first(
    candidates: Iterator[Recommendation], k: int, without: Collection[str], only: Collection[str] | None
) -> list[Recommendation]:
    if k < 0:
        raise ValueError(f"k must not be negative, not {k}")
    seen, allowed = set(without), None if only is None else frozenset(only)
    return list(islice(_allowed(candidates, seen, allowed), k))


def _allowed(
    candidates: Iterator[Recommendation], seen: set[str], allowed: frozenset[str] | None
) -> Iterator[Recommendation]:
    for one in candidates:
        if one.product_id not in seen and (allowed is None or one.product_id in allowed):
            seen.add(one.product_id)
            yield one
