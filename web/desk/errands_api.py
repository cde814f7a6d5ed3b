"""Errands in the shopper's name: by the shop's own rules, in both audit logs, and the shopper is told."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from aiohttp import web

from shop.types import Address, Change
from web.desk.auth import Agent
from web.desk.common import ONE, audit, conversation_of, must_have, writing
from web.desk.help_api import user_of
from web.errors import ApiError, json_response
from web.keys import CONVERSATIONS, ERRANDS, TEXTS
from web.live import Conversation
from web.pages import money
from web.requests import json_object, optional_object, optional_text

_MOST_UNITS = 100
_MAX_PART_CHARS = 120


def setup(app: web.Application) -> None:
    """Add the routes."""
    base = f"{ONE}/errands"
    app.router.add_post(f"{base}/cancel", cancel)
    app.router.add_post(f"{base}/return", give_back)
    app.router.add_post(f"{base}/address", change_address)
    app.router.add_post(f"{base}/quote", quote)
    app.router.add_post(f"{base}/swap", swap)


async def cancel(request: web.Request) -> web.Response:
    """POST errands/cancel ``{order_id, reason}``."""
    agent, conversation, content = await _wanted(request)
    order_id, reason = _needed(content, "order_id"), _needed(content, "reason")
    user_id = _identified(conversation)
    order = await request.app[ERRANDS].cancel(user_id, order_id, reason, conversation.id)
    await _done(request, agent, conversation, "cancel", order)
    await request.app[CONVERSATIONS].tell(
        conversation, "errand_cancelled", name=agent.name, order=order["order_id"]
    )
    return json_response({"order": order})


async def give_back(request: web.Request) -> web.Response:
    """POST errands/return ``{order_id, items: [position], method_id}``."""
    agent, conversation, content = await _wanted(request)
    order_id, method_id = _needed(content, "order_id"), _needed(content, "method_id")
    items = content.get("items")
    if not isinstance(items, list) or not items or not all(type(one) is int for one in items):
        raise ApiError(400, "invalid_field", field="items")
    order, names = await request.app[ERRANDS].give_back(
        _identified(conversation), order_id, sorted(set(items)), method_id, conversation.id
    )
    await _done(request, agent, conversation, "return", order)
    values = {"name": agent.name, "order": order["order_id"], "items": ", ".join(names)}
    await request.app[CONVERSATIONS].tell(conversation, "errand_returned", **values)
    return json_response({"order": order})


async def change_address(request: web.Request) -> web.Response:
    """POST errands/address ``{order_id, address: {street, more?, city, state?, zip}}``; the country stays."""
    agent, conversation, content = await _wanted(request)
    order_id = _needed(content, "order_id")
    given = optional_object(content, "address")
    part = {name: _part(given, name) for name in ("street", "more", "city", "state", "zip")}
    address = Address(part["street"], part["more"], part["city"], part["state"], "", part["zip"])
    order, line = await request.app[ERRANDS].change_address(
        _identified(conversation), order_id, address, conversation.id
    )
    await _done(request, agent, conversation, "address", order)
    values = {"name": agent.name, "order": order["order_id"], "address": line}
    await request.app[CONVERSATIONS].tell(conversation, "errand_address", **values)
    return json_response({"order": order})


async def quote(request: web.Request) -> web.Response:
    """POST errands/quote ``{order_id, changes: [{position, item_id}]}``: ``{difference, methods}``."""
    _, conversation, content = await _wanted(request)
    order_id = _needed(content, "order_id")
    found = await request.app[ERRANDS].quote_swap(_identified(conversation), order_id, _changes(content))
    return json_response(found)


async def swap(request: web.Request) -> web.Response:
    """POST errands/swap ``{order_id, changes, method_id, expected}``.

    It is a change of the order, or an exchange of what has arrived. ``expected`` is the difference of the
    quote the shopper said yes to.
    """
    agent, conversation, content = await _wanted(request)
    order_id, method_id = _needed(content, "order_id"), _needed(content, "method_id")
    expected = _amount(_needed(content, "expected"))
    order, kind, said = await request.app[ERRANDS].swap(
        _identified(conversation), order_id, _changes(content), method_id, expected, conversation.id
    )
    await _done(request, agent, conversation, kind, order)
    phrase = "errand_changed" if kind == "change" else "errand_exchanged"
    values = {"name": agent.name, "order": order["order_id"], "items": ", ".join(said)}
    values["difference"] = _difference(request, conversation, expected)
    await request.app[CONVERSATIONS].tell(conversation, phrase, **values)
    return json_response({"order": order})


async def _wanted(request: web.Request) -> tuple[Agent, Conversation, dict[str, Any]]:
    """Who asks, for whom, and what. Raises ``ApiError`` 409 unless the agent has the conversation."""
    agent, conversation = await writing(request), await conversation_of(request)
    must_have(conversation, agent)
    return agent, conversation, await json_object(request)


async def _done(
    request: web.Request, agent: Agent, conversation: Conversation, errand: str, order: dict[str, Any]
) -> None:
    await audit(request, agent, f"errand_{errand}", conversation, order["order_id"])


def _difference(request: web.Request, conversation: Conversation, amount: Decimal) -> str:
    """A sentence of its own, or nothing where there is none."""
    if not amount:
        return ""
    phrase = "difference_to_pay" if amount > 0 else "difference_back"
    texts = request.app[TEXTS].to(conversation.language)
    return " " + texts.say(phrase, amount=money(abs(amount)))


def _identified(conversation: Conversation) -> str:
    user_id = user_of(conversation)
    if user_id is None:
        raise ApiError(409, "not_identified")
    return user_id


def _needed(content: dict[str, Any], field: str) -> str:
    value = optional_text(content, field)
    if value is None:
        raise ApiError(400, "invalid_field", field=field)
    return value


def _part(given: dict[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > _MAX_PART_CHARS:
        raise ApiError(400, "invalid_field", field=name)
    return value


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise ApiError(400, "invalid_field", field="expected") from None
    if not amount.is_finite():
        raise ApiError(400, "invalid_field", field="expected")
    return amount


def _changes(content: dict[str, Any]) -> list[Change]:
    given = content.get("changes")
    if not isinstance(given, list) or not 0 < len(given) <= _MOST_UNITS:
        raise ApiError(400, "invalid_field", field="changes")
    changes: list[Change] = []
    for one in given:
        if not isinstance(one, dict) or type(one.get("position")) is not int:
            raise ApiError(400, "invalid_field", field="changes")
        changes.append((one["position"], _needed(one, "item_id")))
    return changes
