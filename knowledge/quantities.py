"""Amounts in a text: a number, its unit, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

SUPPORT_PATH = Path(__file__).resolve().parent / "support.yml"
_AMOUNT = re.compile(
    r"(?P<sign>[$€£])?\s?(?P<value>\d+(?:[,.]\d{3})*(?:\.\d+)?)(?P<rest>\s?[$€£%]|[\s-]?[a-zA-Z]+(?:\s[a-z]+)?)?"
)
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound_sterling"}


@dataclass(frozen=True)
class Amount:
    """A number with its unit ("" if none); ``start`` and ``end`` are its place in the text."""

    value: float
    unit: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    raw: dict[str, Any] = yaml.safe_load(SUPPORT_PATH.read_text(encoding="utf-8"))
    return {form: unit for unit, forms in raw["units"].items() for form in forms}


@lru_cache(maxsize=1)
def _numbers() -> dict[str, float]:
    raw: dict[str, Any] = yaml.safe_load(SUPPORT_PATH.read_text(encoding="utf-8"))
    return {
        word: float(value) for word, value in raw["numbers"].items() if word not in raw["ignored_numbers"]
    }


def amounts(text: str) -> list[Amount]:
    """All amounts of a text in order; numbers may be spelt out."""
    spelt = re.sub(r"[A-Za-z]+", _digits, text)
    if len(spelt) != len(text):
        # Places must hold in the text as it stands: spelt-out numbers are looked for apart.
        return [*_found(text), *_spelt(text)]
    return _found(text)


def _digits(match: re.Match[str]) -> str:
    word = match[0].lower()
    return f"{_numbers()[word]:g}" if word in _numbers() else match[0]


def _found(text: str) -> list[Amount]:
    found = []
    for match in _AMOUNT.finditer(text):
        value = float(match["value"].replace(",", ""))
        rest = (match["rest"] or "").strip().lstrip("-").lower()
        unit, length = _unit(match["sign"] or "", rest, match)
        found.append(Amount(value, unit, match.start(), length))
    return found


def _unit(sign: str, rest: str, match: re.Match[str]) -> tuple[str, int]:
    if sign:
        return _SIGNS[sign], match.end("value")
    if rest in _SIGNS:
        return _SIGNS[rest], match.end()
    for form in (rest, rest.split(" ")[0]):
        if form in _units():
            at = match.string.lower().find(form, match.end("value"))
            return _units()[form], at + len(form)
    return "", match.end("value")


def _spelt(text: str) -> list[Amount]:
    found = []
    for match in re.finditer(r"\b([A-Za-z]+)[\s-]([A-Za-z]+(?:\s[a-z]+)?)", text):
        word, rest = match[1].lower(), match[2].lower()
        unit = next((_units()[form] for form in (rest, rest.split(" ")[0]) if form in _units()), "")
        if word in _numbers() and unit:
            found.append(Amount(_numbers()[word], unit, match.start(), match.end()))
    return found
