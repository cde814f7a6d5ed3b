"""Questions to the shop's documents: answered with citations, or honestly not."""

from __future__ import annotations

import re
from typing import ClassVar

from actions.advice import Adviser, say_advice
from actions.another import asked_of_another
from actions.candidates import shopper_of
from actions.documents import ask_documents, say_answer
from actions.errands.introduced import introduced
from actions.handoff import hand_over
from actions.meant import ask_which, means_advice
from actions.pointed import singled_out, talked_about, undecided, which_product
from actions.reply import Reply
from actions.resolve.words import points_back
from actions.services import Services
from actions.skill import Skill
from actions.turn import Turn
from actions.versions import counts_versions, tell_versions
from dialogue.speech import QUESTION
from knowledge import Answer

# After this many messages in a row that were not understood a person takes over.
MAX_MISSES = 2
# Replies that leave the shopper with nothing.
MISSES = frozenset({"utter_not_understood", "utter_no_answer"})
# "Is it waterproof" asks about a product that must be known; what documents say to it is about any.
OF_A_THING = re.compile(
    r"\W*(?:is|does|can|will|has|are|do) (?:it|this|that|they|these)\b(?:\W+\w+){1,3}\W*$", re.IGNORECASE
)
# What is shorter is rather a reaction ("what?") than a question to the documents.
FEWEST_WORDS = 3


def product_in_question(turn: Turn, reply: Reply, services: Services) -> str | None:
    """The product a question is about: chosen, one of those shown, talked about before, or on the page."""
    if chosen := singled_out(turn, services):
        return chosen.product_id
    matches, known = services.finder.find(turn.words), talked_about(turn, reply, services)
    if known and points_back(turn.words) and not any(match.named for match in matches):
        return known.product_id  # "does it have a rain cover" is not about rain covers
    fitting = [match.product.product_id for match in matches]
    if len(fitting) == 1:
        return fitting[0]
    return known.product_id if known and (not fitting or known.product_id in fitting) else None


class AnswerSkill(Skill):
    """Answers from the documents and the product descriptions."""

    action: ClassVar[str] = "action_answer"
    digresses: ClassVar[bool] = True

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Answer, or say that it is not known and offer a person."""
        if await asked_of_another(turn, reply, self.services):
            return
        question = turn.words or QUESTION_OF_BUTTON.get(turn.intent) or _asked_before(turn)
        about_product = turn.intent == "product_question"
        between = undecided(turn, self.services) if about_product else []
        if len(between) > 1:
            reply.say("utter_which_product", buttons=which_product(between, turn.intent))
            return
        product_id = between[0].product_id if between else None
        if about_product and not between:
            product_id = product_in_question(turn, reply, self.services)
            if not product_id and OF_A_THING.match(question) and not self.services.finder.find(question):
                reply.say("utter_which_product")
                return
        if product_id:
            reply.remember("product", product_id)
            product = self.services.store.product(product_id)
            if product and counts_versions(question):
                tell_versions(question, product, reply, self.services)
                return
        answer = await ask_documents(turn, self.services, question, product_id)
        if not say_answer(reply, answer):
            reply.say("utter_no_answer", custom={"unanswered": question})


def _asked_before(turn: Turn) -> str:
    """The question that the pressed button asks again of one product."""
    alike = (m.text for m in reversed(turn.heard[:-1]) if m.intent == turn.intent)
    return next((text for text in alike if not text.startswith("/")), "")


# What a pressed button asks; typed questions are passed on as they are.
QUESTION_OF_BUTTON = {
    "ask_return_policy": "How many days do I have to return an item?",
    "ask_cancellation_policy": "Until when can I cancel an order?",
}

# Errands that only people can do in this version, and the question whose answer explains them.
GUIDES = {
    "missing_or_damaged": "What do I do when an item is missing or arrived damaged?",
}


# A missing, a damaged and a wrong item are three different things to do.
CASES_DIFFER = frozenset({"missing_or_damaged"})


class GuideSkill(Skill):
    """Explains, with the shop's own words, what a person will do, and offers that person."""

    action: ClassVar[str] = "action_guide"
    digresses: ClassVar[bool] = True
    reminds: ClassVar[bool] = True

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Explain and offer."""
        answer = await self._explained(turn)
        told = answer is not None and not answer.abstained
        if turn.more and not told:
            # "The lamp came. I want to return it": what stood before the request, and nothing to say to it.
            return
        if answer is not None and told:
            reply.say("utter_guide_person")
            say_answer(reply, answer)
        reply.say("utter_guide_offer")

    async def _explained(self, turn: Turn) -> Answer | None:
        """What the documents say to the shopper's own words where cases differ, or to the usual question."""
        if turn.words and turn.intent in CASES_DIFFER:
            answer = await ask_documents(turn, self.services, turn.words)
            if answer is not None and not answer.abstained:
                return answer
        return await ask_documents(turn, self.services, GUIDES.get(turn.intent, turn.words))


