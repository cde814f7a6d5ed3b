"""What a shopper wants to spend: "under $40", "between 30 and 60", "around 50 dollars", "over 100"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from actions.resolve.lists import read

TOPIC = "advice"
# "Around 50" takes in what lies this share below or above.
ABOUT = Decimal("0.25")
_NUMBER = r"(\d[\d,]*(?:\.\d{1,2})?)"


@dataclass(frozen=True)
class Budget:
    """Prices from ``least`` to ``most``, both included; None where it is open."""

    least: Decimal | None = None
    most: Decimal | None = None

    def holds(self, price: Decimal) -> bool:
        """Whether a price lies within it."""
        return (self.least is None or price >= self.least) and (self.most is None or price <= self.most)


def budget_in(text: str) -> Budget:
    """The budget that a text names, open if it names none; an amount of money alone is the most."""
    if found := _spans().search(text) or _dashed().search(text):
        low, high = sorted((_decimal(found[1]), _decimal(found[2])))
        return Budget(low, high)
    named: dict[str, Decimal] = {}
    for kind in ("most", "least", "near"):
        found = _before(kind).search(text)
        if found and not (kind == "least" and "most" in named and _decimal(found[1]) == named["most"]):
            named[kind] = _decimal(found[1])
    if set(named) == {"near"}:
        return Budget(named["near"] * (1 - ABOUT), named["near"] * (1 + ABOUT))
    if "most" in named or "least" in named:
        return Budget(named.get("least"), named.get("most"))
    amount = _marked().search(text)
    return Budget(most=_decimal(amount[1] or amount[2])) if amount else Budget()


def bounded(text: str) -> bool:
    """Whether a text says what a price must not exceed or fall below; an amount alone may be any price."""
    return any(found.search(text) for found in (_spans(), _before("most"), _before("least")))


def without_budget(text: str) -> str:
    """The text without the amounts it names: "20" may stand in a product's name as well."""
    for amounts in (_spans(), _dashed(), _before("most"), _before("least"), _before("near"), _marked()):
        text = amounts.sub(" ", text)
    return text


def _any(name: str) -> str:
    return "|".join(read(TOPIC)[name])


def _amount() -> str:
    return rf"(?:[$€£]\s?)?{_NUMBER}(?:\s?(?:[$€£]|(?:{_any('money')})\b))?"


def _no_count() -> str:
    """Behind an amount: neither a further digit nor a unit of something else."""
    return rf"(?!\s?(?:{_any('counted')})(?!\w))(?![\d,.]*\d)"


@cache
def _before(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(kind)})\s*{_amount()}{_no_count()}", re.IGNORECASE)


@cache
def _spans() -> re.Pattern[str]:
    amount = _amount()
    return re.compile(rf"\b(?:between|from)\s+{amount}\s+(?:and|to|-)\s+{amount}{_no_count()}", re.IGNORECASE)


@cache
def _dashed() -> re.Pattern[str]:
    return re.compile(rf"[$€£]\s?{_NUMBER}\s?(?:-|–|to)\s?[$€£]?\s?{_NUMBER}{_no_count()}", re.IGNORECASE)


@cache
def _marked() -> re.Pattern[str]:
    behind = rf"{_NUMBER}\s?(?:[$€£]|(?:{_any('money')})\b)"
    return re.compile(rf"[$€£]\s?{_NUMBER}|{behind}", re.IGNORECASE)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
