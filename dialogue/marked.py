"""What the marks in training examples tell of the details that patterns and the tagger find."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from dialogue.written import Found, find

Entity = dict[str, Any]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Learned:
    """Kinds that are the tagger's, and for each kind what may stand between two of its words ("Ms. Lee")."""

    tagged: frozenset[str] = frozenset()
    joints: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Learned:
        """What `write` wrote; raises OSError or ValueError when it is not there or not whole."""
        content = json.loads(file.read_text("utf-8"))
        joints = {kind: frozenset(gaps) for kind, gaps in content["joints"].items()}
        return cls(frozenset(content["tagged"]), joints)

    def write(self, file: Path) -> None:
        """Keep it as JSON."""
        joints = {kind: sorted(gaps) for kind, gaps in self.joints.items()}
        file.write_text(json.dumps({"tagged": sorted(self.tagged), "joints": joints}), "utf-8")

    def joined(self, text: str, entities: Sequence[Entity]) -> list[Entity]:
        """The tagger's entities, those put together that only a mark within such details parts."""
        joined: list[Entity] = []
        for entity in sorted(entities, key=lambda one: one["start"]):
            last = joined[-1] if joined else None
            if last is not None and last["entity"] == entity["entity"]:
                gap = text[last["end"] : entity["start"]]
                if gap in self.joints.get(entity["entity"], ()):
                    whole = text[last["start"] : entity["end"]]
                    joined[-1] = {**last, "end": entity["end"], "value": whole}
                    continue
            joined.append(entity)
        return joined


def learn(examples: Sequence[tuple[str, Sequence[Entity]]], judged_from: int, disagreeing: float) -> Learned:
    """From texts with their marked entities (character offsets).

    The examples may call other things by the same name: an "order_id" of twelve digits, an amount without its
    currency. A kind is the tagger's when of ``judged_from`` finds or more that touch a mark more than
    the share ``disagreeing`` are marked otherwise.
    """
    agreeing, touching = Counter[str](), Counter[str]()
    joints: dict[str, set[str]] = defaultdict(set)
    for text, marked in examples:
        for detail in find(text):
            touched = [entity for entity in marked if overlap(detail, entity)]
            touching[detail.kind] += bool(touched)
            agreeing[detail.kind] += any(_same(detail, entity) for entity in touched)
        for entity in marked:
            joints[entity["entity"]] |= _gaps(text[entity["start"] : entity["end"]])
    tagged = frozenset(
        kind
        for kind, count in touching.items()
        if count >= judged_from and count - agreeing[kind] > disagreeing * count
    )
    return Learned(tagged, {kind: frozenset(gaps) for kind, gaps in joints.items() if gaps})


def overlap(detail: Found, entity: Entity) -> bool:
    """Whether the two have a character in common."""
    return bool(detail.start < entity["end"] and entity["start"] < detail.end)


def _same(detail: Found, entity: Entity) -> bool:
    return bool((detail.kind, detail.start, detail.end) == (entity["entity"], entity["start"], entity["end"]))


def _gaps(value: str) -> set[str]:
    """What stands between the words of a detail where it is more than white space."""
    words = list(_WORD.finditer(value))
    gaps = {value[first.end() : second.start()] for first, second in pairwise(words)}
    return {gap for gap in gaps if gap.strip()}
