"""What has arrived: sent back for money, exchanged for another variant, or ordered once more."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from actions.errands.changes import (
    SWAP_INTENTS,
    can_be_swapped,
    why_not_change_items,
    why_not_exchange,
    why_not_exchange_item,
)
from actions.errands.context import Context
from actions.errands.errand import Errand, Outcome
from actions.errands.money import refund_days
from actions.errands.needs.allowed import Allowed, Instead
from actions.errands.needs.either import EitherOr
from actions.errands.needs.identity import Identified
from actions.errands.needs.items import Items, range_of
from actions.errands.needs.orders import OneOrder, every_order
from actions.errands.needs.payment import Payment
from actions.errands.needs.swaps import Swaps
from actions.errands.orders import why_not_cancel, why_not_return
from actions.errands.state import CONFIRM, Question
from actions.errands.swapping import changes, put_in, summary_of
from actions.phrases import address_line, item_lines, item_names, method, money, order_card
from shop import Refusal
from shop.types import Order, PaymentMethod

# Returning.


def _returnable(ctx: Context, order: Order) -> bool:
    return why_not_return(ctx, order) is None


def _why_not_return_item(ctx: Context, order: Order, place: int) -> Refusal | None:
    return ctx.services.store.why_not_return_item(order, place)


def _for_return(ctx: Context) -> Sequence[PaymentMethod]:
    return ctx.services.store.methods_for_return(ctx.order)


def _refunded(ctx: Context) -> Decimal:
    return -ctx.services.store.quote_return(ctx.order, ctx.filled["items"]).amount


def _return_values(ctx: Context) -> dict[str, str]:
    quote = ctx.services.store.quote_return(ctx.order, ctx.filled["items"])
    return {
        "order_id": ctx.order.order_id,
        "lines": item_lines([line.item for line in quote.lines], ctx.currency),
        "amount": money(quote.amount, ctx.currency),
        "method": method(ctx.customer, str(ctx.filled["payment"])),
        "days": refund_days(ctx),
        "unless": ", ".join(dict.fromkeys(line.unless for line in quote.lines if line.unless)),
    }


def confirm_return(ctx: Context, ticket: str) -> Question:
    """What goes back and where the money goes; and what may not have been used."""
    values = {**_return_values(ctx), "ticket": ticket}
    response = "utter_confirm_return_unless" if values["unless"] else "utter_confirm_return"
    return Question(awaiting=CONFIRM, response=response, values=values)


def return_items(ctx: Context) -> None:
    """Ask for the return. Raises shop.Refusal."""
    values = _return_values(ctx)
    order = ctx.services.store.return_items(
        ctx.identified,
        ctx.order.order_id,
        ctx.filled["items"],
        str(ctx.filled["payment"]),
        conversation=ctx.turn.conversation,
    )
    policy = ctx.services.store.policy.returns
    on_arrival = policy is not None and policy.refund_starts == "arrival"
    response = "utter_return_requested_arrival" if on_arrival else "utter_return_requested"
    ctx.reply.fill(response, values, custom={"order": order_card(order, ctx.currency)})


# Exchanging.


def _difference(ctx: Context) -> Decimal:
    return ctx.services.store.quote_exchange(ctx.order, changes(ctx)).difference


def _for_difference(ctx: Context) -> Sequence[PaymentMethod]:
    return ctx.services.store.methods_for_difference(ctx.order, _difference(ctx), exchange=True)


def confirm_exchange(ctx: Context, ticket: str) -> Question:
    """What the exchange comes to; see `summary_of`."""
    quote = ctx.services.store.quote_exchange(ctx.order, changes(ctx))
    return summary_of(ctx, ticket, quote, "utter_confirm_exchange")


def exchange_items(ctx: Context) -> None:
    """Ask for the exchange. Raises shop.Refusal."""
    put_in(ctx, ctx.services.store.exchange_items, "utter_exchange_requested")


def nothing_further(ctx: Context) -> None:
    """The shopper said no."""
    ctx.reply.say("utter_kept", order_id=str(ctx.filled["order"]))


# Ordering again.


class Obtainable:
    """What of the chosen items can be had now; the rest is told and left out."""

    def fill(self, ctx: Context) -> Outcome:
        """Leave out what is missing. Raises shop.Refusal where nothing is delivered to the address."""
        store, order = ctx.services.store, ctx.order
        refusal = store.why_not_reorder(order)
        if refusal is not None:
            raise refusal
        chosen = [int(place) for place in ctx.filled.get("items", range_of(order))]
        quote = store.quote_reorder(order, chosen)
        if quote.missing:
            names = ", ".join(dict.fromkeys(item.name for item in quote.missing))
            ctx.reply.say("utter_cannot_be_had", items=names)
        ctx.filled["items"] = [line.position for line in quote.lines]
        return Outcome.FILLED if quote.lines else Outcome.ENDED


def _total(ctx: Context) -> Decimal:
    return ctx.services.store.quote_reorder(ctx.order, ctx.filled["items"]).total


def _for_total(ctx: Context) -> Sequence[PaymentMethod]:
    return ctx.services.store.methods_for_total(ctx.identified, _total(ctx))


def confirm_reorder(ctx: Context, ticket: str) -> Question:
    """The items at today's prices, where they go, and what pays them."""
    quote = ctx.services.store.quote_reorder(ctx.order, ctx.filled["items"])
    ctx.filled["quoted"] = str(quote.total)
    lines = "\n".join(f"- {line.old.name}, {money(line.new.price, ctx.currency)}" for line in quote.lines)
    values = {
        "order_id": ctx.order.order_id,
        "lines": lines,
        "delivery": money(quote.delivery_price or Decimal(0), ctx.currency),
        "total": money(quote.total, ctx.currency),
        "address": address_line(quote.address),
        "method": method(ctx.customer, str(ctx.filled["payment"])),
        "ticket": ticket,
    }
    return Question(awaiting=CONFIRM, response="utter_confirm_reorder", values=values)


