"""The chat API's handlers: a conversation is created, then its bearer token opens it."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from web.errors import ApiError, json_response
from web.identity import verify_identity
from web.keys import CONVERSATIONS, LEAVING, SETTINGS, SUPPORT
from web.limits import (
    MAX_EVENT_SECONDS,
    MAX_ID_CHARS,
    MAX_LANGUAGE_CHARS,
    MAX_TRACKED,
    MAX_TRACKED_NAME_CHARS,
    MAX_URL_CHARS,
    RateLimit,
    caller,
)
from web.live import Conversation
from web.requests import count, flag, json_object, optional_object, optional_text
from web.sockets import chat_socket
from web.visitor.access import ONE, opened
from web.visitor.pictures import TYPES

_CREATIONS = web.AppKey("creations", RateLimit)
_EVENTS = web.AppKey("events", RateLimit)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_TRACKED = re.compile(r"[a-z][a-z0-9_]*")
_KINDS = ("product", "information", "administrative")


def setup(app: web.Application) -> None:
    """Add the chat API's routes."""
    app[_CREATIONS] = RateLimit(app[SETTINGS].conversations_per_minute)
    app[_EVENTS] = RateLimit(app[SETTINGS].messages_per_minute)
    app.router.add_post("/api/conversations", create)
    app.router.add_post(f"{ONE}/messages", say)
    app.router.add_get(f"{ONE}/messages", history)
    app.router.add_post(f"{ONE}/events", event)
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
        language=_language(content),
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


async def event(request: web.Request) -> web.Response:
    """POST .../events: page views and counts (kept with consent only), page shown, language, consent."""
    conversation = await opened(request)
    if not request.app[_EVENTS].allow(conversation.id):
        raise ApiError(429, "rate_limited")
    content = await json_object(request)
    match content.get("type"):
        case "page_view":
            changes = _page_view(conversation, content)
        case "page":
            changes = {"product_id": optional_text(content, "product_id")}
        case "language":
            changes = {"language": _language(content)}
        case "track":
            changes = _tracked(conversation, content)
        case "consent":
            changes = {"consent": flag(content, "personalisation")}
            if not changes["consent"]:
                changes["counters"] = {}  # what was counted under a consent goes with it
        case _:
            raise ApiError(400, "invalid_field", field="type")
    if changes:
        await request.app[CONVERSATIONS].record(conversation, **changes)
    return web.Response(status=204)


def _page_view(conversation: Conversation, content: dict[str, Any]) -> dict[str, Any]:
    kind, seconds = content.get("kind"), content.get("seconds", 0)
    if kind not in _KINDS:
        raise ApiError(400, "invalid_field", field="kind")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        raise ApiError(400, "invalid_field", field="seconds")
    if not conversation.consent:
        return {}
    counters = dict(conversation.counters)
    counters[kind] = counters.get(kind, 0) + 1
    stayed = min(float(seconds), MAX_EVENT_SECONDS)
    counters[f"{kind}_seconds"] = round(counters.get(f"{kind}_seconds", 0.0) + stayed, 1)
    return {"counters": counters}


def _tracked(conversation: Conversation, content: dict[str, Any]) -> dict[str, Any]:
    """Something the shop's pages count, such as "added_to_basket"; kept with consent only."""
    name = optional_text(content, "name", MAX_TRACKED_NAME_CHARS)
    if name is None or not _TRACKED.fullmatch(name):
        raise ApiError(400, "invalid_field", field="name")
    key, counters = f"track_{name}", dict(conversation.counters)
    known = sum(counter.startswith("track_") for counter in counters)
    if not conversation.consent or (key not in counters and known >= MAX_TRACKED):
        return {}
    return {"counters": counters | {key: counters.get(key, 0) + 1}}


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


def _language(content: dict[str, Any]) -> str | None:
    language = optional_text(content, "language", MAX_LANGUAGE_CHARS)
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise ApiError(400, "invalid_field", field="language")
    return language
