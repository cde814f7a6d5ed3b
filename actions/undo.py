"""Taking back what an open errand was told, and asking for it anew."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.errands.back import step_back
from actions.errands.loop import ErrandLoop
from actions.errands.orders import ERRANDS
from actions.errands.state import SLOT, ErrandState, Question
from actions.reply import Reply
from actions.services import Services
from actions.turn import AWAITING, Turn

BY_INTENT = {errand.intent: errand for errand in ERRANDS}
CLAIMS = ("email", "name", "postcode", "order_id")
_NOT_THAT = re.compile(
    r"\b(?:not|isn['’]?t|wrong) (?:that|this|the right|the) (?:order|one|parcel|package)\b"
    r"|\bwrong (?:order|one)\b|^(?:no[, ]+)?not that(?: one)?\W*$"
    r"|^(?:no[, ]+)?(?:the|an|my) other (?:order|one)\W*$"
    r"|\b(?:a different|another) order\b",
    re.IGNORECASE,
)
TURNS_DOWN = frozenset({"deny", "correct", "inform", "go_back"})


def not_that_order(turn: Turn, reply: Reply, services: Services) -> bool:
    """Answer "not that order", which names no other, by asking for the order anew."""
    if turn.intent not in TURNS_DOWN or turn.entity("order_id") or turn.entity("product"):
        return False
    if not turn.words or not _NOT_THAT.search(turn.words):
        return False
    return undo(turn, reply, services, "order")


def undo(turn: Turn, reply: Reply, services: Services, key: str | None = None) -> bool:
    """Take the last detail back, or ``key`` and all after it. False, with nothing said, for none."""
    state, claims = ErrandState.of(turn.slots), False
    asked, before = state.question, dict(state.top.filled) if state.top else {}
    if step_back(state, len(turn.heard), key) is None:
        claims = key is None and _claimed(turn, state)
        if not claims:
            return False
    # The loop works on what is left, as if it had never been asked more.
    slots = {**turn.slots, SLOT: state.model_dump(mode="json"), AWAITING: None}
    trial = Reply(slots=dict(reply.slots))
    if claims:
        trial.remember("facts_since", len(turn.heard))
    then = replace(turn, slots=slots, intent="go_back", entities=(), text="")
    if not ErrandLoop(BY_INTENT, then, trial, services).serve():
        return False
    after = ErrandState.of(trial.slots)
    if after.top is None or (_same(after.question, asked) and after.top.filled == before):
        return False
    reply.say("utter_one_step_back")
    reply.utterances.extend(trial.utterances)
    reply.slots.update(trial.slots)
    return True


def _claimed(turn: Turn, state: ErrandState) -> bool:
    """Whether the shopper has begun to say who they are; all of it is asked for again then."""
    if state.top is None or turn.metadata.get("user_id") or turn.slot("user_id"):
        return False
    since = int(turn.slot("facts_since") or 0)
    state.without = []
    state.question = None
    return any(turn.said(kind, since) for kind in CLAIMS)


def _same(one: Question | None, other: Question | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.awaiting, one.buttons) == (other.awaiting, other.buttons)
