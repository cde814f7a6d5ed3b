"""Who moves house changes an address in several places: the account's, and that of every order under way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.errand import Outcome
from actions.errands.needs.address import SAME
from actions.errands.state import Open
from actions.meant import settings

ASKED = "elsewhere"
_ORDERS_TOO = re.compile(
    r"\b(?:all|both|every|each|any)(?: of)?(?: my| the)?(?: \w+){0,2} orders?\b"
    r"|\b(?:my|the) (?:\w+ )?(?:pending|open|unshipped|current|outstanding|existing|active) orders?\b"
    r"|\borders? (?:too|as well)\b",
    re.IGNORECASE,
)
# "... to my default address" is where it is to go, not what is to be changed.
_ACCOUNT_TOO = re.compile(
    r"(?<!to )(?<!use )(?<!using )(?<!same )(?<!from )(?<!as )(?<!with )(?<!match )(?<!on )(?<!in )"
    r"\b(?:my |the )(?:(?:user )?profile\b|account(?: address)?\b(?! is)|"
    r"(?:default|saved|profile|main|home) (?:\w+ )?address)"
    r"|(?<!to the )(?<!use the )(?<!same )\baddress (?:on|in|of|for) my (?:user )?(?:profile|account)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:and|also|too|as well|both|everywhere|:)", re.IGNORECASE)


@dataclass(frozen=True)
class Elsewhere:
    """Opens the other errand behind this one when one request is about the account and about orders."""

    other: str

    def fill(self, ctx: Context) -> Outcome:
        """Once for each request, and not where the other one waits already."""
        waiting = any(opened.name == self.other for opened in ctx.state.stack)
        if ctx.filled.get(ASKED) or waiting or not self._wanted(ctx.said):
            return Outcome.FILLED
        ctx.filled[ASKED] = True
        shared = Open(
            name=self.other, started=ctx.errand.started, queued=True, filled={SAME: True, ASKED: True}
        )
        ctx.state.stack.insert(ctx.state.stack.index(ctx.errand), shared)
        ctx.reply.say("utter_queued", errand=settings().tasks[self.other])
        return Outcome.FILLED

    def _wanted(self, text: str) -> bool:
        if self.other == "change_address":
            return _ORDERS_TOO.search(text) is not None
        return _ACCOUNT_TOO.search(text) is not None and _BOTH.search(text) is not None
