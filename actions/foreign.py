"""A shopper who does not write English: told so in their own language, and served where that is possible."""

from __future__ import annotations

from dataclasses import replace

from actions.errands.state import remind
from actions.handoff import LANGUAGE, hand_over
from actions.language import ENGLISH, detect, is_english, language, settings
from actions.reply import Button, Reply, payload
from actions.said import last_reply
from actions.services import Services
from actions.tone import spoken, typed
from actions.turn import AWAITING, FALLBACK, Turn

# Intents under which nothing was understood that could be served.
UNSERVED = frozenset({FALLBACK, "out_of_scope", "confused", ""})


def settles(turn: Turn, reply: Reply, services: Services) -> bool:
    """Say in the shopper's language what can be done. False where the message is to be served as well."""
    if not spoken(turn):
        return False
    code = detect(turn.words, wrote_english=any(is_english(text) for text in typed(turn)[:-1]))
    if code == ENGLISH:
        return False
    told = turn.slot(LANGUAGE) == code
    reply.remember(LANGUAGE, code)
    served = _can_be_served(turn)
    if told and served:
        return False
    if told and [text for text, _, _ in last_reply(turn)] == [language(code).say]:
        reply.quote(language(code).passing)
        hand_over(turn, reply, services, reason="language")
        return True
    reply.quote(language(code).say)
    if not served:
        remind(turn, reply)
        add_button(reply)
    return not served


def _can_be_served(turn: Turn) -> bool:
    if turn.slot(AWAITING) and turn.entities:
        return True
    return turn.intent not in UNSERVED and turn.confidence >= settings().sure


def add_button(reply: Reply) -> None:
    """Put the button to a person under a reply that speaks the shopper's language."""
    code = reply.slots.get(LANGUAGE)
    if code is None or any("handoff" in item.custom for item in reply.utterances):
        return
    if not any(item.text == language(code).say for item in reply.utterances):
        return
    person = Button(language(code).button, payload("ask_human"))
    if person not in reply.utterances[-1].buttons:
        last = reply.utterances.pop()
        reply.utterances.append(replace(last, buttons=(*last.buttons, person)))
