"""A yes to an open summary in a message that was taken for a question: "Yes. How long will it take?"."""

from __future__ import annotations

from actions.errands.catalogue import BY_INTENT
from actions.errands.loop import ErrandLoop
from actions.errands.state import CONFIRM
from actions.reply import Reply
from actions.services import Services
from actions.turn import AWAITING, Turn


def agreed(turn: Turn, reply: Reply, services: Services) -> Turn | None:
    """Do what was agreed to; the turn with what was said after the yes, None where there is no yes."""
    if turn.pressed or turn.slot(AWAITING) != CONFIRM:
        return None
    loop = ErrandLoop(BY_INTENT, turn, reply, services)
    rest = loop.agreed()
    return None if rest is None else turn.only(rest)
