"""What a shopper's own account says."""

from __future__ import annotations

from collections.abc import Callable

from actions.errands.context import Context
from actions.errands.errand import Errand
from actions.errands.needs.identity import Identified
from actions.errands.records.asked import TOPIC, question
from actions.phrases import address_line, method_name, money
from actions.resolve.lists import pattern
from shop.types import Customer, PaymentMethod

Tell = Callable[[Context, Customer], None]


def _address(ctx: Context, customer: Customer) -> None:
    ctx.reply.say("utter_account_address", address=address_line(customer.address) or "-")


def _email(ctx: Context, customer: Customer) -> None:
    ctx.reply.say("utter_account_email", email=customer.email or "-")


def _name(ctx: Context, customer: Customer) -> None:
    ctx.reply.say("utter_account_name", name=_full_name(customer))


def _full_name(customer: Customer) -> str:
    return f"{customer.first_name} {customer.last_name}".strip() or "-"


def _methods(ctx: Context, customer: Customer) -> None:
    if customer.payment_methods:
        ctx.reply.say("utter_account_methods", methods=_method_names(ctx, customer))
    else:
        ctx.reply.say("utter_account_no_methods")


def _method_names(ctx: Context, customer: Customer) -> str:
    return ", ".join(_with_balance(ctx, found) for found in customer.payment_methods) or "-"


def _with_balance(ctx: Context, found: PaymentMethod) -> str:
    name = method_name(found)
    return name if found.balance is None else f"{name} ({money(found.balance, ctx.currency)})"


def _balance(ctx: Context, customer: Customer) -> None:
    cards = ctx.services.store.gift_cards(customer.user_id)
    for card in cards:
        balance = "-" if card.balance is None else money(card.balance, ctx.currency)
        ctx.reply.say("utter_account_balance", balance=balance)
    if not cards:
        ctx.reply.say("utter_account_no_gift_card")


def _not_there(ctx: Context, customer: Customer) -> None:
    del customer
    ctx.reply.say("utter_account_unknown")


PARTS: tuple[tuple[str, Tell], ...] = (
    ("account_name", _name),
    ("account_email", _email),
    ("account_address", _address),
    ("account_methods", _methods),
    ("account_balance", _balance),
    ("account_unknown", _not_there),
)


def tell_account(ctx: Context) -> None:
    """The parts that are asked for, or all in a few lines."""
    customer = ctx.customer
    if customer is None:
        ctx.reply.say("utter_account_unknown")
        return
    message = question(ctx)
    text = message.text if message else ""
    wanted = [tell for name, tell in PARTS if pattern(TOPIC, name).search(text)]
    for tell in wanted:
        tell(ctx, customer)
    if not wanted:
        _everything(ctx, customer)


def _everything(ctx: Context, customer: Customer) -> None:
    ctx.reply.say(
        "utter_account",
        name=_full_name(customer),
        email=customer.email or "-",
        address=address_line(customer.address) or "-",
        methods=_method_names(ctx, customer),
    )


ACCOUNT = Errand(intent="ask_account_details", needs=(Identified(),), run=tell_account)
