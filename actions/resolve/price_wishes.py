"""What a clause wishes of the price: the cheapest, a cheaper one, at most or at least so much."""

from __future__ import annotations

import re
from decimal import Decimal

from actions.resolve.lists import pattern, read
from actions.resolve.quantities import amount_in
from actions.resolve.wishes import Bought, Price

TOPIC = "wishes"


def price_of(text: str) -> Price | None:
    """The price compared with others: "the cheapest", "not more expensive"."""
    for price in (Price.CHEAPEST, Price.DEAREST, Price.NOT_DEARER, Price.CHEAPER, Price.DEARER):
        if pattern(TOPIC, price.value.replace(" ", "_")).search(text):
            return price
    return None


# A limit on what is paid on top.
_DIFFERENCE = re.compile(
    r"\b(?:difference|extra|on top|additional|more (?:than i|than what i|to pay))\b", re.IGNORECASE
)


def at_most(text: str, current: Bought | None) -> Decimal | None:
    """The price limit; "if the difference is under $15" counts from what was paid."""
    most = limit(text, "price_most")
    if most is not None and current is not None and _DIFFERENCE.search(text):
        return most + current.price
    return most


def limit(text: str, cues: str) -> Decimal | None:
    """An amount of money right after such a word: "under $50"."""
    words = "|".join(str(word) for word in read(TOPIC)[cues])
    found = re.search(
        rf"\b(?:{words})\s+((?:us|ca)?\$\s?\d\S*|\d\S*\s?(?:dollars?|bucks|usd)\b)", text, re.IGNORECASE
    )
    return amount_in(found.group(1)) if found else None
