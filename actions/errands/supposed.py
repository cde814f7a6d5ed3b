"""When money is asked about that nothing was sent back for yet: "how long until my refund if I return it"."""

from __future__ import annotations

import re

from actions.turn import Turn

_REFUND = "refund_status"
_SUPPOSED = re.compile(
    r"\b(?:if|when|once|after|wen|should) (?:i|we)(?:'d| would| want to| were to)? "
    r"(?:send|return|bring|ship|mail|post|give)\b",
    re.IGNORECASE,
)


def supposes_a_return(turn: Turn) -> bool:
    """Whether it is about a return that is only thought of, and of no order that is named."""
    about_refunds = turn.intent == _REFUND and not turn.pressed and not turn.entity("order_id")
    return about_refunds and _SUPPOSED.search(turn.words) is not None
