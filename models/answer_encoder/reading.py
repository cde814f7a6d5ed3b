"""Tunes the cross-encoder so that it tells what answers a question from what merely speaks of the same.

A step is one invented shop (``shops.py``). Of its sentences each question gets those that the encoder of
answers finds nearest, as it will when shoppers ask; the loss is the cross-entropy of choosing the answer
among them or none, whose score is learned.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.answer_encoder.shops import Asked, Fact, Shop, shown
from models.answer_encoder.train import (
    ReadingTuning,
    descend,
    drawn_shops,
    encode,
    encoder_tokenizer,
    load_tuning,
)
from models.cross_encoder import base_model, base_tokenizer, batch
from models.embedder import packaged_folder
from models.errors import ModelError
from models.files import sha256_of
from models.lora import difference, merge, save

_NEVER = -1e4
# Pairs go through the model in so many groups of like length, so that little is padding.
_GROUPS = 4


@dataclass(frozen=True)
class Choice:
    """A question with the sentences to choose from; ``right`` tells of each whether it answers."""

    question: str
    texts: tuple[str, ...]
    right: tuple[bool, ...]


def train(target: Path, encoder: Path, steps: int | None = None, start: Path | None = None) -> dict[str, Any]:
    """Write the changes to the packaged cross-encoder to ``target``; returns what was done.

    ``encoder``: the changes to MiniLM that find each question's sentences. ``start``: changes to go on from,
    with other questions than those that they were made with. Raises ``ModelError`` if a file does not fit.
    """
    import torch

    config = load_tuning().reading
    if start is not None:
        config = config.model_copy(update={"seed": config.seed + 1})
    if steps is not None:
        config = config.model_copy(update={"steps": steps})
    torch.manual_seed(config.seed)
    torch.set_num_threads(1)
    finder = Finder(encoder)
    model = _without_dropped_attention(base_model())
    if start is not None:
        _merge(model, start)
    frozen = [model.bert.embeddings, *model.bert.encoder.layer[: config.frozen_layers]]
    for part in frozen:
        part.requires_grad_(requires_grad=False)
    started = time.monotonic()
    loss = _tune(model, finder, config)
    save(
        difference(model, base_model(), config.rank),
        target,
        {"steps": str(config.steps), "seed": str(config.seed), "from": sha256_of(start) if start else ""},
    )
    return {
        "steps": config.steps,
        "questions": config.steps * config.questions,
        "loss": round(loss, 3),
        "seconds": round(time.monotonic() - started, 1),
        "sha256": sha256_of(target),
    }


def _merge(model: Any, changes: Path) -> None:
    try:
        merge(model, changes)
    except Exception as error:  # the library raises whatever a broken file made it raise
        raise ModelError(f"cannot put {changes} into the model: {error}") from error


def _without_dropped_attention(model: Any) -> Any:
    """The model without chance in its attention and without the fused kernel, which is slow going back.

    A step takes a fifth less; chance in what passes on from layer to layer stays.
    """
    model.set_attn_implementation("eager")
    for layer in model.bert.encoder.layer:
        layer.attention.self.dropout.p = 0.0
    return model


class Finder:
    """Finds the sentences nearest to a question, by the encoder's vectors alone.

    Raises ``ModelError`` if the changes do not fit.
    """

    def __init__(self, changes: Path) -> None:
        from transformers import AutoModel

        # Written shops say the same again and again.
        self._known: dict[str, Any] = {}
        source = packaged_folder()
        self._model = AutoModel.from_pretrained(source, local_files_only=True)
        _merge(self._model, changes)
        self._model.eval()
        self._tokenizer = encoder_tokenizer(source, load_tuning().max_tokens)

    def choices(self, shop: Shop, most: int) -> list[Choice]:
        """Of each question the ``most`` nearest sentences that are not unclear, and what answers it."""
        texts = [shown(fact.title, fact.heading, fact.text) for fact in shop.facts]
        rows = self.similar([question.text for question in shop.questions], texts)
        return [
            _choice(question, shop.facts, texts, row, most)
            for question, row in zip(shop.questions, rows, strict=True)
        ]

    def similar(self, questions: Sequence[str], texts: Sequence[str]) -> list[list[float]]:
        """Cosine similarities, one row a question."""
        import torch

        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        vectors = self._vectors([*questions, *new])
        self._known.update(zip(new, vectors[len(questions) :], strict=True))
        asked, told = vectors[: len(questions)], torch.stack([self._known[text] for text in texts])
        rows: list[list[float]] = (asked @ told.T).tolist()
        return rows

    def _vectors(self, texts: Sequence[str]) -> Any:
        import torch

        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            return encode(self._model, self._tokenizer, texts)[0].float()


def _choice(
    question: Asked, facts: Sequence[Fact], texts: Sequence[str], similar: Sequence[float], most: int
) -> Choice:
    answers = [at for at, fact in enumerate(facts) if fact in question.answers]
    clear = [at for at, fact in enumerate(facts) if at in answers or fact not in question.unclear]
    nearest = sorted(clear, key=lambda at: -similar[at])[:most]
    chosen = list(dict.fromkeys([*nearest, *answers[:1]]))
    return Choice(question.text, tuple(texts[at] for at in chosen), tuple(at in answers for at in chosen))


def _tune(model: Any, finder: Finder, config: ReadingTuning) -> float:
    import torch

    weights = [weight for weight in model.parameters() if weight.requires_grad]
    none, scale = (torch.nn.Parameter(torch.tensor(start)) for start in (config.none, config.scale))
    optimizer = torch.optim.AdamW(
        [
            {"params": weights, "lr": config.learning_rate, "weight_decay": 0.01},
            {"params": [none, scale], "lr": config.head_learning_rate, "weight_decay": 0.0},
        ]
    )
    tokenizer = base_tokenizer()
    shops = drawn_shops(config)
    model.train()

    def loss() -> Any:
        choices = finder.choices(next(shops), config.candidates)
        return _loss(_scores(model, tokenizer, choices), choices, none, scale)

    return descend("Tuning the cross-encoder", loss, optimizer, weights, config.steps, config.warm_up)


def _scores(model: Any, tokenizer: Any, choices: Sequence[Choice]) -> Any:
    """A logit for each sentence of each choice, one after the other."""
    import torch

    pairs = [(choice.question, text) for choice in choices for text in choice.texts]
    encodings = tokenizer.encode_batch(pairs)
    order = sorted(range(len(pairs)), key=lambda at: len(encodings[at].ids))
    size = -(-len(order) // _GROUPS)
    scores: list[Any] = [None] * len(pairs)
    for start in range(0, len(order), size):
        group = order[start : start + size]
        inputs = {
            name: torch.from_numpy(rows) for name, rows in batch([encodings[at] for at in group]).items()
        }
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = model(**inputs).logits.float()[:, 0]
        for at, score in zip(group, found, strict=True):
            scores[at] = score
    return torch.stack(scores)


def _loss(scores: Any, choices: Sequence[Choice], none: Any, scale: Any) -> Any:
    """Mean cross-entropy of choosing what answers, or none where nothing does."""
    import torch

    losses = []
    for choice, own in zip(choices, scores.split([len(choice.texts) for choice in choices]), strict=True):
        chances = torch.log_softmax(torch.cat([own, none[None]]) * scale, 0)
        wanted = torch.tensor([*choice.right, not any(choice.right)])
        losses.append(-torch.logsumexp(chances.masked_fill(~wanted, _NEVER), 0))
    return torch.stack(losses).mean()
