"""Why the shopper cancels, as one of the reasons the policy takes."""

from __future__ import annotations

from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.errand import Outcome, ask
from actions.errands.needs.item_words import places_told
from actions.errands.reasons import reason_in, reason_of
from actions.errands.state import Question
from actions.reply import payload

REASON = "reason"


@dataclass(frozen=True)
class CancelReason:
    """From a button or the shopper's words, filled as ``reason``; asked with buttons otherwise."""

    def fill(self, ctx: Context) -> Outcome:
        """The one given now, else the one known, else the last one that was given."""
        policy = ctx.services.store.policy.cancel
        pressed = ctx.entity(REASON)
        now = (policy.accepted(pressed) if pressed else None) or reason_in(ctx.words, policy.reasons)
        if now:
            ctx.filled[REASON] = now
        if REASON in ctx.filled:
            return Outcome.FILLED
        order = ctx.order

        def named(clause: str) -> bool:
            number = order.order_id.lstrip("#").casefold() in clause.casefold()
            return number or bool(places_told(clause, order.items, ctx.products).sure)

        own = (reason_of(text, policy.reasons, named) for text in ctx.texts())
        said = (reason_in(text, policy.reasons) for text in ctx.texts())
        known = next((reason for reason in (*own, *said) if reason), None)
        if known:
            ctx.filled[REASON] = known
            return Outcome.FILLED
        buttons = [(reason.capitalize(), payload("inform", reason=reason)) for reason in policy.reasons]
        values = {"order_id": ctx.filled.get("order", ""), "reasons": ", ".join(policy.reasons)}
        return ask(
            ctx, Question(awaiting=REASON, response="utter_ask_reason", values=values, buttons=buttons)
        )