class OutOfScopeSkill(Skill):
    """What no shop answers; but a product of ours that is named may be what it is about."""

    action: ClassVar[str] = "action_out_of_scope"
    digresses: ClassVar[bool] = True

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Look the named product up, else say plainly that this is not our field."""
        if await asked_of_another(turn, reply, self.services):
            return
        product_id = _one_named(turn, self.services)
        answer = await ask_documents(turn, self.services, turn.words, product_id) if product_id else None
        if answer is None or not say_answer(reply, answer):
            reply.say("utter_out_of_scope")


def _one_named(turn: Turn, services: Services) -> str | None:
    """The product whose name is in the message, if it is just one."""
    named = [match.product.product_id for match in services.finder.find(turn.words) if match.named]
    return named[0] if len(named) == 1 else None


class FallbackSkill(Skill):
    """What the classifier was not sure of: one of two things, or something the documents know, or unclear."""

    action: ClassVar[str] = "action_fallback"
    digresses: ClassVar[bool] = True

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Answer, ask to put it another way, or hand over after a second miss in a row."""
        if introduced(turn, reply, self.services) or await asked_of_another(turn, reply, self.services):
            return
        if means_advice(turn):
            say_advice(Adviser(turn, shopper_of(turn, reply), self.services).found(), reply, self.services)
        elif not ask_which(turn, reply):
            await answer_or_ask_again(turn, reply, self.services)


async def answer_or_ask_again(turn: Turn, reply: Reply, services: Services) -> None:
    """For a message that means nothing to any skill: the documents, else another wording, else a person."""
    product_id = _one_named(turn, services)
    answer = await ask_documents(turn, services, turn.words, product_id)
    if answer is not None and say_answer(reply, answer):
        if product_id:
            reply.remember("product", product_id)
        return
    custom = {"unanswered": turn.words} if answer is not None and _asks(turn.words) else None
    if answer is not None and QUESTION.search(turn.words) and len(turn.words.split()) > FEWEST_WORDS:
        # It was understood to be a question: what is missing is the answer, not better words.
        reply.say("utter_no_answer", custom=custom or {"unanswered": turn.words})
        return
    if misses_in_a_row(turn) + 1 >= MAX_MISSES:
        reply.say("utter_handoff_not_understood", custom=custom)
        hand_over(turn, reply, services, reason="not_understood")
    else:
        reply.say("utter_not_understood", custom=custom)


def _asks(words: str) -> bool:
    """Whether this could be a question that the documents might answer one day."""
    return "?" in words and len(words.split()) >= FEWEST_WORDS


def misses_in_a_row(turn: Turn) -> int:
    """How many messages right before this one were not understood, or not answered by any document."""
    misses = 0
    said: list[str] = []
    for event in reversed(turn.events):
        if event.get("event") == "bot":
            said.append(str((event.get("metadata") or {}).get("utter_action")))
        elif event.get("event") == "user":
            if said and not MISSES & set(said):
                break
            misses += 1 if said else 0
            said = []
    return misses
