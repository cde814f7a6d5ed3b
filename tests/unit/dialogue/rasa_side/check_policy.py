# Rasa's environment has no pytest: unittest's own assertions are the ones to use here.
# ruff: noqa: PT009
"""The errand policy: who gets the shopper's next message while a question is open."""

from __future__ import annotations

import tempfile
import unittest
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from dialogue.policy import ErrandPolicy

CONFIG = next(
    p
    for p in yaml.safe_load(Path("config.yml").read_text())["policies"]
    if p["name"].endswith("ErrandPolicy")
)


class Policy(unittest.TestCase):
    domain: ClassVar[Domain]

    @classmethod
    def setUpClass(cls) -> None:
        cls.domain = Domain.load("domain.yml")

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        config = {**ErrandPolicy.get_default_config(), **CONFIG}
        storage, context = LocalModelStorage(Path(folder.name)), ExecutionContext(GraphSchema({}), "1")
        self.policy = ErrandPolicy(config, storage, Resource("policy"), context)

    def chosen(
        self,
        awaiting: str | None,
        intent: str | None,
        sure: float = 0.95,
        *details: str,
        then: str | None = None,
        text: str = "what about this?",
        ranking: Sequence[tuple[str | None, float]] = (),
    ) -> str | None:
        events: list[Any] = [ActionExecuted("action_listen"), SlotSet("awaiting", awaiting)]
        entities = [{"entity": kind, "value": "x"} for kind in details]
        parsed = {
            "intent": {"name": intent, "confidence": sure},
            "entities": entities,
            "text": text,
            "intent_ranking": [{"name": name, "confidence": p} for name, p in ranking or [(intent, sure)]],
        }
        events.append(UserUttered(text, parsed["intent"], entities, parse_data=parsed))
        events += [ActionExecuted(then)] if then else []
        tracker = DialogueStateTracker.from_events("c", events, self.domain.slots)
        # `SlotSet` is followed by a message, so the last action is still listening.
        prediction = self.policy.predict_action_probabilities(tracker, self.domain)
        best = max(prediction.probabilities)
        if best == 0.0:
            return None
        self.assertEqual(best, 1.0)
        return str(self.domain.action_names_or_texts[prediction.probabilities.index(best)])

    def test_nothing_open(self) -> None:
        for intent in ("inform", "affirm", "order_status", None):
            self.assertIsNone(self.chosen(None, intent))

    def test_answers_go_to_the_errand(self) -> None:
        for intent in (
            "inform",
            "affirm",
            "deny",
            "never_mind",
            "correct",
            "nlu_fallback",
            "order_status",
            None,
        ):
            self.assertEqual(self.chosen("confirm", intent), "action_errand")

    def test_sure_digressions_go_their_way(self) -> None:
        for intent in CONFIG["digressions"]:
            self.assertIsNone(self.chosen("email", intent))

    def test_unsure_digressions_are_answers(self) -> None:
        for sure in (0.0, CONFIG["sure"] - 0.01):
            self.assertEqual(self.chosen("email", "ask_stock", sure), "action_errand")

    def test_questions_of_any_kind_leave_the_proof_of_who_asks(self) -> None:
        ranking = [("ask_recommendation", 0.4), ("ask_stock", 0.3), ("inform", 0.3)]
        for awaiting, expected in (("email", None), ("order", "action_errand")):
            self.assertEqual(self.chosen(awaiting, "ask_recommendation", 0.4, ranking=ranking), expected)

    def test_a_digression_with_the_detail_that_is_awaited_is_an_answer(self) -> None:
        self.assertEqual(self.chosen("order_id", "ask_stock", 0.95, "order_id"), "action_errand")
        self.assertEqual(self.chosen("email", "newsletter", 0.95, "email"), "action_errand")
        self.assertIsNone(self.chosen("email", "ask_stock", 0.95, "product"))

    def test_a_product_named_while_an_order_is_awaited_is_an_answer_unless_the_question_is_very_sure(
        self,
    ) -> None:
        self.assertEqual(
            self.chosen("order", "ask_stock", CONFIG["very_sure"] - 0.01, "product"), "action_errand"
        )
        self.assertIsNone(self.chosen("order", "ask_stock", 0.95, "product"))

    def test_what_asks_nothing_is_an_answer(self) -> None:
        for text in ("use my gift card", "i'd go for no backlight", "Chloé Tremblay"):
            for intent in CONFIG["questions"]:
                self.assertEqual(self.chosen("payment", intent, text=text), "action_errand")
        for text in (
            "/ask_gift_card",
            "do you take gift cards",
            "tell me about gift cards",
            "ok and what is a gift card",
        ):
            self.assertIsNone(self.chosen("payment", "ask_gift_card", text=text))

    def test_some_must_be_very_sure(self) -> None:
        for intent in CONFIG["when_very_sure"]:
            self.assertEqual(self.chosen("items", intent, CONFIG["very_sure"] - 0.01), "action_errand")

    def test_a_person_can_always_be_asked_for(self) -> None:
        for intent in CONFIG["always"]:
            self.assertIsNone(self.chosen("confirm", intent, 0.36, "order_id"))

    def test_after_the_errand_it_listens(self) -> None:
        for awaiting in ("confirm", None):
            self.assertEqual(self.chosen(awaiting, "inform", then="action_errand"), "action_listen")

    def test_after_another_action_it_is_silent(self) -> None:
        self.assertIsNone(self.chosen("confirm", "thank", then="action_courtesy"))

    def test_a_domain_without_the_action(self) -> None:
        self.policy.config["action"] = "action_gone"
        self.assertIsNone(self.chosen("confirm", "inform"))

    def test_training_leaves_its_mark(self) -> None:
        self.assertEqual(self.policy.train([], self.domain), Resource("policy"))

    def test_what_the_configuration_names_exists(self) -> None:
        intents = set(self.domain.intents)
        self.assertLessEqual({*CONFIG["digressions"], *CONFIG["always"]}, intents)
        self.assertLessEqual({*CONFIG["when_very_sure"], *CONFIG["questions"]}, {*CONFIG["digressions"]})
        for details in CONFIG["details"].values():
            self.assertLessEqual(set(details), set(self.domain.entities))


if __name__ == "__main__":
    unittest.main()
