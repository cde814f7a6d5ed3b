"""Numbers, places in a list, money and measures in words and digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from actions.resolve.lists import listed, read
from actions.resolve.tokens import Token, tokens


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount in the base unit of its dimension: "1 liter" and "1000ml" are equal. "" has no unit."""

    amount: float
    dimension: str

    def same(self, other: Measure) -> bool:
        """Equal up to rounding between units."""
        return self.dimension == other.dimension and abs(self.amount - other.amount) <= 0.005 * self.amount


def number_in(text: str) -> int | None:
    """The first whole number, in digits or words; "one" counts only when it is no pronoun ("red one")."""
    said = tokens(text)
    for index, token in enumerate(said):
        if token.norm.isdigit():
            return int(token.norm)
        if token.word == "one" and (index == 0 or index + 1 < len(said)) and not _pronoun(said, index):
            return 1
    return None


def _pronoun(said: Sequence[Token], index: int) -> bool:
    return index > 0 and said[index - 1].word not in {"just", "only", "of", "and", "return", "cancel"}


def count_in(text: str) -> int | None:
    """How many are meant: "two", "2", "both", "a couple"."""
    counts: dict[str, int] = read("quantities")["counts"]
    found = next((counts[token.word] for token in tokens(text) if token.word in counts), None)
    return found if found is not None else number_in(text)


def places_in(text: str, length: int) -> list[int]:
    """Places, from 0, in a list of that length: "item #2", "the second one", "the last two"."""
    said = tokens(text)
    places: list[int] = []
    for index in range(len(said)):
        places += [place for place in _places_at(said, index, length) if place not in places]
    return [place for place in places if 0 <= place < length]


def _places_at(said: Sequence[Token], index: int, length: int) -> list[int]:
    token = said[index]
    previous = said[index - 1].word if index else ""
    following = said[index + 1] if index + 1 < len(said) else None
    number = _ordinal(said, index)
    run = int(following.norm) if following and following.norm.isdigit() else 1
    if token.word in listed("quantities", "last"):
        if following and following.word in listed("quantities", "no_place") and following.word != "of":
            return []
        return list(range(max(0, length - run), length)) if run <= length else []
    if number is not None:
        return list(range(number - 1, number - 1 + run)) if run <= length else []
    numbered = token.norm.isdigit() and len(token.norm) <= 2
    if numbered and _continues(said, index, length):
        return [int(token.norm) - 1]
    if numbered and (token.before.endswith("#") or previous in listed("quantities", "places_before")):
        return [int(token.norm) - 1]
    if token.word == "one" and previous in listed("quantities", "places_before"):
        return [0]
    return []


def _continues(said: Sequence[Token], index: int, length: int) -> bool:
    """The 3 of "items 1 and 3" and of "items 1, 2, 3"."""
    before = index - 1 if index and said[index - 1].word in {"and", "or"} else index
    listing = before < index or said[index].before in {",", "&", "+", "/"}
    return listing and before > 0 and bool(_places_at(said, before - 1, length))


def _ordinal(said: Sequence[Token], index: int) -> int | None:
    """1 for "first" or "1st", unless what follows makes it something else ("my first name")."""
    token = said[index]
    following = said[index + 1].word if index + 1 < len(said) else ""
    if following in listed("quantities", "no_place") and following != "of":
        return None
    if token.word in read("quantities")["ordinals"]:
        return int(read("quantities")["ordinals"][token.word])
    if token.norm.isdigit() and following in {"st", "nd", "rd", "th"}:
        after = said[index + 2].word if index + 2 < len(said) else ""
        return None if after in listed("quantities", "no_place") and after != "of" else int(token.norm)
    return None


@cache
def _money() -> tuple[re.Pattern[str], ...]:
    lists = read("quantities")
    return tuple(
        re.compile(rf"(?<![\w.]){p}", re.IGNORECASE) for p in (*lists["money"], *lists["bare_money"])
    )


def amount_in(text: str) -> Decimal | None:
    """The first amount of money: "$1,200.50", "40 dollars", "under 40"."""
    for money in _money():
        if found := money.search(text):
            try:
                return Decimal(found.group(1).replace(",", "").rstrip("."))
            except InvalidOperation:
                return None
    return None


@lru_cache(maxsize=4096)
def measures_of(text: str) -> tuple[Measure, ...]:
    """Every number of a text with its unit, if it has one."""
    said = tokens(text)
    return tuple(measure_at(said, i) for i, token in enumerate(said) if token.is_number)


def measure_at(said: Sequence[Token], index: int) -> Measure:
    """The number at that place with the unit after it."""
    amount = float(said[index].norm)
    unit = _units_by_sign().get(said[index + 1].norm) if index + 1 < len(said) else None
    return Measure(amount * float(unit[2]), str(unit[1])) if unit else Measure(amount, "")


@cache
def _units_by_sign() -> dict[str, tuple[str, str, float]]:
    """The units under the spelling that tokens are brought to."""
    return {
        sign: (sign, dimension, float(size)) for sign, dimension, size in read("quantities")["units"].values()
    }


def measure_of(text: str) -> Measure | None:
    """The measure when the text holds just one: "256GB SSD", but not "5-25 lbs"."""
    found = measures_of(text)
    return found[0] if len(found) == 1 else None
