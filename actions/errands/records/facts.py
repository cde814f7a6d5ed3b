"""Single facts of orders: how each was paid, where it went, when, under which tracking number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.records.asked import Asked
from actions.errands.records.lines import cut, day
from actions.phrases import address_line, method, money, order_card, tracking_ids
from shop.types import Order

Read = Callable[[Context, Order], str | None]


@dataclass(frozen=True)
class Fact:
    """What is told when the words of the list ``asked`` are said: of one order, or of each of several."""

    asked: str
    read: Read
    one: str
    several: str


def _lines(ctx: Context, order: Order, kind: str) -> str | None:
    amounts: dict[str, list[str]] = {}
    for line in order.payments:
        if line.kind == kind:
            name = method(ctx.customer, line.method_id)
            amounts.setdefault(name, []).append(money(line.amount, ctx.currency))
    return ", ".join(f"{name} ({' + '.join(paid)})" for name, paid in amounts.items()) or None


def _paid_by(ctx: Context, order: Order) -> str | None:
    return _lines(ctx, order, "payment")


def _refunds(ctx: Context, order: Order) -> str | None:
    return _lines(ctx, order, "refund")


def _address(ctx: Context, order: Order) -> str | None:
    del ctx
    return address_line(order.address) or None


def _tracking(ctx: Context, order: Order) -> str | None:
    del ctx
    return ", ".join(tracking_ids(order)) or None


def _placed(ctx: Context, order: Order) -> str | None:
    del ctx
    return day(order.placed_at) if order.placed_at else None


def _arrived(ctx: Context, order: Order) -> str | None:
    del ctx
    return ", ".join(day(p.delivered_at) for p in order.fulfillments if p.delivered_at) or None


def _status(ctx: Context, order: Order) -> str | None:
    del ctx
    return order.status


def _delivery(ctx: Context, order: Order) -> str | None:
    price = None if order.delivery_price is None else money(order.delivery_price, ctx.currency)
    return ", ".join(part for part in (order.delivery_method, price) if part) or None


FACTS = (
    Fact("order_paid_by", _paid_by, "utter_record_paid_by", "utter_records_paid_by"),
    Fact("order_address", _address, "utter_record_address", "utter_records_address"),
    Fact("order_tracking", _tracking, "utter_record_tracking", "utter_records_tracking"),
    Fact("order_refund", _refunds, "utter_record_refund", "utter_records_refund"),
    Fact("order_placed", _placed, "utter_record_placed", "utter_records_placed"),
    Fact("order_arrived", _arrived, "utter_record_arrived", "utter_records_arrived"),
    Fact("order_status", _status, "utter_record_status", "utter_records_status"),
    Fact("order_delivery", _delivery, "utter_record_delivery", "utter_records_delivery"),
)


def tell_facts(ctx: Context, asked: Asked) -> bool:
    """Every fact that is asked for; False when none is."""
    wanted = [fact for fact in FACTS if asked.says(fact.asked)]
    for fact in wanted:
        _tell(ctx, fact, asked.orders)
    return bool(wanted)


def _tell(ctx: Context, fact: Fact, orders: tuple[Order, ...]) -> None:
    known = [(order, value) for order in orders if (value := fact.read(ctx, order))]
    if not known:
        ctx.reply.say("utter_not_in_your_records")
    elif len(known) == 1:
        order, value = known[0]
        card = {"order": order_card(order, ctx.currency)}
        ctx.reply.fill(fact.one, {"order_id": order.order_id, "value": value}, custom=card)
    else:
        lines = cut([f"- {order.order_id}: {value}" for order, value in known])
        ctx.reply.fill(fact.several, {"lines": lines})
