"""A keyboard that slips: misspells a text the way fingers do, the same way for the same seed.

Four slips (Damerau 1964): a neighbouring key instead, a letter left out, a letter twice, two letters swapped.
Digits and anything else that is no letter stay as they are.
"""

from __future__ import annotations

from random import Random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_AROUND = ((0, -1), (0, 1), (-1, 0), (-1, 1), (1, -1), (1, 0))
_TRIES = 50


def _neighbours() -> dict[str, str]:
    keys = {(row, col): key for row, letters in enumerate(_ROWS) for col, key in enumerate(letters)}
    return {
        key: "".join(sorted(keys[r + dr, c + dc] for dr, dc in _AROUND if (r + dr, c + dc) in keys))
        for (r, c), key in keys.items()
    }


NEIGHBOURS = _neighbours()


def misspell(text: str, rng: Random, letters_per_slip: int = 25) -> str:
    """The text with one slip, or more in a long text: one for every ``letters_per_slip`` letters."""
    slips = max(1, round(sum(char.isalpha() for char in text) / letters_per_slip))
    for _ in range(_TRIES):
        places = [i for i, char in enumerate(text) if char.lower() in NEIGHBOURS]
        if not slips or not places:
            return text
        slipped = _slip(text, rng.choice(places), rng)
        slips -= slipped != text
        text = slipped
    return text


def _slip(text: str, at: int, rng: Random) -> str:
    before, char, after = text[:at], text[at], text[at + 1 :]
    kind = rng.randrange(4)
    if kind == 0:
        return before + rng.choice(NEIGHBOURS[char.lower()]) + after
    if kind == 1:
        return before + after
    if kind == 2:
        return before + char + char + after
    return before + after[0] + char + after[1:] if after[:1].isalpha() else text
