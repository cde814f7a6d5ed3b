"""Which of their ways to pay the shopper wants for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from actions.errands.context import Context
from actions.errands.errand import Outcome, ask
from actions.errands.refusing import say_refusal
from actions.errands.state import Question
from actions.phrases import method_name
from actions.reply import payload
from actions.resolve.lists import read
from actions.resolve.payments import payment_meant
from actions.turn import AWAITING
from shop import Refusal
from shop.refusals import BalanceTooLow, MethodNotAccepted, SameMethod
from shop.types import Order, PaymentMethod

# What awaits the choice of a payment method.
PAYMENT = "payment"
AGREED = "affirm"
SPENDING = re.compile(r"\b(?:use|using|refund\w*|pay\w*|charge\w*|credit\w*|to|on|with|put)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Payment:
    """One of the shopper's payment methods that the shop takes for this, filled as ``payment``.

    ``allowed`` are those it takes, ``amount`` is what is to be paid (negative for what goes back).
    """

    question: str
    none: str
    allowed: Callable[[Context], Sequence[PaymentMethod]]
    amount: Callable[[Context], Decimal]

    def fill(self, ctx: Context) -> Outcome:
        """The one that was named, the only possible one, or asked with buttons."""
        allowed = list(self.allowed(ctx))
        if not allowed:
            self._say_why_none(ctx)
            return Outcome.ENDED
        self._forget_what_is_not_possible(ctx, allowed)
        open_ones = self._read(ctx, allowed)
        if PAYMENT in ctx.filled:
            return Outcome.FILLED
        usual = self._usual(ctx, open_ones or allowed)
        if usual is not None:
            ctx.filled[PAYMENT] = usual.method_id
            return Outcome.FILLED
        return ask(ctx, self._question(ctx, open_ones or allowed))

    def _usual(self, ctx: Context, possible: Sequence[PaymentMethod]) -> PaymentMethod | None:
        """The only possible one; what the order was paid with, where nothing is to be paid or they say yes.

        The summary names it and asks, so a bare "yes" to the question which one it is loses nothing.
        """
        if len(possible) == 1:
            return possible[0]
        agreed = ctx.turn.intent == AGREED and ctx.turn.slot(AWAITING) == PAYMENT
        if ctx.errand.name == "change_payment" or not (agreed or self.amount(ctx) == 0):
            return None
        before = [method for method in possible if method.method_id in originals(ctx)]
        return before[0] if len(before) == 1 else None

    def _say_why_none(self, ctx: Context) -> None:
        """The gift card that was asked for has too little on it, or there is no other method at all."""
        own = ctx.customer.payment_methods if ctx.customer else ()
        wished = next((found.one for text in ctx.texts() if (found := payment_meant(text, own)).one), None)
        refusal = self._why_not(ctx, wished, ()) if wished else None
        if isinstance(refusal, BalanceTooLow):
            say_refusal(ctx, refusal)
        ctx.reply.say(self.none)

    def listen(self, ctx: Context) -> None:
        """A method that is named before it is asked for."""
        own = ctx.customer.payment_methods if ctx.customer else ()
        found = payment_meant(ctx.words, own).one
        if found is not None and PAYMENT not in ctx.filled:
            ctx.filled["method_named"] = found.method_id

    def _forget_what_is_not_possible(self, ctx: Context, allowed: Sequence[PaymentMethod]) -> None:
        known = ctx.filled.get(PAYMENT)
        if known is not None and known not in {method.method_id for method in allowed}:
            del ctx.filled[PAYMENT]

    def _read(self, ctx: Context, allowed: Sequence[PaymentMethod]) -> Sequence[PaymentMethod]:
        """Take the method from the button, from this message, or from an earlier one; () or what is open."""
        pressed = ctx.pressed("method")
        if pressed in {method.method_id for method in allowed}:
            ctx.filled[PAYMENT] = pressed
            return ()
        if ctx.words:
            open_ones = self._take(ctx, ctx.words, allowed)
            if open_ones or PAYMENT in ctx.filled:
                return open_ones
        if PAYMENT in ctx.filled:
            return ()
        for text in (said for said in ctx.texts() if said != ctx.words):
            open_ones = self._take(ctx, text, allowed)
            if open_ones or PAYMENT in ctx.filled:
                return open_ones
        return ()

    def _take(self, ctx: Context, text: str, allowed: Sequence[PaymentMethod]) -> Sequence[PaymentMethod]:
        """Fill the method that the text names; what it leaves open is returned."""
        own = ctx.customer.payment_methods if ctx.customer else ()
        # Who pays it another way does not mean the way it is paid by "the same one".
        original = () if ctx.errand.name == "change_payment" else originals(ctx)
        known = ctx.filled.get(PAYMENT)
        found = payment_meant(text, own, original=original, discussed=known)
        if found.one is not None and found.one in allowed:
            ctx.filled[PAYMENT] = found.one.method_id
            return ()
        if found.one is None and not found.choices:
            if text == ctx.words and _kind_nobody_has(text, own) and SPENDING.search(text):
                ctx.reply.say("utter_refused_method_not_found")
            return ()
        possible = payment_meant(text, allowed, original=original, discussed=known)
        if possible.one is not None:
            ctx.filled[PAYMENT] = possible.one.method_id
            return ()
        if found.one is not None:
            self._refuse(ctx, found.one, allowed, again=text == ctx.words)
        return [method for method in found.choices if method in allowed]

    def _refuse(
        self, ctx: Context, named: PaymentMethod, allowed: Sequence[PaymentMethod], *, again: bool
    ) -> None:
        """Once for each method, however often the message is read; ``again`` when it is asked for anew."""
        told = ctx.filled.setdefault("refused", [])
        if named.method_id not in told or again:
            say_refusal(ctx, self._why_not(ctx, named, allowed))
        if named.method_id not in told:
            told.append(named.method_id)

    def _why_not(self, ctx: Context, named: PaymentMethod, allowed: Sequence[PaymentMethod]) -> Refusal:
        amount, balance = self.amount(ctx), named.balance or Decimal(0)
        if ctx.errand.name == "change_payment" and named.method_id in originals(ctx):
            return SameMethod(named.method_id)
        if named.kind == "gift_card" and amount > balance:
            return BalanceTooLow(named.method_id, balance, amount)
        return MethodNotAccepted(named.method_id, [method.method_id for method in allowed])

    def _question(self, ctx: Context, methods: Sequence[PaymentMethod]) -> Question:
        buttons = [(method_name(m), payload("inform", method=m.method_id)) for m in methods]
        values = {
            "methods": ", ".join(title for title, _ in buttons),
            "order_id": ctx.filled.get("order", ""),
        }
        return Question(awaiting=PAYMENT, response=self.question, values=values, buttons=buttons)


def _kind_nobody_has(text: str, own: Sequence[PaymentMethod]) -> bool:
    """Whether the text names a kind of payment that is not on the account."""
    folded = text.casefold()
    kinds = {method.kind for method in own}
    words = ((kind, word) for kind, names in read("payments")["kinds"].items() for word in names)
    named = {kind for kind, word in words if kind != "credit_card" and re.search(rf"\b{word}\b", folded)}
    return bool(named) and not named & kinds


def originals(ctx: Context) -> tuple[str, ...]:
    """What the order was paid with."""
    if "order" not in ctx.filled:
        return ()
    return paid_with(ctx.order)


def paid_with(order: Order) -> tuple[str, ...]:
    """The ids of the methods that paid an order, each once."""
    return tuple(dict.fromkeys(line.method_id for line in order.payments if line.kind == "payment"))
