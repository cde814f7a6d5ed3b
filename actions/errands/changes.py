"""Changing what has not left yet: where an order goes, how it is paid, which variants are in it; and the
account's own address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from actions.errands.context import Context
from actions.errands.errand import Errand
from actions.errands.money import refund_days
from actions.errands.needs.address import NewAddress
from actions.errands.needs.allowed import Allowed, Instead
from actions.errands.needs.elsewhere import Elsewhere
from actions.errands.needs.identity import Identified
from actions.errands.needs.orders import OneOrder
from actions.errands.needs.payment import Payment, paid_with
from actions.errands.needs.swaps import Swaps
from actions.errands.orders import keep
from actions.errands.state import CONFIRM, Question
from actions.errands.swapping import changes, put_in, summary_of
from actions.phrases import address_line, method, money
from shop import Address, Refusal
from shop.refusals import SameAddress
from shop.types import Order, PaymentMethod


def why_not_change_items(ctx: Context, order: Order) -> Refusal | None:
    """What stands against changing its items."""
    return ctx.services.store.why_not_change_items(order)


def why_not_exchange(ctx: Context, order: Order) -> Refusal | None:
    """What stands against exchanging anything of it."""
    return ctx.services.store.why_not_exchange(order)


def why_not_exchange_item(ctx: Context, order: Order, place: int) -> Refusal | None:
    """What stands against exchanging this unit."""
    return ctx.services.store.why_not_exchange_item(order, place)


def can_be_swapped(ctx: Context, order: Order) -> bool:
    """Whether items of it may be changed or exchanged, whichever its state calls for."""
    return why_not_change_items(ctx, order) is None or why_not_exchange(ctx, order) is None


# The address of an order, and of the account.


def _why_not_address(ctx: Context, order: Order) -> Refusal | None:
    return ctx.services.store.why_not_change_address(order)


def _address(ctx: Context) -> Address:
    return Address(**ctx.filled["address"])


def _require_another(current: Address, ctx: Context) -> None:
    if address_line(current) == address_line(_address(ctx)):
        raise SameAddress


def confirm_address(ctx: Context, ticket: str) -> Question:
    """Where it goes now and where it would go. Raises shop.SameAddress before anything is asked."""
    _require_another(ctx.order.address, ctx)
    values = {
        "order_id": ctx.order.order_id,
        "old": address_line(ctx.order.address),
        "new": address_line(_address(ctx)),
        "ticket": ticket,
    }
    return Question(awaiting=CONFIRM, response="utter_confirm_address", values=values)


def change_address(ctx: Context) -> None:
    """Send it elsewhere. Raises shop.Refusal."""
    order = ctx.services.store.change_address(
        ctx.identified, ctx.order.order_id, _address(ctx), conversation=ctx.turn.conversation
    )
    ctx.keep("address", ctx.filled["address"])
    ctx.reply.say("utter_address_changed", order_id=order.order_id, address=address_line(order.address))


def confirm_default_address(ctx: Context, ticket: str) -> Question:
    """The account's address now and then. Raises shop.SameAddress before anything is asked."""
    customer = ctx.customer
    if customer:
        _require_another(customer.address, ctx)
    values = {
        "old": address_line(customer.address) if customer else "-",
        "new": address_line(_address(ctx)),
        "ticket": ticket,
    }
    return Question(awaiting=CONFIRM, response="utter_confirm_default_address", values=values)


def change_default_address(ctx: Context) -> None:
    """Change the account's address. Raises shop.Refusal."""
    customer = ctx.services.store.change_default_address(
        ctx.identified, _address(ctx), conversation=ctx.turn.conversation
    )
    ctx.keep("address", ctx.filled["address"])
    ctx.reply.say("utter_default_address_changed", address=address_line(customer.address))


# How an order is paid.


def _why_not_payment(ctx: Context, order: Order) -> Refusal | None:
    return ctx.services.store.why_not_change_payment(order)


def _other_methods(ctx: Context) -> Sequence[PaymentMethod]:
    return ctx.services.store.methods_for_payment(ctx.order)


def _charged(ctx: Context) -> Decimal:
    return ctx.order.payments[0].amount


def confirm_payment(ctx: Context, ticket: str) -> Question:
    """What pays it now, what would, and what goes back."""
    values = {**_payment_values(ctx, ctx.order), "ticket": ticket}
    return Question(awaiting=CONFIRM, response="utter_confirm_payment", values=values)


