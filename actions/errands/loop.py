"""The one loop that fills, checks, confirms and runs errands."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

from actions.errands.errand import Context, Errand, Outcome, say_refusal
from actions.errands.state import ErrandState, Open
from actions.reply import Reply
from actions.services import Services
from actions.turn import Turn
from shop import Refusal

# A yes in words must be sure, and must not carry a "but", a "not" or a "wait".
SURE_YES = 0.5
_HEDGE = re.compile(r"\b(no|not|n't|don'?t|do not|never|wait|stop|but|unless|only if|except|hold on)\b", re.I)
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
        self.finished: list[Errand] = []

    def serve(self) -> bool:
        """Take the message in. False when it means nothing to any errand, open or new."""
        turn, top = self._turn, self.state.top
        if self._expired_button():
            return True
        if turn.intent in self._errands and not (top and top.name == turn.intent):
            self._start(turn.intent)
        elif top is None:
            return self._start_from_details()
        elif turn.intent == "never_mind":
            self._drop()
        elif top.confirming:
            self._confirmation(top)
        else:
            self._advance()
        self.state.save(self._reply)
        return True

    def _start(self, intent: str) -> None:
        self.state.stack.append(Open(name=intent, started=self._index()))
        self._advance()

    def _start_from_details(self) -> bool:
        """An order number out of the blue asks what became of that order."""
        if self._turn.intent in {"inform", "correct"} and self._turn.entity("order_id"):
            self._start("order_status")
            self.state.save(self._reply)
            return True
        return False

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
        return True

    def _drop(self) -> None:
        top = self.state.top
        if top is not None:
            self._reply.say("utter_dropped")
            self._pop()

    def _pop(self) -> None:
        """Close the top errand and go back to the question of the one below it."""
        self.state.stack.pop()
        self.state.question = None
        if self.state.stack:
            self._reply.say("utter_back_to")
            self._advance(fresh=False)

    def _advance(self, *, fresh: bool = True) -> None:
        """Fill needs until one has to be asked for, then confirm or run."""
        top = self.state.top
        if top is None:
            return
        errand, ctx = self._errands[top.name], self._context(top)
        top.confirming = None if fresh else top.confirming
        for need in errand.needs:
            outcome = need.fill(ctx)
            if outcome is Outcome.ASKED:
                return
            if outcome is Outcome.ENDED:
                self._pop()
                return
        if errand.confirm is not None:
            top.confirming = secrets.token_hex(TICKET_BYTES)
            ctx.ask(errand.confirm(ctx, top.confirming))
        else:
            self._run(errand, ctx)

    def _confirmation(self, top: Open) -> None:
        errand, ctx = self._errands[top.name], self._context(top)
        if self._is_yes(top):
            self._run(errand, ctx)
        elif self._turn.intent == "deny" and not self._brings_details():
            (errand.declined or _say_dropped)(ctx)
            self._pop()
        elif self._brings_details():
            # The shopper corrects a detail instead of answering: take it in and ask for the yes again.
            self._advance()
        elif self.state.question is not None:
            self._reply.say("utter_yes_or_no")
            self.state.question.put(self._reply)

    def _is_yes(self, top: Open) -> bool:
        turn = self._turn
        if turn.intent != "affirm":
            return False
        if turn.pressed:
            return turn.entity("ticket") == top.confirming
        return turn.confidence >= SURE_YES and not _HEDGE.search(turn.words) and not self._brings_details()

    def _brings_details(self) -> bool:
        return any(e.kind in {"order_id", "reason", "product"} for e in self._turn.entities)

    def _run(self, errand: Errand, ctx: Context) -> None:
        try:
            errand.run(ctx)
        except Refusal as refusal:
            say_refusal(ctx, refusal)
        else:
            self.finished.append(errand)
        self._pop()


def _say_dropped(ctx: Context) -> None:
    ctx.reply.say("utter_dropped")
