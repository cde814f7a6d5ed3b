"""The one loop that fills, checks, confirms and runs errands."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping

from actions.errands.errand import Context, Errand, Outcome, say_refusal
from actions.errands.state import ErrandState, Open, remind
from actions.handoff import PERSON_OFFERS
from actions.reply import Reply
from actions.services import Services
from actions.turn import AWAITING, Turn
from shop import Refusal

log = logging.getLogger(__name__)

# A yes in words must be sure and short, and must not carry a "but", a "not", a "wait" or a "maybe".
SURE_YES = 0.5
LONGEST_YES = 8
HEDGE = re.compile(
    r"\b(?:no|not|never|wait|stop|but|unless|only if|except|hold on|hang on|keep|leave|forget|later|maybe|"
    r"perhaps|instead|rather|actually|first|other|another|different|if|think|guess|what|why|when|how)\b"
    r"|\bdont\b|n['’]t\b|\?",
    re.IGNORECASE,
)
# Responses that end with another question: right after one of them a bare "yes" may not be meant for ours.
OTHER_QUESTIONS = frozenset({*PERSON_OFFERS, "utter_welcome", "utter_agent_returned"})
# A message in the middle of an errand must be this sure to start another one; else it is taken as an answer.
SURE_START = 0.6
SURE_NO = 0.5
# Questions whose "no" can only mean that the errand is not wanted.
DECLINABLE = frozenset({"order", "reason"})
# Ticket characters: long enough not to be met by chance, short enough for a button's payload.
TICKET_BYTES = 4


class ErrandLoop:
    """Works on the open errands of one turn. Made anew for each turn; all state is in the tracker."""

    def __init__(self, errands: Mapping[str, Errand], turn: Turn, reply: Reply, services: Services) -> None:
        self._errands = errands
        self._turn = turn
        self._reply = reply
        self._services = services
        self.state = ErrandState.of(turn.slots)
        # An errand of an older version, which nobody can carry on.
        self.state.stack = [opened for opened in self.state.stack if opened.name in errands]
        self.finished: list[Errand] = []

    def serve(self) -> bool:
        """Take the message in. False when it means nothing to any errand, open or new."""
        turn, top = self._turn, self.state.top
        if self._expired_button():
            return True
        if self._starts(top):
            self._start(turn.intent)
        elif top is None:
            return self._start_from_details()
        elif self._drops(top):
            self._drop()
        elif turn.intent == "repeat" and self.state.question is not None:
            self.state.question.put(self._reply)
        elif top.confirming:
            self._confirmation(top)
        else:
            self._advance()
        self.state.save(self._reply)
        return True

    def _starts(self, top: Open | None) -> bool:
        if self._turn.intent not in self._errands or self._turned_down(self._turn.intent):
            return False
        return top is None or (top.name != self._turn.intent and self._turn.confidence >= SURE_START)

    def _drops(self, top: Open) -> bool:
        turn = self._turn
        if turn.intent == "never_mind" or self._turned_down(top.name):
            return True
        refused = turn.intent == "deny" and turn.confidence >= SURE_NO and not self._brings_details()
        return refused and not top.confirming and turn.slot(AWAITING) in DECLINABLE

    def _turned_down(self, name: str) -> bool:
        unless = self._errands[name].unless
        return unless is not None and unless.search(self._turn.words) is not None

    def _start(self, intent: str) -> None:
        """Open the errand on top; the same one further down is done with."""
        self.state.stack = [opened for opened in self.state.stack if opened.name != intent]
        self.state.stack.append(Open(name=intent, started=self._index()))
        self.state.question = None
        self._advance()

    def _start_from_details(self) -> bool:
        """An order number out of the blue asks what became of that order; "yes cancel it" asks to cancel."""
        turn = self._turn
        if turn.intent in {"inform", "correct"} and turn.entity("order_id"):
            self._start("order_status")
        elif turn.intent == "affirm" and len(turn.words.split()) > 1 and turn.runner_up in self._errands:
            self._start(turn.runner_up)
        else:
            return False
        self.state.save(self._reply)
        return True

    def _index(self) -> int:
        return max(len(self._turn.heard) - 1, 0)

    def _context(self, errand: Open) -> Context:
        return Context(self._turn, self._reply, self._services, self.state, errand)

    def _expired_button(self) -> bool:
        """A late press of a yes or no whose question is no longer the open one."""
        ticket = self._turn.entity("ticket")
        if ticket is None or (self.state.top and self.state.top.confirming == ticket):
            return False
        self._reply.say("utter_button_expired")
        remind(self._turn, self._reply)
        return True

    def _drop(self) -> None:
        self._reply.say("utter_dropped")
        self._pop()

    def _pop(self) -> None:
        """Close the top errand and go on with the one below it, to which none of these messages was said."""
        done = self.state.stack.pop()
        self.state.question = None
        below = self.state.top
        if below is not None:
            below.skipped.append((done.started, self._index() + 1))
            self._reply.say("utter_back_to")
            self._advance()

    def _advance(self) -> None:
        """Fill needs until one has to be asked for, then confirm or run."""
        top = self.state.top
        if top is None:
            return
        errand, ctx = self._errands[top.name], self._context(top)
        top.confirming = None
        try:
            outcome = self._fill(errand, ctx)
        except Refusal as refusal:
            # What was true when it was asked is no longer: the order is gone, or another shopper signed in.
            say_refusal(ctx, refusal)
            outcome = Outcome.ENDED
        if outcome is Outcome.ENDED:
            self._pop()
        elif outcome is Outcome.HANDED_OVER:
            self._hand_over()
        elif outcome is Outcome.FILLED:
            self._run(errand, ctx)

    def _fill(self, errand: Errand, ctx: Context) -> Outcome:
        for need in errand.needs:
            outcome = need.fill(ctx)
            if outcome is not Outcome.FILLED:
                return outcome
        if errand.confirm is None:
            return Outcome.FILLED
        ctx.errand.confirming = secrets.token_hex(TICKET_BYTES)
        return ctx.ask(errand.confirm(ctx, ctx.errand.confirming))

    def _hand_over(self) -> None:
        """A person has the conversation now; nothing of ours stays open."""
        self.state.stack.clear()
        self.state.question = None

    def _confirmation(self, top: Open) -> None:
        errand, ctx = self._errands[top.name], self._context(top)
        changes = self._brings_details() or (errand.corrects is not None and errand.corrects(ctx))
        if self._is_yes(top) and not changes:
            self._run(errand, ctx)
        elif self._turn.intent == "deny" and not changes:
            (errand.declined or _say_dropped)(ctx)
            self._pop()
        elif changes:
            # The shopper corrects a detail instead of answering: take it in and ask for the yes again.
            self._advance()
        elif self.state.question is not None:
            self._reply.say("utter_yes_or_no")
            if ctx.ask(self.state.question) is Outcome.HANDED_OVER:
                self._hand_over()

    def _is_yes(self, top: Open) -> bool:
        turn = self._turn
        if turn.intent != "affirm":
            return False
        if turn.pressed:
            return turn.entity("ticket") == top.confirming
        sure = turn.confidence >= SURE_YES and len(turn.words.split()) <= LONGEST_YES
        plain = not HEDGE.search(turn.words) and not self._brings_details()
        return sure and plain and OTHER_QUESTIONS.isdisjoint(turn.last_said())

    def _brings_details(self) -> bool:
        return any(e.kind in {"order_id", "reason", "product"} for e in self._turn.entities)

    def _run(self, errand: Errand, ctx: Context) -> None:
        try:
            errand.run(ctx)
        except Refusal as refusal:
            say_refusal(ctx, refusal)
        else:
            self.finished.append(errand)
        try:
            self._pop()
        except Exception:
            # What was done stays done and must be told, whatever happens to the errand below.
            log.exception("the errands below could not go on in conversation %s", self._turn.conversation)
            self._hand_over()


def _say_dropped(ctx: Context) -> None:
    ctx.reply.say("utter_dropped")
