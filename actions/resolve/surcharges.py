"""How much more another variant may cost: "but only if it isn't over $50 more"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from actions.resolve.lists import pattern, read
from actions.resolve.quantities import amount_in
from actions.resolve.steps import sentences

TOPIC = "wishes"
_AMOUNT = r"(?:(?:us|ca)?\$\s?\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?\s?(?:dollars?|bucks|usd))"
# What is written for a condition that is met by another price: the chain of wishes goes on there.
_NONE = ", if there is none"
_BREAKS = re.compile(r"(?:but |and )?(?:if|in case|when|should)\b")


@dataclass(frozen=True)
class Surcharge:
    """The text without its condition, and what may be paid on top at most."""

    rest: str
    limit: Decimal


def surcharge_in(text: str) -> Surcharge | None:
    """The limit of the difference that the text sets, None where it sets none."""
    for sentence in sentences(text):
        for found in _limit().finditer(sentence):
            amount = amount_in(found[0])
            if amount is not None and (found["more"] or pattern(TOPIC, "surcharge_cues").search(sentence)):
                return Surcharge(text.replace(sentence, _without(sentence, found), 1), amount)
    return None


def _limit() -> re.Pattern[str]:
    over, under = ("|".join(read(TOPIC)[name]) for name in ("surcharge_over", "surcharge_under"))
    more = "|".join(read(TOPIC)["surcharge_more"])
    return re.compile(
        rf"\b(?:(?P<over>{over})|{under})\s+(?:about |around )?{_AMOUNT}(?P<more>\s+(?:{more}))?",
        re.IGNORECASE,
    )


def _without(sentence: str, found: re.Match[str]) -> str:
    """The sentence with "if there is none" for "if it is over $50 more", and nothing for other conditions."""
    openers = list(pattern(TOPIC, "surcharge_opens").finditer(sentence, 0, found.start()))
    start = openers[-1].start() if openers else found.start()
    following = re.search(r"[,.;)!?]|\bthen\b", sentence[found.end() :])
    end = found.end() + following.start() if following else len(sentence)
    opener = openers[-1][0].casefold() if openers else ""
    denied = re.search(r"\b(?:not|no|never)\b|n['’]t\b", sentence[start : found.start()], re.IGNORECASE)
    breaks = bool(found["over"]) and not denied and _BREAKS.match(opener) is not None
    return f"{sentence[:start].rstrip(' ,;')}{_NONE if breaks else ''}{sentence[end:]}"
