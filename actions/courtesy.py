"""Courtesies and small talk: one sentence each, and praise or thanks that are meant otherwise."""

from __future__ import annotations

from typing import ClassVar

from actions.errands.introduced import introduced
from actions.mood import mood_of, settings
from actions.reply import Reply
from actions.skill import Skill, leaves
from actions.turn import AWAITING, Turn

SENTENCES = {
    "greet": "utter_greet",
    "goodbye": "utter_goodbye",
    "thank": "utter_welcome",
    "small_talk": "utter_small_talk",
    "ask_bot": "utter_bot",
    "ask_capabilities": "utter_capabilities",
    "praise": "utter_praise",
}
# What sarcasm is put into.
MAY_BE_IRONIC = frozenset({"thank", "praise"})


class CourtesySkill(Skill):
    """Answers in kind; an open errand goes on afterwards."""

    action: ClassVar[str] = "action_courtesy"
    digresses: ClassVar[bool] = True

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """ "Great job, the third broken one" is no praise."""
        if introduced(turn, reply, self.services):
            return
        mood = mood_of(turn.words)
        sour = mood.sarcasm >= settings().sarcastic or mood.frustration >= settings().frustrated
        doubted = turn.intent in MAY_BE_IRONIC and sour
        if leaves(turn) and turn.slot(AWAITING) and not doubted:
            reply.say("utter_goodbye_unfinished")
            return
        reply.say("utter_courtesy_doubted" if doubted else SENTENCES.get(turn.intent, "utter_nothing_open"))
