"""A return and an exchange of one order: most shops take only one of the two, once."""

from __future__ import annotations

from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.errand import Outcome
from actions.errands.needs.item_words import places_told
from actions.errands.state import Open
from actions.meant import settings
from shop.types import Order

# Set on both errands once the shopper has been told that only one of them can be done.
EITHER = "either"


@dataclass(frozen=True)
class EitherOr:
    """Tells as early as it is known that the other errand was asked for of the same order."""

    other: str

    def fill(self, ctx: Context) -> Outcome:
        """Say it once, then go on with this one; the other is dropped when this one is done."""
        rival = next((o for o in ctx.state.stack if o.name == self.other and _same_order(ctx, o)), None)
        if rival is not None and not ctx.filled.get(EITHER):
            ctx.filled[EITHER] = rival.filled[EITHER] = True
            tasks = settings().tasks
            ctx.reply.say(
                "utter_either_or",
                order_id=ctx.order.order_id,
                first=tasks[ctx.errand.name],
                second=tasks[self.other],
            )
        return Outcome.FILLED


def _same_order(ctx: Context, other: Open) -> bool:
    order: Order = ctx.order
    if "order" in other.filled:
        return bool(other.filled["order"] == order.order_id)
    asked = next((message.text for message in ctx.turn.heard if message.index == other.started), "")
    asked = other.excerpts.get(other.started, asked)
    told = places_told(asked, order.items, ctx.products)
    return bool(told.sure or told.choices)
