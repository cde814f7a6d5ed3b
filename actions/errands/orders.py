"""What became of an order, its refund, its invoice, and cancelling it."""

from __future__ import annotations

import re
from decimal import Decimal

from actions.errands.context import Context
from actions.errands.errand import Errand
from actions.errands.money import refund_days
from actions.errands.needs.allowed import Allowed, Instead
from actions.errands.needs.identity import Identified
from actions.errands.needs.orders import OneOrder, every_order
from actions.errands.needs.reason import CancelReason
from actions.errands.needs.reinstated import NotReinstated
from actions.errands.needs.whole import WholeOrder
from actions.errands.state import CONFIRM, Question
from actions.phrases import (
    address_line,
    invoice_lines,
    item_names,
    method,
    method_name,
    money,
    order_card,
    tracking_ids,
)
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


def _under_way(ctx: Context, order: Order) -> bool:
    del ctx
    return order.status not in DONE_STATUSES


def _refunded(ctx: Context, order: Order) -> bool:
    del ctx
    return any(payment.kind == "refund" for payment in order.payments)


def tell_status(ctx: Context) -> None:
    """What became of the order, with its card."""
    order = ctx.order
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
            "utter_no_refund", order_id=order.order_id, items=item_names(order), days=refund_days(ctx)
        )
    for refund in refunds:
        ctx.reply.say(
            "utter_refund_made",
            order_id=order.order_id,
            amount=money(refund.amount, ctx.currency),
            method=method(customer, refund.method_id),
            days=refund_days(ctx),
        )


def tell_invoice(ctx: Context) -> None:
    """A copy of the invoice, line by line."""
    invoice = ctx.services.store.invoice(ctx.identified, ctx.order.order_id)
    paid = [
        f"{money(p.amount, ctx.currency)} ({p.kind}, {method_name(p.method) if p.method else p.method_id})"
        for p in invoice.payments
    ]
    delivery = invoice.delivery_price
    ctx.reply.say(
        "utter_invoice",
        shop=invoice.shop,
        order_id=invoice.order_id,
        date=f"{invoice.placed_at:%B} {invoice.placed_at.day}, {invoice.placed_at.year}"
        if invoice.placed_at
        else "-",
        name=invoice.customer_name,
        address=address_line(invoice.address),
        lines=invoice_lines(invoice),
        delivery="-" if delivery is None else money(delivery, ctx.currency),
        total=money(invoice.total, ctx.currency),
        payments="; ".join(paid) or "-",
    )


def _paid_with(ctx: Context, order: Order) -> str:
    names = [method(ctx.customer, p.method_id) for p in order.payments if p.kind == "payment"]
    return ", ".join(dict.fromkeys(names))


def _cancel_details(ctx: Context) -> dict[str, str]:
    order = ctx.order
    paid = sum((line.amount for line in order.payments if line.kind == "payment"), Decimal(0))
    return {
        "order_id": order.order_id,
        "items": item_names(order),
        "total": money(paid - order.refunded, ctx.currency),
        "method": _paid_with(ctx, order),
        "reason": str(ctx.filled["reason"]),
        "days": refund_days(ctx),
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
    ctx.reply.say("utter_kept", order_id=str(ctx.filled["order"]))


def why_not_cancel(ctx: Context, order: Order) -> Refusal | None:
    """What stands against cancelling it."""
    return ctx.services.store.why_not_cancel(order)


def why_not_return(ctx: Context, order: Order) -> Refusal | None:
    """What stands against returning anything of it."""
    return ctx.services.store.why_not_return(order)


def _can_cancel(ctx: Context, order: Order) -> bool:
    return why_not_cancel(ctx, order) is None


STATUS = Errand(
    intent="order_status",
    needs=(Identified(), OneOrder("utter_ask_which_order", "utter_no_orders", every_order, _under_way)),
    run=tell_status,
    welcome_offer=True,
)
REFUND = Errand(
    intent="refund_status",
    needs=(Identified(), OneOrder("utter_ask_which_order", "utter_no_orders", every_order, _refunded)),
    run=tell_refund,
)
INVOICE = Errand(
    intent="ask_invoice",
    needs=(Identified(), OneOrder("utter_ask_which_order", "utter_no_orders", every_order)),
    run=tell_invoice,
)
CANCEL = Errand(
    intent="cancel_order",
    needs=(
        Identified(),
        NotReinstated(),
        OneOrder("utter_ask_which_order_to_cancel", "utter_nothing_to_cancel", _can_cancel),
        Allowed(why_not_cancel, (Instead("return_item", why_not_return, "utter_offer_return_instead"),)),
        WholeOrder(),
        CancelReason(),
    ),
    confirm=confirm_cancel,
    run=cancel,
    declined=keep,
    unless=_DONT_CANCEL,
)
