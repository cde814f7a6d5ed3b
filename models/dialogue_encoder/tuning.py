"""Fine-tunes the sentence encoder so that messages of one intent lie together.

Normalised softmax over one learned vector for each intent, started at the mean of some of its examples (a
proxy loss, Movshovitz-Attias et al. 2017): a batch compares its messages with all intents at once, where
pairs would see a few of them. The vectors are thrown away afterwards; the dialogue learns its own classifier
on top.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from dialogue.typos import misspell
from models.dialogue_encoder.config import TuningConfig
from models.dialogue_encoder.examples import Example

_COPIED = ("tokenizer.json", "tokenizer_config.json", "modules.json", "sentence_bert_config.json")
# Batches are cut from pools of this many batches sorted by length, so that little of a batch is padding.
_POOL = 20
_LEAST_RATE = 0.02


def held_out(examples: Sequence[Example], config: TuningConfig) -> frozenset[str]:
    """Keys of the examples that calibration needs unseen; by hash, so that another example moves none."""
    if not config.held_out_every:
        return frozenset()
    sizes = Counter(example.intent for example in examples)
    return frozenset(
        example.key
        for example in examples
        if sizes[example.intent] >= config.held_out_from and int(example.key, 16) % config.held_out_every == 0
    )


def step_count(examples: int, config: TuningConfig) -> int:
    """How many batches the tuning takes."""
    return min(config.steps, max(1, examples * config.max_epochs // config.batch))


def tune(
    source: Path,
    target: Path,
    examples: Sequence[Example],
    config: TuningConfig,
    done: Callable[[], None] = lambda: None,
) -> None:
    """Write the tuned model to ``target``, in the format of ``source``; calls ``done`` after each step."""
    import torch
    from transformers import AutoModel
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    encoder = AutoModel.from_pretrained(source, local_files_only=True)
    encoder.embeddings.requires_grad_(requires_grad=False)
    for layer in encoder.encoder.layer[: config.frozen_layers]:
        layer.requires_grad_(requires_grad=False)
    _train(encoder, _tokenizer(source, config), examples, config, done)
    encoder.save_pretrained(target)
    for name in _COPIED:
        if (source / name).is_file():
            shutil.copyfile(source / name, target / name)
    if (source / "1_Pooling").is_dir():
        shutil.copytree(source / "1_Pooling", target / "1_Pooling")


def _tokenizer(source: Path, config: TuningConfig) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.enable_truncation(config.max_tokens)
    tokenizer.enable_padding()
    return tokenizer


def _train(
    encoder: Any, tokenizer: Any, examples: Sequence[Example], config: TuningConfig, done: Callable[[], None]
) -> None:
    import torch
    from torch.nn.functional import cross_entropy, normalize

    labels = sorted({example.intent for example in examples})
    columns = [labels.index(example.intent) for example in examples]
    rng = Random(config.seed)
    proxies = torch.nn.Parameter(_starts(encoder, tokenizer, examples, columns, config))
    weights = [weight for weight in encoder.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": weights, "lr": config.learning_rate},
            {"params": [proxies], "lr": config.head_learning_rate, "weight_decay": 0.0},
        ]
    )
    total = step_count(len(examples), config)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, total, config))
    encoder.train()
    lengths = [sum(e.attention_mask) for e in tokenizer.encode_batch([example.text for example in examples])]
    for batch in _batches(lengths, total, config, rng):
        texts = [_seen(examples[i].text, rng, config) for i in batch]
        cosines = _encode(encoder, tokenizer, texts) @ normalize(proxies, dim=1).T
        loss = cross_entropy(config.scale * cosines, torch.tensor([columns[i] for i in batch]))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        done()
    encoder.eval()


def _rate(step: int, total: int, config: TuningConfig) -> float:
    """Linear warm-up, then linearly down."""
    return min(1.0, (step + 1) / max(1.0, config.warm_up * total)) * max(_LEAST_RATE, 1 - step / total)


def _seen(text: str, rng: Random, config: TuningConfig) -> str:
    return misspell(text, rng) if rng.random() < config.misspelt else text


def _batches(lengths: Sequence[int], total: int, config: TuningConfig, rng: Random) -> Iterator[list[int]]:
    """``total`` batches of indices; every example once before any comes again."""
    given = 0
    while given < total:
        order = list(range(len(lengths)))
        rng.shuffle(order)
        pool = config.batch * _POOL
        pools = [sorted(order[i : i + pool], key=lengths.__getitem__) for i in range(0, len(order), pool)]
        batches = [rows[i : i + config.batch] for rows in pools for i in range(0, len(rows), config.batch)]
        rng.shuffle(batches)
        yield from batches[: total - given]
        given += len(batches)


def _encode(encoder: Any, tokenizer: Any, texts: Sequence[str]) -> Any:
    """Unit vectors of shape (texts, dimensions): mean over the tokens that count."""
    import torch

    encodings = tokenizer.encode_batch(list(texts))
    mask = torch.tensor([e.attention_mask for e in encodings])
    states = encoder(
        input_ids=torch.tensor([e.ids for e in encodings]), attention_mask=mask
    ).last_hidden_state
    weights = mask.unsqueeze(-1).to(states.dtype)
    return torch.nn.functional.normalize((states * weights).sum(1) / weights.sum(1), dim=1)


def _starts(
    encoder: Any, tokenizer: Any, examples: Sequence[Example], columns: Sequence[int], config: TuningConfig
) -> Any:
    """Mean vector of some examples of each intent, of shape (intents, dimensions)."""
    import torch

    encoder.eval()
    rows = _some_of_each(columns, config.start_from, Random(config.seed))
    rows.sort(key=lambda i: len(examples[i].text))
    sums = torch.zeros(max(columns) + 1, encoder.config.hidden_size)
    with torch.no_grad():
        for start in range(0, len(rows), config.batch):
            batch = rows[start : start + config.batch]
            vectors = _encode(encoder, tokenizer, [examples[i].text for i in batch])
            sums.index_add_(0, torch.tensor([columns[i] for i in batch]), vectors)
    return torch.nn.functional.normalize(sums, dim=1)


def _some_of_each(columns: Sequence[int], count: int, rng: Random) -> list[int]:
    """Indices of at most ``count`` examples of each column."""
    of_column: dict[int, list[int]] = {}
    for index, column in enumerate(columns):
        of_column.setdefault(column, []).append(index)
    return [i for indices in of_column.values() for i in rng.sample(indices, min(count, len(indices)))]
