"""How new examples change what is understood: the classifiers of config.yml trained without and with them.

On standard input ``{"config": file, "train": [[intent, text], ...], "new": the same, "tests": the same}``.
The components are used as Rasa uses them (create, train, process), so that whatever config.yml says decides;
only the intent model is fitted quicker, and the encoder stays as it is. Nothing is kept.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import class_from_module_path
from rasa.utils.log_utils import configure_structlog

from dialogue.encoder import OnnxSentenceEncoder
from dialogue.held_out import key_of

Pairs = Sequence[tuple[str, str]]
"""Intents and texts."""
# Enough for a comparison: 452 of 500 messages of the development set are right, 457 with the full fit.
QUICK: dict[str, Any] = {"misspelt": False, "max_iter": 20, "tolerance": 1e-2}
# Where the encoder keeps no examples to judge by, every tenth is (by the first byte of its key).
TENTH = 0x1A
AT_ONCE = 100
# How many hundred texts are encoded while one model is fitted, about.
FIT = 30


class Progress:
    """Tells how far it is, in lines of JSON."""

    def __init__(self, total: int) -> None:
        self._done, self._total = 0, total

    def step(self, steps: int = 1) -> None:
        """So much more is done."""
        self._done = min(self._done + steps, self._total)
        print(json.dumps({"done": self._done, "of": self._total}), flush=True)


class KeptVectors:
    """An encoder that encodes each text once for both models."""

    def __init__(self, encoder: OnnxSentenceEncoder, texts: Sequence[str], progress: Progress) -> None:
        self._encoder = encoder
        self._known: dict[str, np.ndarray] = {}
        self._progress = progress
        tenth = frozenset(key for key in map(key_of, texts) if int(key[:2], 16) < TENTH)
        self.held_out: frozenset[str] = encoder.held_out or tenth

    @property
    def vocabulary(self) -> frozenset[str]:
        """Whole words that the encoder has a token for."""
        return self._encoder.vocabulary

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of shape (texts, dimensions)."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.encode([text])[0]
                if len(self._known) % AT_ONCE == 0:
                    self._progress.step()
        return np.vstack([self._known[text] for text in texts])


def classifiers(config: dict[str, Any]) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    """Those of the pipeline, in order, with their settings."""
    for entry in config["pipeline"]:
        name, settings = entry["name"], {key: value for key, value in entry.items() if key != "name"}
        kind = class_from_module_path(name) if "." in name else FallbackClassifier
        if issubclass(kind, IntentClassifier) and (kind is not FallbackClassifier or name == kind.__name__):
            yield kind, settings


def understood(config: dict[str, Any], learned: Pairs, asked: Pairs, encoder: KeptVectors) -> list[Message]:
    """The messages asked, as classifiers that learned those examples understand them."""
    data = TrainingData([Message({TEXT: text, INTENT: intent}) for intent, text in learned])
    messages = [Message({TEXT: text}) for _, text in asked]
    with tempfile.TemporaryDirectory() as folder:
        storage, context = LocalModelStorage(Path(folder)), ExecutionContext(GraphSchema({}), "review")
        for kind, settings in classifiers(config):
            whole = {**kind.get_default_config(), **settings, **QUICK}
            component = kind.create(whole, storage, Resource(kind.__name__), context)
            if hasattr(component, "train"):
                component._encoder = encoder  # without it each training would encode everything anew
                component.train(data)
            component.process(messages)
    return messages


def verdict(message: Message, intent: str) -> dict[str, Any]:
    """What was understood, and how probable the right intent was."""
    ranking = message.get("intent_ranking") or []
    sure = next((entry["confidence"] for entry in ranking if entry["name"] == intent), 0.0)
    return {"said": (message.get("intent") or {}).get("name"), "sure": float(sure)}


def measure(request: dict[str, Any]) -> list[dict[str, Any]]:
    """For each test message its intent and what is understood before and after."""
    config = yaml.safe_load(Path(request["config"]).read_text(encoding="utf-8"))
    learned, new, tests = request["train"], request["new"], request["tests"]
    settings = next(settings for kind, settings in classifiers(config) if kind is not FallbackClassifier)
    folder = Path(settings.get("folder", "var/models/encoder"))
    progress = Progress((len(learned) + len(new) + len(tests)) // AT_ONCE + 2 * FIT)
    encoder = OnnxSentenceEncoder(folder, int(settings.get("max_tokens", 64)))
    kept = KeptVectors(encoder, [text for _, text in learned], progress)
    before = understood(config, learned, tests, kept)
    progress.step(FIT)
    after = understood(config, [*learned, *new], tests, kept)
    progress.step(FIT)
    return [
        {"text": text, "intent": intent, "before": verdict(was, intent), "after": verdict(now, intent)}
        for (intent, text), was, now in zip(tests, before, after, strict=True)
    ]


if __name__ == "__main__":
    configure_structlog(logging.WARNING)
    print(json.dumps({"result": measure(json.load(sys.stdin))}))
