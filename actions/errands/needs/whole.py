"""A cancellation is of a whole order: who wants a single item out of it is told so first."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.errand import Outcome, ask
from actions.errands.needs.item_words import kinds, places_told
from actions.errands.state import OFFER, TICKET_BYTES, Question
from actions.phrases import item_names, options
from actions.reply import Button, payload

# "Cancel just the lamp", "take the lamp out of my order": not the order with the lamp.
_PARTIAL = re.compile(
    r"\b(?:only|just|one of the|part of|items?|remove|take (?:off|out)|drop|delete)\b"
    r"|\b(?:from|out of|in|on|off) (?:my|the|that|this) (?:pending )?order\b"
    r"|\b(?:from|out of|in) #?[a-z]?\d{4,}",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:whole|entire|full|complete) (?:order|thing)|\border (?:with|containing|that has|for)\b|"
    r"\b(?:everything|all of it)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class WholeOrder:
    """The shopper wants the whole order cancelled, filled as ``whole``."""

    def fill(self, ctx: Context) -> Outcome:
        """Told that items cannot be taken out, the shopper says what they want instead."""
        order = ctx.order
        if "whole" in ctx.filled or kinds(order.items) == 1:
            return Outcome.FILLED
        text = ctx.said
        named = places_told(text, order.items, ctx.products)
        some = named.sure or named.choices
        if not some or len(some) == len(order.items) or not _PARTIAL.search(text) or _WHOLE.search(text):
            return Outcome.FILLED
        item = order.items[some[0]]
        ctx.filled["whole"] = True
        ctx.errand.offered = True
        ctx.errand.confirming = secrets.token_hex(TICKET_BYTES)
        values = {
            "order_id": order.order_id,
            "item": f"{item.name} ({options(item.options)})",
            "items": item_names(order),
            "ticket": ctx.errand.confirming,
        }
        change = Button("Change an item instead", payload("change_items", order_id=order.order_id))
        return ask(
            ctx,
            Question(
                awaiting=OFFER,
                response="utter_offer_whole_order",
                values=values,
                buttons=[(change.title, change.payload)],
            ),
        )
