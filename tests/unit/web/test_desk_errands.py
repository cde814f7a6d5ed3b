"""Errands at the desk: the shop's own rules decide, both audit logs have them, and the shopper is told."""

from __future__ import annotations

import asyncio
import copy
import json
from pathlib import Path
from typing import Any

import pytest

import shop.importing
from tests.unit.web.conftest import EXPORT, Chat, Web
from tests.unit.web.test_desk import hand_over

ADDRESS = EXPORT["users"]["ada_1"]["address"]
THERE = {"street": "77 Harbor Road", "more": "Apt 5", "city": "Portland", "state": "OR", "zip": "97201"}
CARD = {"source": "credit_card", "id": "card_1", "brand": "visa", "last_four": "1234"}
GREEN, BLUE, RED = "LK-TEN-001", "LK-TEN-003", "LK-TEN-002"


def order(order_id: str, status: str, **more: Any) -> dict[str, Any]:
    item = {"name": "Ridge Tent", "product_id": "p-tent", "item_id": GREEN, "price": 199.0}
    paid = {"transaction_type": "payment", "amount": 199.0, "payment_method_id": "card_1"}
    return {
        "order_id": order_id,
        "user_id": "ada_1",
        "address": ADDRESS,
        "items": [item | {"options": {"color": "green"}}],
        "status": status,
        "fulfillments": [],
        "payment_history": [paid],
    } | more


def export() -> dict[str, Any]:
    """The tests' shop with a blue tent, one order that waits and one that has arrived."""
    content: dict[str, Any] = copy.deepcopy(EXPORT)
    blue = {"item_id": BLUE, "options": {"color": "blue"}, "available": True, "price": 204.0, "stock": 2}
    content["products"]["p-tent"]["variants"][BLUE] = blue
    content["users"]["ada_1"] |= {"payment_methods": {"card_1": CARD}, "orders": ["#1", "#2"]}
    parcel = {"tracking_id": ["T1"], "item_ids": [GREEN], "delivered_at": "2026-11-15T12:00:00+00:00"}
    content["orders"] = {"#1": order("#1", "pending"), "#2": order("#2", "delivered", fulfillments=[parcel])}
    return content


@pytest.fixture
async def taken(agents: Web, tmp_path: Path) -> Chat:
    """Ada's conversation, which Sam has."""
    (tmp_path / "orders.json").write_text(json.dumps(export()))
    shop.importing.import_file(agents.settings.shop_url, tmp_path / "orders.json", replace=True)
    chat = await hand_over(agents)
    await agents.desk()
    assert (await agents.desk_post(f"conversations/{chat.id}/take"))[0] == 200
    return chat


async def errand(chat: Chat, name: str, **body: Any) -> tuple[int, Any]:
    return await chat.web.desk_post(f"conversations/{chat.id}/errands/{name}", body)


async def orders(chat: Chat) -> dict[str, Any]:
    brief = await chat.web.desk_get(f"conversations/{chat.id}/brief")
    return {one["order_id"]: one for one in brief["orders"]}


def swap_to(item_id: str, at: int = 0) -> list[dict[str, Any]]:
    return [{"position": at, "item_id": item_id}]


async def last(chat: Chat) -> dict[str, Any]:
    message: dict[str, Any] = (await chat.history())["messages"][-1]
    return message


async def test_what_may_be_done_comes_with_each_order(taken: Chat) -> None:
    found = await orders(taken)
    waits, arrived = found["#1"], found["#2"]
    allowed = {name: one["allowed"] for name, one in waits["errands"].items()}
    assert allowed == {"cancel": True, "return": False, "address": True, "swap": True}
    allowed = {name: one["allowed"] for name, one in arrived["errands"].items()}
    assert allowed == {"cancel": False, "return": True, "address": False, "swap": True}
    assert (waits["swap"], arrived["swap"]) == ("change", "exchange")
    assert [one["item_id"] for one in waits["items"][0]["variants"]] == [BLUE]
    assert waits["address"]["street"] == "1 Main St"


