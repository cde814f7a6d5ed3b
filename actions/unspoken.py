"""Messages without words, and presses of buttons whose question is gone."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from actions.errands.state import ErrandState, remind
from actions.reply import Reply
from actions.said import offered
from actions.turn import AWAITING, MEANT, Turn

PATH = Path(__file__).with_name("unspoken.yml")
# Details that only the buttons of an errand's question send.
ANSWERS = frozenset({"order_id", "reason"})


# What a sign that answers a question is read as.
WORDS = {"affirm": "yes", "deny": "no"}


@cache
def _signs() -> dict[str, str]:
    """The intent that each sign stands for."""
    read: dict[str, str] = yaml.safe_load(PATH.read_text(encoding="utf-8"))["signs"]
    return {sign: intent for intent, signs in read.items() for sign in signs.split()}


def sign_in(text: str) -> str | None:
    """The intent of a message without letters and digits; "" for none, None where it has words."""
    if any(character.isalnum() for character in text):
        return None
    meanings = {intent for sign, intent in _signs().items() if sign in text}
    return meanings.pop() if len(meanings) == 1 else ""


def read_sign(turn: Turn) -> Turn:
    """A thumb up or down is a yes or a no to an open question, whatever the classifier made of it."""
    sign = sign_in(turn.words) if turn.words else None
    if sign in {"affirm", "deny"} and turn.slot(AWAITING):
        return replace(turn, intent=sign, confidence=1.0, text=WORDS[sign])
    return turn


def says_nothing(turn: Turn, reply: Reply) -> bool:
    """Answer a message that has no words in it, gently; what was asked stays open and is not asked again."""
    sign = sign_in(turn.text) if not turn.pressed else None
    if sign is None or (sign and sign == turn.intent):
        return False
    reply.say("utter_silence")
    return True


def pressed_late(turn: Turn, reply: Reply) -> bool:
    """Answer the press of a button of an older reply that would mean something else now."""
    raw = turn.sent
    if not raw.startswith("/") or raw in offered(turn):
        return False
    question = ErrandState.of(turn.slots).question
    if question is not None and raw in {sent for _, sent in question.buttons}:
        return False
    chosen = f'"{MEANT}"' in raw
    answer = raw.startswith("/inform") and bool({entity.kind for entity in turn.entities} & ANSWERS)
    if not chosen and not (answer and not turn.slot(AWAITING)):
        return False
    reply.say("utter_button_expired")
    remind(turn, reply)
    return True
