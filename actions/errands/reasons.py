"""Why a shopper cancels, from their own words to one of the reasons that the policy takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz

from actions.resolve.words import words

SAME_REASON = 75.0
_CLAUSE = re.compile(
    r"[.;!?\n]\s*|,\s*(?:and|but|while)?\s*|\s+(?:and|but|while|whereas)\s+(?=the\b|my\b|i\b|#)", re.I
)
_OTHER = re.compile(r"\b(?:other|second|remaining|rest)\b", re.IGNORECASE)
# One word of a reason is enough to mean it only from this length on: "mistake", but not "no".
TELLING_LETTERS = 6


def reason_in(text: str, reasons: Sequence[str]) -> str | None:
    """The one reason that the text gives; None when it gives none or several."""
    worded = _wordings()
    given = [reason for reason in reasons if reason in worded and worded[reason].search(text)]
    if given:
        return given[0] if len(given) == 1 else None
    likeness = {reason: _likeness(text.casefold(), reason.casefold()) for reason in reasons}
    best = max(reasons, key=lambda reason: likeness[reason])
    return best if likeness[best] >= SAME_REASON else None


def reason_of(text: str, reasons: Sequence[str], named: Callable[[str], bool]) -> str | None:
    """The reason of one order where several orders have each their own.

    ``named`` tells whether a clause names that order. "The other one" is the order that no clause names.
    """
    clauses = _CLAUSE.split(text)
    given = [(clause, reason) for clause in clauses if (reason := reason_in(clause, reasons))]
    if len({reason for _, reason in given}) < 2:
        return None
    own = [reason for clause, reason in given if named(clause)]
    left = [reason for clause, reason in given if _OTHER.search(clause)]
    return next(iter(own or left), None)


@cache
def _wordings() -> Mapping[str, re.Pattern[str]]:
    read = yaml.safe_load(Path(__file__).with_name("reasons.yml").read_text(encoding="utf-8"))
    return {
        reason: re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE) for reason, patterns in read.items()
    }


def _likeness(text: str, reason: str) -> float:
    """0..100. A text shorter than the reason must be words of it: any syllable would be found inside it."""
    said, meant = words(text), words(reason)
    if said and set(said) <= set(meant) and (len(said) > 1 or len(said[0]) >= TELLING_LETTERS):
        return 100.0
    scorer = fuzz.partial_ratio if len(text) >= len(reason) else fuzz.ratio
    return float(scorer(text, reason))
