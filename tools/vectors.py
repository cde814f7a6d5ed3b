"""Sentence vectors of texts; those of the training data are kept from run to run."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.embedder import PACKAGED_SHA256, Embedder
from models.progress import steps
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

Vectors = NDArray[np.float32]
_AT_ONCE = 64
# Fewer are encoded before a bar would be seen.
_WORTH_A_BAR = 256
# Vectors of texts that are long gone are dropped when there are this many.
_MOST_KEPT = 50_000


class Encoder:
    """Texts to vectors of length 1 (shape (texts, dimensions)). The model is loaded when one is needed.

    Raises ``models.errors.ModelError`` when it cannot be.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._embedder: Embedder | None = None
        self._cache = settings.var / "cache" / "vectors.npz"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts, not kept."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        if self._embedder is None:
            self._embedder = Embedder.open(self._settings)
        if len(texts) < _WORTH_A_BAR:
            return self._embedder.encode(texts)
        vectors = np.zeros((len(texts), self._embedder.dimension), dtype=np.float32)
        # Texts of one length together: a batch takes as long as its longest.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        with steps("Reading the examples", len(texts)) as bar:
            for begin in range(0, len(texts), _AT_ONCE):
                rows = order[begin : begin + _AT_ONCE]
                vectors[rows] = self._embedder.encode([texts[index] for index in rows])
                bar.done(len(rows))
        return vectors

    def encode_kept(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that come again in other runs: only new ones are encoded."""
        digests = [sha256(text.encode()).hexdigest() for text in texts]
        known = self._read()
        missing = {d: text for d, text in zip(digests, texts, strict=True) if d not in known}
        if missing:
            if len(known) > _MOST_KEPT:
                known = {d: known[d] for d in digests if d in known}
            known |= dict(zip(missing, self.encode(list(missing.values())), strict=True))
            self._write(known)
        return np.vstack([known[d] for d in digests]) if texts else np.zeros((0, 0), dtype=np.float32)

    def _read(self) -> dict[str, Vectors]:
        try:
            with np.load(self._cache, allow_pickle=False) as stored:
                if str(stored["model"]) != self._model():
                    return {}
                return dict(zip(stored["digests"].tolist(), stored["vectors"], strict=True))
        except (OSError, ValueError, KeyError, EOFError):
            return {}

    def _write(self, known: Mapping[str, Vectors]) -> None:
        self._cache.parent.mkdir(parents=True, exist_ok=True)
        aside = self._cache.with_name(f".{self._cache.name}.new.npz")
        np.savez(
            aside, model=self._model(), digests=np.array(list(known)), vectors=np.vstack([*known.values()])
        )
        aside.replace(self._cache)

    def _model(self) -> str:
        name = self._settings.embedder
        weights = Path(name) / "model.safetensors"
        return f"{name}@{weights.stat().st_mtime_ns}" if weights.is_file() else name or PACKAGED_SHA256
