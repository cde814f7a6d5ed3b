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
        ("can I return it b4 xmas", "can I return it before Christmas"),
        ("whats the return windwo", "what's the return period"),
        ("how big is the tent window", "how big is the tent window"),
        ("can he send it bak if he h8s it", "can he send it back if he hates it"),
        ("y is it late, wen dus it come", "why is it late, when does it come"),
        ("size y or z", "size y or z"),
        ("does it take an h8 bulb", "does it take an h8 bulb"),
        ("do you offer 2day delivery", "do you offer 2day delivery"),
        ("cant i pay with paypal", "can't i pay with paypal"),
        ("ive lost it n im in canada", "i've lost it and i'm in canada"),
        ("isnt it free, wasnt there an offer", "isn't it free, wasn't there an offer"),
        ("n if theyre late", "and if they're late"),
        ("wont it leak w/o a cover", "won't it leak without a cover"),
        ("id like it if im ill", "id like it if i'm ill"),
        ("ill pay in 2 wks", "i'll pay in 2 weeks"),
        ("hes 6 n shes 8", "he's 6 and she's 8"),
        ("how's 1 yr warranty, y'all", "how's 1 year warranty, you"),
        ("", ""),
    ],
)
def test_written_out(written: str, meant: str) -> None:
    assert written_out(written) == meant
