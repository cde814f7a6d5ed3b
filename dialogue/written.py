"""Finds the details that have a form of their own in what a shopper writes: one small finder for each kind.

A finder yields candidates by a regular expression and judges each by the words around it. Nothing looks
further back or ahead than a few dozen characters: a hostile text costs no more than any other of its length.
"""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.named import names
from dialogue.written_amounts import ordinals, quantities, sums_of_money
from dialogue.written_contact import emails, phones
from dialogue.written_dates import dates
from dialogue.written_orders import order_ids
from dialogue.written_places import addresses, postcodes
from dialogue.written_text import fold

# What is longer than this is not read to its end.
LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Found:
    """A detail at characters ``start`` to ``end`` of the text.

    ``value`` is what is written there, put straight where nobody could compare it as it stands: "maya at
    example dot com" is "maya@example.com", "a couple of" is "2", "the second one" is "2".
    """

    kind: str
    start: int
    end: int
    value: str


def find(text: str) -> list[Found]:
    """Every detail in the text, in its order. No two overlap, but a postcode may stand in an address."""
    said = fold(text[:LONGEST_TEXT])
    taken, lived = bytearray(len(said)), bytearray(len(said))
    found: list[Found] = []
    for kind, finder in FINDERS:
        barred = (taken,) if kind == "postcode" else (taken, lived)
        for start, end, value in finder(said):
            if all(mask.find(1, start, end) < 0 for mask in barred):
                found.append(Found(kind, start, end, value))
                (lived if kind == "address" else taken)[start:end] = b"\x01" * (end - start)
    return sorted(found, key=lambda detail: (detail.start, -detail.end))


# In the order in which they take characters: what one has found, none after it finds.
FINDERS = (
    ("email", emails),
    ("order_id", order_ids),
    ("phone", phones),
    ("money", sums_of_money),
    ("date", dates),
    ("address", addresses),
    ("postcode", postcodes),
    ("ordinal", ordinals),
    ("quantity", quantities),
    ("name", names),
)
