"""All kinds of details together: where they stand, and what hostile texts cost."""

from __future__ import annotations

import time

import pytest

from dialogue.written import LONGEST_TEXT, find
from dialogue.written_text import fold


def test_everything_in_one_message() -> None:
    text = (
        "Hi, I'm Tom Baker (tom at example dot com, 555-010-4477). Order no. 10428 from last tuesday: "
        "two mugs for $40 should go to 12 Oak Street, Portland ME 04101, not the first one."
    )
    assert [(d.kind, d.value) for d in find(text)] == [
        ("name", "Tom Baker"),
        ("email", "tom@example.com"),
        ("phone", "555-010-4477"),
        ("order_id", "10428"),
        ("date", "last tuesday"),
        ("quantity", "2"),
        ("money", "$40"),
        ("address", "12 Oak Street, Portland ME 04101"),
        ("postcode", "04101"),
        ("ordinal", "1"),
    ]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "?!", "…", "🙂", "\x00", "\ud800", "ß" * 50, "{name} %s <b>"]
)
def test_nothing_is_found_in_nothing(text: str) -> None:
    assert find(text) == []


def test_every_character_stays_at_its_place() -> None:
    text = "ＡＢＣ ١٢٣ “x” – ½ ﬁ ß İ \u200b 🙂 Ⅷ"
    assert len(fold(text)) == len(text)
    assert fold("abc") == "abc"


@pytest.mark.parametrize(
    ("text", "kind"), [("x " * 30 + "Ａ１０４２８ – ok", "order_id"), ("ﬁ “maya@example.com”", "email")]
)
def test_where_it_stands(text: str, kind: str) -> None:
    detail = next(d for d in find(text) if d.kind == kind)
    assert fold(text)[detail.start : detail.end] == detail.value


HOSTILE = [
    "a", "1", "1 ", "a ", "A1", "#", "# ", "@", "a@", "a.", ".", "a at ", "at ", "dot ", "x at x dot ",
    "a@a.", "$", "$1,", "1,", "1.", "1-", "1/", "one ", "a hundred ", "order ", "order no ", "no. ",
    "number ", "zip ", "zip is ", "st ", "1 a ", "1 A st ", "12 Oak Street ", "12 Oak Street, ", ", a",
    "apt 4, ", "Oak ", "Oak Street ", "the ", "last ", "the last ", "two ", "2 ", "2 of ", "march ",
    "3/", "in ", "on the ", "my name is ", "i'm ", "i'm a ", "Grace ", "Grace Hopper ", "- ", "\n",
    " \n- ", "regards ", "+1 ", "(555) ", "a-", "a'", "A-1-", "\u00e9", "\uff11", "\u200b",
    "a couple of ", "P.O. ", "12 a a a a ", "M5V ", "one zero ", "o ", "name: ", "under ", "us$",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_cost_no_more_than_others(piece: str) -> None:
    # The least of three: the collector of what other tests left behind may take half a second of any one.
    assert min(_cost((piece * 10_000)[:10_000]) for _ in range(3)) < 0.4


def _cost(text: str) -> float:
    """Seconds of this thread; a plain text of that length takes a hundredth of one, a hostile one five."""
    began = time.thread_time()
    find(text)
    find(text[:LONGEST_TEXT])
    return time.thread_time() - began
