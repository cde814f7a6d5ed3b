"""The errands of this version: what became of an order, its refund, and cancelling it."""

from __future__ import annotations

import re
from decimal import Decimal

from actions.errands.errand import Context, Errand
from actions.errands.needs import Allowed, CancelReason, Identified, OneOrder, reason_changed
from actions.errands.state import CONFIRM, DISCUSSED, Question
from actions.phrases import item_names, method, money, order_card, tracking_ids
from shop import Refusal
from shop.types import Order

# Statuses domain.yml has a sentence for; a store may have others of its own.
TOLD_STATUSES = frozenset({"pending", "processed", "shipped", "delivered", "cancelled"})
DONE_STATUSES = frozenset({"delivered", "cancelled"})
# The sentence encoder hears "cancel" in it and not the "don't".
_DONT_CANCEL = re.compile(
    r"\b(?:do not|don['’]?t|never)(?: (?:please|want (?:you )?to|wanna|need to|wish to))* cancel",
    re.IGNORECASE,
)


def _under_way(order: Order) -> bool:
    return order.status not in DONE_STATUSES


def tell_status(ctx: Context) -> None:
    """What became of the order, with its card."""
    order = ctx.order
    ctx.reply.remember(DISCUSSED, order.order_id)
    parcel = order.fulfillments[0] if order.fulfillments else None
    delivered = parcel.delivered_at if parcel else None
    status = order.status if order.status in TOLD_STATUSES else "other"
    ctx.reply.say(
        f"utter_order_{status}",
        custom={"order": order_card(order, ctx.currency)},
        order_id=order.order_id,
        items=item_names(order),
        total=money(order.total, ctx.currency),
        status=order.status,
        tracking=", ".join(tracking_ids(order)) or "-",
        carrier=(parcel.carrier if parcel else None) or "-",
        delivered_on=f" on {delivered:%B} {delivered.day}" if delivered else "",
    )


def tell_refund(ctx: Context) -> None:
    """Every refund on the order, or that there is none."""
    order, customer = ctx.order, ctx.customer
    refunds = [payment for payment in order.payments if payment.kind == "refund"]
    if not refunds:
        ctx.reply.say(
            "utter_no_refund", order_id=order.order_id, items=item_names(order), days=_refund_days(ctx)
        )
    for refund in refunds:
        ctx.reply.say(
            "utter_refund_made",
            order_id=order.order_id,
            amount=money(refund.amount, ctx.currency),
            method=method(customer, refund.method_id),
            days=_refund_days(ctx),
        )


def _refund_days(ctx: Context) -> str:
    days = ctx.services.store.policy.refund.business_days
    return f"{days.min} to {days.max}"


def _paid_with(ctx: Context, order: Order) -> str:
    names = [method(ctx.customer, p.method_id) for p in order.payments if p.kind == "payment"]
    return ", ".join(dict.fromkeys(names))


def _cancel_details(ctx: Context) -> dict[str, str]:
    order = ctx.order
    paid = sum((payment.amount for payment in order.payments if payment.kind == "payment"), Decimal(0))
    return {
        "order_id": order.order_id,
        "items": item_names(order),
        "total": money(paid, ctx.currency),
        "method": _paid_with(ctx, order),
        "reason": ctx.errand.filled["reason"],
        "days": _refund_days(ctx),
    }


def confirm_cancel(ctx: Context, ticket: str) -> Question:
    """The details of the cancellation and the question for a yes."""
    values = {**_cancel_details(ctx), "ticket": ticket}
    return Question(awaiting=CONFIRM, response="utter_confirm_cancel", values=values)


def cancel(ctx: Context) -> None:
    """Cancel it and say what comes next. Raises shop.Refusal."""
    details = _cancel_details(ctx)
    order = ctx.services.store.cancel(
        ctx.identified, ctx.order.order_id, details["reason"], conversation=ctx.turn.conversation
    )
    ctx.reply.fill("utter_cancelled", details, custom={"order": order_card(order, ctx.currency)})


def keep(ctx: Context) -> None:
    """The shopper said no."""
    ctx.reply.say("utter_kept", order_id=ctx.errand.filled["order"])


def _why_not(ctx: Context) -> Refusal | None:
    return ctx.services.store.why_not_cancel(ctx.order)


def _can_cancel(ctx: Context, order: Order) -> bool:
    return ctx.services.store.why_not_cancel(order) is None


def _any_order(ctx: Context, order: Order) -> bool:
    del ctx, order
    return True


def _refunded(order: Order) -> bool:
    return any(payment.kind == "refund" for payment in order.payments)


ERRANDS: tuple[Errand, ...] = (
    Errand(
        intent="order_status",
        needs=(Identified(), OneOrder("utter_ask_which_order", "utter_no_orders", _any_order, _under_way)),
        run=tell_status,
        welcome_offer=True,
    ),
    Errand(
        intent="refund_status",
        needs=(Identified(), OneOrder("utter_ask_which_order", "utter_no_orders", _any_order, _refunded)),
        run=tell_refund,
    ),
    Errand(
        intent="cancel_order",
        needs=(
            Identified(),
            OneOrder("utter_ask_which_order_to_cancel", "utter_nothing_to_cancel", _can_cancel),
            Allowed(_why_not),
            CancelReason(),
        ),
        confirm=confirm_cancel,
        run=cancel,
        declined=keep,
        corrects=reason_changed,
        unless=_DONT_CANCEL,
    ),
)
