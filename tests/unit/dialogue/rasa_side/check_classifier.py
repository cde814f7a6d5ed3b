# Rasa's environment has no pytest: unittest's own assertions are the ones to use here.
# ruff: noqa: PT009, PT027
"""The intent classifier in Rasa: taught what shoppers write and nothing else, kept and loaded whole."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from dialogue.classifier import CalibratedIntentClassifier

RESOURCE = Resource("classifier")
TEXTS = {
    "greet": ["hello", "hi there", "good morning", "hey you", "hello again", "hi shop"],
    "order_status": ["where is my order", "track my parcel", "has it shipped", "when does my package come"],
    "cancel_order": ["cancel my order", "i want to cancel", "please stop the order", "call the purchase off"],
}


def examples(*intents: str) -> TrainingData:
    chosen = intents or tuple(TEXTS)
    return TrainingData(
        [Message({TEXT: text, INTENT: intent}) for intent in chosen for text in TEXTS[intent]]
    )


class Classifier(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.storage = LocalModelStorage(Path(folder.name))
        self.context = ExecutionContext(GraphSchema({}), "1")

    def make(self) -> CalibratedIntentClassifier:
        config = CalibratedIntentClassifier.get_default_config()
        return CalibratedIntentClassifier.create(config, self.storage, RESOURCE, self.context)

    def load(self) -> CalibratedIntentClassifier:
        config = CalibratedIntentClassifier.get_default_config()
        return CalibratedIntentClassifier.load(config, self.storage, RESOURCE, self.context)

    def ask(self, classifier: CalibratedIntentClassifier, text: str) -> Message:
        asked = Message({TEXT: text})
        classifier.process([asked])
        return asked

    def test_learns_keeps_and_loads(self) -> None:
        trained = self.make()
        self.assertEqual(trained.train(examples()), RESOURCE)
        loaded = self.load()
        before, after = self.ask(trained, "wheres my order"), self.ask(loaded, "wheres my order")
        self.assertEqual(after.get("intent")["name"], "order_status")
        self.assertEqual(before.get("intent_ranking"), after.get("intent_ranking"))

    def test_the_same_examples_give_the_same_model(self) -> None:
        first, second = self.make(), self.make()
        first.train(examples())
        second.train(examples())
        self.assertEqual(
            self.ask(first, "parcel").get("intent_ranking"), self.ask(second, "parcel").get("intent_ranking")
        )

    def test_examples_of_programs_are_not_learned(self) -> None:
        odd = Message({TEXT: "EXTERNAL: agent_returned", INTENT: "agent_returned"})
        classifier = self.make()
        classifier.train(TrainingData([*examples().training_examples, odd]))
        names = {entry["name"] for entry in self.ask(classifier, "hello").get("intent_ranking")}
        self.assertEqual(names, set(TEXTS))

    def test_one_intent_is_not_enough(self) -> None:
        for training in (examples("greet"), TrainingData([])):
            with self.assertRaisesRegex(ValueError, "two intents"):
                self.make().train(training)

    def test_an_empty_message_has_no_intent(self) -> None:
        classifier = self.make()
        classifier.train(examples())
        for text in ("", "   "):
            empty = self.ask(classifier, text)
            self.assertEqual(empty.get("intent"), {"name": None, "confidence": 0.0})
            self.assertEqual(empty.get("intent_ranking"), [])

    def test_an_intent_that_must_be_sure_gives_way(self) -> None:
        config = {**CalibratedIntentClassifier.get_default_config(), "demands": {"greet": 1.1}}
        made = CalibratedIntentClassifier.create(config, self.storage, RESOURCE, self.context)
        made.train(examples())
        ranking = self.ask(made, "hello").get("intent_ranking")
        self.assertNotEqual(ranking[0]["name"], "greet")
        self.assertEqual(ranking[1]["name"], "greet")

    def test_an_intent_that_is_likely_enough_comes_first(self) -> None:
        config = {**CalibratedIntentClassifier.get_default_config(), "suffices": {"cancel_order": 0.0}}
        made = CalibratedIntentClassifier.create(config, self.storage, RESOURCE, self.context)
        made.train(examples())
        ranking = self.ask(made, "hello").get("intent_ranking")
        self.assertEqual([entry["name"] for entry in ranking[:2]], ["cancel_order", "greet"])

    def test_settings_that_cannot_work(self) -> None:
        with self.assertRaises(RasaException):
            CalibratedIntentClassifier.validate_config({"max_tokens": 2})


if __name__ == "__main__":
    unittest.main()
