"""A Rasa component for details that have a form of their own: order numbers, emails, dates and the like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from dialogue.marked import Learned, learn, overlap
from dialogue.stored import StoredComponent
from dialogue.written import Found, find

# Kinds that only patterns find: a tagger's guess at them is dropped.
OWN = frozenset({"order_id", "email", "postcode", "money", "date", "phone", "address", "ordinal"})
# Kinds that patterns and the tagger both find: of two that overlap the pattern's is kept.
SHARED = frozenset({"quantity", "name"})
_FILE = "marked.json"
# A product or an option is called by words that look like these: "Fernhollow 2", "first aid kit".
YIELDING = frozenset({"quantity", "ordinal"})
TAGGED_FIRST = frozenset({"product", "option"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class PatternExtractor(EntityExtractorMixin, StoredComponent):
    """Adds what `dialogue.written` finds, and settles it with what extractors before it have found.

    The examples may call other things by the same name: an "order_id" of twelve digits, an amount without its
    currency. Kinds whose finds mostly disagree with the marks in the examples are left to the tagger.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """From how many finds on marked details, and what share of disagreement, a kind is the tagger's."""
        return {"judged_from": 20, "disagreeing": 0.5}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, model_storage, resource)
        self._learned = Learned()

    def _read(self, folder: Path) -> None:
        self._learned = Learned.read(folder / _FILE)

    def train(self, training_data: TrainingData) -> Resource:
        """Find the kinds that the examples mark otherwise than the patterns do."""
        self._learned = learn(
            [
                (example.get(TEXT) or "", example.get(ENTITIES, []))
                for example in training_data.entity_examples
            ],
            self._config["judged_from"],
            self._config["disagreeing"],
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._learned.write(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the entities of each message, in the order of its text."""
        for message in messages:
            text = message.get(TEXT) or ""
            tagged = self._learned.joined(text, message.get(ENTITIES, []))
            found = [detail for detail in find(text) if detail.kind not in self._learned.tagged]
            kept = [detail for detail in found if not _gives_way(detail, tagged)]
            own = OWN - self._learned.tagged
            entities = [entity for entity in tagged if not _replaced(entity, kept, own)]
            entities += self.add_extractor_name([_entity(detail) for detail in kept])
            entities.sort(key=lambda entity: (entity["start"], entity["end"]))
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _entity(detail: Found) -> dict[str, Any]:
    return {"entity": detail.kind, "start": detail.start, "end": detail.end, "value": detail.value}


def _gives_way(detail: Found, tagged: list[dict[str, Any]]) -> bool:
    if detail.kind not in YIELDING:
        return False
    return any(entity["entity"] in TAGGED_FIRST and overlap(detail, entity) for entity in tagged)


def _replaced(entity: dict[str, Any], found: list[Found], own: frozenset[str]) -> bool:
    if entity["entity"] in own:
        return True
    same = entity["entity"] in SHARED
    return any(
        overlap(detail, entity) and (detail.kind in own or (same and detail.kind == entity["entity"]))
        for detail in found
    )
