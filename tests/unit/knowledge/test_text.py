from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lexicon import content_stems
from knowledge.text import Anchors, sentences, squeeze, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is free. It is fast.", ["It is free.", "It is fast."]),
        ("Open 9 a.m. to 7 p.m. on weekdays.", ["Open 9 a.m. to 7 p.m. on weekdays."]),
        ("We close at 7 p.m. Orders wait.", ["We close at 7 p.m.", "Orders wait."]),
        ("It costs $4.95. $50 is enough!", ["It costs $4.95.", "$50 is enough!"]),
        ("Fuel, e.g. Gas, is no. 5 on the list.", ["Fuel, e.g. Gas, is no. 5 on the list."]),
        ('He said "Stop." Then left.', ['He said "Stop."', "Then left."]),
        ("免费配送。三天到达！", ["免费配送。", "三天到达！"]),
        ("no end", ["no end"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text, 600) == expected


def test_a_text_without_stops_is_cut_between_words() -> None:
    pieces = sentences("word " * 1000, 100)
    assert max(map(len, pieces)) <= 100
    assert " ".join(pieces).split() == ["word"] * 1000


@given(st.text(max_size=300))
def test_nothing_is_lost_and_nothing_raises(text: str) -> None:
    clean = squeeze(text)
    assert "".join("".join(sentences(clean, 50)).split()) == "".join(clean.split())
    content_stems(clean)


def test_squeeze_drops_what_nobody_sees() -> None:
    assert squeeze("a\u200bb\x00 \n c\u202e") == "ab c"
    assert squeeze("\ud800x") == "x"


def test_words_and_stems() -> None:
    assert words("Can’t I return 2 boots?") == ["can't", "i", "return", "2", "boots"]
    assert content_stems("Can I get my returned boots refunded?") == content_stems("returns boot refund")


def test_anchors_are_those_of_github() -> None:
    anchors = Anchors()
    assert anchors.of("Refund for a return") == "refund-for-a-return"
    assert anchors.of("What's new?") == "whats-new"
    assert anchors.of("Refund for a return") == "refund-for-a-return-1"
    assert anchors.of("退货") == "退货"
    assert anchors.of("!!!") == "section"


def test_a_time_zone_after_an_hour_belongs_to_its_sentence() -> None:
    text = "Orders by 1:00 p.m. Central leave the same day. We close at 5 p.m. Later orders wait."
    assert sentences(text, 100) == [
        "Orders by 1:00 p.m. Central leave the same day.",
        "We close at 5 p.m.",
        "Later orders wait.",
    ]
