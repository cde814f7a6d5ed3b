"""What helps an agent answer: what was tried, orders and history, suggested replies, errands."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from web.desk.assist import tried
from web.desk.common import ONE, audit, conversation_of, must_have, reading, writing
from web.errors import ApiError, json_response
from web.keys import ASSIST, CATALOGUE, CONVERSATIONS, DESK, ERRANDS, FILES, LEAVING, VISITS
from web.limits import MAX_HISTORY, MAX_NAME_CHARS
from web.live import Conversation
from web.requests import json_object, optional_text
from web.visitor.files_api import file_response

_MAX_QUESTION_CHARS = 500


def setup(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get(f"{ONE}/brief", brief)
    app.router.add_get(f"{ONE}/suggestions", suggestions)
    app.router.add_get(f"{ONE}/likelihood", likelihood)
    app.router.add_get(f"{ONE}/files/{{file}}", photo)
    app.router.add_post(f"{ONE}/errands/cancel", cancel)
    app.router.add_post(f"{ONE}/errands/return", give_back)


async def brief(request: web.Request) -> web.Response:
    """GET brief: ``{tried, shopper, orders, reasons, photos, rating, contact, history}``."""
    await reading(request)
    conversation = await conversation_of(request)
    said = await request.app[CONVERSATIONS].store.latest(conversation.id, MAX_HISTORY)
    user_id = _user(conversation)
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
    found = await request.app[ASSIST].suggestions(conversation, said, question)
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


async def cancel(request: web.Request) -> web.Response:
    """POST errands/cancel ``{order_id, reason}``: by the shop's rules, in the shopper's name."""
    agent, conversation = await writing(request), await conversation_of(request)
    must_have(conversation, agent)
    content = await json_object(request)
    order_id, reason = _needed(content, "order_id"), _needed(content, "reason")
    user_id = _identified(conversation)
    order = await request.app[ERRANDS].cancel(user_id, order_id, reason, conversation.id)
    await audit(request, agent, "errand_cancel", conversation, order["order_id"])
    await request.app[CONVERSATIONS].tell(
        conversation, "errand_cancelled", name=agent.name, order=order["order_id"]
    )
    return json_response({"order": order})


async def give_back(request: web.Request) -> web.Response:
    """POST errands/return ``{order_id, items: [position], method_id}``."""
    agent, conversation = await writing(request), await conversation_of(request)
    must_have(conversation, agent)
    content = await json_object(request)
    order_id, method_id = _needed(content, "order_id"), _needed(content, "method_id")
    items = content.get("items")
    if not isinstance(items, list) or not items or not all(type(one) is int for one in items):
        raise ApiError(400, "invalid_field", field="items")
    order, names = await request.app[ERRANDS].give_back(
        _identified(conversation), order_id, sorted(set(items)), method_id, conversation.id
    )
    await audit(request, agent, "errand_return", conversation, order["order_id"])
    values = {"name": agent.name, "order": order["order_id"], "items": ", ".join(names)}
    await request.app[CONVERSATIONS].tell(conversation, "errand_returned", **values)
    return json_response({"order": order})


def _user(conversation: Conversation) -> str | None:
    return conversation.user_id or conversation.identified_id


def _identified(conversation: Conversation) -> str:
    user_id = _user(conversation)
    if user_id is None:
        raise ApiError(409, "not_identified")
    return user_id


def _needed(content: dict[str, Any], field: str) -> str:
    value = optional_text(content, field, MAX_NAME_CHARS)
    if value is None:
        raise ApiError(400, "invalid_field", field=field)
    return value
