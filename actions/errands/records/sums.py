"""Counts, totals and comparisons, computed from the orders."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from actions.errands.context import Context
from actions.errands.records.asked import Asked
from actions.errands.records.lines import order_lines, thing_lines
from actions.errands.records.things import all_things
from actions.phrases import item_names, money, order_card
from shop.types import Order

# What is said to cost much is not a question for a total when one of these is asked too.
OTHER_AMOUNTS = ("order_delivery", "order_refund")


def tell_count(ctx: Context, asked: Asked) -> bool:
    """How many orders, or how many things in them."""
    if asked.says("things"):
        response, count = "utter_records_item_count", len(all_things(asked.orders))
    elif asked.says("order_count"):
        response, count = "utter_records_count", len(asked.orders)
    else:
        return False
    ctx.reply.fill(response, {"count": str(count), "lines": order_lines(asked.orders, ctx.currency)})
    return True


def tell_compared(ctx: Context, asked: Asked) -> bool:
    """Which one cost the most or the least; two totals beside each other."""
    for name, response, most in (
        ("dearest", "utter_record_dearest", True),
        ("cheapest", "utter_record_cheapest", False),
    ):
        if asked.says(name):
            _utmost(ctx, asked, response, most=most)
            return True
    if not asked.says("compare"):
        return False
    _utmost(ctx, asked, "utter_record_dearest", most=True)
    return True


def _utmost(ctx: Context, asked: Asked, response: str, *, most: bool) -> None:
    """The orders at that end; of things where it asks for one."""
    choose = max if most else min
    if asked.says("thing"):
        every = asked.things or all_things(asked.orders)
        price = choose(thing.item.price for thing in every)
        lines = thing_lines([thing for thing in every if thing.item.price == price], ctx.currency)
        ctx.reply.say("utter_record_things", lines=lines)
        return
    total = choose(order.total for order in asked.orders)
    ends = [order for order in asked.orders if order.total == total]
    values = {
        "order_id": ", ".join(order.order_id for order in ends),
        "total": money(total, ctx.currency),
        "lines": order_lines(asked.orders, ctx.currency),
    }
    ctx.reply.fill(response, values, custom=_card(ctx, ends))


def tell_total(ctx: Context, asked: Asked) -> bool:
    """What an order came to, or several together, with what was paid back."""
    if not asked.says("order_total") or any(asked.says(name) for name in OTHER_AMOUNTS):
        return False
    orders = asked.orders
    total = sum((order.total for order in orders), Decimal(0))
    refunded = sum((order.refunded for order in orders), Decimal(0))
    paid = _paid(orders)
    values = {
        "order_id": ", ".join(order.order_id for order in orders),
        "items": item_names(orders[0]),
        "count": str(len(orders)),
        "lines": order_lines(orders, ctx.currency),
        "total": money(total, ctx.currency),
        "paid": money(paid, ctx.currency),
        "refunded": money(refunded, ctx.currency),
        "left": money(paid - refunded, ctx.currency),
    }
    single = len(orders) == 1
    plain = "utter_record_total" if single else "utter_records_total"
    with_refund = "utter_record_total_refunded" if single else "utter_records_total_refunded"
    ctx.reply.fill(with_refund if refunded else plain, values, custom=_card(ctx, orders))
    return True


def _paid(orders: Iterable[Order]) -> Decimal:
    lines = (line for order in orders for line in order.payments if line.kind == "payment")
    return sum((line.amount for line in lines), Decimal(0))


def _card(ctx: Context, orders: Iterable[Order]) -> dict[str, object]:
    """The card of the order, where it is one."""
    listed = list(orders)
    return {"order": order_card(listed[0], ctx.currency)} if len(listed) == 1 else {}
