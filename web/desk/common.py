"""What the desk's handlers share."""

from __future__ import annotations

from aiohttp import web

from web.desk.auth import Agent
from web.errors import ApiError
from web.keys import CONVERSATIONS, DESK, DESK_AUTH, PRESENCE
from web.live import Conversation

BASE = "/desk/api"
ONE = f"{BASE}/conversations/{{id}}"


async def reading(request: web.Request) -> Agent:
    """Who asks to see something; a sign of life. Raises ``ApiError`` 401."""
    agent = await request.app[DESK_AUTH].agent(request)
    await request.app[PRESENCE].seen(agent.id)
    return agent


async def writing(request: web.Request) -> Agent:
    """Who asks to change something. Raises ``ApiError`` 401, or 403 for another site's page."""
    request.app[DESK_AUTH].check_write(request)
    return await reading(request)


async def conversation_of(request: web.Request) -> Conversation:
    """The conversation of the path. Raises ``ApiError`` 404."""
    return await request.app[CONVERSATIONS].registry.find(request.match_info["id"])


def must_have(conversation: Conversation, agent: Agent) -> None:
    """Raise ``ApiError`` 409 ``not_yours`` unless this agent has the conversation."""
    if conversation.state != "agent" or conversation.agent_id != agent.id:
        raise ApiError(409, "not_yours")


async def audit(
    request: web.Request,
    agent: Agent | None,
    action: str,
    conversation: Conversation | None = None,
    detail: str | None = None,
) -> None:
    """Write a line of the audit log."""
    await request.app[DESK].note(
        action,
        agent_id=agent.id if agent else None,
        ip=request.remote or "unknown",
        conversation_id=conversation.id if conversation else None,
        detail=detail,
    )
