"""The mean of two sets of low-rank changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from models.answer_encoder.mean import mean
from models.lora import read_changes


def _file(folder: Path, name: str, seed: int, **more: torch.Tensor) -> Path:
    chance = torch.Generator().manual_seed(seed)
    tensors = {
        "layer.weight.a": torch.randn(2, 5, generator=chance),
        "layer.weight.b": torch.randn(4, 2, generator=chance),
        "layer.bias.add": torch.randn(4, generator=chance),
    }
    save_file(tensors | more, str(folder / name))
    return folder / name


def test_the_mean_at_full_rank_is_the_mean_of_the_changes(tmp_path: Path) -> None:
    files = [_file(tmp_path, f"{seed}.safetensors", seed) for seed in (1, 2)]
    mean(*files, tmp_path / "out.safetensors", rank=4)
    one, other = map(read_changes, files)
    both = read_changes(tmp_path / "out.safetensors")
    wanted = sum(0.5 * b @ a for a, b in (one.matrices["layer.weight"], other.matrices["layer.weight"]))
    a, b = both.matrices["layer.weight"]
    assert np.allclose(b @ a, wanted, atol=0.01)
    halves = 0.5 * one.vectors["layer.bias"] + 0.5 * other.vectors["layer.bias"]
    assert np.allclose(both.vectors["layer.bias"], halves, atol=0.01)


def test_a_lower_rank_is_kept_to(tmp_path: Path) -> None:
    files = [_file(tmp_path, f"{seed}.safetensors", seed) for seed in (1, 2)]
    mean(*files, tmp_path / "out.safetensors", rank=3)
    a, b = read_changes(tmp_path / "out.safetensors").matrices["layer.weight"]
    assert (a.shape, b.shape) == ((3, 5), (4, 3))


def test_files_of_different_models_have_no_mean(tmp_path: Path) -> None:
    one = _file(tmp_path, "1.safetensors", 1)
    other = _file(tmp_path, "2.safetensors", 2, **{"more.bias.add": torch.zeros(3)})
    with pytest.raises(ValueError, match="same weights"):
        mean(one, other, tmp_path / "out.safetensors", rank=2)
    assert not (tmp_path / "out.safetensors").exists()
