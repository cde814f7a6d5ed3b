"""A policy that hands the shopper's next message to the errand that waits for it."""

from __future__ import annotations

import re
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from dialogue.speech import OPENINGS

# A message that asks something, with or without its question mark.
ASKING = re.compile(
    rf"\?|{OPENINGS}(?:how|what|whats|when|where|wheres|who|which|why|can|could|do|does|did|is|are|will|would|"
    r"should|may|has|have|tell me|explain|recommend|suggest|compare|show me|write|sing|any|"
    r"i (?:have|had) a question|i(?:'m| am) wondering|i wonder|just wondering)\b",
    re.IGNORECASE,
)

# What may stand beside a place in a list that is all a message says: "ok the first one pls".
_BESIDE = frozenset(
    "the that this one 1 ok okay um hm i mean its it's about and then pls please plz thx thanks".split()
)
# A button that puts the same question to one product, and the detail that says which in words.
_OFFERED, _PLACE = '"product_id"', "ordinal"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class ErrandPolicy(Policy):
    """While slot ``awaiting`` is set, a message goes to ``action_errand`` unless its intent digresses.

    A rule for each intent would have to be written twice, with and without an open errand; and an answer such
    as "the one with the lamp" reads like a product question to any classifier. So the errand is asked first.
    Intents listed under ``digressions`` go their own way when they are sure and bring none of the details
    (entities) that are awaited; the action that serves them asks the errand's question again. Details under
    ``hints`` may answer the open question or belong to another: the intent must be very sure then, as must
    intents under ``when_very_sure``. Those under ``questions`` digress only in a message that asks something:
    "use my gift card" is an answer, whatever the classifier makes of it. Where a proof of who the shopper is
    (``proofs``) is awaited, such a question answers nothing: then all of them together must be sure.
    "The first one pls" to "which product?" is its button in words, whatever a classifier takes it for;
    it goes to ``action_errand`` as well.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Priority above RulePolicy (6), the intents that may digress and how sure they must be."""
        return {
            "priority": 7,
            "max_history": None,
            "action": "action_errand",
            "slot": "awaiting",
            "digressions": [],
            "sure": 0.5,
            "always": [],
            "details": {},
            "hints": {},
            "very_sure": 0.8,
            "when_very_sure": [],
            "questions": [],
            "proofs": [],
        }

    def train(
        self,
        training_trackers: list[TrackerWithCachedStates],
        domain: Domain,
        **kwargs: Any,
    ) -> Resource:
        """Nothing to learn; the resource marks that training was asked for."""
        del training_trackers, domain, kwargs
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "errand_policy").write_text("")
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Certain of the errand's action, certain of listening after it, or silent."""
        del rule_only_data, kwargs
        action = self._action(tracker)
        if action is None or action not in domain.action_names_or_texts:
            return self._prediction(self._default_predictions(domain))
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)

    def _action(self, tracker: DialogueStateTracker) -> str | None:
        errand: str = self.config["action"]
        if tracker.latest_action_name == errand:
            return str(ACTION_LISTEN_NAME)
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            return None
        awaiting = tracker.get_slot(self.config["slot"])
        if (not awaiting or awaiting in self.config["proofs"]) and _chooses(tracker):
            return errand
        return errand if awaiting and not self._digresses(tracker, awaiting) else None

    def _digresses(self, tracker: DialogueStateTracker, awaiting: str) -> bool:
        message = tracker.latest_message
        if message is None:
            return False
        intent = message.intent.get("name")
        if intent in self.config["always"]:
            return True
        if intent not in self.config["digressions"]:
            return False
        brought = {entity.get("entity") for entity in message.entities}
        if brought & set(self.config["details"].get(awaiting, [])):
            return False
        typed = message.text or ""
        if intent in self.config["questions"] and _is_typed(typed) and not ASKING.search(typed):
            return False
        if awaiting in self.config["proofs"] and intent in self.config["questions"]:
            return self._asks_something(message) >= float(self.config["sure"])
        hinted = brought & set(self.config["hints"].get(awaiting, []))
        strict = hinted or intent in self.config["when_very_sure"]
        needed = self.config["very_sure" if strict else "sure"]
        return float(message.intent.get("confidence") or 0.0) >= float(needed)

    def _asks_something(self, message: UserUttered) -> float:
        """How surely a message is one of the questions, whichever."""
        ranking = (message.parse_data or {}).get("intent_ranking") or [message.intent]
        return sum(
            float(entry.get("confidence") or 0.0)
            for entry in ranking
            if entry.get("name") in self.config["questions"]
        )


def _chooses(tracker: DialogueStateTracker) -> bool:
    """Whether the message is nothing but a place in a list, and the last reply let choose among products."""
    message = tracker.latest_message
    places = [one for one in message.entities if one.get("entity") == _PLACE] if message else []
    if message is None or not places:
        return False
    text = message.text or ""
    start, end = int(places[0].get("start") or 0), int(places[0].get("end") or 0)
    beside = re.findall(r"[\w']+", f"{text[:start]} {text[end:]}".lower())
    return _BESIDE.issuperset(beside) and _lets_choose(tracker)


def _lets_choose(tracker: DialogueStateTracker) -> bool:
    users = 0
    for event in reversed(tracker.events):
        users += isinstance(event, UserUttered)
        if users > 1:
            return False
        buttons = event.data.get("buttons") if isinstance(event, BotUttered) else None
        if any(_OFFERED in str(button.get("payload")) for button in buttons or []):
            return True
    return False


def _is_typed(text: str) -> bool:
    """Whether somebody wrote it; a button's question has no words to tell one by."""
    return bool(text) and not text.startswith("/")
