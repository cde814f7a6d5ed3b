"""Rasa's component around the intent model."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.constants import EXTERNAL_MESSAGE_PREFIX
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from dialogue.encoder import OnnxSentenceEncoder, folder_fingerprint
from dialogue.intents import IntentModel, IntentSettings
from dialogue.stored import StoredComponent

DEFAULT_FOLDER = "var/models/encoder"
# What is learned lies in these files too, and Rasa looks at this one only.
_LEARNED_BY = ("intents", "spelling", "slips", "word_counts", "typos", "held_out")
# Under this name the text without its slips stands beside the intent, for actions that look for words.
SPELT = "spelt"
# More than any probability.
CERTAIN = 2.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CalibratedIntentClassifier(IntentClassifier, StoredComponent):
    """Sets ``intent`` and ``intent_ranking``; the confidences are calibrated probabilities.

    Rasa's own LogisticRegressionClassifier ignores its ``C``; on unit-length vectors that leaves the
    probabilities nearly flat, and a threshold on them rejects at random.
    """

    @staticmethod
    def required_packages() -> list[str]:
        """Packages this component cannot do without."""
        return ["sklearn", "scipy", "onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Where the encoder lies, how much of a text it reads, how many intents a prediction ranks.

        ``demands`` says of intents how sure they must be to come first; the next one takes their place else.
        ``suffices`` says of intents how likely they must be to come first whatever is likelier.
        """
        return {
            "folder": DEFAULT_FOLDER,
            "max_tokens": 64,
            "ranking_length": 10,
            "unreadable_trust": 1.0,
            "demands": {},
            "suffices": {},
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raise before training starts when the settings cannot work."""
        if int(config.get("max_tokens", 64)) < 8:
            raise RasaException("max_tokens of the sentence encoder must be at least 8")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Tells Rasa's training cache one exported encoder, or version of our code, from another."""
        encoder = folder_fingerprint(Path(config.get("folder", DEFAULT_FOLDER)))
        return f"{encoder}-{_code_fingerprint()}"

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, model_storage, resource)
        self._encoder = OnnxSentenceEncoder(Path(config["folder"]), config["max_tokens"])
        self._model: IntentModel | None = None

    def _read(self, folder: Path) -> None:
        self._model = IntentModel.load(self._encoder, folder)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every example that has an intent and a text, calibrate, and keep the result."""
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and _worded(e)]
        self._model = IntentModel.fit(
            self._encoder,
            [example.get(TEXT) for example in examples],
            [example.get(INTENT) for example in examples],
            IntentSettings.of(self._config),
            self._encoder.held_out,
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``intent``, ``intent_ranking`` and ``spelt``, the text without its slips, on each message."""
        for message in messages:
            text = str(message.get(TEXT) or "")
            ranking = self._rank(text)
            best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set("intent", best, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set(SPELT, self._model.spelt(text) if self._model else text, add_to_output=True)
        return messages

    def _rank(self, text: str) -> list[dict[str, Any]]:
        if not text.strip() or self._model is None:
            return []
        ranked = self._model.rank(text)[: self._config["ranking_length"]]
        if self._model.is_unreadable(text):
            trust = float(self._config["unreadable_trust"])
            ranked = [(name, confidence * trust) for name, confidence in ranked]
        first, confidence = ranked[0]
        if confidence < float(self._config["demands"].get(first, 0.0)):
            ranked[0], ranked[1] = ranked[1], ranked[0]
        suffices = self._config["suffices"]
        ranked.sort(key=lambda entry: entry[1] < float(suffices.get(entry[0], CERTAIN)))
        return [{"name": name, "confidence": confidence} for name, confidence in ranked]


def _worded(example: Message) -> bool:
    """Whether a shopper could have written it; examples of intents that only programs send are not words."""
    text = example.get(TEXT)
    return bool(text) and not text.startswith(EXTERNAL_MESSAGE_PREFIX)


def _code_fingerprint() -> str:
    folder = Path(__file__).parent
    return sha256(b"".join((folder / f"{name}.py").read_bytes() for name in _LEARNED_BY)).hexdigest()[:16]
