"""Late interaction: each word of a question looks for its best match among the words of a sentence.

The form is that of ColBERT (Khattab, Zaharia 2020), with a learned weight for each word of the question, so
that what a sentence does not speak of ("how many lockers are there *in Denver*") is seen where one vector
blurs it: ``late(q, s) = sum_i w_i max_j <P q_i, P s_j> / sum_i w_i`` over unit vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

PREFIX = "late."
_NAMES = ("projection", "weight", "bias")


def new_head(width: int, dimension: int) -> dict[str, Any]:
    """Parameters at their start: an orthogonal projection (dimension, width), all words weighing the same."""
    import torch

    projection = torch.empty(dimension, width)
    torch.nn.init.orthogonal_(projection)
    return {
        "projection": torch.nn.Parameter(projection),
        "weight": torch.nn.Parameter(torch.zeros(width)),
        "bias": torch.nn.Parameter(torch.zeros(())),
    }


def read_head(file: Path) -> dict[str, Any] | None:
    """The head that a file of changes holds, or None if it holds none."""
    from safetensors.torch import load_file

    tensors = load_file(str(file))
    if any(PREFIX + name not in tensors for name in _NAMES):
        return None
    return {name: tensors[PREFIX + name].float() for name in _NAMES}


def inner(mask: Any) -> Any:
    """A mask without the first and the last token of each text, shape (texts, tokens): they are no words."""
    import torch

    kept = mask.clone()
    kept[:, 0] = 0
    kept[torch.arange(len(kept)), mask.sum(1) - 1] = 0
    # A text of no words at all keeps its mark, so that there is something to compare.
    return torch.where(kept.sum(1, keepdim=True) > 0, kept, mask)


def late(head: Mapping[str, Any], asked: tuple[Any, Any], said: tuple[Any, Any]) -> Any:
    """Scores of shape (questions, sentences), each in [-1, 1].

    ``asked`` and ``said`` are states of shape (texts, tokens, width) and their masks, of words alone.
    """
    import torch

    (q, q_mask), (s, s_mask) = asked, said
    weights = weigh(head, q) * q_mask
    found = torch.einsum("qid,sjd->qsij", project(head, q), project(head, s))
    best = found.masked_fill(s_mask[None, :, None, :] == 0, -1.0).amax(-1)
    return (best * weights[:, None, :]).sum(-1) / weights.sum(-1)[:, None]


def weigh(head: Mapping[str, Any], states: Any) -> Any:
    """How much each word of a question counts: (..., tokens), above 0."""
    import torch

    return torch.nn.functional.softplus(states @ head["weight"] + head["bias"])


def project(head: Mapping[str, Any], states: Any) -> Any:
    """Unit vectors of words: (..., tokens, dimension)."""
    import torch

    return torch.nn.functional.normalize(states @ head["projection"].T, dim=-1)
