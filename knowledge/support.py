"""Whether a generated sentence says only what its evidence says: numbers, dates, names, yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.lexicon import content_stems
from knowledge.text import squeeze, words

SUPPORT_PATH = Path(__file__).resolve().parent / "support.yml"
_NUMBER = re.compile(
    r"(?P<money>[$€£]\s?)?(?P<value>\d+(?:,\d{3})*(?:\.\d+)?)(?P<rest>\s*%|[\s-]?[a-zA-Z.]+(?:\s[a-z]+)?)?"
)
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w'’-]+")


@dataclass(frozen=True)
class _Words:
    negations: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    restrictions: frozenset[str]
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...]
    numbers: dict[str, float]
    ignored_numbers: frozenset[str]
    calendar: frozenset[str]
    units: dict[str, str]
    least_overlap: float


@lru_cache(maxsize=1)
def _lists() -> _Words:
    raw: dict[str, Any] = yaml.safe_load(SUPPORT_PATH.read_text(encoding="utf-8"))
    return _Words(
        negations=frozenset(raw["negations"]),
        yes=frozenset(raw["yes"]),
        no=frozenset(raw["no"]),
        restrictions=frozenset(raw["restrictions"]),
        opposites=tuple((frozenset(a), frozenset(b)) for a, b in raw["opposites"]),
        numbers={word: float(value) for word, value in raw["numbers"].items()},
        ignored_numbers=frozenset(raw["ignored_numbers"]),
        calendar=frozenset(raw["months"]) - {"may"} | frozenset(raw["weekdays"]),
        units={form: unit for unit, forms in raw["units"].items() for form in forms},
        least_overlap=float(raw["least_overlap"]),
    )


def unsupported(draft: str, evidence: Sequence[str]) -> str:
    """Why a drafted sentence may not be said on this evidence, or "" if every check passes.

    The checks reject rather than guess: a true sentence may be rejected, which costs only its wording.
    """
    draft = squeeze(draft)
    whole = squeeze(" ".join(evidence))
    body, polarity = _strip_yes_no(draft)
    # One sentence of the evidence must bear the whole claim: the price of one thing is not that of another.
    nearest = squeeze(_nearest(body, evidence))
    checks = (
        _numbers(body, nearest),
        _names(draft, whole),
        _overlap(body, whole),
        _polarity(body, polarity, nearest),
        _direction(body, nearest),
    )
    return next((reason for reason in checks if reason), "")


def _strip_yes_no(draft: str) -> tuple[str, bool | None]:
    first, _, rest = draft.partition(" ")
    word = first.strip(",.!:;—-").lower()
    if word in _lists().yes:
        return rest, True
    if word in _lists().no and first[-1:] in ",.!:;—":
        return rest, False
    return draft, None


def _numbers(draft: str, evidence: str) -> str:
    known = quantities(evidence)
    values = {value for value, _ in known}
    for value, unit in quantities(draft):
        if (value, unit) not in known and not (unit == "" and value in values):
            return f"number not in the evidence: {value:g} {unit}".rstrip()
    return ""


def quantities(text: str) -> set[tuple[float, str]]:
    """Numbers with their unit ("" if none), in digits or words; a range gives both ends the unit."""
    lists = _lists()
    found: set[tuple[float, str]] = set()
    waiting: list[float] = []
    for match in _NUMBER.finditer(_digits(text)):
        value = float(match["value"].replace(",", ""))
        unit = "dollar" if match["money"] else _unit(match["rest"] or "")
        if not unit and _joins(match["rest"] or ""):
            waiting.append(value)
            continue
        found.update((earlier, unit) for earlier in waiting)
        waiting = []
        found.add((value, unit))
    found.update((earlier, "") for earlier in waiting)
    found.update((0.0, word) for word in words(text) if word in lists.calendar)
    return found


def _digits(text: str) -> str:
    lists = _lists()

    def spell(match: re.Match[str]) -> str:
        word = match[0].lower()
        known = word in lists.numbers and word not in lists.ignored_numbers
        return f"{lists.numbers[word]:g}" if known else match[0]

    return re.sub(r"[A-Za-z]+", spell, text)


def _joins(rest: str) -> bool:
    return rest.strip(" .").lower().split(" ")[0] in {"to", "or", "and", "-"}


def _unit(rest: str) -> str:
    units = _lists().units
    cleaned = rest.strip().lstrip("-").lower()
    single = cleaned.split(" ")[0]
    for form in (cleaned, cleaned.rstrip("."), single, single.rstrip(".")):
        if form in units:
            return units[form]
    return ""


def _names(draft: str, evidence: str) -> str:
    known = set(words(evidence))
    for name in _NAME.findall(draft):
        missing = [word for word in words(name) if word not in known and word not in {"i", "we", "you"}]
        if missing:
            return f"name not in the evidence: {name}"
    return ""


def _overlap(body: str, evidence: str) -> str:
    said = content_stems(body)
    if not said:
        return ""
    share = len(said & content_stems(evidence)) / len(said)
    return "" if share >= _lists().least_overlap else f"only {share:.0%} of its words stand in the evidence"


def _nearest(body: str, evidence: Iterable[str]) -> str:
    said = content_stems(body)
    return max(evidence, key=lambda text: len(said & content_stems(text)), default="")


def _polarity(body: str, answered: bool | None, evidence: str) -> str:
    lists = _lists()
    nearest = set(words(evidence))
    denies = bool(nearest & lists.negations)
    says_no = bool(set(words(body)) & lists.negations)
    if says_no != denies:
        return "its yes or no differs from the evidence"
    if answered is True and denies:
        return "says yes where the evidence denies"
    if answered is False and not (denies or nearest & lists.restrictions):
        return "says no where the evidence does not"
    return ""


def _direction(body: str, evidence: str) -> str:
    nearest = set(words(evidence))
    said = set(words(body))
    for pair in _lists().opposites:
        for mine, other in (pair, pair[::-1]):
            if said & mine and not nearest & mine and nearest & other:
                word = sorted(said & mine)[0]
                return f"the evidence says the opposite of {word!r}"
    return ""