async def test_an_order_is_sent_elsewhere_within_its_country(taken: Chat) -> None:
    status, done = await errand(taken, "address", order_id="#1", address=THERE)
    assert (status, done["order"]["address"]) == (200, THERE | {"country": "USA"})
    told = await last(taken)
    assert told["code"] == "errand_address"
    assert "77 Harbor Road, Apt 5, Portland, OR 97201" in told["text"]
    assert (await errand(taken, "address", order_id="#1", address=THERE))[1]["error"]["code"] == "refused"
    assert taken.web.rows("SELECT detail FROM audit_log WHERE action = 'errand_address'") == [("#1",)]


@pytest.mark.parametrize(
    ("order_id", "code", "action"),
    [("#1", "errand_changed", "errand_change"), ("#2", "errand_exchanged", "errand_exchange")],
)
async def test_another_variant_is_quoted_and_taken(
    taken: Chat, order_id: str, code: str, action: str
) -> None:
    status, quote = await errand(taken, "quote", order_id=order_id, changes=swap_to(BLUE))
    assert status == 200
    assert (float(quote["difference"]), quote["methods"][0]["last_four"]) == (5, "1234")
    wanted = {"order_id": order_id, "changes": swap_to(BLUE), "method_id": "card_1"}
    assert (await errand(taken, "swap", **wanted, expected="4.00"))[1]["error"]["code"] == "refused"
    assert (await errand(taken, "swap", **wanted, expected=quote["difference"]))[0] == 200
    told = await last(taken)
    assert told["code"] == code
    assert "Ridge Tent → blue" in told["text"]
    assert "$5.00" in told["text"]
    assert taken.web.rows(f"SELECT count(*) FROM audit_log WHERE action = '{action}'") == [(1,)]


async def test_two_clicks_change_it_once(taken: Chat) -> None:
    wanted = {"order_id": "#1", "changes": swap_to(BLUE), "method_id": "card_1", "expected": "5.00"}
    results = await asyncio.gather(*(errand(taken, "swap", **wanted) for _ in range(3)))
    assert sorted(status for status, _ in results) == [200, 409, 409]
    said = [one.get("code") for one in (await taken.history())["messages"]]
    assert said.count("errand_changed") == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("address", {"order_id": "#1", "address": {**THERE, "city": ""}}),
        ("address", {"order_id": "#404", "address": THERE}),
        ("address", {"order_id": "#2", "address": THERE}),
        ("quote", {"order_id": "#1", "changes": swap_to(RED)}),
        ("quote", {"order_id": "#1", "changes": swap_to(BLUE, at=7)}),
        ("quote", {"order_id": "#1", "changes": swap_to("LK-LIG-001")}),
    ],
)
async def test_what_the_shop_refuses_changes_nothing(taken: Chat, name: str, body: dict[str, Any]) -> None:
    before = await orders(taken)
    status, answer = await errand(taken, name, **body)
    assert (status, answer["error"]["code"]) == (409, "refused")
    assert await orders(taken) == before


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("address", {"order_id": "#1"}),
        ("address", {"order_id": "#1", "address": {**THERE, "street": 5}}),
        ("address", {"order_id": "#1", "address": {**THERE, "street": "x" * 121}}),
        ("address", {"address": THERE}),
        ("quote", {"order_id": "#1", "changes": []}),
        ("quote", {"order_id": "#1", "changes": [{"position": True, "item_id": BLUE}]}),
        ("quote", {"order_id": "#1", "changes": swap_to(BLUE) * 101}),
        ("swap", {"order_id": "#1", "changes": swap_to(BLUE), "method_id": "card_1", "expected": "NaN"}),
        ("swap", {"order_id": "#1", "changes": swap_to(BLUE), "method_id": "card_1", "expected": "five"}),
    ],
)
async def test_what_does_not_fit_is_said(taken: Chat, name: str, body: dict[str, Any]) -> None:
    status, answer = await errand(taken, name, **body)
    assert status in (400, 409)
    assert answer["error"]["code"] in ("invalid_field", "refused")


async def test_only_who_has_the_conversation_does_errands(taken: Chat) -> None:
    await taken.web.desk("kim@example.com")
    for name in ("cancel", "return", "address", "quote", "swap"):
        assert (await errand(taken, name))[1]["error"]["code"] == "not_yours"
