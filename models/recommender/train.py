"""Train and save the recommender. The same baskets and configuration give the same weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from models.errors import DataError
from models.files import replaced_folder
from models.recommender.config import load_config
from models.recommender.data import Basket, require_enough
from models.recommender.evaluate import evaluate
from models.recommender.model import Recommender


def train(baskets: Sequence[Basket], out: Path) -> dict[str, Any]:
    """Train on all baskets and write the folder ``out``, whole or not; returns its card.

    The metrics on the card are of a model trained without the last part of the baskets and scored on them, or
    absent where these are too few. Raises ``DataError`` if there are too few baskets.
    """
    config = load_config()
    require_enough(baskets)
    metrics = _held_out_metrics(baskets)
    model, second = Recommender.learn(baskets)
    many = len(model.items) > config.dense_items
    with replaced_folder(out) as folder:
        return model.write(
            folder,
            {
                "model": "EASE (arXiv:1905.03375) over counts weighted by basket size and nearness"
                + (", each product on its neighbours" if many else ""),
                "configuration": asdict(config),
                "second_stage": second,
                "items": len(model.items),
                "limits": "knows only products that were ordered, and nothing of stock",
                "licence": "as the orders it was trained on",
                "held_out": metrics,
            },
        )


def _held_out_metrics(baskets: Sequence[Basket]) -> dict[str, Any] | None:
    config = load_config()
    cut = round(len(baskets) * (1 - config.held_out))
    if len(baskets) - cut < config.min_held_out:
        return None
    try:
        return evaluate(baskets[:cut], baskets[cut:])
    except DataError:  # too small to score is not too small to train
        return None
