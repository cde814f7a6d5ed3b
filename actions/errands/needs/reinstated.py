"""A cancellation is for good: who wants a cancelled order back is told what is possible."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.errand import Outcome

_CANCELLED = r"(?:cancel\w+|call\w+ off)"
_AGAIN = r"(?:back|again|restor\w+|reopen\w*|reviv\w+|resum\w+|through as|as it was|active|mistake|error)"
_BACK = re.compile(
    r"\breinstat\w+|\bun-?cancel\w*|\breactivat\w+"
    r"|\b(?:undo|reverse|revert|take back|withdraw) (?:the|my|a|that|this|our) cancel\w+"
    r"|\bcancellation (?:be )?(?:undone|reversed|reverted|taken back|withdrawn)"
    rf"|\b(?:was|were|been|got|shows? as|is|i|we) (?:already )?{_CANCELLED}[^!?;]*\b{_AGAIN}\b"
    rf"|\bmy {_CANCELLED} orders? (?:back|again)\b"
    rf"|\b{_CANCELLED}\b[^.!?;]*\b(?:active again|go through|reopen\w*)\b"
    r"|\brestore (?:the|my|it|that|them)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NotReinstated:
    """The shopper does not want a cancelled order back, which nobody here can do."""

    def fill(self, ctx: Context) -> Outcome:
        """Say so and offer a person, or go on."""
        if not _BACK.search(ctx.words):
            return Outcome.FILLED
        ctx.reply.say("utter_cannot_reinstate")
        return Outcome.ENDED
