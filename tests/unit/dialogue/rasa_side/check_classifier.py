# Rasa's environment has no pytest: unittest's own assertions are the ones to use here.
# ruff: noqa: PT009, PT027
"""The intent classifier: calibrated, kept and loaded whole, and only ever taught what shoppers write."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from dialogue.classifier import CalibratedIntentClassifier, softmax, temperature_for

RESOURCE = Resource("classifier")
CENTRES = {"greet": (1.0, 0.0, 0.0), "bye": (0.0, 1.0, 0.0), "order": (0.0, 0.0, 1.0)}


def message(text: str, vector: np.ndarray, intent: str | None = None) -> Message:
    made = Message({TEXT: text, **({INTENT: intent} if intent else {})})
    made.add_features(Features(vector.reshape(1, -1).astype(np.float32), FEATURE_TYPE_SENTENCE, TEXT, "test"))
    return made


def examples(each: int = 20, noise: float = 0.2, intents: tuple[str, ...] = tuple(CENTRES)) -> list[Message]:
    random = np.random.default_rng(7)
    made = []
    for intent in intents:
        for number in range(each):
            vector = np.array(CENTRES[intent]) + random.normal(0, noise, 3)
            made.append(message(f"{intent} {number}", vector / np.linalg.norm(vector), intent))
    return made


class Classifier(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.storage = LocalModelStorage(Path(folder.name))
        self.context = ExecutionContext(GraphSchema({}), "1")

    def make(self, **config: object) -> CalibratedIntentClassifier:
        whole = {**CalibratedIntentClassifier.get_default_config(), **config}
        return CalibratedIntentClassifier.create(whole, self.storage, RESOURCE, self.context)

    def load(self) -> CalibratedIntentClassifier:
        config = CalibratedIntentClassifier.get_default_config()
        return CalibratedIntentClassifier.load(config, self.storage, RESOURCE, self.context)

    def ask(self, classifier: CalibratedIntentClassifier, *vector: float) -> Message:
        asked = message("something", np.array(vector))
        classifier.process([asked])
        return asked

    def test_learns_keeps_and_loads(self) -> None:
        trained = self.make()
        self.assertEqual(trained.train(TrainingData(examples())), RESOURCE)
        loaded = self.load()
        for intent, centre in CENTRES.items():
            before, after = self.ask(trained, *centre), self.ask(loaded, *centre)
            self.assertEqual(after.get("intent")["name"], intent)
            self.assertEqual(before.get("intent_ranking"), after.get("intent_ranking"))

    def test_probabilities(self) -> None:
        classifier = self.make()
        classifier.train(TrainingData(examples()))
        ranking = self.ask(classifier, 0.6, 0.6, 0.1).get("intent_ranking")
        self.assertAlmostEqual(sum(entry["confidence"] for entry in ranking), 1.0, places=5)
        self.assertEqual(ranking, sorted(ranking, key=lambda entry: -entry["confidence"]))

    def test_what_is_hard_to_tell_is_less_sure(self) -> None:
        clear, blurred = self.make(), self.make()
        clear.train(TrainingData(examples(40, 0.05)))
        sure = self.ask(clear, *CENTRES["greet"]).get("intent")["confidence"]
        blurred.train(TrainingData(examples(40, 0.9)))
        unsure = self.ask(blurred, *CENTRES["greet"]).get("intent")["confidence"]
        self.assertGreater(sure, 0.95)
        self.assertLess(unsure, sure - 0.1)

    def test_confidence_is_near_the_share_that_is_right(self) -> None:
        classifier = self.make()
        classifier.train(TrainingData(examples(200, 0.6)))
        random = np.random.default_rng(11)
        right, confidence = [], []
        for intent, centre in CENTRES.items():
            for _ in range(200):
                vector = np.array(centre) + random.normal(0, 0.6, 3)
                found = self.ask(classifier, *(vector / np.linalg.norm(vector))).get("intent")
                right.append(found["name"] == intent)
                confidence.append(found["confidence"])
        self.assertLess(abs(np.mean(right) - np.mean(confidence)), 0.05)

    def test_examples_of_programs_are_not_learned(self) -> None:
        odd = message("EXTERNAL: agent_returned", np.ones(3), "agent_returned")
        classifier = self.make()
        classifier.train(TrainingData([*examples(), odd]))
        names = {entry["name"] for entry in self.ask(classifier, 1.0, 1.0, 1.0).get("intent_ranking")}
        self.assertEqual(names, set(CENTRES))

    def test_one_intent_is_not_enough(self) -> None:
        for training in (examples(intents=("greet",)), []):
            with self.assertRaisesRegex(ValueError, "two intents"):
                self.make().train(TrainingData(training))

    def test_two_intents_and_one_example_each(self) -> None:
        classifier = self.make()
        classifier.train(TrainingData(examples(1, 0.0, ("greet", "bye"))))
        self.assertEqual(self.ask(classifier, *CENTRES["bye"]).get("intent")["name"], "bye")

    def test_two_intents(self) -> None:
        classifier = self.make()
        classifier.train(TrainingData(examples(10, 0.1, ("greet", "bye"))))
        self.assertEqual(self.ask(classifier, *CENTRES["greet"]).get("intent")["name"], "greet")
        self.assertEqual(self.ask(classifier, *CENTRES["bye"]).get("intent")["name"], "bye")

    def test_the_same_examples_give_the_same_model(self) -> None:
        first, second = self.make(), self.make()
        first.train(TrainingData(examples()))
        second.train(TrainingData(examples()))
        vector = (0.5, 0.4, 0.3)
        self.assertEqual(
            self.ask(first, *vector).get("intent_ranking"), self.ask(second, *vector).get("intent_ranking")
        )

    def test_an_empty_message_has_no_intent(self) -> None:
        classifier = self.make()
        classifier.train(TrainingData(examples()))
        empty = Message({TEXT: ""})
        classifier.process([empty])
        self.assertEqual(empty.get("intent"), {"name": None, "confidence": 0.0})
        self.assertEqual(empty.get("intent_ranking"), [])

    def test_without_a_featurizer_it_says_what_is_missing(self) -> None:
        with self.assertRaisesRegex(ValueError, "featurizer"):
            self.make().train(TrainingData([Message({TEXT: "a", INTENT: i}) for i in ("a", "b")]))


class Calibration(unittest.TestCase):
    def test_overconfident_scores_are_cooled_and_timid_ones_warmed(self) -> None:
        random = np.random.default_rng(3)
        labels = random.integers(0, 3, 2000)
        honest = random.normal(0, 1, (2000, 3))
        honest[np.arange(2000), labels] += 1.0
        at_one = temperature_for(honest, labels)
        self.assertAlmostEqual(temperature_for(honest * 5, labels), at_one * 5, delta=at_one * 0.1)
        self.assertAlmostEqual(temperature_for(honest / 5, labels), at_one / 5, delta=at_one * 0.1)

    def test_softmax_of_huge_scores(self) -> None:
        np.testing.assert_allclose(
            softmax(np.array([[1e4, 0.0], [-1e4, -1e4]])), np.array([[1, 0], [0.5, 0.5]])
        )


if __name__ == "__main__":
    unittest.main()
