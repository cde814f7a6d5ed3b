"""What stands in the training and test data already, and whether a new line may stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np

from settings import ROOT
from tools.nlu.examples import Example, key, negated
from tools.vectors import Encoder, Vectors

# A line this near to one of the same intent teaches nothing.
REPEATS = 0.94
# A line this near to one of another intent may contradict it.
CONTRADICTS = 0.93


class Verdict(Enum):
    """What an objection means for a line."""

    SETTLED = "not needed, and nothing is left to decide about it"
    REFUSED = "not under this intent"
    ASK = "perhaps not"


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a line should not be added."""

    verdict: Verdict
    why: str


class Standing:
    """The examples of data/nlu and the messages kept for tests, with their vectors."""

    def __init__(self, examples: Sequence[Example], tests: Sequence[Example], encoder: Encoder) -> None:
        self._encoder = encoder
        self._by_key = {example.wording: example for example in examples}
        self._tests = {example.wording for example in tests}
        self._wordings = [example.wording for example in examples]
        self._intents = [example.intent for example in examples]
        self._places = [place(example) for example in examples]
        self._vectors: Vectors = encoder.encode_kept(self._wordings)

    @property
    def intents(self) -> frozenset[str]:
        """Intents that have examples."""
        return frozenset(self._intents)

    def add(self, intent: str, wording: str) -> None:
        """A line was accepted and stands there from now on."""
        vector = self._encoder.encode([wording])
        self._wordings.append(wording)
        self._intents.append(intent)
        self._places.append("the lines accepted just now")
        self._vectors = vector if not len(self._vectors) else np.vstack([self._vectors, vector])

    def take_back(self) -> None:
        """The line accepted last stands there no more."""
        for known in (self._wordings, self._intents, self._places):
            known.pop()
        self._vectors = self._vectors[:-1]

    def objection(self, intent: str, wording: str) -> Objection | None:
        """Why this line should not be added to this intent; None when nothing speaks against it."""
        same = self._by_key.get(key(wording))
        if same is not None and same.intent == intent:
            return Objection(Verdict.SETTLED, f"stands already in {place(same)}")
        if same is not None:
            return Objection(
                Verdict.REFUSED, f"stands under {same.intent} in {place(same)}: correct that first"
            )
        if key(wording) in self._tests:
            return Objection(Verdict.SETTLED, "is a test message of tests/data, which nothing is taught with")
        return self._near(intent, wording)

    def _near(self, intent: str, wording: str) -> Objection | None:
        if not len(self._vectors):
            return None
        nearness = self._vectors @ self._encoder.encode([wording])[0]
        for index in np.argsort(-nearness):
            near, other, said = float(nearness[index]), self._intents[index], self._wordings[index]
            if near < min(REPEATS, CONTRADICTS):
                return None
            if negated(said) != negated(wording):
                continue
            if other == intent and near >= REPEATS:
                return Objection(Verdict.SETTLED, f"is nearly what stands in {self._places[index]}")
            if other != intent:
                return Objection(Verdict.ASK, f"is near what stands under {other}, {self._places[index]}")
        return None


def place(example: Example) -> str:
    """File and line, as an editor takes it."""
    file: Path = example.file
    shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
    return f"{shown}:{example.number}"
