"""Scores sentences for a question: the exported cross-encoder, run by onnxruntime on one thread."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelError
from models.files import verify

GRAPH, TOKENIZER, MANIFEST = "model.onnx", "tokenizer.json", "manifest.json"
# Pairs that are read at once; sorted by length, so that little of a batch is padding.
_BATCH = 16


class Reader:
    """Log-odds that a sentence answers a question; one instance serves all threads of a process."""

    def __init__(self, session: Any, tokenizer: Any, identity: str) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._lock = threading.Lock()
        self.identity = identity

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Load the model that ``make`` built; raises ``ModelError`` if it is missing or altered."""
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
            for name, digest in manifest["sha256"].items():
                verify(folder / name, digest)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            session = onnxruntime.InferenceSession(
                str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
            )
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        except ModelError:
            raise
        except Exception as error:  # the libraries raise whatever the broken file made them raise
            raise ModelError(f"no reader in {folder} ({type(error).__name__}): run `make setup`") from error
        return cls(session, tokenizer, str(manifest["identity"]))

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Log-odds for each text, shape (len(texts),); what exceeds the model's window is cut off."""
        clean = [_clean(text) for text in texts]
        with self._lock:
            encodings = self._tokenizer.encode_batch([(_clean(question), text) for text in clean])
        order = sorted(range(len(texts)), key=lambda i: sum(encodings[i].attention_mask))
        scores = np.zeros(len(texts), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            scores[rows] = self._run([encodings[i] for i in rows])
        return scores

    def _run(self, encodings: Sequence[Any]) -> NDArray[np.float32]:
        longest = max(sum(e.attention_mask) for e in encodings)
        feeds = {
            "input_ids": np.array([e.ids[:longest] for e in encodings], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask[:longest] for e in encodings], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids[:longest] for e in encodings], dtype=np.int64),
        }
        return np.asarray(self._session.run(None, feeds)[0], dtype=np.float32)


def _clean(text: str) -> str:
    # A lone surrogate (legal in JSON) would make the tokenizer raise.
    return text.encode("utf-8", "replace").decode("utf-8")
