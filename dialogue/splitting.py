"""Where in a message another request begins, learned from messages whose requests are marked.

Each clause is judged in turn: does it begin a request, or does it belong to the one before it (or to none
yet)? What the clause is read as, alone and together with its neighbours, how it is joined and how it asks are
the features; gradient-boosted trees (Friedman 2001) weigh them. `dialogue.splitting_fit` learns them.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log1p
from pathlib import Path
from typing import Any

from dialogue.clauses import Clause, word_count
from dialogue.speech import ASKS, CONDITION, LEANS, ONE_MORE, TURNS

MODEL_PATH = Path(__file__).with_name("splitting.json")
OUT_OF_SCOPE = "out_of_scope"
# A clause with more words than this hardly leans on the one before it.
LONGEST_LEANING = 6
# Intents of a text with their probabilities.
Reading = Mapping[str, float]
Read = Callable[[str], Awaitable[Reading]]
Features = dict[str, float]


@dataclass(frozen=True)
class Kinds:
    """What sort of wish an intent is; see requests.yml."""

    companions: frozenset[str]
    answers: frozenset[str]
    told: frozenset[str]
    of_things: frozenset[str]
    last: frozenset[str]


@dataclass(frozen=True)
class Top:
    """The likeliest intent that is a request, and how likely; the likeliest but it."""

    intent: str
    sure: float
    next_sure: float


def top_of(reading: Reading, kinds: Kinds) -> Top:
    """The request that a reading speaks of most; intent "" when it speaks of none."""
    ranked = sorted(((p, name) for name, p in reading.items() if name not in kinds.companions), reverse=True)
    (sure, intent), (next_sure, _) = (*ranked, (0.0, ""), (0.0, ""))[:2]
    return Top(intent, sure, next_sure)


def joined(clauses: Sequence[Clause]) -> str:
    """The words of neighbouring clauses, for reading them together; of one clause, without joining words."""
    return clauses[0].bare if len(clauses) == 1 else " ".join(clause.text for clause in clauses)


async def features(
    clauses: Sequence[Clause], at: int, start: int | None, read: Read, kinds: Kinds
) -> Features:
    """What tells whether clause ``at`` begins a request; the last request began at clause ``start``."""
    clause = clauses[at]
    alone = await read(clause.bare)
    top = top_of(alone, kinds)
    whole = await read(joined(clauses))
    found = _of_clause(clause, alone, top, kinds)
    found |= {
        "first": at == 0,
        "none_yet": start is None and at > 0,
        "whole_top": whole.get(top.intent, 0.0),
        "whole_same": top_of(whole, kinds).intent == top.intent,
        "whole_sure": max(whole.values(), default=0.0),
    }
    if start is not None:
        found |= await _against_request(clauses, at, start, read, kinds)
    if at:
        before = await read(clauses[at - 1].bare)
        found |= {
            "before_companion": _companion(before, kinds),
            "before_asks": bool(ASKS.search(clauses[at - 1].bare)),
            "before_begins": at - 1 == start,
            "before_same": top_of(before, kinds).intent == top.intent,
        }
    if at + 1 < len(clauses):
        after = top_of(await read(clauses[at + 1].bare), kinds)
        found |= {
            "after": 1.0,
            "after_same": after.intent == top.intent,
            "after_sure": after.sure,
            "after_asks": bool(ASKS.search(clauses[at + 1].bare)),
        }
    return {name: float(value) for name, value in found.items()}


def _companion(reading: Reading, kinds: Kinds) -> float:
    return sum(p for name, p in reading.items() if name in kinds.companions)


def _of_clause(clause: Clause, alone: Reading, top: Top, kinds: Kinds) -> Features:
    asks, words = bool(ASKS.search(clause.bare)), word_count(clause.bare)
    strange = alone.get(OUT_OF_SCOPE, 0.0)
    told = top.intent in kinds.told
    return {
        f"joint_{clause.joint.value}": 1.0,
        "sure": top.sure,
        "margin": top.sure - top.next_sure,
        "companion": _companion(alone, kinds),
        "answer": sum(p for name, p in alone.items() if name in kinds.answers),
        "out_of_scope": strange,
        "out_of_scope_asks": strange * asks,
        "asks": asks,
        "question": clause.text.rstrip().endswith("?"),
        "leans": bool(LEANS.search(clause.bare)),
        "condition": bool(CONDITION.match(clause.text)),
        "turns": bool(TURNS.match(clause.text)),
        "words": log1p(words),
        "digits": any(char.isdigit() for char in clause.bare),
        "told": told,
        "told_sure": top.sure * told,
        "asks_sure": top.sure * asks,
        "of_things": top.intent in kinds.of_things,
        "last": top.intent in kinds.last,
    }


async def _against_request(
    clauses: Sequence[Clause], at: int, start: int, read: Read, kinds: Kinds
) -> Features:
    """How the clause compares with the request so far, and with both read together."""
    clause = clauses[at]
    alone, begun = await read(clause.bare), await read(clauses[start].bare)
    so_far = await read(joined(clauses[start:at]))
    both = await read(joined(clauses[start : at + 1]))
    near = await read(f"{clauses[at - 1].text} {clause.bare}")
    rest = await read(joined(clauses[at:]))
    top, request, beginning = top_of(alone, kinds), top_of(so_far, kinds), top_of(begun, kinds)
    together, onwards = top_of(both, kinds), top_of(rest, kinds)
    other = top.intent != request.intent
    leans_short = bool(LEANS.search(clause.bare)) and word_count(clause.bare) <= LONGEST_LEANING
    one_more = bool(ONE_MORE.match(clause.text))
    return {
        "since": at - start,
        "begun_same": top.intent == beginning.intent,
        "begun_keeps": alone.get(beginning.intent, 0.0),
        "request_sure": request.sure,
        "request_same": not other,
        "request_same_sure": (not other) * top.sure,
        "request_keeps": alone.get(request.intent, 0.0),
        "request_of_things": request.intent in kinds.of_things,
        "overlap": _overlap(alone, so_far),
        "other_least": min(request.sure, top.sure) * other,
        f"other_{clause.joint.value}": other * top.sure,
        f"same_{clause.joint.value}": not other,
        "one_more": one_more,
        "one_more_of_things": one_more and request.intent in kinds.of_things,
        "leans_short_other": leans_short and other,
        "near_keeps": near.get(request.intent, 0.0),
        "near_turns": near.get(top.intent, 0.0) * other,
        "both_sure": together.sure,
        "both_keeps": both.get(request.intent, 0.0),
        "both_turns": both.get(top.intent, 0.0) * other,
        "both_other": together.intent != request.intent,
        "both_drop": request.sure - both.get(request.intent, 0.0),
        "rest_sure": onwards.sure,
        "rest_same_as_top": onwards.intent == top.intent,
        "rest_other": (onwards.intent != request.intent) * onwards.sure,
        "rest_overlap": _overlap(rest, so_far),
    }


def _overlap(a: Reading, b: Reading) -> float:
    return sum(min(p, b.get(name, 0.0)) for name, p in a.items())


@dataclass(frozen=True)
class Tree:
    """A regression tree: a node goes left where its feature is at most the threshold; a leaf has none."""

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]

    def __call__(self, row: Sequence[float]) -> float:
        """The value of the leaf that the row falls into."""
        node = 0
        while self.feature[node] >= 0:
            goes_left = row[self.feature[node]] <= self.threshold[node]
            node = self.left[node] if goes_left else self.right[node]
        return self.value[node]


class SplitModel:
    """How likely a clause begins a request, from its features."""

    def __init__(self, names: Sequence[str], base: float, trees: Sequence[Tree]) -> None:
        self._column = {name: column for column, name in enumerate(names)}
        self._base = base
        self._trees = trees

    @classmethod
    def load(cls, path: Path = MODEL_PATH) -> SplitModel:
        """Read what `dialogue.splitting_fit` wrote. Raises OSError, or ValueError when it is not whole."""
        content = json.loads(path.read_text(encoding="utf-8"))
        try:
            return cls.of(content)
        except (KeyError, TypeError) as error:
            raise ValueError(f"{path.name} is no model of where requests begin: {error}") from error

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> SplitModel:
        """The model of a file's content. Raises KeyError or TypeError when something is missing."""
        trees = [Tree(**{name: tuple(column) for name, column in tree.items()}) for tree in content["trees"]]
        return cls(content["names"], float(content["base"]), trees)

    def probability(self, features: Features) -> float:
        """Probability that the clause begins a request; unknown features count nothing, missing ones 0."""
        row = [0.0] * len(self._column)
        for name, value in features.items():
            column = self._column.get(name)
            if column is not None:
                row[column] = value
        return 1 / (1 + exp(-(self._base + sum(tree(row) for tree in self._trees))))
