"""The recommender as files: weights in half precision, the second stage and a card, checked when read."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse

from models.errors import ModelError
from models.files import sha256_of, verify
from models.recommender.ease import Learnt
from models.recommender.features import NAMES
from models.recommender.past import Past
from models.recommender.second import Second

FORMAT_VERSION = 2
WEIGHTS_FILE, CARD_FILE = "recommender.npz", "card.json"
PAST_FILE, TREES_FILE = "past.npz", "second.txt"


def write(
    folder: Path, learnt: Learnt, card: Mapping[str, Any], second: Second | None = None
) -> dict[str, Any]:
    """Write weights, second stage (if any) and card into an empty folder.

    Returns the card with version and checksums.
    """
    weights, path = learnt.weights, folder / WEIGHTS_FILE
    np.savez_compressed(
        path,
        items=np.array(learnt.items),
        counts=learnt.counts,
        starts=weights.indptr.astype(np.int64),
        places=weights.indices.astype(np.min_scalar_type(max(1, len(learnt.items)))),
        weights=weights.data.astype(np.float16),
    )
    whole = {"version": FORMAT_VERSION, **card, "sha256": sha256_of(path)}
    if second:
        past, trees = folder / PAST_FILE, folder / TREES_FILE
        smallest = np.min_scalar_type(max(1, len(learnt.items)))
        np.savez_compressed(past, rows=second.past.rows.astype(smallest), starts=second.past.starts)
        trees.write_text(second.booster.model_to_string(), "utf-8")
        whole["second"] = {"features": list(NAMES), "past": sha256_of(past), "trees": sha256_of(trees)}
    (folder / CARD_FILE).write_text(json.dumps(whole, indent=2) + "\n", "utf-8")
    return whole


def read(folder: Path) -> tuple[Learnt, int, Second | None]:
    """What ``write`` wrote: the weights, on how many baskets they were learnt, and the second stage if any.

    Raises ``ModelError`` if it is missing, altered, outdated or does not fit together.
    """
    card = _read_card(folder)
    path = folder / WEIGHTS_FILE
    verify(path, str(card["sha256"]))
    try:
        with np.load(path, allow_pickle=False) as arrays:
            items = tuple(str(name) for name in arrays["items"])
            counts, shape = arrays["counts"], (len(items), len(items))
            parts = (arrays["weights"].astype(np.float32), arrays["places"], arrays["starts"])
            weights = sparse.csr_matrix(parts, shape=shape)
            weights.check_format(full_check=True)
        if counts.shape != (len(items),):
            raise ValueError("the counts do not fit the products")
        return Learnt(items, counts, weights), int(card["baskets"]), _read_second(folder, card, len(items))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path} is not a recommender: {error}") from error


def _read_second(folder: Path, card: Mapping[str, Any], items: int) -> Second | None:
    if "second" not in card:
        return None
    import lightgbm

    past, trees, told = folder / PAST_FILE, folder / TREES_FILE, card["second"]
    if told["features"] != list(NAMES):
        raise ModelError(f"{folder}: the features of the second stage are not this program's: train again")
    verify(past, str(told["past"]))
    verify(trees, str(told["trees"]))
    with np.load(past, allow_pickle=False) as arrays:
        known = Past.from_rows(arrays["rows"].astype(np.uint32), arrays["starts"].astype(np.int64), items)
    try:
        return Second(known, lightgbm.Booster(model_str=trees.read_text("utf-8")))
    except lightgbm.basic.LightGBMError as error:
        raise ModelError(f"{trees} is not a LightGBM model: {error}") from error


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
