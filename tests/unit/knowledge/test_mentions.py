from __future__ import annotations

import pytest

from knowledge.mentions import Mentions

MENTIONS = Mentions(
    {
        "w": "Wayfarer 70 Expedition Pack",
        "f2": "Fernhollow 2 Tent",
        "f3": "Fernhollow 3 Tent",
        "t": "Trail Boots",
        "b": "Blue Trail Mug",
        "h": "Hush Over-Ear Headphones",
        "c": "Cinder Compact Stove",
        "cf": "Cinder Stove Fuel",
    }
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How heavy is the Wayfarer 70 Expedition Pack?", ["w"]),
        ("is the wayfarer waterproof", ["w"]),
        ("fernhollow 3 tent or the fernhollow 2?", ["f3", "f2"]),
        ("does the Fernhollow have two doors", ["f2", "f3"]),
        ("which trail is best", []),
        ("are trail boots warm", ["t"]),
        ("how long do the hush headphones run", ["h"]),
        ("hush now", []),
        ("how fast is the cinder stove", ["c", "cf"]),
        ("what does cinder fuel cost", ["cf"]),
        ("is the cinder compact", ["c"]),
        ("", []),
        ("pack " * 1000, []),
    ],
)
def test_names_are_found(question: str, expected: list[str]) -> None:
    assert MENTIONS.find(question) == expected


def test_no_products() -> None:
    assert Mentions({}).find("anything") == []
    assert Mentions({"x": "", "y": "!!!"}).find("anything") == []
