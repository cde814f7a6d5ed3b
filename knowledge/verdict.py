"""Yes or no to a question with a number, by the limit that its evidence states.

"My order is $62, is delivery free?" and "Delivery is free for orders of $50 or more." give yes. The
reasoning is deliberately narrow: one limit in the sentence, one number of its unit in the question, one
effect that both speak of, no negation. In every other case there is no verdict, and the quoted rule speaks
for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.lexicon import content_stems, stem
from knowledge.quantities import Amount, amounts
from knowledge.text import words

VERDICT_PATH = Path(__file__).resolve().parent / "verdict.yml"


@dataclass(frozen=True)
class Limit:
    """A limit of a rule: holds for values ``at_least``, ``more_than``, ``at_most`` or ``less_than`` it."""

    kind: str
    amount: Amount

    def holds(self, value: float) -> bool:
        """Whether a value is inside the limit."""
        limit = self.amount.value
        return {
            "at_least": value >= limit,
            "more_than": value > limit,
            "at_most": value <= limit,
            "less_than": value < limit,
        }[self.kind]


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(VERDICT_PATH.read_text(encoding="utf-8"))
    return loaded


def verdict(question: str, evidence: str, context: str = "", others: Iterable[str] = ()) -> bool | None:
    """True for yes, False for no, None where the evidence does not decide by one limit.

    ``context`` is the title and heading of the evidence. ``others`` are sentences found beside it: a word
    of the question that they hold and the evidence does not ("express", "Canada") may be just what makes a
    difference.
    """
    if not wants_yes_or_no(question) or "\n" in evidence:
        return None
    if _elsewhere(question, f"{context} {evidence}", others):
        return None
    rule = limits(evidence)
    if len(rule) != 1 or _negated(evidence):
        return None
    limit = rule[0]
    asked = [a for a in amounts(question) if a.unit == limit.amount.unit]
    if len(asked) != 1 or len(amounts(question)) != 1:
        return None
    same = _same_effect(question, evidence)
    if same is None or _negated(question):
        return None
    return limit.holds(asked[0].value) is same


def _elsewhere(question: str, evidence: str, others: Iterable[str]) -> bool:
    neutral = frozenset(stem(word) for word in _lists()["neutral"])
    effects = (form for effect in _lists()["effects"].values() for side in effect.values() for form in side)
    known = content_stems(evidence) | neutral | content_stems(" ".join(effects))
    left = {word for word in content_stems(question) - known if not word.isdigit()}
    return any(left & content_stems(text) for text in others) if left else False


def lead(answer: bool) -> str:
    """The words that open an answer."""
    return str(_lists()["yes" if answer else "no"])


def wants_yes_or_no(question: str) -> bool:
    """Whether the last clause of a question is one for yes or no."""
    lists = _lists()
    clauses = [words(part) for part in re.split(r"[.,;!?]+", question)]
    clauses = [clause for clause in clauses if clause]
    if not clauses or any(word in lists["open"] for clause in clauses for word in clause):
        return False
    return any(word in lists["asks"] for clause in clauses for word in clause[:3])


def limits(text: str) -> list[Limit]:
    """The limits a text states, in order."""
    found = []
    for amount in amounts(text):
        before = " ".join(words(text[: amount.start]))
        after = " ".join(words(text[amount.end :]))
        kind = _kind(before, after)
        if kind:
            found.append(Limit(kind, amount))
    return found


def _kind(before: str, after: str) -> str:
    lists = _lists()
    kinds = ("at_least", "more_than", "at_most", "less_than")
    for kind in kinds:
        if any(after == form or after.startswith(form + " ") for form in lists[kind]["after"]):
            return kind
    # The longest form decides: "no more than" is not "more than".
    endings = [
        (len(form), kind)
        for kind in kinds
        for form in lists[kind]["before"]
        if before == form or before.endswith(" " + form)
    ]
    return max(endings)[1] if endings else ""


def _negated(text: str) -> bool:
    said = f" {' '.join(words(text))} "
    for effect in _lists()["effects"].values():
        for form in sorted([*effect["for"], *effect["against"]], key=len, reverse=True):
            said = said.replace(f" {form} ", " ")
    for kind in ("at_most", "at_least"):
        for form in _lists()[kind]["before"]:
            said = said.replace(f" {form} ", " ")
    return any(f" {word} " in said for word in _lists()["negations"])


def _same_effect(question: str, evidence: str) -> bool | None:
    """Whether the question asks for what the rule grants (True), its opposite (False), or neither (None)."""
    found: list[bool] = []
    for effect in _lists()["effects"].values():
        granted, asked = _side(evidence, effect), _side(question, effect)
        if granted is not None and asked is not None:
            found.append(granted is asked)
    return found[0] if len(set(found)) == 1 else None


def _side(text: str, effect: dict[str, list[str]]) -> bool | None:
    said = f" {' '.join(words(text))} "
    if any(f" {form} " in said for form in effect["for"]):
        return True
    return False if any(f" {form} " in said for form in effect["against"]) else None
