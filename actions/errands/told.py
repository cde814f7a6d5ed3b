"""The errand that the words themselves name, where the classifier read them together with other words.

"Yes, go ahead. Then exchange the lamp" is read as one message; its second half is a request with a verb of
its own. "I want to exchange it, not return it" names two errands and denies one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Errands by how they are asked for; of two that begin at the same word the first counts.
_ASKED = (
    (
        "change_default_address",
        r"(?:change|update|modify|set|correct|replace)\b[^.:;!?]{0,40}\b(?:default|profile|account|user)\b"
        r"[^.:;!?]{0,20}\baddress|"
        r"(?:change|update|modify)\b[^.:;!?]{0,20}\baddress (?:on|in|of) my (?:profile|account)",
    ),
    (
        "change_address",
        r"(?:change|update|modify|correct|fix|switch)\b[^.:;!?]{0,40}\baddress|"
        r"(?:(?:ship|send|deliver)(?:ing)?\b(?! back)|be (?:shipped|sent|delivered)\b)"
        r"(?:(?!\b(?:i|and|but)\b)[^.:;!?]){0,40}\bto (?!me\b|be\b)",
    ),
    (
        "change_payment",
        r"(?:change|update|modify|switch)\b[^.:;!?]{0,30}\b(?:pay(?:ment|ing)?\b|how [^.:;!?]{0,20}\bpaid)|"
        r"(?:pay|charge)\b[^.:;!?]{0,40}\borders?\b[^.:;!?]{0,20}\b(?:with|using|to|by|on)\b",
    ),
    ("exchange_item", r"(?:exchang(?:e|ing)|swap(?:ping)?)\b"),
    ("return_item", r"(?:return(?:ing)?\b(?! (?:policy|window|label))|send(?:ing)? back\b)"),
    ("cancel_order", r"cancel(?:l?ing)?\b"),
    (
        "change_items",
        r"(?:chang(?:e|ing)|modify(?:ing)?|switch(?:ing)?|replac(?:e|ing)|upgrad(?:e|ing))\b"
        r"(?! (?:my|your) mind)",
    ),
)
_PATTERNS = tuple((name, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for name, words in _ASKED)
_DENIED = re.compile(
    r"\b(?:not|don['’]?t|never|without|instead of|rather than|didn['’]?t|no longer)\b"
    r"(?: (?:want|need|wish|like|to|a|just|really|be|have|it|them))*\W*$",
    re.IGNORECASE,
)
# Such as "the order I cancelled", "my return": no request.
_TOLD_OF = re.compile(
    r"\b(?:the|my|this|that|your|a|an|was|were|been|already|i|we|have|has)\W*$", re.IGNORECASE
)


# Where a clause begins.
_CLAUSE = re.compile(r"[.!?;:\n]\s+|,\s+|\s+(?:[-–—]+\s+)?(?=(?:and|then|plus|but|while)\b)", re.IGNORECASE)
# What is only to be done if something else cannot.
_CONDITIONAL = re.compile(
    r"\b(?:if|otherwise|or|unless|else|in case|instead|when|before|after|whether|to (?:be able|know))\b",
    re.IGNORECASE,
)
# "If there is none, return it": a condition in the clause before.
_ON_CONDITION = re.compile(
    r"(?:^|[.!?;,]\s+)(?:and |but |so )?(?:if|otherwise|unless|in case)\b[^.!?;,]*,\s+$", re.I
)
# Both may mean the one or the other, by the state of the order.
_ALIKE = {"change_items": "exchange_item"}
_WORD = re.compile(r"[^\W_]+")
# A request of its own has at least so many words from its verb on.
SHORTEST = 3
# Verbs that say nothing yet: "I'd like to modify my order: ...".
_GENERAL = re.compile(
    r"^\w+(?: (?:some|a few|several|a couple of|multiple|the|my|an|any|other|pending|details?|things?|of|on|"
    r"in|to|for|about|one|two|with|changes?|items?|orders?|existing|recent|information))*\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """One errand that a text asks for, in the part of the text that is about it."""

    name: str
    text: str


def errands_told(text: str) -> tuple[list[str], list[str]]:
    """The errands that the text asks for in verbs and those that it says it does not want, as they stand."""
    wanted, denied = _verbs(text)
    return list(dict.fromkeys(name for _, name in wanted)), denied


def errand_told(text: str) -> str | None:
    """The first errand that the text asks for in a verb."""
    wanted, _ = errands_told(text)
    return wanted[0] if wanted else None


def taken_apart(text: str) -> list[Told]:
    """Different errands of one message, each with its own clauses; what stands before the first goes to all.

    A single one, or none, when the verbs do not tell: "return or exchange", "exchange it, else return it".
    """
    starts: list[tuple[int, str]] = []
    for verb, name in _verbs(text)[0]:
        clause = max((m.end() for m in _CLAUSE.finditer(text, 0, verb)), default=0)
        if _CONDITIONAL.search(text[clause:verb]) or _ON_CONDITION.search(text[:clause]):
            continue
        if starts and clause <= starts[-1][0]:
            continue
        starts.append((clause, name))
    if not starts:
        return []
    ends = [clause for clause, _ in starts[1:]] + [len(text)]
    parts = [(start, name, text[start:end]) for (start, name), end in zip(starts, ends, strict=True)]
    parts = [part for part in parts if not _is_general(part[2])]
    if any(len(_WORD.findall(part)) < SHORTEST for _, _, part in parts):
        return []
    before = text[: parts[0][0]] if parts else ""
    merged: dict[str, Told] = {}
    for _, name, part in parts:
        key = _ALIKE.get(name, name)
        known = merged.get(key, Told(name, before))
        merged[key] = Told(known.name, known.text + part)
    return [Told(told.name, told.text.strip(" ,")) for told in merged.values()]


def _is_general(part: str) -> bool:
    verb = next((found for _, pattern in _PATTERNS[-1:] if (found := pattern.search(part))), None)
    return verb is not None and _GENERAL.match(part[verb.start() :].split(":")[0].strip(" .,;")) is not None


def _verbs(text: str) -> tuple[list[tuple[int, str]], list[str]]:
    """Where which errand is asked for, in order, and those that are not wanted."""
    wanted: list[tuple[int, int, str]] = []
    denied: list[str] = []
    for rank, (name, pattern) in enumerate(_PATTERNS):
        for found in pattern.finditer(text):
            before = text[: found.start()]
            if _DENIED.search(before):
                denied.append(name)
            elif not _TOLD_OF.search(before):
                wanted.append((found.start(), rank, name))
    first_at: dict[int, str] = {}
    for start, _, name in sorted(wanted):
        first_at.setdefault(start, name)
    return sorted(first_at.items()), denied
