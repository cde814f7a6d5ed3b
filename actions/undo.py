"""Taking back what an open errand was told, and asking for it anew."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.errands.back import step_back
from actions.errands.catalogue import BY_INTENT
from actions.errands.loop import ErrandLoop
from actions.errands.state import SLOT, ErrandState
from actions.reply import Reply
from actions.services import Services
from actions.turn import AWAITING, Turn

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
    return undo(turn, reply, services, to="order")


def undo(turn: Turn, reply: Reply, services: Services, to: str | None = None) -> bool:
    """Ask anew for what was told last, or for ``to``. False, with nothing said, where it was not told."""
    before = ErrandState.of(turn.slots)
    if before.top is None:
        return False
    # A detail that goes without saying, such as the only card, fills itself again: then one more is taken.
    for steps in range(1, (2 if to else len(before.top.filled) + 1)):
        state = ErrandState.of(turn.slots)
        if step_back(state, len(turn.heard), steps=steps, to=to) and _ask(
            turn, reply, services, state, before
        ):
            return True
    return to is None and _identify_anew(turn, reply, services, before)


def _ask(
    turn: Turn,
    reply: Reply,
    services: Services,
    state: ErrandState,
    before: ErrandState,
    facts_since: int | None = None,
) -> bool:
    """Have the loop go on from that state. False, with nothing said, where it ends up where it was before."""
    slots = {**turn.slots, SLOT: state.model_dump(mode="json"), AWAITING: None}
    trial = Reply(slots=dict(reply.slots))
    if facts_since is not None:
        trial.remember("facts_since", facts_since)
    then = replace(turn, slots=slots, intent="go_back", entities=(), text="")
    ErrandLoop(BY_INTENT, then, trial, services).serve()
    after = ErrandState.of(trial.slots)
    if after.question is None or _same(before, after):
        return False
    reply.say("utter_one_step_back")
    reply.utterances.extend(trial.utterances)
    reply.slots.update(trial.slots)
    return True


def _same(before: ErrandState, after: ErrandState) -> bool:
    if before.question is None or after.question is None or before.top is None or after.top is None:
        return False
    asked = [(s.question.awaiting, s.question.buttons) for s in (before, after) if s.question]
    return asked[0] == asked[1] and before.top.filled == after.top.filled


def _identify_anew(turn: Turn, reply: Reply, services: Services, state: ErrandState) -> bool:
    """A shopper who has begun to say who they are begins again."""
    if turn.metadata.get("user_id") or turn.slot("user_id"):
        return False
    since = int(turn.slot("facts_since") or 0)
    if not any(turn.said(kind, since) for kind in CLAIMS):
        return False
    anew = state.model_copy(deep=True)
    anew.without, anew.question = [], None
    return _ask(turn, reply, services, anew, state, facts_since=len(turn.heard))
