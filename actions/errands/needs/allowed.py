"""The shop's leave, asked before the shopper is asked for anything more, and what is possible instead."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.errand import Outcome, ask
from actions.errands.refusing import say_refusal
from actions.errands.state import OFFER, TICKET_BYTES, Question
from shop import Refusal
from shop.types import Order

OrderCheck = Callable[[Context, Order], Refusal | None]


@dataclass(frozen=True)
class Instead:
    """Another errand for an order whose state does not allow the one that was asked for.

    With ``offer``, the name of a response, the shopper is asked first; without, it is what was meant anyhow.
    """

    errand: str
    check: OrderCheck
    offer: str = ""
    keep: tuple[str, ...] = ("order",)


@dataclass(frozen=True)
class Allowed:
    """The errand may be done to the order as it is."""

    check: OrderCheck
    instead: Sequence[Instead] = ()

    def fill(self, ctx: Context) -> Outcome:
        """Go on, turn to what is possible instead, or end the errand with the refusal in words."""
        order = ctx.order
        refusal = self.check(ctx, order)
        if refusal is None:
            return Outcome.FILLED
        for other in self.instead:
            if other.check(ctx, order) is None:
                return _turn(ctx, other, refusal)
        ctx.discuss(order.order_id)
        say_refusal(ctx, refusal)
        return Outcome.ENDED


def _turn(ctx: Context, other: Instead, refusal: Refusal) -> Outcome:
    ctx.turn_into(other.errand, keep=other.keep, offered=bool(other.offer))
    if not other.offer:
        return Outcome.TURNED
    ctx.errand.confirming = secrets.token_hex(TICKET_BYTES)
    values = {"order_id": "", "status": "", **refusal.details, "ticket": ctx.errand.confirming}
    return ask(ctx, Question(awaiting=OFFER, response=other.offer, values=values))
