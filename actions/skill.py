"""The frame around every custom action: typed input, one reply, and never silence."""

from __future__ import annotations

import logging
import re
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import foreign, tone
from actions.errands.agreed import agreed
from actions.errands.state import remind
from actions.meant import offer_correction
from actions.reply import Reply
from actions.services import Services
from actions.turn import Turn
from actions.undo import not_that_order
from actions.unspoken import pressed_late, read_sign, says_nothing
from actions.upsell import answers_offer

log = logging.getLogger(__name__)

FAREWELL = "goodbye"
# "Cheers, that's all" is no less a goodbye.
_THATS_ALL = re.compile(
    r"\b(?:that(?:['’]?s| is| was| will be|['’]?ll be) (?:all|it|everything)\b(?! (?:i|you|we|the|my)\b)"
    r"|nothing (?:else|more)|all for (?:now|today))",
    re.IGNORECASE,
)

_NOTHING_BUT = re.compile(
    r"\W*(?:(?:ok(?:ay)?|no|nope|and|right|well|great|cool|ta|cheers|thx|thanks|thank you|so|then)\W+)*"
    + _THATS_ALL.pattern
    + r"(?:\W+(?:ta|cheers|thx|thanks|thank you|for now|today|then|really|i think|for me))*\W*",
    re.IGNORECASE,
)


def leaves(turn: Turn) -> bool:
    """Whether the shopper takes leave; who does is not asked once more."""
    if turn.intent == "thank":
        return bool(_THATS_ALL.search(turn.words))
    return turn.intent == FAREWELL or bool(_NOTHING_BUT.fullmatch(turn.words))


class Skill(Action, ABC):
    """One capability. Subclasses name themselves and serve a turn; the frame does the rest.

    An action that raises would give the shopper an empty reply, so a failure is logged and said instead.
    """

    action: ClassVar[str]
    # Whether an open errand asks its question again after this skill has spoken.
    reminds: ClassVar[bool] = True
    # Whether a shopper's mood is answered here: an understanding word before, the offer of a person after.
    toned: ClassVar[bool] = True

    # Whether a yes to an open summary counts before this is served: what it answers is only asked in between.
    digresses: ClassVar[bool] = False

    def __init__(self, services: Services) -> None:
        self.services = services

    def name(self) -> str:
        """Rasa's name of the action."""
        return self.action

    @abstractmethod
    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Answer the turn by filling the reply."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Rasa's entry point."""
        del domain
        reply = Reply()
        try:
            turn = read_sign(Turn.of(tracker))
            if not self._settled(turn, reply):
                after = agreed(turn, reply, self.services) if self.digresses else None
                if after is None or "?" in after.words:
                    await self.serve(after or turn, reply)
                if self.reminds and not turn.more and not leaves(turn):
                    remind(turn, reply)
                offer_correction(turn, reply)
                if self.toned:
                    tone.colour(turn, reply, self.services)
            foreign.add_button(reply)
        except Exception:
            log.exception("%s failed in conversation %s", self.action, tracker.sender_id)
            reply = Reply()
            reply.say("utter_something_broke")
        return reply.send(dispatcher)

    def _settled(self, turn: Turn, reply: Reply) -> bool:
        """What is the same whatever a message was taken for: some need no skill to be answered."""
        return (
            pressed_late(turn, reply)
            or says_nothing(turn, reply)
            or tone.settles(turn, reply, self.services)
            or foreign.settles(turn, reply, self.services)
            or not_that_order(turn, reply, self.services)
            or answers_offer(turn, reply, self.services)
        )
