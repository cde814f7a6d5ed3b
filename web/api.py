"""The chat API's handlers: a conversation is created, then its bearer token opens it."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from web.errors import ApiError, json_response
from web.identity import same_token, verify_identity
from web.keys import CONVERSATIONS, SETTINGS
from web.limits import MAX_EVENT_SECONDS, MAX_ID_CHARS, MAX_URL_CHARS, RateLimit, caller
from web.live import Conversation
from web.requests import count, flag, json_object, optional_object, optional_text
from web.sockets import chat_socket

_CREATIONS = web.AppKey("creations", RateLimit)
_EVENTS = web.AppKey("events", RateLimit)
_KINDS = ("product", "information", "administrative")


def setup(app: web.Application) -> None:
    """Add the chat API's routes."""
    app[_CREATIONS] = RateLimit(app[SETTINGS].conversations_per_minute)
    app[_EVENTS] = RateLimit(app[SETTINGS].messages_per_minute)
    one = "/api/conversations/{id}"
    app.router.add_post("/api/conversations", create)
    app.router.add_post(f"{one}/messages", say)
    app.router.add_get(f"{one}/messages", history)
    app.router.add_post(f"{one}/events", event)
    app.router.add_get(f"{one}/socket", chat_socket)


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
        user_id=user_id, consent=consent, product_id=optional_text(page, "product_id")
    )
    shown = {"id": conversation.id, "token": bearer, "messages": [], "state": conversation.state}
    return json_response(shown, 201)


async def say(request: web.Request) -> web.Response:
    """POST .../messages ``{text, client_id?}``: the reply, when it is whole."""
    conversation = await _opened(request)
    content = await json_object(request)
    client_id = optional_text(content, "client_id", MAX_ID_CHARS)
    replies = await request.app[CONVERSATIONS].say(conversation, content.get("text"), client_id)
    return json_response({"messages": [message.to_json() for message in replies]})


async def history(request: web.Request) -> web.Response:
    """GET .../messages?after=N: what was said since, and who answers now."""
    conversation = await _opened(request)
    after = count(request.query.get("after"), "after")
    said = await request.app[CONVERSATIONS].store.history(conversation.id, after)
    shown = [message.to_json() for message in said]
    return json_response({"messages": shown, "state": conversation.state, "agent": conversation.agent})


async def event(request: web.Request) -> web.Response:
    """POST .../events: a page view (kept with consent only), the page shown now, or a change of consent."""
    conversation = await _opened(request)
    if not request.app[_EVENTS].allow(conversation.id):
        raise ApiError(429, "rate_limited")
    content = await json_object(request)
    match content.get("type"):
        case "page_view":
            changes = _page_view(conversation, content)
        case "page":
            changes = {"product_id": optional_text(content, "product_id")}
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


async def _opened(request: web.Request) -> Conversation:
    """The conversation of the path, opened by its token: 401 without, 403 with another's, 404 if unknown."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ApiError(401, "unauthorised")
    conversation = await request.app[CONVERSATIONS].registry.find(request.match_info["id"])
    if not same_token(token.strip(), conversation.token_hash):
        raise ApiError(403, "forbidden")
    return conversation
