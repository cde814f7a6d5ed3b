"""Steering: say it again, start over, fetch a person, go on after an agent."""

from __future__ import annotations

from typing import ClassVar

from actions.errands.state import DISCUSSED, SLOT
from actions.handoff import hand_over
from actions.reply import Reply
from actions.said import last_reply
from actions.skill import Skill
from actions.turn import AWAITING, Turn


class RepeatSkill(Skill):
    """Says the last reply again, buttons and all."""

    action: ClassVar[str] = "action_repeat"
    reminds: ClassVar[bool] = False
    toned: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Repeat what followed the message before this one."""
        said = last_reply(turn)
        for text, buttons, custom in said:
            reply.quote(text, buttons=buttons, custom=custom)
        if not said:
            reply.say("utter_nothing_to_repeat")


class StartOverSkill(Skill):
    """Forgets errands and topics; who the shopper is stays known for the conversation."""

    action: ClassVar[str] = "action_start_over"
    reminds: ClassVar[bool] = False
    toned: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Clear what is open."""
        for slot in (SLOT, AWAITING, DISCUSSED, "product"):
            reply.remember(slot, None)
        reply.remember("facts_since", len(turn.heard))
        reply.say("utter_start_over")


class HandoffSkill(Skill):
    """Fetches a person: asked for, or because the shopper is upset."""

    action: ClassVar[str] = "action_handoff"
    reminds: ClassVar[bool] = False
    toned: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Say so and hand over."""
        upset = turn.intent == "complaint"
        reply.say("utter_handoff_upset" if upset else "utter_handoff")
        hand_over(turn, reply, self.services, reason="upset" if upset else "asked")


class AgentReturnedSkill(Skill):
    """Goes on after an agent gave the conversation back."""

    action: ClassVar[str] = "action_agent_returned"
    toned: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Say who is speaking again; what was open is asked again by the frame."""
        agent = turn.metadata.get("agent") or {}
        reply.remember("handed_over", None)
        reply.say("utter_agent_returned", agent=str(agent.get("name") or ""))
