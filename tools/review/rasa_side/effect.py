"""How new examples change what is understood: the pipeline of config.yml, trained without and with them.

``{"data": folder, "tests": file, "new": [[intent, line], ...]}`` on standard input. Only the components that
tell intents apart are trained, and nothing is kept. Components are used as Rasa uses them (create, train,
process), so that whatever stands in config.yml is what is measured.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.entities_parser import parse_training_example
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import class_from_module_path
from rasa.utils.log_utils import configure_structlog

Kind = tuple[type[Any], dict[str, Any]]
"""A component's class and its settings."""
AT_ONCE = 100


class Progress:
    """Tells how far it is, in lines of JSON."""

    def __init__(self, total: int) -> None:
        self._done, self._total = 0, total

    def step(self) -> None:
        """One more piece of work is done."""
        self._done += 1
        print(json.dumps({"done": self._done, "of": self._total}), flush=True)


def components(config: str) -> Iterator[Kind]:
    """The pipeline's sentence encoder, classifiers and fallback."""
    for entry in yaml.safe_load(Path(config).read_text(encoding="utf-8"))["pipeline"]:
        settings = {key: value for key, value in entry.items() if key != "name"}
        if entry["name"] == FallbackClassifier.__name__:
            yield FallbackClassifier, settings
        elif "." in entry["name"]:
            found = class_from_module_path(entry["name"])
            if issubclass(found, (Featurizer, IntentClassifier)):
                yield found, settings


def learns(kind: Kind) -> bool:
    """Whether the component is trained."""
    return hasattr(kind[0], "train")


def made(kind: Kind, storage: LocalModelStorage) -> Any:
    """A component as Rasa makes it before training."""
    found, settings = kind
    config = {**found.get_default_config(), **settings}
    name = found.__name__
    return found.create(config, storage, Resource(name), ExecutionContext(GraphSchema({}), name))


def encode(kinds: Sequence[Kind], messages: Sequence[Message], progress: Progress) -> None:
    """Run what learns nothing once over all messages."""
    with tempfile.TemporaryDirectory() as folder:
        ready = [made(kind, LocalModelStorage(Path(folder))) for kind in kinds]
        for begin in range(0, len(messages), AT_ONCE):
            for component in ready:
                component.process(list(messages[begin : begin + AT_ONCE]))
            progress.step()


def understood(
    kinds: Sequence[Kind], train: Sequence[Message], asked: Sequence[Message], progress: Progress
) -> list[Message]:
    """The messages asked, as these components understand them after training on ``train``."""
    data, answered = TrainingData([copied(message) for message in train]), [copied(m) for m in asked]
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        for kind in kinds:
            component = made(kind, storage)
            if learns(kind):
                component.train(data)
            if isinstance(component, Featurizer):
                component.process(data.training_examples)
            component.process(answered)
            progress.step()
    return answered


def copied(message: Message) -> Message:
    """A message with its vectors, to be changed apart."""
    return Message(data=dict(message.data), features=list(message.features))


def verdict(message: Message, intent: str) -> dict[str, Any]:
    """What was understood, and how probable the right intent was."""
    ranking = message.get("intent_ranking") or []
    sure = sum(entry["confidence"] for entry in ranking if entry["name"] == intent)
    return {"said": (message.get("intent") or {}).get("name"), "sure": float(sure)}


def measure(request: dict[str, Any]) -> list[dict[str, Any]]:
    """For each test message its intent and what is understood before and after."""
    old = load_data(request["data"]).intent_examples
    new = [parse_training_example(line, intent) for intent, line in request["new"]]
    tests = load_data(request["tests"]).intent_examples
    asked = [Message({TEXT: test.get(TEXT)}) for test in tests]
    kinds = list(components(request["config"]))
    still = next((number for number, kind in enumerate(kinds) if learns(kind)), len(kinds))
    worded = [*old, *new, *asked]
    progress = Progress(-(-len(worded) // AT_ONCE) + 2 * len(kinds[still:]))
    encode(kinds[:still], worded, progress)
    before = understood(kinds[still:], old, asked, progress)
    after = understood(kinds[still:], [*old, *new], asked, progress)
    return [
        {
            "text": test.get(TEXT),
            "intent": test.get(INTENT),
            "before": verdict(was, test.get(INTENT)),
            "after": verdict(now, test.get(INTENT)),
        }
        for test, was, now in zip(tests, before, after, strict=True)
    ]


if __name__ == "__main__":
    configure_structlog(logging.WARNING)
    print(json.dumps({"result": measure(json.load(sys.stdin))}))
