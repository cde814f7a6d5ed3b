"""Other variants in the place of items: what is told before the yes, and what is done after it.

It is alike for an order that has not left (a change) and for one that has arrived (an exchange).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from actions.errands.context import Context
from actions.errands.money import direction, money_values
from actions.errands.state import CONFIRM, Question
from actions.phrases import order_card, swap_lines
from shop import Change
from shop.quotes import ChangeQuote
from shop.types import Order


class Swap(Protocol):
    """How the shop does it: `Store.change_items` or `Store.exchange_items`."""

    def __call__(
        self,
        user_id: str,
        order_id: str,
        changes: list[Change],
        method_id: str,
        *,
        conversation: str,
        expected: Decimal | None = None,
    ) -> Order:
        """Put the variants in, once. Raises shop.Refusal."""


def changes(ctx: Context) -> list[Change]:
    """What is to become what, as the shop takes it."""
    swaps: dict[str, str] = ctx.filled.get("swaps", {})
    return [(int(place), sku) for place, sku in sorted(swaps.items(), key=lambda swap: int(swap[0]))]


def summary_of(ctx: Context, ticket: str, quote: ChangeQuote, response: str) -> Question:
    """Item by item what it is and becomes, the difference and who pays it; and that it can be done once."""
    ctx.filled["quoted"] = str(quote.difference)
    values = {
        "order_id": ctx.order.order_id,
        "lines": swap_lines(quote.lines, ctx.currency),
        **money_values(ctx, quote.difference),
        "ticket": ticket,
    }
    return Question(awaiting=CONFIRM, response=f"{response}_{direction(quote.difference)}", values=values)


def put_in(ctx: Context, swap: Swap, response: str) -> None:
    """Have the other variants put in, for the difference that was said yes to. Raises shop.Refusal."""
    quoted = Decimal(ctx.filled["quoted"])
    values = {"order_id": ctx.order.order_id, **money_values(ctx, quoted)}
    order = swap(
        ctx.identified,
        ctx.order.order_id,
        changes(ctx),
        str(ctx.filled["payment"]),
        conversation=ctx.turn.conversation,
        expected=quoted,
    )
    card = {"order": order_card(order, ctx.currency)}
    ctx.reply.fill(f"{response}_{direction(quoted)}", values, custom=card)
