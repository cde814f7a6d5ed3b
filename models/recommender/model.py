"""The trained recommender: ranks what goes with a basket, and says because of which product."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelError
from models.files import verify
from models.recommender.ease import Learnt

FORMAT_VERSION = 1
WEIGHTS_FILE, CARD_FILE = "recommender.npz", "card.json"


@dataclass(frozen=True)
class Recommendation:
    """A product, its score, and the product of the basket that spoke most for it.

    ``because`` is ``None`` when the product is recommended for its popularity alone; its score is then the
    share of past baskets it was in, less 1, so that it ranks below whatever the basket speaks for.
    """

    product_id: str
    score: float
    because: str | None


class Recommender:
    """Loaded once, used from any thread."""

    def __init__(self, learnt: Learnt, baskets: int) -> None:
        self.items = learnt.items
        self._learnt = learnt
        self.position = {name: at for at, name in enumerate(learnt.items)}
        self._popularity = (learnt.counts / max(baskets, 1)).astype(np.float32) - np.float32(1)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load what ``train`` wrote; raises ``ModelError`` if it is missing, altered or outdated."""
        card = _read_card(folder)
        path = folder / WEIGHTS_FILE
        verify(path, str(card["sha256"]))
        try:
            with np.load(path, allow_pickle=False) as arrays:
                items = tuple(str(name) for name in arrays["items"])
                learnt = Learnt(items, arrays["counts"], arrays["weights"])
            baskets = int(card["baskets"])
        except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            raise ModelError(f"{path} is not a recommender: {error}") from error
        if learnt.weights.shape != (len(items), len(items)) or learnt.counts.shape != (len(items),):
            raise ModelError(f"{path}: the weights do not fit the {len(items)} products")
        return cls(learnt, baskets)

    def scores(self, basket: Sequence[str]) -> NDArray[np.float32]:
        """How much the basket speaks for each of ``items``: float32 (items,); 0 where it knows nothing."""
        rows = self._known(basket)
        return np.asarray(self._learnt.weights[rows].sum(axis=0), dtype=np.float32)

    def recommend(
        self,
        basket: Sequence[str],
        k: int,
        exclude: Collection[str] = (),
        only: Collection[str] | None = None,
    ) -> list[Recommendation]:
        """Up to ``k`` products not in the basket nor in ``exclude``, of ``only`` if given, the best first.

        What the basket speaks for comes first, then what is popular; ids never seen in training are passed
        over, so an unknown or empty basket gives the most popular ones. A negative ``k`` is a ``ValueError``.
        """
        if k < 0:
            raise ValueError(f"k must not be negative, not {k}")
        rows = self._known(basket)
        scores = self.scores(basket)
        ranked = np.where(scores > 0, scores, self._popularity)
        allowed = self._allowed({*basket, *exclude}, only)
        best = allowed[np.argsort(-ranked[allowed], kind="stable")[:k]]
        return [
            Recommendation(
                self.items[at], float(ranked[at]), self._because(rows, at) if scores[at] > 0 else None
            )
            for at in best.tolist()
        ]

    def _known(self, basket: Sequence[str]) -> NDArray[np.int64]:
        places = (self.position.get(name) for name in dict.fromkeys(basket))
        return np.array([at for at in places if at is not None], dtype=np.int64)

    def _allowed(self, without: Collection[str], only: Collection[str] | None) -> NDArray[np.int64]:
        mask = np.full(len(self.items), only is None)
        for name in only or ():
            if name in self.position:
                mask[self.position[name]] = True
        for name in without:
            if name in self.position:
                mask[self.position[name]] = False
        return np.flatnonzero(mask)

    def _because(self, rows: NDArray[np.int64], at: int) -> str:
        return self.items[int(rows[self._learnt.weights[rows, at].argmax()])]


def _read_card(folder: Path) -> dict[str, Any]:
    path = folder / CARD_FILE
    try:
        card = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ModelError(f"no recommender in {folder}: run `python -m models train recommender`") from error
    except ValueError as error:
        raise ModelError(f"{path} is not JSON: {error}") from error
    version = card.get("version") if isinstance(card, dict) else None
    if version != FORMAT_VERSION or not {"sha256", "baskets"} <= card.keys():
        raise ModelError(f"{path} has version {version}, this program reads {FORMAT_VERSION}: train again")
    return dict(card)
