"""Handing a conversation to a person, with what they need to know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.language import language
from actions.mood import level_of, settings
from actions.reply import Reply
from actions.services import Services
from actions.turn import Turn

# Intents that ask for something, as opposed to steering, so that the agent reads the request first.
STEERING = frozenset(
    """greet goodbye thank small_talk ask_bot ask_capabilities praise ask_human affirm deny correct
    inform start_over never_mind repeat go_back confused ask_why hold_on out_of_scope nlu_fallback
    agent_returned""".split()
)
LONGEST_WHAT = 300
# The slot with the code of the language the shopper writes, where that is not English.
LANGUAGE = "language"
# Responses that end by offering a person, so that a bare "yes" after them asks for one.
PERSON_OFFERS = frozenset(
    """utter_no_answer utter_answers_unavailable utter_guide_offer utter_not_understood utter_something_broke
    utter_refused_reason_not_accepted utter_offer_person utter_insult_only utter_courtesy_doubted
    utter_said_again utter_why_documents utter_back_done utter_cannot_reinstate""".split()
)


def hand_over(turn: Turn, reply: Reply, services: Services, *, reason: str) -> None:
    """Tell `web` to queue the conversation, with a summary: who, what, which order, what was tried."""
    user_id = turn.metadata.get("user_id") or reply.current(turn.slots, "user_id")
    about = summary(turn, services, user_id)
    spoken = reply.current(turn.slots, LANGUAGE)
    if spoken:
        about["language"] = language(str(spoken)).name
    handoff = {"reason": reason, "summary": about, "mood": _mood(turn)}
    reply.remember("handed_over", True)
    if not reply.utterances:
        reply.say("utter_handoff")
    last = reply.utterances.pop()
    reply.utterances.append(replace(last, custom={**last.custom, "handoff": handoff}))


def summary(turn: Turn, services: Services, user_id: str | None) -> dict[str, Any]:
    """What an agent reads first. ``who`` is None while the shopper is not identified."""
    customer = services.store.customer(user_id) if user_id else None
    who = f"{customer.first_name} {customer.last_name}".strip() if customer else None
    order_ids = turn.said("order_id")
    return {
        "who": who,
        "email": customer.email if customer else None,
        "user_id": user_id,
        "what": _request(turn),
        "order": order_ids[-1] if order_ids else turn.slot("served"),
        "tried": _tried(turn),
    }


def _mood(turn: Turn) -> str:
    """How the shopper has written, in a word."""
    level = level_of([message.text for message in turn.heard if not message.text.startswith("/")])
    known = settings()
    if level.abuse >= known.abusive:
        return "abusive"
    if level.frustration >= known.frustrated:
        return "frustrated"
    return "urgent" if level.urgency >= known.urgent else "neutral"


def _request(turn: Turn) -> str:
    """The shopper's latest words that asked for something, or simply their latest words."""
    typed = [message for message in turn.heard if not message.text.startswith("/")]
    asking = [message for message in typed if message.intent not in STEERING]
    chosen = asking or typed
    return chosen[-1].text[:LONGEST_WHAT] if chosen else ""


def _tried(turn: Turn) -> list[str]:
    """Intents served so far, in order, each once."""
    served = [m.intent for m in turn.heard if m.intent and m.intent not in STEERING]
    return list(dict.fromkeys(served))
