"""A sentence featurizer for Rasa: an exported sentence encoder (ONNX) instead of word counts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tokenizers import Tokenizer

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"


class EncoderMissing(RasaException):
    """The folder with the exported encoder is not there or not whole."""


class OnnxSentenceEncoder:
    """Texts to unit-length sentence vectors, on one thread.

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

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of shape (len(texts), dimensions), float32, each of length 1.

        One text at a time, in training as in serving: int8 activations are scaled over a whole batch, so that
        the same text in another company gets another vector (cosine .98 measured).
        """
        return np.vstack([self._encode_one(text) for text in texts])

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


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(Featurizer[np.ndarray], GraphComponent):
    """Adds one dense sentence vector to every message that has a text."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Where the exported encoder lies, and how much of a text it reads."""
        return {
            **Featurizer.get_default_config(),
            "folder": "var/models/encoder",
            "max_tokens": 64,
        }

    @staticmethod
    def required_packages() -> list[str]:
        """Packages this component cannot do without."""
        return ["onnxruntime", "tokenizers"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """Load the encoder named in config.yml."""
        del model_storage, resource
        return cls(execution_context.node_name, config)

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        super().__init__(name, config)
        self._encoder = OnnxSentenceEncoder(Path(config["folder"]), config["max_tokens"])

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raise before training starts when the settings cannot work."""
        if int(config.get("max_tokens", 64)) < 8:
            raise RasaException("max_tokens of the sentence encoder must be at least 8")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Tells Rasa's training cache apart one exported encoder from another."""
        return folder_fingerprint(Path(config.get("folder", cls.get_default_config()["folder"])))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode incoming messages; an empty text is left without a vector."""
        texts = [message for message in messages if message.get(TEXT)]
        if texts:
            self._encode(texts)
        return messages

    def _encode(self, messages: Sequence[Message]) -> None:
        vectors = self._encoder.encode([message.get(TEXT) for message in messages])
        for message, vector in zip(messages, vectors, strict=True):
            message.add_features(
                Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._config["alias"])
            )


def folder_fingerprint(folder: Path) -> str:
    """SHA-256 over the exported encoder, for caches keyed by content."""
    digest = hashlib.sha256()
    for name in (MODEL_FILE, TOKENIZER_FILE):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
