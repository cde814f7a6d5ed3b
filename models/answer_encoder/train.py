"""Tunes MiniLM into a cross-encoder: question and sentence in, one number out.

The loss is the cross-entropy of choosing the answering sentence among a question's candidates or none of them
(whose score is fixed at 0), plus the binary cross-entropy of each pair, which makes a sentence's score a log-odds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import yaml

from dialogue.typos import misspell
from models.answer_encoder.examples import Choice, choices
from models.answer_encoder.shops import Inventor
from models.embedder import packaged_folder

HERE = Path(__file__).resolve().parent


def build(source: Path) -> Any:
    import torch
    from transformers import AutoModel

    class Reader(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(source, local_files_only=True)
            self.encoder.embeddings.requires_grad_(requires_grad=False)
            self.head = torch.nn.Linear(self.encoder.config.hidden_size, 1)
            torch.nn.init.zeros_(self.head.weight)
            torch.nn.init.constant_(self.head.bias, -1.0)

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            states = self.encoder(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state
            weights = attention_mask.unsqueeze(-1).to(states.dtype)
            pooled = (states * weights).sum(1) / weights.sum(1)
            return self.head(pooled).squeeze(-1)

    return Reader()


def tokens(tokenizer: Any, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    import torch

    found = tokenizer.encode_batch(list(pairs))
    return {
        "input_ids": torch.tensor([e.ids for e in found]),
        "attention_mask": torch.tensor([e.attention_mask for e in found]),
        "token_type_ids": torch.tensor([e.type_ids for e in found]),
    }


def open_tokenizer(folder: Path, most: int) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(most)
    tokenizer.enable_padding()
    return tokenizer


def loss_of(scores: Any, batch: Sequence[Choice]) -> Any:
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax

    right = torch.tensor([r for choice in batch for r in choice.right], dtype=torch.float32)
    pairwise = binary_cross_entropy_with_logits(scores, right)
    rows = scores.view(len(batch), -1)
    with_none = torch.cat([rows, torch.zeros(len(batch), 1)], dim=1)
    wanted = [choice.right.index(True) if any(choice.right) else len(choice.right) for choice in batch]
    chosen = log_softmax(with_none, dim=1)[torch.arange(len(batch)), torch.tensor(wanted)]
    return pairwise - chosen.mean()


def train(target: Path, steps: int | None = None) -> None:
    import torch
    from models.embedder import Embedder
    from settings import get_settings

    config = yaml.safe_load((HERE / "config.yml").read_text("utf-8"))
    steps = steps or config["steps"]
    torch.manual_seed(config["seed"])
    rng = Random(config["seed"])
    embedder = Embedder.open(get_settings())
    torch.set_num_threads(config["threads"])
    started = time.time()
    needed = steps * config["questions_in_batch"]
    data = list(
        choices(
            Inventor(config["seed"], misspell),
            embedder.encode,
            -(-needed // config["questions"]),
            config["facts"],
            config["questions"],
            config["candidates"],
            rng,
        )
    )
    print(len(data), "questions", round(time.time() - started), "s", file=sys.stderr, flush=True)
    source = packaged_folder()
    model = build(source)
    tokenizer = open_tokenizer(source, config["max_tokens"])
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": body, "lr": config["learning_rate"]},
            {"params": model.head.parameters(), "lr": config["head_learning_rate"]},
        ],
        weight_decay=config["weight_decay"],
    )
    warm = max(1, int(config["warm_up"] * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / warm) * max(0.02, 1 - s / steps)
    )
    model.train()
    rng.shuffle(data)
    size = config["questions_in_batch"]
    # Like with like: little of a batch is padding.
    pool = size * 40
    data = [c for i in range(0, len(data), pool) for c in sorted(data[i : i + pool], key=lambda c: max(map(len, c.candidates)))]
    batches = [data[i : i + size] for i in range(0, steps * size, size)]
    rng.shuffle(batches)
    mean = 0.0
    for step, batch in enumerate(batches):
        pairs = [(choice.question, text) for choice in batch for text in choice.candidates]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = model(**tokens(tokenizer, pairs))
        loss = loss_of(scores.float(), batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(body, 1.0)
        optimizer.step()
        schedule.step()
        mean = 0.98 * mean + 0.02 * float(loss.detach()) if step else float(loss.detach())
        if step % 50 == 0:
            print(step, round(mean, 3), round(time.time() - started), file=sys.stderr, flush=True)
    target.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), target / "reader.pt")


if __name__ == "__main__":
    train(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