def _payment_values(ctx: Context, order: Order) -> dict[str, str]:
    return {
        "order_id": order.order_id,
        "amount": money(order.payments[0].amount, ctx.currency),
        "old": method(ctx.customer, paid_with(order)[0]),
        "new": method(ctx.customer, str(ctx.filled["payment"])),
        "days": refund_days(ctx),
    }


def change_payment(ctx: Context) -> None:
    """Charge the other method. Raises shop.Refusal."""
    values = _payment_values(ctx, ctx.order)
    ctx.services.store.change_payment(
        ctx.identified,
        ctx.order.order_id,
        str(ctx.filled["payment"]),
        conversation=ctx.turn.conversation,
    )
    ctx.reply.fill("utter_payment_changed", values)


# Other variants.


def _difference(ctx: Context) -> Decimal:
    return ctx.services.store.quote_change(ctx.order, changes(ctx)).difference


def _for_difference(ctx: Context) -> Sequence[PaymentMethod]:
    return ctx.services.store.methods_for_difference(ctx.order, _difference(ctx))


def confirm_items(ctx: Context, ticket: str) -> Question:
    """What the change comes to; see `summary_of`."""
    return summary_of(
        ctx, ticket, ctx.services.store.quote_change(ctx.order, changes(ctx)), "utter_confirm_items"
    )


def change_items(ctx: Context) -> None:
    """Put the other variants in. Raises shop.Refusal."""
    put_in(ctx, ctx.services.store.change_items, "utter_items_changed")


# "Change the payment to PayPal and the shipping address to ...": named beside another errand of the order.
_ELSEWHERE = re.compile(
    r"\b(?:shipping|delivery) address\b|\b(?:ship|send|deliver) (?:it|them|that|this|the order) to\b",
    re.IGNORECASE,
)
_OTHER_PAYMENT = re.compile(
    r"\bpayment(?: method)? (?:to|for it to|should be)\b"
    r"|\bpay(?:ing)?(?: for it| for that)? (?:with|by|using)\b"
    r"|\b(?:charge|put|bill) it (?:to|on)\b",
    re.IGNORECASE,
)
ADDRESS = Errand(
    intent="change_address",
    needs=(
        Identified(),
        OneOrder(
            "utter_ask_which_order_to_change",
            "utter_nothing_to_change",
            lambda ctx, order: _why_not_address(ctx, order) is None,
        ),
        Allowed(_why_not_address),
        Elsewhere("change_default_address"),
        NewAddress("utter_ask_address"),
    ),
    confirm=confirm_address,
    run=change_address,
    declined=keep,
    hears=frozenset({"change_default_address"}),
    beside=_ELSEWHERE,
    beside_of=frozenset({"change_payment", "change_items"}),
)
DEFAULT_ADDRESS = Errand(
    intent="change_default_address",
    needs=(
        Identified(),
        Elsewhere("change_address"),
        NewAddress("utter_ask_default_address", account=False),
    ),
    confirm=confirm_default_address,
    run=change_default_address,
    hears=frozenset({"change_address"}),
)
PAYMENT = Errand(
    intent="change_payment",
    needs=(
        Identified(),
        OneOrder(
            "utter_ask_which_order_to_change",
            "utter_nothing_to_change",
            lambda ctx, order: _why_not_payment(ctx, order) is None,
        ),
        Allowed(_why_not_payment),
        Payment("utter_ask_payment_for_order", "utter_no_other_method", _other_methods, _charged),
    ),
    confirm=confirm_payment,
    run=change_payment,
    declined=keep,
    beside=_OTHER_PAYMENT,
    beside_of=frozenset({"change_address"}),
)
SWAP_INTENTS = frozenset({"change_items", "exchange_item", "change_payment", "ask_stock"})
ITEMS = Errand(
    intent="change_items",
    needs=(
        Identified(),
        OneOrder(
            "utter_ask_which_order_to_change",
            "utter_nothing_to_change",
            can_be_swapped,
            lambda ctx, order: why_not_change_items(ctx, order) is None,
            items=True,
        ),
        Allowed(why_not_change_items, (Instead("exchange_item", why_not_exchange),)),
        Swaps("utter_ask_items_to_change"),
        Payment("utter_ask_payment", "utter_no_method", _for_difference, _difference),
    ),
    confirm=confirm_items,
    run=change_items,
    declined=keep,
    hears=SWAP_INTENTS,
)
