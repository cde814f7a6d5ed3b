"""What is open in a conversation, kept in Rasa's tracker so that it survives the restart of any process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from actions.reply import Button, Reply
from actions.turn import AWAITING, Turn

SLOT = "errand"
# The action that serves errands; messages that others served are not about one.
ACTION = "action_errand"
# What is awaited while an errand stands before its yes or no.
CONFIRM = "confirm"
# ... and while another errand than the one asked for is offered.
OFFER = "offer"
# ... and while a variant is to be chosen.
VARIANT = "variant"
# Ticket characters: long enough not to be met by chance, short enough for a button's payload.
TICKET_BYTES = 4
# The order the shopper was last told about, so that "cancel it" has something to mean.
DISCUSSED = "served"
# What outlives an errand: the last address, and what was refused before.
RECENT = "recent"


class Question(BaseModel):
    """What was asked last, so that it can be asked again after a digression."""

    awaiting: str
    response: str
    values: dict[str, str] = {}
    buttons: list[tuple[str, str]] = []
    # What the widget may show instead of typing: {"kind": "items", "items": [...]} or {"kind": "address"}.
    form: dict[str, Any] | None = None

    def put(self, reply: Reply) -> None:
        """Ask it."""
        buttons = [Button(title, payload) for title, payload in self.buttons]
        custom = {"form": self.form} if self.form else None
        reply.fill(self.response, self.values, buttons=buttons, custom=custom)


class Open(BaseModel):
    """One errand under way. ``started`` is the number of the message that asked for it.

    ``filled`` is what is known of its needs, as JSON. ``skipped`` are spans of messages (from, to) that
    belonged to an errand on top of this one, ``shared`` those of them that may hold a detail of this one.
    ``unknown`` are order numbers that were named and are no order of the shopper's. ``queued``: it has not
    begun yet; ``offered``: it was proposed ``instead_of`` another, and waits for a yes. ``excerpts``: the
    parts of messages that are about it, where the rest asks for something else.
    """

    name: str
    started: int
    filled: dict[str, Any] = {}
    confirming: str | None = None
    skipped: list[tuple[int, int]] = []
    shared: list[int] = []
    unknown: list[str] = []
    queued: bool = False
    offered: bool = False
    instead_of: str = ""
    excerpts: dict[int, str] = {}

    def owns(self, index: int) -> bool:
        """Whether the message of that number was said to this errand and not to one above it."""
        return index >= self.started and not any(start <= index < end for start, end in self.skipped)

    def leave_to_another(self, index: int) -> None:
        """That message asked for another errand; a detail of this one may be in it all the same."""
        if self.started < index:
            self.skipped.append((index, index + 1))
            self.shared.append(index)

    def wait_for(self, above: Open, now: int) -> None:
        """Leave out the messages that were said to an errand that was served before this one went on."""
        if self.started < above.started:
            self.skipped.append((above.started, now + 1))
            self.shared.append(above.started)
        elif self.started > above.started:
            self.skipped.append((self.started + 1, now + 1))
        else:
            self.skipped.append((now, now + 1))


class ErrandState(BaseModel):
    """Open errands, the last one on top, and the question the shopper has been asked."""

    stack: list[Open] = []
    question: Question | None = None
    # Claims the shopper says they cannot make, such as the order number.
    without: list[str] = Field(default_factory=list)
    # How often the open question has been asked again with nothing new to it.
    repeats: int = 0

    @classmethod
    def of(cls, slots: Mapping[str, Any]) -> ErrandState:
        """The state in the tracker; an unreadable one (of an older version) counts as nothing open."""
        try:
            return cls.model_validate(slots.get(SLOT) or {})
        except ValidationError:
            return cls()

    @property
    def top(self) -> Open | None:
        """The errand that is being worked on."""
        return self.stack[-1] if self.stack else None

    def ask(self, reply: Reply, question: Question, *, later: bool = False) -> None:
        """Ask and wait for the answer; ``later`` when more of the message is to be served before."""
        self.repeats = self.repeats + 1 if question == self.question else 0
        self.question = question
        if not later:
            question.put(reply)

    def save(self, reply: Reply) -> None:
        """Put the state back into the tracker."""
        reply.remember(SLOT, self.model_dump(mode="json") if self.stack else None)
        reply.remember(AWAITING, self.question.awaiting if self.question and self.stack else None)


def remind(turn: Turn, reply: Reply) -> None:
    """Ask the open question again, after something else was served."""
    if not reply.current(turn.slots, AWAITING):
        return
    state = ErrandState.of({SLOT: reply.current(turn.slots, SLOT)})
    if state.question is not None:
        if not turn.follows:
            reply.say("utter_back_to")
        state.question.put(reply)
