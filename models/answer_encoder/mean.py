"""The mean of two sets of low-rank changes to the same model.

Two models tuned from the same start on different data, averaged weight by weight, keep most of what each
has learned (Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.lora import save


def mean(first: Path, second: Path, target: Path, rank: int) -> dict[str, Any]:
    """Write the mean of two files of ``models.lora`` at a rank; gives where it lies.

    Raises ``ValueError`` where they do not change the same weights.
    """
    import torch
    from safetensors.torch import load_file

    one, other = load_file(str(first)), load_file(str(second))
    if one.keys() != other.keys():
        raise ValueError(f"{first} and {second} do not change the same weights")
    found: dict[str, Any] = {}
    for key in one:
        name, _, part = key.rpartition(".")
        if part == "b" and f"{name}.a" in one:
            continue
        if part != "a" or f"{name}.b" not in one:
            found[key] = 0.5 * one[key].float() + 0.5 * other[key].float()
            continue
        change = sum(0.5 * file[f"{name}.b"].float() @ file[key].float() for file in (one, other))
        u, s, v = torch.linalg.svd(torch.as_tensor(change))
        root = s[:rank].sqrt()
        found[key] = root[:, None] * v[: len(root)]
        found[f"{name}.b"] = u[:, : len(root)] * root
    save(found, target, {"mean of": "two"})
    return {"out": str(target), "rank": rank}
