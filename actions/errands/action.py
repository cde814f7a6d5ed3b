"""Rasa's way into the errands."""

from __future__ import annotations

import logging
import re
from typing import ClassVar

from actions.advice import Advice, Adviser, say_advice
from actions.another import asked_of_another
from actions.answers import answer_or_ask_again
from actions.candidates import shopper_of
from actions.chosen import asked_of_it, chosen_of_those_offered
from actions.documents import ask_documents, say_answer
from actions.errands.catalogue import BY_INTENT
from actions.errands.introduced import introduced
from actions.errands.invoices import INVOICE, wants_copy
from actions.errands.loop import ErrandLoop
from actions.errands.state import ACTION, remind
from actions.errands.supposed import supposes_a_return
from actions.errands.verbs import by_order, by_verb
from actions.handoff import PERSON_OFFERS, hand_over
from actions.pointed import pointed_at
from actions.product_facts import tell_product
from actions.reply import Reply
from actions.resolve.identity import PROOFS
from actions.services import Services
from actions.skill import Skill, leaves
from actions.turn import AWAITING, Turn
from actions.upsell import maybe_offer

log = logging.getLogger(__name__)

# Intents of messages that bring details, and the details that tell who somebody is.
DETAILS = frozenset({"inform", "correct"})
CLAIMS = ("email", "name", "postcode", "order_id")
# "The cheaper one" is one of those just shown; "a cheaper one" is another.
_ONE_OF_THEM = re.compile(r"\W*(?:(?:ok|and|so|hm+|maybe|then|what about|how about)\W+)*the\b", re.IGNORECASE)


class ErrandSkill(Skill):
    """Starts errands and carries open ones on."""

    action: ClassVar[str] = ACTION
    reminds: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Hand the turn to the loop; details that belong to no errand are a product or nothing."""
        turn = by_order(by_verb(turn))
        if turn.intent == INVOICE and not wants_copy(turn):
            await self._about_invoices(turn, reply)
            return
        if supposes_a_return(turn) and await self._told_by_documents(turn, reply):
            return
        if turn.slot(AWAITING) in PROOFS and leaves(turn):
            reply.say("utter_goodbye_unfinished")
            return
        if turn.slot(AWAITING) in PROOFS and await chosen_of_those_offered(turn, reply, self.services):
            remind(turn, reply)
            return
        loop = ErrandLoop(BY_INTENT, turn, reply, self.services)
        if not loop.state.stack and _told_for_the_person(turn):
            reply.say("utter_handoff")
            hand_over(turn, reply, self.services, reason="asked")
            return
        if not loop.serve():
            await self._without_errand(turn, reply)
            return
        done = loop.finished
        if done and not loop.state.stack and done[-1].welcome_offer:
            _offer(turn, reply, self.services)

    async def _about_invoices(self, turn: Turn, reply: Reply) -> None:
        """What the documents say of invoices; an open errand goes on."""
        if await self._told_by_documents(turn, reply):
            return
        reply.say("utter_no_answer", custom={"unanswered": turn.words})
        if not turn.more:
            remind(turn, reply)

    async def _told_by_documents(self, turn: Turn, reply: Reply) -> bool:
        """Answer from the documents, then ask again what is open; False where they do not tell."""
        if not say_answer(reply, await ask_documents(turn, self.services, turn.words)):
            return False
        if not turn.more:
            remind(turn, reply)
        return True

    async def _without_errand(self, turn: Turn, reply: Reply) -> None:
        """A yes to the offer of a person, a product, who somebody is, or nothing that was understood."""
        if turn.intent == "affirm" and not PERSON_OFFERS.isdisjoint(turn.last_said()):
            reply.say("utter_handoff")
            hand_over(turn, reply, self.services, reason="asked")
        elif (
            introduced(turn, reply, self.services)
            or await chosen_of_those_offered(turn, reply, self.services)
            or await asked_of_another(turn, reply, self.services)
        ):
            pass
        elif _ONE_OF_THEM.match(turn.words) and pointed_at(turn, self.services):
            tell_product(turn, reply, self.services)
        elif advice := self._about_suggestions(turn, reply):
            say_advice(advice, reply, self.services)
        elif self._about_a_product(turn):
            if not await asked_of_it(turn, reply, self.services):
                tell_product(turn, reply, self.services)
        elif turn.intent in DETAILS and turn.words and not any(turn.entity(kind) for kind in CLAIMS):
            await answer_or_ask_again(turn, reply, self.services)
        else:
            reply.say("utter_nothing_open")

    def _about_suggestions(self, turn: Turn, reply: Reply) -> Advice | None:
        """ "Too expensive", "not that, something else": said to products that were just shown."""
        adviser = Adviser(turn, shopper_of(turn, reply), self.services)
        return adviser.like_another() or adviser.others()

    def _about_a_product(self, turn: Turn) -> bool:
        if turn.entity("product") or turn.entity("product_id"):
            return True
        return turn.intent in DETAILS and any(match.named for match in self.services.finder.find(turn.words))


def _told_for_the_person(turn: Turn) -> bool:
    """Whether "shall I get a colleague to do it?" was answered with what the colleague has to know."""
    claims = any(turn.entity(kind) for kind in CLAIMS)
    return turn.intent in DETAILS and claims and "utter_guide_offer" in turn.last_said()


def _offer(turn: Turn, reply: Reply, services: Services) -> None:
    """An offer nobody asked for must never cost the answer that somebody did."""
    try:
        maybe_offer(turn, reply, services)
    except Exception:
        log.exception("the offer failed in conversation %s", turn.conversation)
