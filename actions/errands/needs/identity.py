"""Who the shopper is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.errands.context import Context
from actions.errands.errand import Outcome, ask
from actions.errands.state import Question
from actions.handoff import hand_over
from actions.resolve.identity import claim_of
from shop.types import Claim

# Where the identification failures of one conversation end in a handoff.
MAX_FAILURES = 3
# "I don't remember which one I used."
NOT_AT_HAND = re.compile(
    r"(?:\b(?:do not|not|never|cannot|no)|n['’]?t)\b[^.!?]*"
    r"\b(?:remember|recall|know|have|sure|access|find|email|idea)\b"
    r"|\bforgot|\bname and (?:zip|post)",
    re.IGNORECASE,
)
NAME_FIELDS = ("first_name", "last_name")


@dataclass(frozen=True)
class Identified:
    """The shopper, known once for the whole conversation."""

    def fill(self, ctx: Context) -> Outcome:
        """By token, by what was said, or by asking for the next missing claim."""
        if ctx.user_id:
            return Outcome.FILLED
        claim = claim_of(ctx.turn, int(ctx.reply.current(ctx.turn.slots, "facts_since") or 0))
        self._note_what_is_not_at_hand(ctx, claim)
        missing = self._missing(ctx, claim)
        if missing:
            return ask(ctx, _claim_question(missing[0], ctx))
        user_id = ctx.services.store.identify(claim)
        return self._known(ctx, user_id) if user_id else self._mismatch(ctx)

    def _note_what_is_not_at_hand(self, ctx: Context, claim: Claim) -> None:
        asked = ctx.turn.slot("awaiting")
        if ctx.errand.started >= len(ctx.turn.heard) - 1 or not ctx.present:
            return
        if ctx.turn.entity("email"):
            # A better email instead of the number that was asked for is no word against having the number.
            return
        if asked == "email" and NOT_AT_HAND.search(ctx.words) and asked not in ctx.state.without:
            ctx.state.without.append(asked)
        if asked == "order_id" and not claim.given("order_id") and asked not in ctx.state.without:
            ctx.state.without.append(asked)

    def _missing(self, ctx: Context, claim: Claim) -> tuple[str, ...]:
        policy = ctx.services.store.policy
        sets = [s for s in policy.identify.any_of if not set(s) & set(ctx.state.without)]
        if claim.given("order_id") or not sets:
            return policy.missing(claim)
        lacking = [tuple(field for field in fields if not claim.given(field)) for fields in sets]
        return min(lacking, key=len)

    def _known(self, ctx: Context, user_id: str) -> Outcome:
        ctx.reply.remember("user_id", user_id)
        ctx.reply.remember("identification_failures", None)
        ctx.state.without = []
        customer = ctx.services.store.customer(user_id)
        ctx.reply.say(
            "utter_identified",
            custom={"identified": {"user_id": user_id}},
            first_name=customer.first_name if customer else "",
        )
        return Outcome.FILLED

    def _mismatch(self, ctx: Context) -> Outcome:
        failures = int(ctx.reply.current(ctx.turn.slots, "identification_failures") or 0) + 1
        ctx.reply.remember("identification_failures", failures)
        # What did not match is not tried again: the next claim starts with the next message.
        ctx.reply.remember("facts_since", len(ctx.turn.heard))
        ctx.state.without = []
        if failures >= MAX_FAILURES:
            ctx.reply.say("utter_identification_failed")
            hand_over(ctx.turn, ctx.reply, ctx.services, reason="identification")
            return Outcome.HANDED_OVER
        by_name = _suffices_without_email(ctx)
        response = "utter_not_identified_by_name" if by_name else "utter_not_identified"
        return ask(ctx, Question(awaiting="email", response=response))


def _claim_question(field: str, ctx: Context) -> Question:
    if field in NAME_FIELDS:
        return Question(awaiting="name", response="utter_ask_name")
    if field == "email" and ctx.turn.slot("awaiting") == "email" and "@" in ctx.turn.words:
        return Question(awaiting=field, response="utter_invalid_email")
    if field == "email" and _told_something_else(ctx):
        return Question(awaiting=field, response="utter_ask_email_too")
    if field == "email" and _suffices_without_email(ctx):
        return Question(awaiting=field, response="utter_ask_email_or_name")
    return Question(awaiting=field, response=f"utter_ask_{field}")


def _told_something_else(ctx: Context) -> bool:
    """Whether the email was asked for and the answer brought an order, a name or a postcode instead."""
    if ctx.turn.slot("awaiting") != "email" or _suffices_without_email(ctx):
        return False
    return any(ctx.turn.entity(kind) for kind in ("order_id", "name", "postcode"))


def _suffices_without_email(ctx: Context) -> bool:
    """Whether this shop takes a name and a postcode alone."""
    return any(
        set(NAME_FIELDS) < set(s) and "email" not in s for s in ctx.services.store.policy.identify.any_of
    )
