"""Who moves house changes an address in several places: the account's, and that of every order under way."""

from __future__ import annotations

from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.errand import Outcome
from actions.errands.needs.address import SAME
from actions.errands.state import Open
from actions.meant import settings
from actions.resolve.lists import pattern

ASKED = "elsewhere"
TOPIC = "addresses"


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
        return orders_too(text) if self.other == "change_address" else account_too(text)


def orders_too(text: str) -> bool:
    """Whether a wish about the account's address is also about orders: "..., and for A10018 as well"."""
    if _says(text, "orders_too"):
        return True
    named = _says(text, "order_named") and not _says(text, "order_as_source")
    return named and _says(text, "joined")


def account_too(text: str) -> bool:
    """Whether a wish about an order's address is also about the account: "..., and make it my default"."""
    return _says(text, "account_too") and _says(text, "joined")


def _says(text: str, name: str) -> bool:
    return pattern(TOPIC, name).search(text) is not None
