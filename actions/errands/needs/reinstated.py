"""A cancellation is for good: who wants a cancelled order back is told what is possible."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.errand import Outcome

_BACK = re.compile(
    r"\breinstat\w+|\bun-?cancel\w*|\breactivat\w+|\b(?:undo|reverse|revert) (?:the|my|a|that|this) cancel\w+"
    r"|\b(?:was|were|been|got) (?:already )?cancel\w+[^.!?;]*\b(?:mistake|back|restor\w+|again|error)\b",
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
