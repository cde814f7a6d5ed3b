"""Learns where in a message another request begins; `make splitting` runs it in Rasa's environment.

Reads the messages of data/requests/ (JSON lines ``{"parts": [[words, label], ...]}``; a label is an intent,
"companion" for what asks for nothing, or "same" for more of the request before), has the trained model read
their clauses, prints how well unseen messages are split (five-fold), and writes dialogue/splitting.json.
Worth running when intents or the messages have changed much.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import KFold
from tqdm import tqdm

from dialogue.channel import Parses
from dialogue.clauses import Clause
from dialogue.requests import RequestSettings, load_settings, requests
from dialogue.splitting import MODEL_PATH, Features, SplitModel, features

MESSAGES = Path("data/requests")
NO_REQUEST = frozenset({"companion", "same"})
FOLDS = 5
SEED = 7
# Chosen by the five-fold figures; deeper trees, or more of them, gain nothing.
TREES = {
    "n_estimators": 250,
    "max_depth": 4,
    "learning_rate": 0.06,
    "subsample": 0.6,
    "min_samples_leaf": 15,
    "max_features": 0.3,
}
DIGITS = 5
# What may stand between a marked place and the clause that begins there.
_JOINT = re.compile(r"^[\s,.&+/\-–—!:()\d]*(?:[a-e]\))?$")
_NEAR = 3


@dataclass(frozen=True)
class Marked:
    """A message, its clauses, whether each begins a request, and the intents of its requests."""

    text: str
    clauses: tuple[Clause, ...]
    begins: tuple[bool, ...]
    intents: frozenset[str]


def read_messages(folder: Path, settings: RequestSettings) -> list[Marked]:
    """Every message of the folder's files. Raises ValueError naming the line that is none."""
    found: list[Marked] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                found.append(_marked(json.loads(line)["parts"], settings))
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
    return found


def _marked(parts: list[list[str]], settings: RequestSettings) -> Marked:
    text = "".join(words for words, _ in parts)
    clauses = settings.clauses(text)
    places: list[int] = []
    for clause in clauses:
        # The text of a clause may leave out marks between its words, so its first word is looked for.
        places.append(text.find(clause.text.split()[0], places[-1] + 1 if places else 0))
    begins = [False] * len(clauses)
    at = 0
    for words, label in parts:
        if label not in NO_REQUEST | settings.companions:
            begins[_clause_at(at, text, places)] = True
        at += len(words)
    intents = frozenset(label for _, label in parts) - NO_REQUEST - settings.companions
    return Marked(text, tuple(clauses), tuple(begins), intents)


def _clause_at(place: int, text: str, places: Sequence[int]) -> int:
    """The clause that begins at a marked place, or holds it."""
    for number, begin in enumerate(places):
        if abs(begin - place) <= _NEAR or (begin > place and _JOINT.match(text[place:begin])):
            return number
    return max((number for number, begin in enumerate(places) if begin <= place), default=0)


async def rows(
    messages: Sequence[Marked], parses: Parses, settings: RequestSettings
) -> tuple[list[Features], list[bool], list[int]]:
    """Features and labels of every clause, and the number of its message."""
    found: list[Features] = []
    labels: list[bool] = []
    numbers: list[int] = []
    for number, message in enumerate(tqdm(messages, desc="Reading messages")):
        start: int | None = None
        for at, begins in enumerate(message.begins if len(message.clauses) > 1 else ()):
            found.append(await features(message.clauses, at, start, parses.read, settings.kinds))
            labels.append(begins)
            numbers.append(number)
            start = at if begins else start
    return found, labels, numbers


def fit(found: Sequence[Features], labels: Sequence[bool]) -> dict[str, Any]:
    """The model as `SplitModel.load` reads it."""
    names = sorted({name for row in found for name in row})
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in found])
    model = GradientBoostingClassifier(random_state=SEED, **TREES).fit(matrix, labels)
    share = float(np.mean(labels))
    return {
        "names": names,
        "base": round(float(np.log(share / (1 - share))), DIGITS),
        "trees": [_tree(stage[0].tree_) for stage in model.estimators_],
    }


def _tree(tree: Any) -> dict[str, list[Any]]:
    return {
        "feature": [int(feature) for feature in tree.feature],
        "threshold": [round(float(value), DIGITS) for value in tree.threshold],
        "left": [int(child) for child in tree.children_left],
        "right": [int(child) for child in tree.children_right],
        "value": [round(TREES["learning_rate"] * float(value), DIGITS) for value in tree.value[:, 0, 0]],
    }


async def judge(
    messages: Sequence[Marked], model: SplitModel, parses: Parses, settings: RequestSettings
) -> tuple[list[bool], list[bool]]:
    """Whether each message with one request is kept whole, and each with several is served entirely."""
    whole: list[bool] = []
    served: list[bool] = []
    for message in messages:
        if not message.intents:
            continue
        found = {request.intent for request in await requests(message.text, parses.read, settings, model)}
        if len(message.intents) == 1:
            whole.append(len(found) == 1)
        else:
            served.append(found == message.intents)
    return whole, served


async def main(model_path: str) -> None:
    """Judge by folds, then learn from everything and write the file."""
    settings = load_settings()
    messages = read_messages(MESSAGES, settings)
    parses = Parses(Agent.load(model_path))
    found, labels, numbers = await rows(messages, parses, settings)
    whole: list[bool] = []
    served: list[bool] = []
    right: list[bool] = []
    for fold, (learn, test) in enumerate(KFold(FOLDS, shuffle=True, random_state=SEED).split(messages), 1):
        learned = set(learn.tolist())
        inside = [i for i, number in enumerate(numbers) if number in learned]
        model = SplitModel.of(fit([found[i] for i in inside], [labels[i] for i in inside]))
        right += [
            (model.probability(found[i]) >= settings.begins) == labels[i]
            for i in set(range(len(found))) - set(inside)
        ]
        one, several = await judge([messages[i] for i in test], model, parses, settings)
        whole, served = whole + one, served + several
        sys.stderr.write(f"fold {fold} of {FOLDS}\n")
    MODEL_PATH.write_text(json.dumps(fit(found, labels), separators=(",", ":")) + "\n", encoding="utf-8")
    figures = {
        "messages": len(messages),
        "clauses_right": round(float(np.mean(right)), 4),
        "one_request_kept_whole": round(float(np.mean(whole)), 4),
        "several_all_served": round(float(np.mean(served)), 4),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", default="var/models/rasa/aisle.tar.gz")
    configure_structlog(logging.WARNING)
    asyncio.run(main(parser.parse_args().model))
