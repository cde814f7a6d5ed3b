"""What a shopper leaves: an address to answer to, a rating, the end of the conversation; who is there."""

from __future__ import annotations

import re

from aiohttp import web

from web.errors import ApiError, json_response
from web.keys import CONVERSATIONS, LEAVING, SUPPORT
from web.requests import json_object, optional_text
from web.visitor.access import ONE, opened

# What any mail server could take; whether somebody reads it only an answer can show.
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_MAX_EMAIL_CHARS = 254
_MAX_NAME_CHARS = 80
_MAX_COMMENT_CHARS = 1000


def setup(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get("/api/support", support)
    app.router.add_post(f"{ONE}/contact", contact)
    app.router.add_post(f"{ONE}/rating", rating)
    app.router.add_post(f"{ONE}/end", end)


async def support(request: web.Request) -> web.Response:
    """GET /api/support: whether people answer now."""
    return json_response(await request.app[SUPPORT].now())


async def contact(request: web.Request) -> web.Response:
    """POST .../contact ``{email, name?, message?}``: where to answer to, and what about."""
    conversation = await opened(request)
    content = await json_object(request)
    email = content.get("email")
    if not isinstance(email, str) or len(email) > _MAX_EMAIL_CHARS or not _EMAIL.fullmatch(email.strip()):
        raise ApiError(400, "invalid_field", field="email")
    name = optional_text(content, "name", _MAX_NAME_CHARS)
    said = await request.app[LEAVING].leave_contact(conversation, email.strip(), name, content.get("message"))
    shown = [message.to_json() for message in said]
    return json_response({"contact": conversation.contact, "messages": shown, "state": conversation.state})


async def rating(request: web.Request) -> web.Response:
    """POST .../rating ``{score, comment?}``: 1 to 5; a later one replaces it."""
    conversation = await opened(request)
    content = await json_object(request)
    score, comment = content.get("score"), content.get("comment")
    if isinstance(score, bool) or not isinstance(score, int) or not 1 <= score <= 5:
        raise ApiError(400, "invalid_field", field="score")
    if comment is not None and (not isinstance(comment, str) or len(comment) > _MAX_COMMENT_CHARS):
        raise ApiError(400, "invalid_field", field="comment")
    return json_response({"rating": await request.app[LEAVING].rate(conversation, score, comment)})


async def end(request: web.Request) -> web.Response:
    """POST .../end: the shopper has finished; an agent who has it is told."""
    conversation = await opened(request)
    await request.app[CONVERSATIONS].end(conversation, "shopper")
    return json_response({"state": conversation.state, "resolved": conversation.resolved})
