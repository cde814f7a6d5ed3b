"""A Rasa component for details that have a form of their own: order numbers, emails, dates and the like."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from dialogue.written import Found, find

# Kinds that only patterns find: a tagger's guess at them is dropped.
OWN = frozenset({"order_id", "email", "postcode", "money", "date", "phone", "address", "ordinal"})
# Kinds that patterns and the tagger both find: of two that overlap the pattern's is kept.
SHARED = frozenset({"quantity", "name"})
# A product or an option is called by words that look like these: "Fernhollow 2", "first aid kit".
YIELDING = frozenset({"quantity", "ordinal"})
TAGGED_FIRST = frozenset({"product", "option"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PatternExtractor(EntityExtractorMixin, GraphComponent):
    """Adds what `dialogue.written` finds, and settles it with what extractors before it have found."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PatternExtractor:
        """The extractor; it has nothing to set and nothing to learn."""
        del config, model_storage, resource, execution_context
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the entities of each message, in the order of its text."""
        for message in messages:
            tagged = message.get(ENTITIES, [])
            found = find(message.get(TEXT) or "")
            kept = [detail for detail in found if not _gives_way(detail, tagged)]
            entities = [entity for entity in tagged if not _replaced(entity, kept)]
            entities += self.add_extractor_name([_entity(detail) for detail in kept])
            entities.sort(key=lambda entity: (entity["start"], entity["end"]))
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _entity(detail: Found) -> dict[str, Any]:
    return {"entity": detail.kind, "start": detail.start, "end": detail.end, "value": detail.value}


def _overlap(detail: Found, entity: dict[str, Any]) -> bool:
    return bool(detail.start < entity["end"] and entity["start"] < detail.end)


def _gives_way(detail: Found, tagged: list[dict[str, Any]]) -> bool:
    if detail.kind not in YIELDING:
        return False
    return any(entity["entity"] in TAGGED_FIRST and _overlap(detail, entity) for entity in tagged)


def _replaced(entity: dict[str, Any], found: list[Found]) -> bool:
    if entity["entity"] in OWN:
        return True
    same = entity["entity"] in SHARED
    return any(
        _overlap(detail, entity) and (detail.kind in OWN or (same and detail.kind == entity["entity"]))
        for detail in found
    )
