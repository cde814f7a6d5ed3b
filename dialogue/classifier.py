"""An intent classifier over sentence vectors whose confidence is a calibrated probability."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.core.constants import EXTERNAL_MESSAGE_PREFIX
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

WEIGHTS_FILE = "weights.npz"
LABELS_FILE = "labels.json"


def softmax(scores: np.ndarray) -> np.ndarray:
    """Row-wise softmax of an array of shape (rows, classes)."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    normalised: np.ndarray = shifted / shifted.sum(axis=1, keepdims=True)
    return normalised


def temperature_for(scores: np.ndarray, labels: np.ndarray) -> float:
    """The temperature that minimises the log loss of held-out ``scores`` (Guo et al. 2017, section 4.2).

    ``scores`` has shape (examples, classes), ``labels`` holds the right column of each row.
    """

    def loss(log_temperature: float) -> float:
        chosen = softmax(scores / np.exp(log_temperature))[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-4.0, 4.0), method="bounded").x))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CalibratedIntentClassifier(IntentClassifier, GraphComponent):
    """Multinomial logistic regression, calibrated by temperature on cross-validated scores.

    Rasa's own LogisticRegressionClassifier ignores its ``C``; on unit-length vectors that leaves the
    probabilities nearly flat, and a threshold on them rejects at random.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """A featurizer must stand before this in the pipeline."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages this component cannot do without."""
        return ["sklearn", "scipy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Regularisation, folds of the calibration, and how many intents a prediction ranks."""
        return {"C": 20.0, "folds": 5, "max_iter": 400, "random_state": 7, "ranking_length": 10}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._labels: list[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CalibratedIntentClassifier:
        """A classifier that has learned nothing yet."""
        del execution_context
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CalibratedIntentClassifier:
        """A classifier as it was trained; raises ValueError when its model does not hold one."""
        del execution_context, kwargs
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            arrays = np.load(folder / WEIGHTS_FILE, allow_pickle=False)
            classifier._weights, classifier._bias = arrays["weights"], arrays["bias"]
            classifier._labels = json.loads((folder / LABELS_FILE).read_text())
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every example that has an intent and a text, calibrate, and keep the result."""
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and _worded(e)]
        intents = [example.get(INTENT) for example in examples]
        if len(set(intents)) < 2:
            raise ValueError("the intent classifier needs examples of at least two intents")
        vectors = np.vstack([self._vector(example) for example in examples])
        labels = sorted(set(intents))
        columns = np.array([labels.index(intent) for intent in intents])
        model = self._regression().fit(vectors, columns)
        temperature = self._temperature(vectors, columns)
        self._labels = labels
        self._weights, self._bias = _per_class(model, temperature)
        self._persist()
        return self._resource

    def _regression(self) -> LogisticRegression:
        return LogisticRegression(
            C=self._config["C"],
            max_iter=self._config["max_iter"],
            class_weight="balanced",
            multi_class="multinomial",
            random_state=self._config["random_state"],
        )

    def _temperature(self, vectors: np.ndarray, columns: np.ndarray) -> float:
        smallest = int(np.bincount(columns).min())
        folds = min(self._config["folds"], smallest)
        if folds < 2:
            return 1.0
        split = StratifiedKFold(folds, shuffle=True, random_state=self._config["random_state"])
        scores = cross_val_predict(self._regression(), vectors, columns, cv=split, method="decision_function")
        if scores.ndim == 1:
            scores = np.stack([-scores / 2, scores / 2], axis=1)
        return temperature_for(scores, columns)

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(folder / WEIGHTS_FILE, weights=self._weights, bias=self._bias)
            (folder / LABELS_FILE).write_text(json.dumps(self._labels))

    def _vector(self, message: Message) -> np.ndarray:
        _, sentence = message.get_dense_features(attribute=TEXT)
        if sentence is None:
            raise ValueError("no sentence vector on a message; put a dense featurizer before the classifier")
        vector: np.ndarray = sentence.features[-1]
        return vector

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``intent`` and ``intent_ranking`` on each message."""
        for message in messages:
            ranking = self._rank(message) if message.get(TEXT) else []
            best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set("intent", best, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        scores = self._vector(message) @ self._weights + self._bias
        probabilities = softmax(scores.reshape(1, -1))[0]
        order = np.argsort(-probabilities)[: self._config["ranking_length"]]
        return [{"name": self._labels[i], "confidence": float(probabilities[i])} for i in order]


def _worded(example: Message) -> bool:
    """Whether a shopper could have written it; examples of intents that only programs send are not words."""
    text = example.get(TEXT)
    return bool(text) and not text.startswith(EXTERNAL_MESSAGE_PREFIX)


def _per_class(model: LogisticRegression, temperature: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights (dimensions, classes) and bias (classes,), with the temperature folded in."""
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    return (weights.T / temperature).astype(np.float32), (bias / temperature).astype(np.float32)
