# Rasa's environment has no pytest: unittest's own assertions are the ones to use here.
# ruff: noqa: PT009
"""The pattern extractor: in the pipeline, in agreement with the tagger before it, and known to the domain."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.sparse_featurizer.lexical_syntactic_featurizer import LexicalSyntacticFeaturizer
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from dialogue.patterns import OWN, SHARED, PatternExtractor
from dialogue.written import FINDERS, LONGEST_TEXT


def tagged(text: str, *found: tuple[str, str]) -> list[dict[str, Any]]:
    entities = []
    for kind, value in found:
        start = text.index(value)
        entities.append({"entity": kind, "value": value, "start": start, "end": start + len(value)})
    return entities


class Patterns(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.storage, self.context = (
            LocalModelStorage(Path(folder.name)),
            ExecutionContext(GraphSchema({}), "1", node_name="n"),
        )
        config = PatternExtractor.get_default_config()
        self.extractor = PatternExtractor.create(config, self.storage, Resource("patterns"), self.context)

    def found(self, text: str, *before: tuple[str, str]) -> list[tuple[str, str]]:
        message = Message({TEXT: text, ENTITIES: tagged(text, *before)})
        self.extractor.process([message])
        return [(entity["entity"], entity["value"]) for entity in message.get(ENTITIES)]

    def test_entities_are_as_rasa_has_them(self) -> None:
        message = Message({TEXT: "order A10428"})
        self.extractor.process([message])
        self.assertEqual(
            message.get(ENTITIES),
            [
                {
                    "entity": "order_id",
                    "start": 6,
                    "end": 12,
                    "value": "A10428",
                    "extractor": "PatternExtractor",
                }
            ],
        )
        self.assertIn(ENTITIES, message.output_properties)

    def test_a_message_without_text(self) -> None:
        message = Message({})
        self.extractor.process([message])
        self.assertEqual(message.get(ENTITIES), [])

    def test_the_tagger_has_no_say_about_what_patterns_find(self) -> None:
        self.assertEqual(self.found("the nightjar 1000", ("order_id", "1000")), [])
        self.assertEqual(self.found("order A10428", ("order_id", "A10428")), [("order_id", "A10428")])
        self.assertEqual(self.found("cancel A10428", ("product", "A10428")), [("order_id", "A10428")])
        self.assertEqual(self.found("to 8 Birch Lane", ("product", "Birch")), [("address", "8 Birch Lane")])

    def test_what_the_tagger_finds_besides_is_kept(self) -> None:
        self.assertEqual(
            self.found("the blue mug of A10428", ("option", "blue"), ("product", "mug")),
            [("option", "blue"), ("product", "mug"), ("order_id", "A10428")],
        )
        self.assertEqual(self.found("for Zofia Wrona", ("name", "Zofia Wrona")), [("name", "Zofia Wrona")])

    def test_one_of_two_that_overlap(self) -> None:
        self.assertEqual(self.found("I'm Tom Baker", ("name", "Baker")), [("name", "Tom Baker")])
        self.assertEqual(self.found("three mugs", ("quantity", "three")), [("quantity", "3")])

    def test_numbers_in_the_names_of_products_count_nothing(self) -> None:
        self.assertEqual(self.found("need 2 tents", ("product", "2 tents")), [("product", "2 tents")])
        self.assertEqual(
            self.found("the first order kit", ("product", "first order kit")),
            [("product", "first order kit")],
        )

    def test_in_the_order_of_the_text(self) -> None:
        found = self.found("A10428, tent, $40", ("product", "tent"))
        self.assertEqual([kind for kind, _ in found], ["order_id", "product", "money"])

    def test_a_book(self) -> None:
        self.assertEqual(self.found("a" * LONGEST_TEXT + " A10428"), [])

    def test_every_kind_is_in_the_domain_and_spoken_for(self) -> None:
        kinds = {kind for kind, _ in FINDERS}
        domain = yaml.safe_load(Path("domain.yml").read_text(encoding="utf-8"))
        self.assertLessEqual(kinds, set(domain["entities"]))
        self.assertEqual(kinds, OWN | SHARED)

    def test_the_tagger_has_messages_to_learn_from(self) -> None:
        """Rasa's CRF leaves out messages without features, and one that learned nothing says nothing."""
        pipeline = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))["pipeline"]
        parts = {part["name"]: part for part in pipeline}
        names = list(parts)
        self.assertLess(names.index("LexicalSyntacticFeaturizer"), names.index("CRFEntityExtractor"))
        message = Message({TEXT: "the blue mug"})
        tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
        tokenizer.process([message])
        config = {**LexicalSyntacticFeaturizer.get_default_config(), **parts["LexicalSyntacticFeaturizer"]}
        featurizer = LexicalSyntacticFeaturizer.create(
            config, self.storage, Resource("features"), self.context
        )
        featurizer.train(TrainingData([message]))
        featurizer.process([message])
        self.assertTrue(message.features_present(attribute=TEXT))

    def test_what_it_learned_is_loaded_again(self) -> None:
        bills = []
        for number in range(10800, 10820):
            text = f"my bill #{number}"
            entities = tagged(text, ("invoice_id", f"#{number}"))
            bills.append(Message({TEXT: text, INTENT: "bill", ENTITIES: entities}))
        resource = self.extractor.train(TrainingData(bills))
        self.assertEqual(self.found("bill #10816", ("invoice_id", "#10816")), [("invoice_id", "#10816")])
        config = PatternExtractor.get_default_config()
        self.extractor = PatternExtractor.load(config, self.storage, resource, self.context)
        self.assertEqual(self.found("bill #10816", ("invoice_id", "#10816")), [("invoice_id", "#10816")])

    def test_it_comes_after_the_tagger(self) -> None:
        config = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))
        names = [part["name"] for part in config["pipeline"]]
        self.assertLess(names.index("CRFEntityExtractor"), names.index("dialogue.patterns.PatternExtractor"))
        self.assertNotIn("RegexEntityExtractor", names)


if __name__ == "__main__":
    unittest.main()
