"""Short forms of words in a hurry are written out; amounts are not touched."""

from __future__ import annotations

import pytest

from knowledge.short_forms import written_out


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("do u ship 2 canada n how much", "do you ship to canada and how much"),
        ("Do U ship 2 the moon", "Do you ship to the moon"),
        ("how 2 return sth pls", "how to return something please"),
        ("is ur shop open rn", "is your shop open right now"),
        ("can you ship 2 tents to me", "can you ship 2 tents to me"),
        ("can I return it b4 xmas", "can I return it before xmas"),
        ("whats the return windwo", "whats the return period"),
        ("how big is the tent window", "how big is the tent window"),
        ("can he send it bak if he h8s it", "can he send it back if he hates it"),
        ("y is it late, wen dus it come", "why is it late, when does it come"),
        ("size y or z", "size y or z"),
        ("does it take an h8 bulb", "does it take an h8 bulb"),
        ("do you offer 2day delivery", "do you offer 2day delivery"),
        ("", ""),
    ],
)
def test_written_out(written: str, meant: str) -> None:
    assert written_out(written) == meant
