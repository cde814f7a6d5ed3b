"""Frustration, urgency, sarcasm and abuse in a message."""

from __future__ import annotations

import json
import time
from dataclasses import fields

import pytest

from actions.mood import LONGEST, Mood, level_of, mood_of, settings, without_insults
from tests.unit.actions.talk import ROOT

LABELLED = [json.loads(line) for line in (ROOT / "tests/data/mood_dev.jsonl").read_text().splitlines()]
KINDS = {"frustration": "frustrated", "urgency": "urgent", "sarcasm": "sarcastic", "abuse": "abusive"}


def has(kind: str, text: str) -> bool:
    return float(getattr(mood_of(text), kind)) >= float(getattr(settings(), KINDS[kind]))


@pytest.mark.parametrize(
    ("kind", "least"), [("frustration", 0.85), ("abuse", 0.85), ("sarcasm", 0.8), ("urgency", 0.8)]
)
def test_the_development_messages(kind: str, least: float) -> None:
    found = [(kind in line["moods"], has(kind, line["text"])) for line in LABELLED]
    right = sum(labelled and heard for labelled, heard in found)
    wrong = sum(labelled != heard for labelled, heard in found)
    f1 = 2 * right / (2 * right + wrong)
    misread = [line["text"] for line, (a, b) in zip(LABELLED, found, strict=True) if a != b]
    assert f1 >= least, misread


@pytest.mark.parametrize(
    "text",
    [
        "this jacket is sick",
        "damn good tent",
        "something to kill time with",
        "I'm not angry at all",
        "it isn't useless, I just don't need it",
        "no complaints so far",
        "I'm an idiot, wrong street",
        "is it idiot-proof?",
        "how does it do in terrible weather",
        "THIS IS AMAZING, THANK YOU!!!",
        "I CAN'T TYPE IN LOWER CASE",
        "do you sell rubbish bags",
        "where is my order?",
        "",
        "?!?!",
        "A10001",
    ],
)
def test_harmless(text: str) -> None:
    mood = mood_of(text)
    assert mood.frustration < settings().frustrated
    assert mood.abuse < settings().abusive
    assert mood.sarcasm < settings().sarcastic


def test_sarcasm_is_frustration() -> None:
    assert has("frustration", "great job losing my parcel")
    assert not has("frustration", "great job, thank you")


def test_signs_add_up() -> None:
    one, more = mood_of("this is annoying"), mood_of("this is annoying, THIRD TIME NOW!!!")
    assert 0 < one.frustration < more.frustration <= 1


def test_an_older_message_counts_less() -> None:
    angry = "this is unacceptable"
    assert level_of([angry]).frustration > level_of([angry, "ok", "ok"]).frustration > 0
    assert level_of([]) == Mood()
    assert level_of([angry, *["ok"] * settings().remembered]) == Mood()


def test_what_is_left_without_insults() -> None:
    assert "order" in without_insults("where is my order you idiots")
    assert "idiot" not in without_insults("where is my order you idiots")


def test_every_figure_lies_between_0_and_1() -> None:
    for line in LABELLED:
        for field in fields(Mood):
            assert 0 <= getattr(mood_of(line["text"]), field.name) <= 1


def test_it_is_fast_on_anything() -> None:
    hostile = ["a" * 20_000, "!?" * 5000, "you " * 4000, "not " * 4000 + "angry", "fuck" * 3000]
    mood_of("warm")
    started = time.process_time()
    for text in hostile:
        mood_of(text)
    assert (time.process_time() - started) / len(hostile) < 0.05
    started = time.process_time()
    for line in LABELLED:
        mood_of(line["text"])
    # A millisecond on a free machine; the bound leaves room for a busy one.
    assert (time.process_time() - started) / len(LABELLED) < 0.005
    assert LONGEST < 1000
