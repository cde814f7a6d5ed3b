"""Low-rank changes to a transformer's matrices: W + B A, with A of shape (rank, in) and B (out, rank).

The form is that of LoRA (Hu et al. 2021). Here the changes are taken from a model that was tuned as a
whole: the
singular value decomposition of the difference, cut at the rank, is its nearest low-rank form (Eckart, Young
1936).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.late import PREFIX

_KINDS = ("query", "key", "value", "dense", "classifier")


def targets(model: Any) -> dict[str, Any]:
    """The linear layers, by name."""
    import torch

    return {
        name: module
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear) and name.endswith(_KINDS)
    }


def difference(tuned: Any, original: Any, rank: int, share: float = 1.0) -> dict[str, Any]:
    """Tensors of the change from ``original`` to ``tuned`` at a rank; ``share`` of it is kept (1.0: all).

    Biases and normalisations, which are small, are kept whole, as ``<name>.add``.
    """
    import torch

    before = dict(original.named_parameters())
    matrices = {f"{name}.weight" for name in targets(original)}
    found = {}
    for name, weight in tuned.named_parameters():
        change = (weight.detach() - before[name].detach()).float() * share
        if name in matrices and bool(change.abs().max() > 0):
            u, s, v = torch.linalg.svd(change, full_matrices=False)
            root = s[:rank].sqrt()
            found[f"{name}.a"] = root[:, None] * v[:rank]
            found[f"{name}.b"] = u[:, :rank] * root
        elif change.ndim == 1 and bool(change.abs().max() > 0):
            found[f"{name}.add"] = change
    return found


def save(tensors: Mapping[str, Any], file: Path, metadata: Mapping[str, str]) -> None:
    """Write the changes in half precision."""
    import torch
    from safetensors.torch import save_file

    file.parent.mkdir(parents=True, exist_ok=True)
    halved = {name: tensor.to(torch.float16).contiguous() for name, tensor in tensors.items()}
    save_file(halved, str(file), metadata=dict(metadata))


def merge(model: Any, file: Path) -> None:
    """Add the changes of a file to a model's weights, in fp32; raises ``ValueError`` if they do not fit.

    What the file holds for ``models.late`` is left to it.
    """
    import torch
    from safetensors.torch import load_file

    weights = dict(model.named_parameters())
    tensors = {name: tensor.float() for name, tensor in load_file(str(file)).items()}
    with torch.no_grad():
        for key, tensor in tensors.items():
            if key.startswith(PREFIX):
                continue
            name, _, part = key.rpartition(".")
            if name not in weights:
                raise ValueError(f"{file} does not fit the model: it has no {name}")
            if part == "add":
                weights[name] += tensor
            elif part == "b":
                weights[name] += tensor @ tensors[f"{name}.a"]


@dataclass(frozen=True)
class Changes:
    """What a file changes, by the names of the weights: A (rank, in) and B (out, rank), and vectors."""

    matrices: Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]]
    vectors: Mapping[str, NDArray[np.float32]]


def read_changes(file: Path) -> Changes:
    """Read the changes of a file without torch."""
    from safetensors.numpy import load_file

    tensors = {name: tensor.astype(np.float32) for name, tensor in load_file(str(file)).items()}
    parts = [(key, *key.rsplit(".", 1)) for key in tensors]
    return Changes(
        {name: (tensors[f"{name}.a"], tensors[key]) for key, name, part in parts if part == "b"},
        {name: tensors[key] for key, name, part in parts if part == "add"},
    )
