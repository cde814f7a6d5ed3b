"""How new examples change what is understood: the intent model fitted without and with them.

On standard input ``{"config": file, "train": [[intent, text], ...], "new": the same, "tests": the same}``.
The model is the assistant's own, fitted quicker (without misspelt copies, with fewer iterations), and the
encoder stays as it is; nothing is kept.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from dialogue.encoder import OnnxSentenceEncoder
from dialogue.held_out import key_of
from dialogue.intents import IntentModel, IntentSettings

Pairs = Sequence[tuple[str, str]]
"""Intents and texts."""
CLASSIFIER = "dialogue.classifier.CalibratedIntentClassifier"
FALLBACK_CLASSIFIER = "FallbackClassifier"
FALLBACK = "nlu_fallback"
# Enough for a comparison: 452 of 500 messages of the development set are right, with the assistant's own 457.
QUICK: dict[str, Any] = {"misspelt": False, "max_iter": 20, "tolerance": 1e-2}
# Where the encoder keeps no examples to judge by, every tenth is (by the first byte of its key).
TENTH = 0x1A
AT_ONCE = 100
# How many hundred texts are encoded while one model is fitted, about.
FIT = 30


class KeptVectors:
    """The encoder, which encodes each text once for both models and tells how far it is."""

    def __init__(self, encoder: OnnxSentenceEncoder, texts: int) -> None:
        self._encoder = encoder
        self._known: dict[str, np.ndarray] = {}
        self._told, self._total = 0, texts // AT_ONCE + 2 * FIT

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
                    self.tell(1)
        return np.vstack([self._known[text] for text in texts])

    def tell(self, steps: int) -> None:
        """So much more is done."""
        self._told = min(self._told + steps, self._total)
        print(json.dumps({"done": self._told, "of": self._total}), flush=True)


def judged(
    encoder: KeptVectors, learned: Pairs, asked: Pairs, settings: IntentSettings, least: dict[str, float]
) -> list[dict[str, Any]]:
    """For each message asked what is understood, and how probable its intent is, after learning those."""
    texts = [text for _, text in learned]
    held_out = frozenset(key for key in map(key_of, texts) if int(key[:2], 16) < TENTH)
    model = IntentModel.fit(encoder, texts, [intent for intent, _ in learned], settings, held_out)
    encoder.tell(FIT)
    verdicts = []
    for intent, text in asked:
        ranked = model.rank(text)
        unsure = (
            ranked[0][1] < least["threshold"] or ranked[0][1] - ranked[1][1] < least["ambiguity_threshold"]
        )
        verdicts.append({"said": FALLBACK if unsure else ranked[0][0], "sure": dict(ranked).get(intent, 0.0)})
    return verdicts


def component(config: dict[str, Any], name: str) -> dict[str, Any]:
    """A component's entry in config.yml; empty where there is none."""
    return next((dict(entry) for entry in config["pipeline"] if entry["name"] == name), {})


def measure(request: dict[str, Any]) -> list[dict[str, Any]]:
    """For each test message its intent and what is understood before and after."""
    config = yaml.safe_load(Path(request["config"]).read_text(encoding="utf-8"))
    classifier, fallback = component(config, CLASSIFIER), component(config, FALLBACK_CLASSIFIER)
    least = {key: float(fallback.get(key, 0.0)) for key in ("threshold", "ambiguity_threshold")}
    folder = Path(classifier.get("folder", "var/models/encoder"))
    learned, new, tests = request["train"], request["new"], request["tests"]
    encoder = KeptVectors(
        OnnxSentenceEncoder(folder, int(classifier.get("max_tokens", 64))),
        len(learned) + len(new) + len(tests),
    )
    settings = replace(IntentSettings.of(classifier), **QUICK)
    before = judged(encoder, learned, tests, settings, least)
    after = judged(encoder, [*learned, *new], tests, settings, least)
    return [
        {"text": text, "intent": intent, "before": was, "after": now}
        for (intent, text), was, now in zip(tests, before, after, strict=True)
    ]


if __name__ == "__main__":
    print(json.dumps({"result": measure(json.load(sys.stdin))}))
