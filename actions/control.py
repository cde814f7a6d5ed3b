"""Steering: say it again, start over, go on after an agent."""

from __future__ import annotations

from typing import ClassVar

from actions.errands.state import DISCUSSED, SLOT
from actions.reply import Button, Reply
from actions.skill import Skill
from actions.turn import AWAITING, Turn


class RepeatSkill(Skill):
    """Says the last reply again, buttons and all."""

    action: ClassVar[str] = "action_repeat"
    reminds: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Repeat what followed the message before this one."""
        said = _last_reply(turn)
        for text, buttons, custom in said:
            reply.quote(text, buttons=buttons, custom=custom)
        if not said:
            reply.say("utter_nothing_to_repeat")


def _last_reply(turn: Turn) -> list[tuple[str, list[Button], dict[str, object]]]:
    said: list[tuple[str, list[Button], dict[str, object]]] = []
    for event in reversed(turn.events):
        if event.get("event") == "bot" and event.get("text"):
            data = event.get("data") or {}
            custom = {k: v for k, v in (data.get("custom") or {}).items() if k != "handoff"}
            buttons = [Button(str(b["title"]), str(b["payload"])) for b in data.get("buttons") or []]
            said.append((str(event["text"]), buttons, custom))
        elif event.get("event") == "user" and said:
            break
    return list(reversed(said))


class StartOverSkill(Skill):
    """Forgets errands and topics; who the shopper is stays known for the conversation."""

    action: ClassVar[str] = "action_start_over"
    reminds: ClassVar[bool] = False

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Clear what is open."""
        for slot in (SLOT, AWAITING, DISCUSSED, "product"):
            reply.remember(slot, None)
        reply.remember("facts_since", len(turn.heard))
        reply.say("utter_start_over")


class RemindSkill(Skill):
    """Says nothing of its own: the frame asks the open question again."""

    action: ClassVar[str] = "action_remind"

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Leave it to the frame."""


class AgentReturnedSkill(Skill):
    """Goes on after an agent gave the conversation back."""

    action: ClassVar[str] = "action_agent_returned"

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Say who is speaking again; what was open is asked again by the frame."""
        agent = turn.metadata.get("agent") or {}
        reply.remember("handed_over", None)
        reply.say("utter_agent_returned", agent=str(agent.get("name") or ""))
