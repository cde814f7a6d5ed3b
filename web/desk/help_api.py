"""What helps an agent answer: what was tried, orders and history, suggested replies."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from web.desk.assist import tried
from web.desk.common import ONE, conversation_of, reading
from web.errors import ApiError, json_response
from web.handoffs import DEFAULT_REASON
from web.keys import ASSIST, CATALOGUE, CONVERSATIONS, DESK, ERRANDS, FILES, LEAVING, VISITS
from web.limits import MAX_HISTORY
from web.live import Conversation
from web.visitor.files_api import file_response

_MAX_QUESTION_CHARS = 500


def setup(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get(f"{ONE}/brief", brief)
    app.router.add_get(f"{ONE}/suggestions", suggestions)
    app.router.add_get(f"{ONE}/likelihood", likelihood)
    app.router.add_get(f"{ONE}/files/{{file}}", photo)


async def brief(request: web.Request) -> web.Response:
    """GET brief: ``{tried, shopper, orders, reasons, photos, rating, contact, history}``."""
    await reading(request)
    conversation = await conversation_of(request)
    said = await request.app[CONVERSATIONS].store.latest(conversation.id, MAX_HISTORY)
    user_id = user_of(conversation)
    orders: list[dict[str, Any]] | None = None
    reasons: list[str] = []
    if user_id:
        try:
            orders = await request.app[ERRANDS].orders(user_id)
            reasons = await request.app[ERRANDS].reasons()
        except ApiError:
            orders = None  # the shop's database is away; what was said is still there
    shown = {
        "tried": tried(said),
        "shopper": await request.app[CATALOGUE].person(user_id) if user_id else None,
        "verified": conversation.user_id is not None,
        "orders": orders,
        "reasons": reasons,
        "photos": [one.to_json() for one in await request.app[FILES].of(conversation.id)],
        "rating": await request.app[LEAVING].rating(conversation.id),
        "contact": conversation.contact,
        "history": await request.app[DESK].history_of(conversation),
    }
    return json_response(shown)


async def suggestions(request: web.Request) -> web.Response:
    """GET suggestions?q=...: replies the documents support, for what the shopper asked or for ``q``."""
    await reading(request)
    conversation = await conversation_of(request)
    question = request.query.get("q", "").strip()[:_MAX_QUESTION_CHARS] or None
    said = await request.app[CONVERSATIONS].store.latest(conversation.id, MAX_HISTORY)
    listed = await request.app[DESK].one(conversation.id)
    asked_at = listed["waiting_since"] if listed and listed["reason"] == DEFAULT_REASON else None
    found = await request.app[ASSIST].suggestions(conversation, said, question, asked_at)
    return json_response({"suggestions": found})


async def likelihood(request: web.Request) -> web.Response:
    """GET likelihood: of a purchase in this visit, and why; only of who agreed to be looked at.

    ``{consent, likelihood: {probability, variant, why} | null}``.
    """
    await reading(request)
    conversation = await conversation_of(request)
    if not conversation.consent:
        return json_response({"consent": False, "likelihood": None})
    visit = await request.app[VISITS].session(conversation)
    return json_response({"consent": True, "likelihood": await request.app[ASSIST].likelihood(visit)})


async def photo(request: web.Request) -> web.StreamResponse:
    """GET files/{file}: a photo of this conversation."""
    await reading(request)
    return await file_response(request, (await conversation_of(request)).id)


def user_of(conversation: Conversation) -> str | None:
    """Whose account it is about, as far as it is known."""
    return conversation.user_id or conversation.identified_id
