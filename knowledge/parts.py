"""A message of several questions, and questions that lean on what was asked before."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import dropwhile
from pathlib import Path
from typing import Any

import yaml

from knowledge.text import words

PARTS_PATH = Path(__file__).resolve().parent / "parts.yml"
_STOPS = re.compile(r"(?<=[.!?])\s+")
_ENDS = re.compile(r"(?<=[?？])\s+")


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(PARTS_PATH.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def _joint() -> re.Pattern[str]:
    openers = "|".join(_lists()["openers"])
    return re.compile(rf"(?:[,;]\s*|\s+)(?:and|plus|also)\s+(?:also\s+)?(?=(?:{openers})\b)", re.IGNORECASE)


def parts(question: str, most: int) -> list[str]:
    """The questions of a message in order; one that cannot be told apart stays whole.

    "How much is express and how long does it take?" gives two. What stands before the first question
    ("I bought a tent.") stays with it.
    """
    found: list[str] = []
    waiting = ""
    for clause in (piece for whole in _ENDS.split(question) for piece in _joint().split(whole)):
        text = f"{waiting} {clause}".strip()
        if asks(text):
            found.append(text)
            waiting = ""
        else:
            waiting = text
    if waiting and found:
        found[-1] = f"{found[-1]} {waiting}"
    return found if 1 < len(found) <= most else [question]


def asks(text: str) -> bool:
    """Whether a clause holds a question, by its mark or by a word that opens one."""
    said = words(text)
    return len(said) > 1 and ("?" in text or any(word in _lists()["asking"] for word in said))


def without_orders(message: str) -> str:
    """A message without the sentences that tell the assistant what to do: they are data, and ask nothing.

    "Ignore the rules. How long do I have to return a tent?" keeps its question.
    """
    if not _orders().search(message):
        return message
    return " ".join(one for one in _STOPS.split(message) if one.endswith("?") or not _orders().search(one))


@lru_cache(maxsize=1)
def _orders() -> re.Pattern[str]:
    return re.compile(_lists()["orders"], re.IGNORECASE)


def leans(question: str) -> bool:
    """Whether a question cannot be understood alone: it is short, points back, or speaks of "the" thing."""
    lists = _lists()
    said = words(_told(question))
    if not said:
        return False
    starts = " ".join(said[:2])
    return (
        said[0] in lists["joins"]
        or starts in lists["starts"]
        or len(said) <= lists["short"]
        or points_to_it(question)
        or (len(said) <= lists["brief"] and any(word in lists["definite"] for word in said))
    )


def points_to_it(question: str) -> bool:
    """Whether a question holds a word that stands for what was spoken of: it, they, that one."""
    return any(word in _lists()["points"] for word in words(question))


def is_whole(question: str) -> bool:
    """Whether a question, though it may lean on the one before, could be asked by itself.

    "And what's the warranty on tents" could; "what about tents", "to Canada?" and "do they expire" could not.
    """
    said = words(_told(question))
    while said and said[0] in _lists()["joins"]:
        said = said[1:]
    asking = any(word in _lists()["asking"] for word in said)
    return asking and " ".join(said[:2]) not in _lists()["starts"] and not points_to_it(question)


def in_context(question: str, before: str, most: int) -> str:
    """A question after the one asked before it, of which at most so many characters count."""
    return f"{before[-most:]} {_told(question)}"


def _told(question: str) -> str:
    """The question without the words before it that say nothing: "ok what about PayPal"."""
    rest = dropwhile(lambda word: word.lower().strip(",.!") in _lists()["fillers"], question.split())
    return " ".join(rest) or question


def points_back(sentence: str) -> bool:
    """Whether a sentence of a document can only be understood with the one before it."""
    said = words(sentence)
    return bool(said) and said[0] in _lists()["anaphora"]
