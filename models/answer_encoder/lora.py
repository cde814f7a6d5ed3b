"""Low-rank changes to MiniLM's matrices (LoRA, Hu et al. 2021): W + B A, with A of shape (rank, in) and B (out, rank)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_KINDS = ("query", "key", "value", "dense")


def targets(model: Any) -> dict[str, Any]:
    """The linear layers of the transformer's blocks, by name; the pooler is not used."""
    import torch

    return {
        name: module
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear) and name.startswith("encoder.") and name.endswith(_KINDS)
    }


def adapt(model: Any, rank: int) -> dict[str, Any]:
    """Freeze the model and give each target a trainable change that starts at nothing; returns the changes."""
    import torch
    from torch.nn.utils import parametrize

    class Change(torch.nn.Module):
        def __init__(self, outputs: int, inputs: int) -> None:
            super().__init__()
            self.a = torch.nn.Parameter(torch.randn(rank, inputs) / inputs**0.5)
            self.b = torch.nn.Parameter(torch.zeros(outputs, rank))

        def forward(self, weight: Any) -> Any:
            return weight + self.b @ self.a

    model.requires_grad_(requires_grad=False)
    changes = {}
    for name, layer in targets(model).items():
        changes[name] = Change(*layer.weight.shape)
        parametrize.register_parametrization(layer, "weight", changes[name])
    return changes


def save(changes: Mapping[str, Any], file: Path, metadata: Mapping[str, str]) -> None:
    """Write the changes in half precision."""
    import torch
    from safetensors.torch import save_file

    tensors = {
        f"{name}.{part}": getattr(change, part).detach().to(torch.float16).contiguous()
        for name, change in changes.items()
        for part in ("a", "b")
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, str(file), metadata=dict(metadata))


def merge(model: Any, file: Path) -> dict[str, str]:
    """Add the changes of a file to a model's weights, in fp32; returns the file's metadata.

    Raises ``ValueError`` if the file does not fit the model.
    """
    import torch
    from safetensors import safe_open

    layers = targets(model)
    with safe_open(str(file), framework="pt") as tensors, torch.no_grad():
        if {key.rpartition(".")[0] for key in tensors.keys()} != set(layers):  # noqa: SIM118
            raise ValueError(f"{file} does not fit the model")
        for name, layer in layers.items():
            a, b = tensors.get_tensor(f"{name}.a").float(), tensors.get_tensor(f"{name}.b").float()
            layer.weight += b @ a
        return dict(tensors.metadata() or {})
