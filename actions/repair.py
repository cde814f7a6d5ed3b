"""Mending the conversation: "what?", "why?", "go back", "wait"."""

from __future__ import annotations

import re
from typing import ClassVar

from actions.answers import GUIDES, QUESTION_OF_BUTTON
from actions.documents import ask_documents, say_answer
from actions.errands.state import ErrandState
from actions.handoff import STEERING
from actions.reply import Reply
from actions.said import last_reply
from actions.skill import Skill
from actions.turn import AWAITING, Turn
from actions.undo import undo

# What is asked for and how it looks, by what is awaited.
EXPLAINED = {
    "email": "utter_explain_email",
    "order_id": "utter_explain_order_id",
    "name": "utter_explain_name",
    "postcode": "utter_explain_postcode",
    "order": "utter_explain_order",
    "reason": "utter_explain_reason",
    "confirm": "utter_explain_confirm",
    "items": "utter_explain_item",
    "variant": "utter_explain_variant",
    "address": "utter_explain_address",
    "payment": "utter_explain_payment",
    "offer": "utter_explain_offer",
}
# What it is needed for.
REASONS = {
    "email": "utter_why_identity",
    "order_id": "utter_why_identity",
    "name": "utter_why_identity",
    "postcode": "utter_why_identity",
    "order": "utter_why_order",
    "reason": "utter_why_reason",
    "confirm": "utter_why_confirm",
    "items": "utter_why_item",
    "variant": "utter_why_item",
    "address": "utter_why_address",
    "payment": "utter_why_payment",
    "offer": "utter_why_offer",
}
# Words of ours that a shopper may ask about, and what tells their meaning.
TERMS = (
    (re.compile(r"\border (?:number|no|id|nr)\b", re.IGNORECASE), "utter_explain_order_id"),
    (re.compile(r"\b(?:post ?code|zip(?: code)?)\b", re.IGNORECASE), "utter_explain_postcode"),
    (re.compile(r"\b(?:pending|confirmed|not packed)\b", re.IGNORECASE), "utter_term_pending"),
    (re.compile(r"\b(?:processed|packed)\b", re.IGNORECASE), "utter_term_processed"),
    (re.compile(r"\btrack(?:ing)?\b", re.IGNORECASE), "utter_term_tracking"),
    (re.compile(r"\b(?:business|working) days?\b", re.IGNORECASE), "utter_term_business_days"),
    (re.compile(r"\b(?:variants?|versions?)\b", re.IGNORECASE), "utter_term_variant"),
    (re.compile(r"\brefund(?:ed)?\b", re.IGNORECASE), "utter_term_refund"),
)
# The same in plainer words.
SIMPLER = {
    "utter_order_pending": "utter_simply_pending",
    "utter_order_processed": "utter_simply_processed",
    "utter_order_shipped": "utter_simply_shipped",
    "utter_order_delivered": "utter_simply_delivered",
    "utter_order_cancelled": "utter_simply_cancelled",
    "utter_refund_made": "utter_simply_refund",
    "utter_no_refund": "utter_simply_no_refund",
    "utter_refused_wrong_state_cancel": "utter_simply_too_late",
    "utter_cancelled": "utter_simply_done",
    "utter_did_you_mean": "utter_simply_choose",
    "utter_not_understood": "utter_simply_ask",
    "utter_no_answer": "utter_simply_no_answer",
    "utter_guide_offer": "utter_simply_person",
    "utter_out_of_scope": "utter_simply_ask",
    "utter_greet": "utter_simply_ask",
    "utter_capabilities": "utter_simply_ask",
}
# What a shopper asks for by "why do you need my ...".
NAMED = (
    (re.compile(r"\be-?mails?\b|\bmail\b", re.IGNORECASE), "email"),
    (re.compile(r"\b(?:post ?code|zip|address)\b", re.IGNORECASE), "postcode"),
    (re.compile(r"\border (?:number|no|id)\b", re.IGNORECASE), "order_id"),
    (re.compile(r"\bname\b", re.IGNORECASE), "name"),
    (re.compile(r"\breason\b", re.IGNORECASE), "reason"),
)
REFUSALS = ("utter_refused_", "utter_nothing_to_")
# The question to the documents behind a refusal, by what was asked for.
POLICIES = {
    **GUIDES,
    "cancel_order": QUESTION_OF_BUTTON["ask_cancellation_policy"],
    "return_item": QUESTION_OF_BUTTON["ask_return_policy"],
    "exchange_item": "What can be exchanged, and how long do I have?",
    "change_address": "Until when can I change the delivery address of an order?",
    "change_items": "Until when can I change the items of an order?",
    "change_payment": "Until when can I change how an order is paid?",
    "refund_status": "How long does a refund take?",
    "order_status": "How long does delivery take?",
}


