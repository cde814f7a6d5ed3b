"""What the shop's pages tell: page views and other events (with consent), page shown, language, consent."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from web.errors import ApiError
from web.events import told
from web.keys import CONVERSATIONS, RECORDER, SETTINGS
from web.limits import MAX_LANGUAGE_CHARS, RateLimit
from web.live import Conversation
from web.requests import flag, json_object, optional_text
from web.visitor.access import ONE, opened

_EVENTS = web.AppKey("events", RateLimit)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def setup(app: web.Application) -> None:
    """Add the route."""
    app[_EVENTS] = RateLimit(app[SETTINGS].messages_per_minute)
    app.router.add_post(f"{ONE}/events", event)


async def event(request: web.Request) -> web.Response:
    """POST .../events: what happens on the page (kept with consent only), page shown, language, consent."""
    conversation = await opened(request)
    content = await json_object(request)
    if content.get("type") == "consent":
        # Never too often: a no counts at once.
        await request.app[RECORDER].choose(conversation, flag(content, "personalisation"))
        return web.Response(status=204)
    if not request.app[_EVENTS].allow(conversation.id):
        raise ApiError(429, "rate_limited")
    await _take(request, conversation, content)
    return web.Response(status=204)


async def _take(request: web.Request, conversation: Conversation, content: dict[str, Any]) -> None:
    recorder, record = request.app[RECORDER], request.app[CONVERSATIONS].record
    match content.get("type"):
        case "page_view":
            await recorder.tell(conversation, told.page_view(content, conversation.product_id))
        case "page":
            await record(conversation, product_id=optional_text(content, "product_id"))
        case "language":
            await record(conversation, language=language_of(content))
        case "track":
            name = told.name_of(content)
            kind = told.kind_of(name)
            if kind is None:
                await recorder.count(conversation, name)
            else:
                await recorder.tell(conversation, told.tracked(kind, content))
        case _:
            raise ApiError(400, "invalid_field", field="type")


def language_of(content: dict[str, Any]) -> str | None:
    """The language named, None when absent. Raises ``ApiError`` 400 ``invalid_field``."""
    language = optional_text(content, "language", MAX_LANGUAGE_CHARS)
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise ApiError(400, "invalid_field", field="language")
    return language
