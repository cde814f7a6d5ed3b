"""The exported sentence encoder (ONNX), as the dialogue uses it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
# Keys of the examples that were kept from the encoder's tuning, to judge by.
HELD_OUT_FILE = "held_out.json"
SHORTEST_WORD = 3
# So many texts are only ever encoded in training, where every core may help.
_SHARED_FROM = 1000
_CHUNK = 64


class EncoderMissing(Exception):
    """The folder with the exported encoder is not there or not whole."""


class OnnxSentenceEncoder:
    """Texts to unit-length sentence vectors; a message on one thread.

    The folder is what ``python -m models export-encoder`` writes: ``model.onnx`` (inputs ``input_ids`` and
    ``attention_mask``, int64; output float32 of shape (texts, dimensions)) and ``tokenizer.json``.
    """

    def __init__(self, folder: Path, max_tokens: int) -> None:
        model, tokenizer = folder / MODEL_FILE, folder / TOKENIZER_FILE
        if not model.is_file() or not tokenizer.is_file():
            raise EncoderMissing(f"no exported sentence encoder in {folder}; `make setup` writes it")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # A shopper's message is short: a thread pool that spins costs more than it brings.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(model), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {item.name for item in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(max_length=max_tokens)
        self._tokenizer.no_padding()
        self.held_out = _held_out(folder)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of shape (len(texts), dimensions), float32, each of length 1.

        One text at a time, in training as in serving: int8 activations are scaled over a whole batch, so that
        the same text in another company gets another vector (cosine .98 measured).
        """
        if len(texts) < _SHARED_FROM:
            return np.vstack([self._encode_one(text) for text in texts])
        # Texts share nothing, so the vectors are the same; the graph runs without Python's lock.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return np.vstack(list(pool.map(self._encode_one, texts, chunksize=_CHUNK)))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Whole words that the encoder has a token for."""
        tokens = self._tokenizer.get_vocab()
        return frozenset(t for t in tokens if t.isalpha() and len(t) >= SHORTEST_WORD)

    def _encode_one(self, text: str) -> np.ndarray:
        encoding = self._tokenizer.encode(text)
        feeds = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }
        wanted = {name: value for name, value in feeds.items() if name in self._inputs}
        vector: np.ndarray = self._session.run(None, wanted)[0]
        return (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)


def _held_out(folder: Path) -> frozenset[str]:
    """The keys in the folder's file; none where the encoder is as it came."""
    path = folder / HELD_OUT_FILE
    return frozenset(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else frozenset()


def folder_fingerprint(folder: Path) -> str:
    """SHA-256 over the exported encoder, for caches keyed by content."""
    digest = hashlib.sha256()
    for name in (MODEL_FILE, TOKENIZER_FILE, HELD_OUT_FILE):
        path = folder / name
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()
