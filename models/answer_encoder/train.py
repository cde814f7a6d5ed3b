"""Tunes MiniLM so that a question lies near the sentence that answers it, and far from those that do not.

A step is one invented shop. The loss of a question is the cross-entropy of choosing its answer among all the
shop's sentences or none of them, whose score is learned; so similar sentences of the same shop are the
negatives, and questions to facts that the shop does not state teach how near is not near enough. It is taken
twice: by the vectors of whole texts, and by these and the word-by-word reading (``models.late``) together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from dialogue.typos import misspell
from models.answer_encoder.shops import Inventor, Shop, shown
from models.answer_encoder.written import Sampler, written
from models.embedder import packaged_folder
from models.errors import ModelError
from models.files import sha256_of
from models.late import PREFIX, inner, late, new_head
from models.lora import difference, merge, save
from models.progress import steps as counted

CONFIG_PATH = Path(__file__).with_name("tuning.yml")
_LEAST_RATE = 0.02
_GROUPS = 3
_NEVER = -1e4


class ReadingTuning(BaseModel):
    """What ``tuning.yml`` says of the cross-encoder."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    seed: int
    steps: int
    facts: tuple[int, int]
    questions: int
    beside: float
    wide: bool
    written: float
    untold: float
    leaning: float
    candidates: int
    frozen_layers: int
    learning_rate: float
    head_learning_rate: float
    warm_up: int
    none: float
    scale: float
    rank: int


class Tuning(BaseModel):
    """What ``tuning.yml`` says."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    seed: int
    steps: int
    facts: tuple[int, int]
    questions: int
    beside: float
    wide: bool
    written: float
    untold: float
    leaning: float
    max_tokens: int
    frozen_layers: int
    learning_rate: float
    going_on_rate: float
    late_learning_rate: float
    head_learning_rate: float
    warm_up: int
    none: float
    scale: float
    late_dimension: int
    late_scale: float
    rank: int
    share: float
    reading: ReadingTuning


def load_tuning(path: Path = CONFIG_PATH) -> Tuning:
    """Read and check the file; raises ``pydantic.ValidationError`` naming the field that does not fit."""
    return Tuning.model_validate(yaml.safe_load(path.read_text("utf-8")))


def train(target: Path, steps: int | None = None, start: Path | None = None) -> dict[str, Any]:
    """Write the changes to MiniLM's weights to ``target``; returns what was done.

    ``start``: changes to go on from, with other questions than those they were made with, more gently, and
    all of the change is kept. Raises ``ModelError`` if they do not fit.
    """
    import torch
    from transformers import AutoModel

    config = load_tuning()
    if start is not None:
        config = config.model_copy(
            update={"seed": config.seed + 1, "share": 1.0, "learning_rate": config.going_on_rate}
        )
    if steps is not None:
        config = config.model_copy(update={"steps": steps})
    torch.manual_seed(config.seed)
    torch.set_num_threads(1)
    source = packaged_folder()
    model = AutoModel.from_pretrained(source, local_files_only=True)
    heads = _heads(config, int(model.config.hidden_size))
    if start is not None:
        _go_on(model, heads, start)
    model.embeddings.requires_grad_(requires_grad=False)
    for layer in model.encoder.layer[: config.frozen_layers]:
        layer.requires_grad_(requires_grad=False)
    started = time.monotonic()
    loss = _tune(model, heads, encoder_tokenizer(source, config.max_tokens), config)
    original = AutoModel.from_pretrained(source, local_files_only=True)
    tensors = difference(model, original, config.rank, config.share)
    tensors |= {PREFIX + name: value.detach() for name, value in heads.items()}
    begun = sha256_of(start) if start else ""
    save(tensors, target, {"steps": str(config.steps), "seed": str(config.seed), "from": begun})
    return {
        "steps": config.steps,
        "questions": config.steps * config.questions,
        "loss": round(loss, 3),
        "seconds": round(time.monotonic() - started, 1),
        "sha256": sha256_of(target),
    }


def _go_on(model: Any, heads: dict[str, Any], start: Path) -> None:
    """Put the changes of a file into the model, and its head into ``heads``."""
    from safetensors.torch import load_file

    try:
        merge(model, start)
        known = load_file(str(start))
        for name, value in heads.items():
            value.data.copy_(known[PREFIX + name].float())
    except Exception as error:  # the library raises whatever a broken file made it raise
        raise ModelError(f"cannot put {start} into the model: {error}") from error


def _heads(config: Tuning, width: int) -> dict[str, Any]:
    """What is learned beside the transformer: the word-by-word reading, the scales and what none scores."""
    import torch

    def start(value: float) -> Any:
        return torch.nn.Parameter(torch.tensor(value))

    return {
        **new_head(width, config.late_dimension),
        "none": start(config.none),
        "scale": start(config.scale),
        "both_none": start(config.none + config.late_scale * config.none / config.scale),
        "both_scale": start(config.scale),
        "both_late": start(config.late_scale),
    }


def encoder_tokenizer(source: Path, max_tokens: int) -> Any:
    """The tokenizer of MiniLM, padding to the longest text."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.enable_truncation(max_tokens)
    tokenizer.enable_padding()
    return tokenizer


