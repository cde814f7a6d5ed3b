"""The vocabulary of errands: what one needs, how each need is filled, and what it finally does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from actions.errands.state import ACTION, ErrandState, Open, Question
from actions.handoff import hand_over
from actions.reply import Reply
from actions.services import Services
from actions.turn import Heard, Turn
from shop import Refusal
from shop.types import Customer, Order

# A question asked this often again without an answer goes to a person.
MAX_REPEATS = 3


class Outcome(Enum):
    """What came of trying to fill a need."""

    FILLED = "filled"
    ASKED = "asked"
    ENDED = "ended"
    HANDED_OVER = "handed over"


@dataclass
class Context:
    """One turn's work on one errand."""

    turn: Turn
    reply: Reply
    services: Services
    state: ErrandState
    errand: Open

    @property
    def present(self) -> bool:
        """Whether this message is said to this errand; not when an errand above it has just ended."""
        return self.errand.owns(len(self.turn.heard) - 1)

    @property
    def messages(self) -> list[Heard]:
        """What was said to this errand, oldest first."""
        mine = [m for m in self.turn.heard if self.errand.owns(m.index)]
        return [m for m in mine if m.action in {None, ACTION}]

    def entity(self, kind: str) -> str | None:
        """The detail of that kind in this message, if the message is said to this errand."""
        return self.turn.entity(kind) if self.present else None

    @property
    def user_id(self) -> str | None:
        """Who the shopper is proven to be: by the shop's token or by what they told us earlier."""
        token = self.turn.metadata.get("user_id")
        known: str | None = self.reply.current(self.turn.slots, "user_id")
        return token or known

    @property
    def identified(self) -> str:
        """The same where an earlier need has made sure of it. Raises RuntimeError otherwise."""
        user_id = self.user_id
        if user_id is None:
            raise RuntimeError(f"errand {self.errand.name} ran before the shopper was identified")
        return user_id

    @property
    def customer(self) -> Customer | None:
        """The shopper's record."""
        return self.services.store.customer(self.identified)

    @property
    def order(self) -> Order:
        """The order this errand is about, read anew. Raises shop.OrderNotFound."""
        return self.services.store.order_for(self.identified, self.errand.filled["order"])

    @property
    def currency(self) -> str:
        """The shop's currency code."""
        return self.services.store.policy.currency

    def ask(self, question: Question) -> Outcome:
        """Ask the shopper and wait; a question that keeps missing its answer goes to a person."""
        if question == self.state.question and self.state.repeats + 1 >= MAX_REPEATS:
            self.reply.say("utter_handoff_not_understood")
            hand_over(self.turn, self.reply, self.services, reason="not_understood")
            return Outcome.HANDED_OVER
        self.state.ask(self.reply, question)
        return Outcome.ASKED


class Need(Protocol):
    """Something an errand cannot do without."""

    def fill(self, ctx: Context) -> Outcome:
        """Fill it from what is known, or ask, or end the errand having said why."""


@dataclass(frozen=True)
class Errand:
    """What a shopper can have done.

    ``intent`` starts it. Needs are filled in order. An errand with ``confirm`` lists the
    details and runs only after an explicit yes; ``corrects`` tells that a message changes one of these
    details in words, ``unless`` finds the words that turn the request around ("don't cancel").
    ``welcome_offer`` marks errands after which a suggestion may be in place.
    """

    intent: str
    needs: tuple[Need, ...]
    run: Callable[[Context], None]
    confirm: Callable[[Context, str], Question] | None = None
    declined: Callable[[Context], None] | None = None
    corrects: Callable[[Context], bool] | None = None
    unless: re.Pattern[str] | None = None
    welcome_offer: bool = False


def say_refusal(ctx: Context, refusal: Refusal) -> None:
    """Say why the shop will not do it, in the words domain.yml has for that refusal."""
    details = {"order_id": ctx.errand.filled.get("order", ""), **refusal.details}
    ctx.reply.fill(f"utter_refused_{refusal.code}", details)
