"""Rasa's way into the errands."""

from __future__ import annotations

from typing import ClassVar

from actions.errands.loop import ErrandLoop
from actions.errands.orders import ERRANDS
from actions.products import tell_product
from actions.reply import Reply
from actions.skill import Skill
from actions.turn import Turn
from actions.upsell import maybe_offer

BY_INTENT = {errand.intent: errand for errand in ERRANDS}


class ErrandSkill(Skill):
    """Starts errands and carries open ones on."""

    action: ClassVar[str] = "action_errand"
    reminds: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Hand the turn to the loop; details that belong to no errand are a product or nothing."""
        loop = ErrandLoop(BY_INTENT, turn, reply, self.services)
        if not loop.serve():
            if turn.entity("product") or turn.entity("product_id"):
                tell_product(turn, reply, self.services)
            else:
                reply.say("utter_nothing_open")
            return
        done = loop.finished
        if done and not loop.state.stack and done[-1].welcome_offer:
            maybe_offer(turn, reply, self.services)
