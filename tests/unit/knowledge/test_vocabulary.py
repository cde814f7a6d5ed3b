"""Questions put right by the words of the documents, and what is left as it was written."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Vocabulary

TEXTS = [
    "Parcels within the country take three days, and up to five days to the islands.",
    "You may use our own label, or any other carrier, and put the tax form on the parcel.",
    "A jacket is waterproof if it says so; no jacket is a gift to be opened by us at the dad's counter.",
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(TEXTS)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("is this jacket waterprof or not", "is this jacket waterproof or not"),
        ("do you ship to the UK?", "do you ship to the UK?"),
        ("do you ship to uk", "do you ship to uk"),
        ("to NZ, or BC?", "to NZ, or BC?"),
        ("does it go to nz", "does it go to nz"),
        ("is it ok for a TV", "is it ok for a TV"),
        ("IS THE JACKET WATERPROF", "IS THE JACKET waterproof"),
        ("deliver to n ireland", "deliver to n ireland"),
        ("cant i use my own label", "can't i use my own label"),
        ("  two  spaces ", "  two  spaces "),
        ("", ""),
    ],
)
def test_corrected(vocabulary: Vocabulary, written: str, read: str) -> None:
    assert vocabulary.corrected(written) == read


def test_unknown_is_a_share_of_telling_words(vocabulary: Vocabulary) -> None:
    assert vocabulary.unknown("is the jacket waterproof") == 0.0
    assert vocabulary.unknown("bitcoin?") == 1.0
    assert vocabulary.unknown("") == 0.0
