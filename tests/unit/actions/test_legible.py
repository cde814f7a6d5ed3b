"""Slips in words that decide what is done; names stay as they are written."""

from __future__ import annotations

import pytest

from actions.resolve.legible import put_right


@pytest.mark.parametrize(
    ("written", "spelt", "read"),
    [
        ("return evrything excpt the cubes", "return everything except the cubes", None),
        ("whats the adress on my other ordr", "whats the address on my other order", None),
        # The speller may take a name or a street for a common word.
        ("Noah Brandt, 12 Pyne Rd", "noah brand, 12 pine rd", "Noah Brandt, 12 Pyne Rd"),
        ("the fernhollow, cheeper", "the fellow, cheaper", "the fernhollow, cheaper"),
        ("Cancel it", "cancel it", "Cancel it"),
        ("alot of ordrs", "a lot of orders", "alot of ordrs"),
        ("anything", None, "anything"),
        ("", "", ""),
    ],
)
def test_what_is_put_right(written: str, spelt: str | None, read: str | None) -> None:
    assert put_right(written, spelt) == (spelt if read is None else read)
