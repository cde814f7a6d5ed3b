"""When a message about invoices wants a copy of one, rather than to know how invoices come."""

from __future__ import annotations

import re

from actions.turn import Turn

INVOICE = "ask_invoice"
_COPY = re.compile(
    r"\b(?:send|resend|email|mail|forward|give|show|need|want|print|provide|have|see|copy)\b"
    r"[^?.!]*\b(?:invoice|receipt|bill)\b"
    r"|\b(?:invoice|receipt|bill)s? (?:for|of) (?:my|the|this|that|order)\b",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*(?:how|when|where|why|do (?:you|i)|does|is|are|what)\b", re.IGNORECASE)


def wants_copy(turn: Turn) -> bool:
    """An order is named, or somebody we know asks for it to be sent or shown."""
    if turn.entity("order_id"):
        return True
    known = turn.metadata.get("user_id") or turn.slot("user_id")
    return bool(known) and _COPY.search(turn.words) is not None and not _RULE.search(turn.words)
