"""One turn's work on one errand: what was said to it, and whose orders and products it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from actions.errands.state import ACTION, DISCUSSED, RECENT, ErrandState, Open, Question
from actions.handoff import hand_over
from actions.reply import Reply
from actions.services import Services
from actions.turn import Heard, Turn
from shop.types import Customer, Order, Product

# A question asked this often again without an answer goes to a person.
MAX_REPEATS = 3
# What is known of an errand whichever of several orders it is about.
OF_ALL = ("same", "elsewhere")
# More of a conversation than this is not read again for a detail.
LONGEST_MEMORY = 6000


@dataclass
class Context:
    """Made anew for each turn and errand; all that lasts is in the tracker."""

    turn: Turn
    reply: Reply
    services: Services
    state: ErrandState
    errand: Open
    known: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        # What was known before this message: whoever adds to it is not talking past the question.
        self.known = deepcopy(self.errand.filled)

    # What was said.

    @property
    def present(self) -> bool:
        """Whether this message is said to this errand; not when an errand above it has just ended."""
        return self.errand.owns(len(self.turn.heard) - 1)

    @property
    def words(self) -> str:
        """What was typed now, if it was said to this errand."""
        return self.turn.words if self.present else ""

    @property
    def messages(self) -> list[Heard]:
        """What was said to this errand, oldest first."""
        mine = [m for m in self.turn.heard if self.errand.owns(m.index)]
        return [m for m in mine if m.action in {None, ACTION}]

    @property
    def said(self) -> str:
        """All that was typed to this errand, oldest first."""
        typed = [m.text for m in self.messages if not m.text.startswith("/")]
        return "\n".join(typed)[-LONGEST_MEMORY:]

    def texts(self) -> Iterator[str]:
        """What was typed to this errand, newest first, then what was said beside it to another."""
        for message in reversed(self.messages):
            if not message.text.startswith("/"):
                yield message.text
        yield from self.beside()

    def beside(self) -> Iterator[str]:
        """What was said to another errand and may hold a detail of this one, newest first."""
        for message in reversed(self.turn.heard):
            if message.index in self.errand.shared and not message.text.startswith("/"):
                yield message.text

    def before(self) -> Iterator[str]:
        """What was typed before this errand was asked for, newest first."""
        for message in reversed(self.turn.heard[: self.errand.started]):
            if not message.text.startswith("/"):
                yield message.text

    def entity(self, kind: str) -> str | None:
        """The detail of that kind in this message, if the message is said to this errand."""
        return self.turn.entity(kind) if self.present else None

    def pressed(self, kind: str) -> str | None:
        """The detail of that kind on the button that was pressed."""
        return self.entity(kind) if self.turn.pressed else None

    def asked(self, awaiting: str) -> bool:
        """Whether this message answers the question for that."""
        question = self.state.question
        return self.present and question is not None and question.awaiting == awaiting

    # What is known.

    @property
    def filled(self) -> dict[str, Any]:
        """What is known of the errand's needs."""
        return self.errand.filled

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
    def orders(self) -> tuple[Order, ...]:
        """The shopper's orders, newest first."""
        return self.services.store.orders_of(self.identified)

    @property
    def order(self) -> Order:
        """The order this errand is about, read anew. Raises shop.OrderNotFound."""
        return self.services.store.order_for(self.identified, self.errand.filled["order"])

    @cached_property
    def products(self) -> Mapping[str, Product]:
        """The catalogue by product id."""
        return {product.product_id: product for product in self.services.store.products()}

    @property
    def currency(self) -> str:
        """The shop's currency code."""
        return self.services.store.policy.currency

    @property
    def recent(self) -> dict[str, Any]:
        """What outlives an errand."""
        return dict(self.reply.current(self.turn.slots, RECENT) or {})

    def keep(self, name: str, value: Any) -> None:
        """Remember something beyond this errand."""
        self.reply.remember(RECENT, {**self.recent, name: value})

    def discuss(self, order_id: str | None) -> None:
        """Remember which order was spoken of last; None when it was more than one."""
        self.reply.remember(DISCUSSED, order_id)

    # What is done about it.

    def put(self, question: Question) -> bool:
        """Ask and wait. False when the question kept missing its answer and a person was fetched instead."""
        if self.filled != self.known:
            self.state.repeats = -1
        if question == self.state.question and self.state.repeats + 1 >= MAX_REPEATS:
            self.reply.say("utter_handoff_not_understood")
            hand_over(self.turn, self.reply, self.services, reason="not_understood")
            return False
        self.state.ask(self.reply, question, later=self.turn.more)
        return True

    def queue(self, order_ids: list[str]) -> None:
        """Have the same done for these orders too, one after another, right after this one."""
        open_ones = {o.filled.get("order") for o in self.state.stack if o.name == self.errand.name}
        place = self.state.stack.index(self.errand)
        for order_id in order_ids:
            if order_id not in open_ones:
                more = Open(
                    name=self.errand.name,
                    started=self.errand.started,
                    filled={"order": order_id, **{k: v for k, v in self.filled.items() if k in OF_ALL}},
                    skipped=list(self.errand.skipped),
                    shared=list(self.errand.shared),
                    excerpts=dict(self.errand.excerpts),
                    queued=True,
                )
                self.state.stack.insert(place, more)

    def turn_into(self, name: str, *, keep: tuple[str, ...] = ("order",), offered: bool = False) -> None:
        """Make this errand another one that suits the order's state."""
        self.errand.instead_of = self.errand.name if offered else ""
        self.errand.name = name
        self.errand.filled = {key: self.errand.filled[key] for key in keep if key in self.errand.filled}
        self.errand.offered = offered
