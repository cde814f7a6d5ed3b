"""When two intents are close: ask with two buttons; after a doubtful guess, one click puts it right.

A button sends the intent that was meant with `turn.MEANT`; the turn then reads the words typed before it
as if they had been understood so at once, and whatever was asked for goes on.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from actions.reply import Button, Reply, payload
from actions.turn import FALLBACK, MEANT, Turn

PATH = Path(__file__).with_name("meant.yml")


class MeantSettings(BaseModel):
    """What ``meant.yml`` says; see there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    together: float
    doubtful: float
    worth_asking: float
    by_documents: frozenset[str]
    by_advice: frozenset[str]
    titles: dict[str, str]
    tasks: dict[str, str]


@cache
def settings() -> MeantSettings:
    """Read once; raises ``pydantic.ValidationError`` when the file does not fit."""
    return MeantSettings.model_validate(yaml.safe_load(PATH.read_text(encoding="utf-8")))


def ask_which(turn: Turn, reply: Reply) -> bool:
    """Ask which of the two likeliest intents is meant. False where they are unlikely, or it is no choice."""
    if turn.pressed or len(turn.ranking) < 2:
        return False
    (first, p), (second, q) = turn.ranking[:2]
    if first not in settings().titles or second not in settings().titles:
        return False
    if p + q < settings().together or {first, second} <= settings().by_documents:
        return False
    reply.say("utter_did_you_mean", buttons=[button(first), button(second)])
    return True


def means_advice(turn: Turn) -> bool:
    """Whether the two likeliest intents both ask for advice."""
    likeliest = {name for name, _ in turn.ranking[:2]}
    return len(likeliest) > 1 and likeliest <= settings().by_advice and not turn.pressed


def offer_correction(turn: Turn, reply: Reply) -> None:
    """Put the runner-up under a reply to a doubtful guess."""
    second = next(((name, p) for name, p in turn.ranking if name != turn.intent), None)
    if turn.pressed or turn.more or second is None or turn.intent == FALLBACK or not reply.utterances:
        return
    name, likelihood = second
    doubtful = turn.confidence < settings().doubtful and likelihood >= settings().worth_asking
    if doubtful and name in settings().titles and not {name, turn.intent} <= settings().by_documents:
        last = reply.utterances.pop()
        reply.utterances.append(replace(last, buttons=(*last.buttons, button(name))))


def button(intent: str) -> Button:
    """The button that says that this intent was meant."""
    return Button(settings().titles[intent], payload(intent, **{MEANT: "1"}))