def _tune(model: Any, heads: dict[str, Any], tokenizer: Any, config: Tuning) -> float:
    import torch

    weights = [weight for weight in model.parameters() if weight.requires_grad]
    matrix, single = [heads["projection"]], [heads[name] for name in heads if name != "projection"]
    optimizer = torch.optim.AdamW(
        [
            {"params": weights, "lr": config.learning_rate, "weight_decay": 0.01},
            {"params": matrix, "lr": config.late_learning_rate, "weight_decay": 0.0},
            {"params": single, "lr": config.head_learning_rate, "weight_decay": 0.0},
        ]
    )
    shops = drawn_shops(config)
    model.train()

    def loss() -> Any:
        return _loss(next(shops), model, tokenizer, heads)

    return descend("Tuning the encoder of answers", loss, optimizer, weights, config.steps, config.warm_up)


def drawn_shops(config: Tuning | ReadingTuning) -> Iterator[Shop]:
    """Shops without end: the share ``written`` of them written ones, the others invented from frames."""
    rng = Random(config.seed)
    inventor = Inventor(config.seed, misspell, config.beside, wide=config.wide)
    sampler = Sampler(written(), config.seed, misspell, config.untold, config.leaning)
    while True:
        if rng.random() < config.written:
            yield sampler.shop(config.questions)
        else:
            yield inventor.shop(rng.randint(*config.facts), config.questions)


def descend(
    label: str, loss_of: Callable[[], Any], optimizer: Any, weights: Sequence[Any], steps: int, warm_up: int
) -> float:
    """Take the steps, each on a loss of its own; returns the running mean of the losses.

    The learning rate goes up over ``warm_up`` steps, then slowly down; gradients of ``weights`` are clipped.
    """
    import torch

    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm_up) * max(_LEAST_RATE, 1 - step / steps)
    )
    mean = 0.0
    with counted(label, steps) as bar:
        for step in range(steps):
            loss = loss_of()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimizer.step()
            schedule.step()
            mean += (float(loss.detach()) - mean) * (0.05 if step else 1.0)
            bar.done()
    return mean


def _loss(shop: Shop, model: Any, tokenizer: Any, heads: dict[str, Any]) -> Any:
    import torch

    facts = [shown(fact.title, fact.heading, fact.text) for fact in shop.facts]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        read = encode(model, tokenizer, [*facts, *(question.text for question in shop.questions)])
    vectors, states, words = read
    n = len(facts)
    similar = vectors[n:] @ vectors[:n].T
    by_words = late(heads, (states[n:], words[n:]), (states[:n], words[:n]))
    wanted, unclear = _targets(shop)
    alone = heads["scale"] * similar
    both = heads["both_scale"] * similar + heads["both_late"] * by_words
    return _chosen(alone, heads["none"], wanted, unclear) + _chosen(both, heads["both_none"], wanted, unclear)


def _chosen(scores: Any, none: Any, wanted: Any, unclear: Any) -> Any:
    """Cross-entropy of choosing what is wanted among sentences and none, whose score is ``none``."""
    import torch

    scores = scores.masked_fill(unclear, _NEVER)
    with_none = torch.cat([scores, none.expand(len(scores), 1)], dim=1)
    chances = torch.nn.functional.log_softmax(with_none, dim=1)
    return -torch.logsumexp(chances.masked_fill(~wanted, _NEVER), dim=1).mean()


def _targets(shop: Shop) -> tuple[Any, Any]:
    """Which sentences answer, shape (questions, facts + 1), the last column for none; which are unclear."""
    import torch

    wanted = [[f in q.answers for f in shop.facts] + [not q.answers] for q in shop.questions]
    unclear = [[f in q.unclear and f not in q.answers for f in shop.facts] for q in shop.questions]
    return torch.tensor(wanted), torch.tensor(unclear)


def encode(model: Any, tokenizer: Any, texts: Sequence[str]) -> tuple[Any, Any, Any]:
    """Unit vectors (texts, dimension), states (texts, tokens, dimension) and the mask of their words.

    Like lengths go through the model together, so that little is padding.
    """
    import torch

    encodings = tokenizer.encode_batch(list(texts))
    lengths = [sum(encoding.attention_mask) for encoding in encodings]
    order = sorted(range(len(texts)), key=lengths.__getitem__)
    size = -(-len(order) // _GROUPS)
    longest = max(lengths)
    parts: list[tuple[Any, Any, Any]] = []
    for start in range(0, len(order), size):
        group = order[start : start + size]
        length = lengths[group[-1]]
        ids = torch.tensor([encodings[i].ids[:length] for i in group])
        mask = torch.tensor([encodings[i].attention_mask[:length] for i in group])
        states = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        shares = mask.unsqueeze(-1).float()
        means = (states * shares).sum(1) / shares.sum(1)
        room = longest - length
        padded = torch.nn.functional.pad(states, (0, 0, 0, room))
        words = torch.nn.functional.pad(inner(mask), (0, room))
        parts.append((torch.nn.functional.normalize(means, dim=1), padded, words))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    vectors, states, words = (torch.cat(column)[back] for column in zip(*parts, strict=True))
    return vectors, states, words
