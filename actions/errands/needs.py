"""What errands need, and how each need is filled from words, records or a question."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actions.errands.errand import Context, Outcome, say_refusal
from actions.errands.reasons import reason_in
from actions.errands.state import DISCUSSED, Question
from actions.handoff import hand_over
from actions.phrases import item_names, money, short
from actions.reply import payload
from actions.resolve.identity import claim_of
from actions.resolve.orders import by_words, place_in_list
from actions.resolve.words import words
from shop import OrderNotFound, Refusal
from shop.types import Claim, Order

# Where the identification failures of one conversation end in a handoff.
MAX_FAILURES = 3
# More choices than this are a list to read, not buttons to press.
MAX_CHOICES = 6
LONGEST_TITLE = 90
# More of a number that is no order's is not said back.
LONGEST_NUMBER = 40

# Words that point back to what was just talked about.
POINTING = frozenset({"it", "that", "this", "one", "same"})
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
            return ctx.ask(_claim_question(missing[0], ctx))
        user_id = ctx.services.store.identify(claim)
        return self._known(ctx, user_id) if user_id else self._mismatch(ctx)

    def _note_what_is_not_at_hand(self, ctx: Context, claim: Claim) -> None:
        asked = ctx.turn.slot("awaiting")
        if ctx.errand.started >= len(ctx.turn.heard) - 1 or not ctx.present:
            return
        if ctx.turn.entity("email"):
            # A better email instead of the number that was asked for is no word against having the number.
            return
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
        return ctx.ask(Question(awaiting="email", response="utter_not_identified"))


def _claim_question(field: str, ctx: Context) -> Question:
    if field in NAME_FIELDS:
        return Question(awaiting="name", response="utter_ask_name")
    if field == "email" and ctx.turn.slot("awaiting") == "email" and "@" in ctx.turn.words:
        return Question(awaiting=field, response="utter_invalid_email")
    return Question(awaiting=field, response=f"utter_ask_{field}")


@dataclass(frozen=True)
class Allowed:
    """The shop's leave, asked before the shopper is asked for anything more."""

    check: Callable[[Context], Refusal | None]

    def fill(self, ctx: Context) -> Outcome:
        """Ends the errand with the refusal in words."""
        refusal = self.check(ctx)
        if refusal is None:
            return Outcome.FILLED
        say_refusal(ctx, refusal)
        return Outcome.ENDED


def every_order(order: Order) -> bool:
    """All orders will do."""
    del order
    return True


@dataclass(frozen=True)
class OneOrder:
    """One of the shopper's own orders.

    ``wanted`` says which orders the errand can be about; ``preferred`` narrows them when none was named.
    """

    question: str
    none: str
    wanted: Callable[[Context, Order], bool]
    preferred: Callable[[Order], bool] = every_order

    def fill(self, ctx: Context) -> Outcome:
        """By number, by content or time, by being the only one; or asked with buttons."""
        named = ctx.entity("order_id")
        if named is None and "order" in ctx.errand.filled:
            corrected = ctx.entity("product") or (ctx.present and ctx.turn.intent == "correct")
            return self._corrected(ctx) if corrected else Outcome.FILLED
        named = named or _said_for_this_errand(ctx) or _chosen_by_place(ctx)
        return self._by_number(ctx, named) if named else self._by_words(ctx)

    def _by_number(self, ctx: Context, number: str) -> Outcome:
        try:
            order = ctx.services.store.order_for(ctx.identified, number)
        except OrderNotFound:
            ctx.errand.unknown.append(number)
            ctx.reply.say("utter_order_not_found", order_id=short(number, LONGEST_NUMBER))
            return self._choose(ctx, self._candidates(ctx), named=True)
        ctx.errand.filled["order"] = order.order_id
        return Outcome.FILLED

    def _corrected(self, ctx: Context) -> Outcome:
        """A product named after the order was known: another order only if it says so."""
        meant = by_words(ctx.turn.words, ctx.services.store.orders_of(ctx.identified), ctx.services.finder)
        if not meant.orders or ctx.errand.filled["order"] in {order.order_id for order in meant.orders}:
            return Outcome.FILLED
        wanted = [order for order in meant.orders if self.wanted(ctx, order)]
        return self._choose(ctx, wanted or list(meant.orders))

    def _by_words(self, ctx: Context) -> Outcome:
        orders = ctx.services.store.orders_of(ctx.identified)
        meant = by_words(ctx.turn.words if ctx.present else "", orders, ctx.services.finder)
        if not meant.orders:
            text = " ".join(m.text for m in ctx.messages if not m.text.startswith("/"))
            meant = by_words(text, orders, ctx.services.finder)
        found = meant.one or self._discussed(ctx, orders)
        if found is not None:
            ctx.errand.filled["order"] = found.order_id
            return Outcome.FILLED
        candidates = self._candidates(ctx)
        named = [order for order in candidates if order in meant.orders]
        return self._choose(ctx, named or candidates)

    def _discussed(self, ctx: Context, orders: Sequence[Order]) -> Order | None:
        """The order told about before, when the words point back ("cancel it")."""
        if not ctx.present or not POINTING & set(words(ctx.turn.words)):
            return None
        return next((o for o in orders if o.order_id == ctx.turn.slot(DISCUSSED)), None)

    def _candidates(self, ctx: Context) -> list[Order]:
        return [o for o in ctx.services.store.orders_of(ctx.identified) if self.wanted(ctx, o)]

    def _choose(self, ctx: Context, candidates: list[Order], *, named: bool = False) -> Outcome:
        """The only candidate, or a question; who named an order is asked before another is taken."""
        ctx.errand.filled.pop("order", None)
        preferred = [order for order in candidates if self.preferred(order)] or candidates
        if not preferred:
            ctx.reply.say(self.none)
            return Outcome.ENDED
        doubtful = named or (ctx.errand.unknown and not ctx.present)
        if len(preferred) == 1 and not doubtful:
            ctx.errand.filled["order"] = preferred[0].order_id
            return Outcome.FILLED
        return ctx.ask(
            Question(
                awaiting="order",
                response=self.question,
                buttons=[_order_button(order, ctx.currency) for order in preferred[:MAX_CHOICES]],
            )
        )