def reorder(ctx: Context) -> None:
    """Place the new order. Raises shop.Refusal."""
    order = ctx.services.store.reorder(
        ctx.identified,
        ctx.order.order_id,
        str(ctx.filled["payment"]),
        conversation=ctx.turn.conversation,
        items=ctx.filled["items"],
        expected=Decimal(ctx.filled["quoted"]),
    )
    card = {"order": order_card(order, ctx.currency)}
    total = money(order.total, ctx.currency)
    ctx.reply.say(
        "utter_reordered", custom=card, order_id=order.order_id, items=item_names(order), total=total
    )


RETURN = Errand(
    intent="return_item",
    needs=(
        Identified(),
        OneOrder("utter_ask_which_order_to_return", "utter_nothing_to_return", _returnable, items=True),
        Allowed(why_not_return, (Instead("cancel_order", why_not_cancel, "utter_offer_cancel_instead"),)),
        EitherOr("exchange_item"),
        Items("utter_ask_items_to_return", _why_not_return_item),
        Payment("utter_ask_payment_for_refund", "utter_no_method", _for_return, _refunded),
    ),
    confirm=confirm_return,
    run=return_items,
    declined=nothing_further,
    hears=frozenset({"refund_status", "ask_gift_card", "change_payment"}),
)
EXCHANGE = Errand(
    intent="exchange_item",
    needs=(
        Identified(),
        OneOrder(
            "utter_ask_which_order_to_exchange",
            "utter_nothing_to_exchange",
            can_be_swapped,
            lambda ctx, order: why_not_exchange(ctx, order) is None,
            items=True,
        ),
        Allowed(why_not_exchange, (Instead("change_items", why_not_change_items),)),
        EitherOr("return_item"),
        Swaps("utter_ask_items_to_exchange", why_not_exchange_item),
        Payment("utter_ask_payment", "utter_no_method", _for_difference, _difference),
    ),
    confirm=confirm_exchange,
    run=exchange_items,
    declined=nothing_further,
    hears=SWAP_INTENTS,
)
REORDER = Errand(
    intent="reorder",
    needs=(
        Identified(),
        OneOrder("utter_ask_which_order_again", "utter_no_orders", every_order, items=True),
        Items("utter_ask_items_again", whole=True),
        Obtainable(),
        Payment("utter_ask_payment_for_order", "utter_no_method", _for_total, _total),
    ),
    confirm=confirm_reorder,
    run=reorder,
)
