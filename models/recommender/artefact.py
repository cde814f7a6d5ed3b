"""The recommender as files: sparse weights in half precision and a card, checked when they are read."""

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

FORMAT_VERSION = 2
WEIGHTS_FILE, CARD_FILE = "recommender.npz", "card.json"


def write(folder: Path, learnt: Learnt, card: Mapping[str, Any]) -> dict[str, Any]:
    """Write weights and card into an empty folder; returns the card with version and checksum."""
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
    (folder / CARD_FILE).write_text(json.dumps(whole, indent=2) + "\n", "utf-8")
    return whole


def read(folder: Path) -> tuple[Learnt, int]:
    """What ``write`` wrote, and on how many baskets it was learnt.

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
        return Learnt(items, counts, weights), int(card["baskets"])
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path} is not a recommender: {error}") from error


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
