"""The chat API's handlers: a conversation is created, then its bearer token opens it."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from web.errors import ApiError, json_response
from web.events.api import language_of
from web.identity import verify_identity
from web.keys import CONVERSATIONS, LEAVING, SETTINGS, SUPPORT
from web.limits import MAX_ID_CHARS, MAX_URL_CHARS, RateLimit, caller
from web.live import Conversation
from web.requests import count, flag, json_object, optional_object, optional_text
from web.sockets import chat_socket
from web.visitor.access import ONE, opened
from web.visitor.pictures import TYPES

_CREATIONS = web.AppKey("creations", RateLimit)


def setup(app: web.Application) -> None:
    """Add the chat API's routes."""
    app[_CREATIONS] = RateLimit(app[SETTINGS].conversations_per_minute)
    app.router.add_post("/api/conversations", create)
    app.router.add_post(f"{ONE}/messages", say)
    app.router.add_get(f"{ONE}/messages", history)
    app.router.add_get(f"{ONE}/socket", chat_socket)


async def create(request: web.Request) -> web.Response:
    """POST /api/conversations: 201 ``{id, token, messages, state}``."""
    if not request.app[_CREATIONS].allow(caller(request)):
        raise ApiError(429, "rate_limited")
    content = await json_object(request)
    token = content.get("identity_token")
    secret = request.app[SETTINGS].identity_secret.get_secret_value()
    user_id = verify_identity(token, secret) if token is not None else None
    consent = flag(optional_object(content, "consent"), "personalisation")
    page = optional_object(content, "page")
    optional_text(page, "url", MAX_URL_CHARS)
    conversation, bearer = await request.app[CONVERSATIONS].create(
        user_id=user_id,
        consent=consent,
        product_id=optional_text(page, "product_id"),
        language=language_of(content),
    )
    shown = {"id": conversation.id, "token": bearer, "messages": [], "state": conversation.state}
    return json_response(shown | await _around(request, conversation), 201)


async def say(request: web.Request) -> web.Response:
    """POST .../messages ``{text, client_id?}``: the reply, when it is whole."""
    conversation = await opened(request)
    content = await json_object(request)
    client_id = optional_text(content, "client_id", MAX_ID_CHARS)
    replies = await request.app[CONVERSATIONS].say(conversation, content.get("text"), client_id)
    return json_response({"messages": [message.to_json() for message in replies]})


async def history(request: web.Request) -> web.Response:
    """GET .../messages?after=N: what was said since, and who answers now."""
    conversation = await opened(request)
    after = count(request.query.get("after"), "after")
    said = await request.app[CONVERSATIONS].store.history(conversation.id, after)
    shown = [message.to_json() for message in said]
    who = {"state": conversation.state, "agent": conversation.agent}
    return json_response({"messages": shown, **who} | await _around(request, conversation))


async def _around(request: web.Request, conversation: Conversation) -> dict[str, Any]:
    settings = request.app[SETTINGS]
    limits = {
        "message_chars": settings.max_message_chars,
        "file_bytes": settings.max_upload_bytes,
        "files": settings.max_files,
        "file_types": TYPES,
    }
    return {
        "resolved": conversation.resolved,
        "contact": conversation.contact,
        "rating": await request.app[LEAVING].rating(conversation.id),
        "support": await request.app[SUPPORT].now(),
        "limits": limits,
    }
