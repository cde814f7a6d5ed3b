"""Figures from what was understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from actions.meant import settings
from bench.understanding.data import OUT_OF_SCOPE, Message

REJECTED = frozenset({OUT_OF_SCOPE, "nlu_fallback"})
# Tags of Bitext's styles, by the letter it uses.
STYLES = {"Q": "colloquial", "W": "offensive", "Z": "typos"}

Found = Sequence[Mapping[str, Any]]


def accuracy(messages: Sequence[Message], found: Found) -> float:
    """Share of messages served under their intent; a fallback is a miss."""
    right = [one["intent"]["name"] == message.intent for message, one in zip(messages, found, strict=True)]
    return round(float(np.mean(right)), 4) if right else 0.0


def shop_intents(messages: Sequence[Message], found: Found) -> dict[str, float]:
    """Accuracy and rejections of messages in scope, and how many of the others are rejected."""
    pairs = list(zip(messages, found, strict=True))
    inside = [(m, f) for m, f in pairs if m.intent != OUT_OF_SCOPE]
    outside = [f["intent"]["name"] in REJECTED for m, f in pairs if m.intent == OUT_OF_SCOPE]
    rejected = [f["intent"]["name"] in REJECTED for _, f in inside]
    return {
        "intent_accuracy": accuracy([m for m, _ in inside], [f for _, f in inside]),
        "good_rejected": round(float(np.mean(rejected)), 4),
        "out_of_scope_rejected": round(float(np.mean(outside)), 4) if outside else 0.0,
        "n": len(inside),
        "n_out_of_scope": len(outside),
    }


def entity_f1(messages: Sequence[Message], found: Found) -> dict[str, float]:
    """Micro-averaged F1 over details of the kinds that the messages hold; kind, start and end must agree."""
    kinds = {span.kind for message in messages for span in message.spans}
    right = wanted = got = 0
    for message, one in zip(messages, found, strict=True):
        expected = {(span.kind, span.start, span.end) for span in message.spans}
        seen = {tuple(entity) for entity in one["entities"] if entity[0] in kinds}
        right, wanted, got = right + len(expected & seen), wanted + len(expected), got + len(seen)
    precision, recall = right / max(got, 1), right / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"entity_f1": round(f1, 4), "precision": round(precision, 4), "recall": round(recall, 4)}


def by_style(messages: Sequence[Message], found: Found) -> dict[str, float]:
    """Accuracy of the messages of each style."""
    figures = {}
    for letter, style in STYLES.items():
        pairs = [(m, f) for m, f in zip(messages, found, strict=True) if letter in m.tags]
        if pairs:
            figures[style] = accuracy([m for m, _ in pairs], [f for _, f in pairs])
    return figures


def both_served(messages: Sequence[Message], found: Found) -> float:
    """Share of messages whose requests are all served; what is served alike stands for each other."""
    right = [
        not Counter(map(_way, message.intents)) - Counter(map(_way, one["requests"]))
        for message, one in zip(messages, found, strict=True)
    ]
    return round(float(np.mean(right)), 4)


def exactly_served(messages: Sequence[Message], found: Found) -> float:
    """Share of messages whose requests are read under their very intents, and nothing beside them."""
    right = [
        set(one["requests"]) == set(message.intents) for message, one in zip(messages, found, strict=True)
    ]
    return round(float(np.mean(right)), 4)


def _way(intent: str) -> str:
    """How an intent is served: within a group the same words get the same answer."""
    alike = {"documents": settings().by_documents, "advice": settings().by_advice}
    return next((way for way, intents in alike.items() if intent in intents), intent)


def times(found: Found) -> dict[str, float]:
    """Milliseconds a message."""
    p50, p95 = np.percentile([one["ms"] for one in found], [50, 95])
    return {"p50": round(float(p50), 2), "p95": round(float(p95), 2), "n": len(found)}
