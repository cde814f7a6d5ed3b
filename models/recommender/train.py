"""Train and save the recommender. The same baskets and configuration give the same weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models.errors import DataError
from models.files import replaced_folder, sha256_of
from models.recommender.config import load_config
from models.recommender.data import Basket, require_enough
from models.recommender.ease import fit
from models.recommender.evaluate import evaluate
from models.recommender.model import CARD_FILE, FORMAT_VERSION, WEIGHTS_FILE


def train(baskets: Sequence[Basket], out: Path) -> dict[str, Any]:
    """Train on all baskets and write the folder ``out``, whole or not; returns its card.

    The metrics on the card are of a model trained without the last part of the baskets and scored on them, or
    absent where these are too few. Raises ``DataError`` if there are too few baskets.
    """
    config = load_config()
    require_enough(baskets)
    metrics = _held_out_metrics(baskets)
    learnt = fit(baskets, config.l2)
    with replaced_folder(out) as folder:
        path = folder / WEIGHTS_FILE
        np.savez(path, items=np.array(learnt.items), counts=learnt.counts, weights=learnt.weights)
        card = {
            "version": FORMAT_VERSION,
            "model": "EASE (arXiv:1905.03375), popularity where the basket says nothing",
            "l2": config.l2,
            "baskets": len(baskets),
            "items": len(learnt.items),
            "limits": "knows only products that were ordered, and nothing of stock",
            "licence": "as the orders it was trained on",
            "held_out": metrics,
            "sha256": sha256_of(path),
        }
        (folder / CARD_FILE).write_text(json.dumps(card, indent=2) + "\n", "utf-8")
    return card


def _held_out_metrics(baskets: Sequence[Basket]) -> dict[str, Any] | None:
    config = load_config()
    cut = round(len(baskets) * (1 - config.held_out))
    if len(baskets) - cut < config.min_held_out:
        return None
    try:
        return evaluate(baskets[:cut], baskets[cut:])
    except DataError:  # too small to score is not too small to train
        return None
