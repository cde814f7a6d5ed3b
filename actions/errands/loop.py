"""The one loop that fills, checks, confirms and runs errands, and keeps those that wait."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from copy import deepcopy

from actions.errands.consent import NEXT, around_yes, is_no, is_yes
from actions.errands.context import Context
from actions.errands.errand import Errand, Listening, Outcome, ask
from actions.errands.needs.either import EITHER
from actions.errands.needs.orders import ACTED
from actions.errands.refusing import say_refusal
from actions.errands.starting import Starting
from actions.errands.state import CONFIRM, TICKET_BYTES, ErrandState, Open, remind
from actions.errands.told import errand_told
from actions.meant import settings as titles
from actions.reply import Reply
from actions.resolve.identity import PROOFS
from actions.resolve.words import points_back
from actions.services import Services
from actions.turn import Turn
from shop import Refusal

log = logging.getLogger(__name__)

# An errand turns into another at most so often before it is served.
MOST_TURNS = 4
# A rest of a message shorter than this asks for nothing.
SHORTEST_REQUEST = 3


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
        self._starting = Starting(errands, turn, self.state)

    def serve(self) -> bool:
        """Take the message in. False when it means nothing to any errand, open or new."""
        turn, top = self._turn, self.state.top
        if self._expired_button():
            return True
        if top is not None and self._turn.follows and self._starting.is_story():
            self._ask_for_the_first()
        elif top is not None and self._starting.waits(top):
            self._start(turn.intent) if self._starting.comes_first(top) else self._queue(turn.intent)
        elif top is not None and top.confirming and not top.offered and self._says_yes(top):
            self._confirmation(top)
        elif top is not None and (meant := self._starting.meant_instead(top)):
            self.state.stack.pop()
            self._start(meant)
        elif top is not None and (other := self._starting.the_other_of_two(top)):
            self._take_up(other)
        elif top is not None and self._starting.takes_its_place(top):
            self._start_in_place_of(top)
        elif self._starting.starts(top):
            self._start(turn.intent)
        elif top is None:
            return self._start_from_details()
        elif self._starting.drops(top, self._services.store.policy.cancel.reasons):
            self._drop()
        elif turn.intent == "repeat" and self.state.question is not None:
            self.state.question.put(self._reply)
        elif top.offered and top.instead_of and self._starting.names_other_order(top):
            # "What about A10008": what was wanted of the first order is wanted of this one.
            self.state.stack.pop()
            self._start(top.instead_of)
        elif top.offered:
            self._offer(top)
        elif top.confirming:
            self._confirmation(top)
        else:
            self._advance()
        self.state.save(self._reply)
        return True

    # Beginning and ending.

    def _start(self, intent: str, since: int | None = None) -> None:
        """Open the errand on top; the same one further down, or one that was only offered, is done with.

        Where the words ask for several errands each gets its own part of them, and all but the first wait.
        ``since`` is the number of an earlier message from which on what was said is about it.
        """
        stack = self.state.stack
        self.state.stack = [o for o in stack if not o.offered and not self._starting.replaces(o)]
        now = self._index()
        opened = [
            Open(name=told.name, started=now, queued=place > 0, excerpts={now: told.text})
            for place, told in enumerate(self._starting.apart(intent))
        ]
        for waiting in opened[1:]:
            self._reply.say("utter_queued", errand=titles().tasks[waiting.name])
        cut_off = self._starting.cut_off()
        self.state.stack += reversed(
            opened or [Open(name=intent, started=now if since is None else since, shared=cut_off)]
        )
        self.state.question = None
        self._note_what_is_beside(intent)
        self._advance()

    def _start_in_place_of(self, top: Open) -> None:
        """Give the open errand up; where the words only point back, what was said to it is meant."""
        self.state.stack.pop()
        names_one = any(entity.kind == "product" for entity in self._turn.entities)
        points = points_back(self._turn.words) and not names_one
        self._start(self._turn.intent, since=top.started if points else None)

    def _note_what_is_beside(self, intent: str) -> None:
        """ "Change its address to X and the payment to Y": the second waits below the first."""
        for name, errand in self._errands.items():
            if errand.beside is None or intent not in errand.beside_of:
                continue
            if errand.beside.search(self._turn.words) and not any(o.name == name for o in self.state.stack):
                noted = Open(name=name, started=self._index(), queued=True)
                self.state.stack.insert(len(self.state.stack) - 1, noted)
                self._reply.say("utter_queued", errand=titles().titles[name].lower())

    def _queue(self, intent: str) -> None:
        """Have the errand wait behind those that were asked for with it or before."""
        if self._starting.told_by_summary():
            self._ask_for_the_first()
            return
        place, now = self._starting.place_behind(), self._index()
        for opened in self.state.stack:
            opened.leave_to_another(now)
        self.state.stack.insert(place, Open(name=intent, started=now, queued=True))
        self._reply.say("utter_queued", errand=titles().tasks[intent])
        self._ask_for_the_first()

    def _ask_for_the_first(self) -> None:
        """Once all parts of the message are read: the question of the errand that is served first."""
        question = self.state.question
        if question is None or self._turn.more:
            return
        if question.awaiting in {*PROOFS, CONFIRM}:
            # Who they are may stand in any part, and a summary may need a word about this part.
            self._advance()
        else:
            question.put(self._reply)

    def _take_up(self, other: Open) -> None:
        """The other one of two errands of which only one can be done."""
        self.state.stack = [o for o in self.state.stack if not o.filled.get(EITHER)]
        other.queued = False
        self.state.stack.append(other)
        self.state.question = None
        self._advance()

    def _start_from_details(self) -> bool:
        """An order number out of the blue asks what became of that order; "yes cancel it" asks to cancel."""
        intent = self._starting.from_details()
        if intent is None:
            return False
        self._start(intent)
        self.state.save(self._reply)
        return True

    def _index(self) -> int:
        return max(len(self._turn.heard) - 1, 0)

    def _context(self, errand: Open) -> Context:
        turn = self._turn.excerpted(errand.excerpts)
        return Context(turn, self._reply, self._services, self.state, errand)

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
        """Close the top errand and go on with the one below it."""
        done = self.state.stack.pop()
        self.state.question = None
        below = self.state.top
        if below is None:
            return
        below.wait_for(done, self._index())
        if below.queued:
            below.queued = False
            self._reply.say("utter_next", errand=titles().tasks[below.name])
        else:
            self._reply.say("utter_back_to")
        self._advance()

    def _hand_over(self) -> None:
        """A person has the conversation now; nothing of ours stays open."""
        self.state.stack.clear()
        self.state.question = None

    # Filling and asking.

    def _advance(self) -> None:
        """Fill needs until one has to be asked for, then confirm or run."""
        top = self.state.top
        if top is None:
            return
        top.confirming = None
        ctx = self._context(top)
        if self._settled(self._fill(ctx)):
            return
        errand = self._errands[top.name]
        if errand.confirm is None:
            self._run(errand, ctx)
        else:
            self._ask_for_a_yes(errand, ctx)

    def _fill(self, ctx: Context) -> Outcome:
        """All needs in order, again from the first when it has turned into another errand."""
        outcome = Outcome.TURNED
        turns = 0
        while outcome is Outcome.TURNED and turns < MOST_TURNS:
            outcome, turns = self._fill_once(ctx), turns + 1
        return outcome

    def _fill_once(self, ctx: Context) -> Outcome:
        needs = self._errands[ctx.errand.name].needs
        for need in needs:
            if isinstance(need, Listening) and ctx.words and ctx.user_id:
                need.listen(ctx)
        try:
            for need in needs:
                outcome = need.fill(ctx)
                if outcome is not Outcome.FILLED:
                    return outcome
        except Refusal as refusal:
            # What was true when it was asked is no longer: the order is gone, or another shopper signed in.
            say_refusal(ctx, refusal)
            return Outcome.ENDED
        return Outcome.FILLED

    def _settled(self, outcome: Outcome) -> bool:
        """Whether there is nothing more to do in this turn; closes what has ended."""
        if outcome is Outcome.ENDED:
            self._pop()
        elif outcome is Outcome.HANDED_OVER:
            self._hand_over()
        return outcome is not Outcome.FILLED

    def _ask_for_a_yes(self, errand: Errand, ctx: Context) -> None:
        if errand.confirm is None:
            return
        ticket = secrets.token_hex(TICKET_BYTES)
        try:
            question = errand.confirm(ctx, ticket)
        except Refusal as refusal:
            say_refusal(ctx, refusal)
            self._pop()
            return
        ctx.errand.confirming = ticket
        self._settled(ask(ctx, question))

    # Answers to a summary or an offer.

    def _confirmation(self, top: Open) -> None:
        """A yes, a no, or a detail that is corrected; what is neither is asked about again."""
        before, name = deepcopy(top.filled), top.name
        no, yes = is_no(self._turn, top.confirming), self._says_yes(top)
        follows = self._what_follows(name) if yes else None
        ctx = self._context(top)
        if follows:
            # "Yes. Then send the other order to ...": the rest says nothing about this one.
            ctx.turn = ctx.turn.only(around_yes(self._turn, self._summary())[0])
        if self._settled(self._fill(ctx)):
            if self.state.top is top:
                top.confirming = None
            return
        errand = self._errands[top.name]
        if top.filled != before or top.name != name:
            self._ask_for_a_yes(errand, ctx)
        elif yes:
            self._run(errand, ctx)
            if follows:
                self._start_what_follows(follows)
        elif no:
            (errand.declined or _say_dropped)(ctx)
            self._pop()
        else:
            self._ask_again(ctx)

    def agreed(self) -> str | None:
        """Do what an open summary asks about if the message holds a yes to it; what is said after the yes."""
        top = self.state.top
        if top is None or not top.confirming or top.offered or not self._says_yes(top):
            return None
        rest = around_yes(self._turn, self._summary())[1]
        self._confirmation(top)
        self.state.save(self._reply)
        return rest

    def _says_yes(self, top: Open) -> bool:
        return is_yes(self._turn, top.confirming, self._summary(), top.name)

    def _summary(self) -> str:
        question = self.state.question
        return " ".join(map(str, question.values.values())) if question else ""

    def _offer(self, top: Open) -> None:
        """Another errand than the one asked for was proposed."""
        if self._says_yes(top) or self._turn.intent == top.name:
            top.offered = False
            self._advance()
        elif is_no(self._turn, top.confirming):
            self._drop()
        else:
            self._ask_again(self._context(top))

    def _ask_again(self, ctx: Context) -> None:
        if self.state.question is not None:
            if not self._turn.follows:
                # The part of this message before may just have brought the summary.
                self._reply.say("utter_yes_or_no")
            self._settled(ask(ctx, self.state.question))

    def _what_follows(self, done: str) -> str | None:
        """ "Yes, go ahead. I also want to return the lamp": the errand named after the yes."""
        rest = around_yes(self._turn, self._summary())[1]
        if len(rest.split()) < SHORTEST_REQUEST:
            return None
        told = errand_told(rest)
        if told is None:
            sure = self._starting.is_sure_request() and self._turn.intent != done
            return self._turn.intent if sure else None
        return told if told != done or NEXT.search(rest) else None

    def _start_what_follows(self, intent: str) -> None:
        if self.state.top is None:
            self._start(intent)
        else:
            self.state.stack.insert(0, Open(name=intent, started=self._index(), queued=True))
            self._reply.say("utter_queued", errand=titles().tasks[intent])

    def _run(self, errand: Errand, ctx: Context) -> None:
        try:
            errand.run(ctx)
        except Refusal as refusal:
            say_refusal(ctx, refusal)
        else:
            self.finished.append(errand)
            if ctx.filled.get(EITHER):
                # Of the two only this one could be done, which was told.
                self.state.stack = [
                    o for o in self.state.stack if o is ctx.errand or not o.filled.get(EITHER)
                ]
            if "order" in ctx.filled:
                ctx.discuss(str(ctx.filled["order"]))
                if errand.confirm is not None:
                    ctx.keep(ACTED, [*ctx.recent.get(ACTED, []), str(ctx.filled["order"])])
        try:
            self._pop()
        except Exception:
            # What was done stays done and must be told, whatever happens to the errand below.
            log.exception("the errands below could not go on in conversation %s", self._turn.conversation)
            self._hand_over()


def _say_dropped(ctx: Context) -> None:
    ctx.reply.say("utter_dropped")
