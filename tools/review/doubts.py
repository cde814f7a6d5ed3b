"""Which messages an engineer should look at, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tools.review.conversations import FALLBACK, Conversation, Turn

MISSED = frozenset({"action_fallback"})
NOT_OURS = frozenset({"action_out_of_scope"})
OUT_OF_SCOPE = "out_of_scope"
TAKEN_BACK = frozenset({"correct", "confused"})
_INTENT = re.compile(r"/([a-z_]+)")
_MEANT = re.compile(r'"meant"\s*:')
# Buttons that stand below every such reply, or answer a question of ours: they do not name what was meant.
NO_LABEL = frozenset(
    "ask_human affirm deny inform correct never_mind start_over repeat go_back confused out_of_scope".split()
) | {FALLBACK}


class Reason(StrEnum):
    """Why a message is shown, as it is shown."""

    CORRECTED = "the shopper pressed what was meant"
    NOT_UNDERSTOOD = "not understood"
    HANDED_OVER = "led to a handoff"
    TAKEN_BACK = "taken back or met with a question"
    UNSURE = "understood with doubt"
    OUT_OF_SCOPE = "taken for out of scope"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A message to look at; ``label``: the intent of the button that was pressed for it."""

    turn: Turn
    reasons: tuple[Reason, ...]
    label: str | None


def doubts_of(conversation: Conversation, *, since: float, sure: float) -> Iterator[Doubt]:
    """The doubtful messages of a conversation; below confidence ``sure`` an understanding is doubtful."""
    turns = conversation.turns
    for index, turn in enumerate(turns):
        following = turns[index + 1] if index + 1 < len(turns) else None
        if turn.pressed or turn.at < since or not turn.text.strip() or _answered(turn):
            continue
        label = label_of(turn, following)
        reasons = tuple(_reasons(turn, following, label, sure))
        if reasons:
            yield Doubt(turn, reasons, label)


def _answered(turn: Turn) -> bool:
    """Whether it gave what was asked for; such words ("Grace, 37206") need not look like any intent."""
    return turn.awaited is not None and turn.awaits != turn.awaited and not MISSED & set(turn.actions)


def not_understood(turn: Turn) -> bool:
    """Whether the assistant itself said that it did not understand."""
    return turn.intent == FALLBACK or bool(MISSED & set(turn.actions))


def label_of(turn: Turn, following: Turn | None) -> str | None:
    """The intent of the offered button that was pressed next, where it says what this message meant.

    Buttons made for that carry the detail ``meant`` (actions/meant.py); others say so only below a reply that
    did not understand.
    """
    if following is None or not following.pressed or not _was_offered(following, turn):
        return None
    found = _INTENT.match(following.text)
    intent = found[1] if found else ""
    if _MEANT.search(following.text):
        return intent or None
    return intent if intent and not_understood(turn) and intent not in NO_LABEL else None


def _was_offered(pressed: Turn, reply: Turn) -> bool:
    """Whether the button belongs to the reply; Rasa keeps payloads as they were offered."""
    return pressed.text in reply.offered


def _reasons(turn: Turn, following: Turn | None, label: str | None, sure: float) -> Iterator[Reason]:
    if label:
        yield Reason.CORRECTED
    if not_understood(turn):
        yield Reason.NOT_UNDERSTOOD
    elif turn.confidence < sure and turn.intent != OUT_OF_SCOPE:
        yield Reason.UNSURE
    if "not_understood" in {turn.handed_over, following.handed_over if following else None}:
        yield Reason.HANDED_OVER
    if following and not following.pressed and following.intent in TAKEN_BACK:
        yield Reason.TAKEN_BACK
    if turn.intent == OUT_OF_SCOPE or NOT_OURS & set(turn.actions):
        yield Reason.OUT_OF_SCOPE
