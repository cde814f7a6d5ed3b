"""Opening a conversation by its bearer token."""

from __future__ import annotations

from aiohttp import web

from web.errors import ApiError
from web.identity import same_token
from web.keys import CONVERSATIONS
from web.live import Conversation

ONE = "/api/conversations/{id}"
"""The path under which all of one conversation lies."""


async def opened(request: web.Request) -> Conversation:
    """The conversation of the path, opened by its token: 401 without, 403 with another's, 404 if unknown."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ApiError(401, "unauthorised")
    conversation = await request.app[CONVERSATIONS].registry.find(request.match_info["id"])
    if not same_token(token.strip(), conversation.token_hash):
        raise ApiError(403, "forbidden")
    return conversation