def _said_for_this_errand(ctx: Context) -> str | None:
    """An order number named since the errand began, or the one just used to prove who is asking."""
    since = [e.value for m in ctx.messages for e in m.entities if e.kind == "order_id"]
    since = [number for number in since if number not in ctx.errand.unknown]
    proven = ctx.turn.said("order_id", int(ctx.turn.slot("facts_since") or 0))
    just_identified = ctx.present and "user_id" in ctx.reply.slots
    return since[-1] if since else (proven[-1] if proven and just_identified else None)


def _chosen_by_place(ctx: Context) -> str | None:
    """The order at the place that the shopper names ("the second one") in the list they were just shown."""
    asked = ctx.state.question
    if not ctx.present or asked is None or asked.awaiting != "order":
        return None
    place = place_in_list(ctx.turn.words, len(asked.buttons))
    return None if place is None else order_of_button(asked.buttons[place][1])


def _order_button(order: Order, currency: str) -> tuple[str, str]:
    total = money(order.total, currency)
    names = short(item_names(order), LONGEST_TITLE - len(order.order_id) - len(total))
    return f"{order.order_id} · {names} · {total}", payload("inform", order_id=order.order_id)


def order_of_button(sent: str) -> str:
    """The order number in the payload of such a button."""
    return str(json.loads(sent.partition("{")[1] + sent.partition("{")[2])["order_id"])


@dataclass(frozen=True)
class CancelReason:
    """Why the shopper cancels, as one of the reasons the policy takes."""

    def fill(self, ctx: Context) -> Outcome:
        """From a button or the shopper's words; asked with buttons otherwise."""
        reasons = ctx.services.store.policy.cancel.reasons
        pressed = ctx.entity("reason")
        accepted = ctx.services.store.policy.cancel.accepted(pressed) if pressed else None
        if accepted:
            ctx.errand.filled["reason"] = accepted
        elif reason_changed(ctx):
            ctx.errand.filled.pop("reason", None)
        if "reason" in ctx.errand.filled:
            return Outcome.FILLED
        said = _reason_in_words(ctx, reasons)
        if said:
            ctx.errand.filled["reason"] = said
            return Outcome.FILLED
        buttons = [(reason.capitalize(), payload("inform", reason=reason)) for reason in reasons]
        values = {"order_id": ctx.errand.filled.get("order", "")}
        return ctx.ask(
            Question(awaiting="reason", response="utter_ask_reason", values=values, buttons=buttons)
        )


def _reason_in_words(ctx: Context, reasons: tuple[str, ...]) -> str | None:
    """The reason that a message of this errand gives, newest message first."""
    said = (reason_in(m.text, reasons) for m in reversed(ctx.messages) if not m.text.startswith("/"))
    return next((reason for reason in said if reason), None)


def reason_changed(ctx: Context) -> bool:
    """Whether this message gives another reason than the one already taken."""
    said = reason_in(ctx.turn.words, ctx.services.store.policy.cancel.reasons)
    return ctx.present and said is not None and said != ctx.errand.filled.get("reason")
