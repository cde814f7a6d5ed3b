"""What errands say about money: amounts of a change, who pays, and when it is back."""

from __future__ import annotations

from decimal import Decimal

from actions.errands.context import Context
from actions.phrases import method, money


def refund_days(ctx: Context) -> str:
    """ "5 to 7"."""
    days = ctx.services.store.policy.refund.business_days
    return f"{days.min} to {days.max}"


def direction(amount: Decimal) -> str:
    """Whether the shopper pays ("more"), gets money back ("less"), or neither ("same")."""
    return "more" if amount > 0 else "less" if amount < 0 else "same"


def money_values(ctx: Context, amount: Decimal) -> dict[str, str]:
    """The values that every sentence about a difference has."""
    return {
        "amount": money(abs(amount), ctx.currency),
        "method": method(ctx.customer, str(ctx.filled["payment"])),
        "days": refund_days(ctx),
    }