class ExplainSkill(Skill):
    """Says the last thing in plainer words: the open question, a word of ours, or the answer."""

    action: ClassVar[str] = "action_explain"
    reminds: ClassVar[bool] = False
    toned: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Explain, then leave the question where it was."""
        term = next((response for words, response in TERMS if words.search(turn.words)), None)
        question = ErrandState.of(turn.slots).question if turn.slot(AWAITING) else None
        if question is not None:
            reply.say(term or EXPLAINED.get(question.awaiting, "utter_explain_other"))
            question.put(reply)
            return
        said = turn.last_said()
        simpler = next((SIMPLER[name] for name in reversed(said) if name in SIMPLER), None)
        if term or simpler:
            reply.say(term or str(simpler))
        elif last := last_reply(turn):
            for text, buttons, custom in last:
                reply.quote(text, buttons=buttons, custom=custom)
            reply.say("utter_said_again")
        else:
            reply.say("utter_simply_ask")


class WhySkill(Skill):
    """Gives the reason: of the open question, of a refusal, or where an answer comes from."""

    action: ClassVar[str] = "action_why"
    reminds: ClassVar[bool] = False
    toned: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """A refusal is newer than the question that may stand open below it."""
        question = ErrandState.of(turn.slots).question if turn.slot(AWAITING) else None
        refused = any(name.startswith(REFUSALS) for name in turn.last_said())
        if refused and question is None:
            await self._refused(turn, reply)
        elif question is not None:
            named = next((kind for words, kind in NAMED if words.search(turn.words)), question.awaiting)
            reply.say(REASONS.get(named, "utter_why_other"))
            question.put(reply)
        elif detail := next((kind for words, kind in NAMED if words.search(turn.words)), None):
            reply.say(REASONS[detail])
        elif last_reply(turn):
            reply.say("utter_why_documents")
        else:
            reply.say("utter_why_what")

    async def _refused(self, turn: Turn, reply: Reply) -> None:
        """The refusal again, and what the shop's documents say about such things."""
        for text, buttons, custom in last_reply(turn):
            reply.quote(text, custom=custom, buttons=buttons)
        asked = next((m.intent for m in reversed(turn.heard) if m.intent not in STEERING), "")
        answer = await ask_documents(turn, self.services, POLICIES[asked]) if asked in POLICIES else None
        if answer is not None and not answer.abstained:
            say_answer(reply, answer)


class GoBackSkill(Skill):
    """Takes the last answer back and asks for it again."""

    action: ClassVar[str] = "action_go_back"
    toned: ClassVar[bool] = False
    reminds: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """What the shop has already done is not undone by a step back."""
        if undo(turn, reply, self.services):
            return
        question = ErrandState.of(turn.slots).question if turn.slot(AWAITING) else None
        if question is not None:
            reply.say("utter_nothing_before")
            question.put(reply)
        elif "utter_cancelled" in turn.last_said():
            reply.say("utter_back_done")
        else:
            reply.say("utter_nothing_open")


class HoldOnSkill(Skill):
    """Waits; what was asked stays open and is not asked again."""

    action: ClassVar[str] = "action_hold_on"
    reminds: ClassVar[bool] = False
    toned: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Say that there is time."""
        del turn
        reply.say("utter_take_your_time")
