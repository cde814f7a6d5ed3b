"""Who says who they are before they say what they want is known from then on."""

from __future__ import annotations

from actions.errands.context import Context
from actions.errands.errand import Outcome
from actions.errands.needs.identity import Identified
from actions.errands.state import ErrandState, Open
from actions.reply import Reply
from actions.resolve.identity import claim_of
from actions.services import Services
from actions.turn import AWAITING, Turn

# Details that only tell who somebody is.
_TELLING = frozenset({"email", "name", "postcode"})


def introduced(turn: Turn, reply: Reply, services: Services) -> bool:
    """Check who the shopper says to be, where that is enough to be checked. False where it is not."""
    if turn.pressed or turn.slot(AWAITING) or not any(e.kind in _TELLING for e in turn.entities):
        return False
    claim = claim_of(turn, int(reply.current(turn.slots, "facts_since") or 0))
    opened = Open(name="introduction", started=max(len(turn.heard) - 1, 0))
    ctx = Context(turn, reply, services, ErrandState(stack=[opened]), opened)
    if ctx.user_id or services.store.policy.missing(claim):
        return False
    if Identified().fill(ctx) is Outcome.FILLED:
        reply.say("utter_nothing_open")
    return True
