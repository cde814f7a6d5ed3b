"""What a shopper's own orders hold."""

from __future__ import annotations

from decimal import Decimal

from actions.errands.context import Context
from actions.errands.errand import Errand
from actions.errands.needs.identity import Identified
from actions.errands.records.asked import Asked, read_question
from actions.errands.records.facts import FACTS, tell_facts
from actions.errands.records.lines import labelled, order_lines, thing_lines
from actions.errands.records.sums import tell_compared, tell_count, tell_total
from actions.errands.records.things import all_things, is_order_called
from actions.phrases import item_lines, money, order_card


def tell_orders(ctx: Context) -> None:
    """Whatever is asked of them; all of them in short when nothing is asked in particular."""
    if not ctx.orders:
        ctx.reply.say("utter_no_orders")
        return
    asked = read_question(ctx)
    if asked is None:
        return
    # Of several none is "it" from now on.
    ctx.discuss(asked.orders[0].order_id if len(asked.orders) == 1 else None)
    if asked.unmatched:
        ctx.reply.say("utter_not_like_that_in_your_orders", lines=thing_lines(asked.things, ctx.currency))
    elif asked.says("order_unknown"):
        ctx.reply.say("utter_not_in_your_records")
    else:
        _tell(ctx, asked)


def _tell(ctx: Context, asked: Asked) -> None:
    if asked.things and _about_things(ctx, asked):
        _tell_things(ctx, asked)
        return
    if tell_compared(ctx, asked) or tell_count(ctx, asked):
        return
    if asked.says("options") and not asked.things and len(asked.orders) > 1:
        ctx.reply.say("utter_record_things", lines=thing_lines(all_things(asked.orders), ctx.currency))
        return
    # All of it where several are asked at once: "what was in it and what did it cost".
    told = tell_facts(ctx, asked)
    told = tell_total(ctx, asked) or told
    if not told and asked.says("order_holds"):
        ctx.reply.say("utter_not_in_your_records")
    if not told or asked.says("order_contents") or asked.says("order_list"):
        _tell_contents(ctx, asked)


def _about_things(ctx: Context, asked: Asked) -> bool:
    """Whether the question is about the things themselves rather than about the order they are in."""
    if any(asked.says(fact.asked) for fact in FACTS):
        return False
    if asked.says("options") or asked.says("item_count"):
        return True
    return not is_order_called(asked.text, asked.orders, ctx.products)


def _tell_things(ctx: Context, asked: Asked) -> None:
    """What the things are, how many, what they cost, and in which order they are."""
    things, currency = asked.things, ctx.currency
    total = sum((thing.item.price for thing in things), Decimal(0))
    values = {
        "count": str(len(things)),
        "lines": thing_lines(things, currency),
        "total": money(total, currency),
    }
    if asked.says("item_count"):
        ctx.reply.fill("utter_record_thing_count", values)
    elif len(things) == 1:
        thing = things[0]
        values = {"name": thing.item.name, "options": labelled(thing), "order_id": thing.order.order_id}
        price = money(thing.item.price, currency)
        card = {"order": order_card(thing.order, currency)}
        ctx.reply.fill("utter_record_thing", {**values, "price": price}, custom=card)
    elif asked.says("order_total"):
        ctx.reply.fill("utter_record_things_total", values)
    else:
        ctx.reply.fill("utter_record_things", values)


def _tell_contents(ctx: Context, asked: Asked) -> None:
    """One order in full, or a line for each."""
    if len(asked.orders) > 1:
        ctx.reply.say("utter_records_list", lines=order_lines(asked.orders, ctx.currency))
        return
    order = asked.orders[0]
    ctx.reply.say(
        "utter_record_contents",
        custom={"order": order_card(order, ctx.currency)},
        order_id=order.order_id,
        status=order.status,
        lines=item_lines(order.items, ctx.currency),
        total=money(order.total, ctx.currency),
    )


ORDERS = Errand(intent="ask_order_details", needs=(Identified(),), run=tell_orders)
