"""The comparison that conversation scripts end with tells every change that was not written down."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.support.changes import check_database
from tests.unit.actions.shop_file import export

Json = dict[str, Any]
MAYA = {"method_id": "gift_card_maya", "source": "gift_card", "id": "gift_card_maya", "balance": 20.0}


@pytest.fixture
def before() -> Json:
    content: Json = deepcopy(export())
    content["users"]["maya"]["payment_methods"]["gift_card_maya"] = MAYA
    return content


@pytest.fixture
def after(before: Json) -> Json:
    return deepcopy(before)


def pay(order: Json, kind: str, amount: float, method: str) -> None:
    order["payment_history"].append({"transaction_type": kind, "amount": amount, "payment_method_id": method})


def fails(before: Json, after: Json, expected: Json, telling: str) -> None:
    with pytest.raises(AssertionError, match=telling):
        check_database(before, after, expected)


def test_nothing_changed(before: Json, after: Json) -> None:
    check_database(before, after, {})
    fails(before, after, {"#A10012": "cancelled"}, "'pending', not 'cancelled'")
    fails(before, after, {"#A99999": "cancelled"}, "no such order")


def test_a_status_alone(before: Json, after: Json) -> None:
    after["orders"]["#A10012"].update(status="cancelled", cancel_reason="no longer needed")
    after["users"]["maya"]["payment_methods"]["gift_card_maya"]["balance"] = 65.5
    check_database(before, after, {"#A10012": "cancelled"})
    fails(before, after, {}, "#A10012 changed")
    fails(before, after, {"#A10013": "pending"}, "#A10012 changed")


def test_field_by_field(before: Json, after: Json) -> None:
    order = after["orders"]["#A20001"]
    order["items"][0] = {**order["items"][0], "item_id": "S-2"}
    pay(order, "payment", 4.5, "credit_card_sam")
    exact = {"items": ["T-GRN-2", "S-2"], "payments": ["payment 4.50 credit_card_sam"]}
    check_database(before, after, {"#A20001": exact})
    check_database(before, after, {"#A20001": {**exact, "status": "pending"}})
    fails(before, after, {"#A20001": {"items": exact["items"]}}, "payment_history changed")
    fails(before, after, {"#A20001": {**exact, "items": ["T-GRN-2", "S-1"]}}, "items")
    fails(before, after, {"#A20001": {**exact, "payments": []}}, "payment 4.50")


def test_part_of_an_address(before: Json, after: Json) -> None:
    after["orders"]["#A10012"]["address"] = {"address1": "9 Oak", "city": "Boston", "zip": "02110"}
    check_database(before, after, {"#A10012": {"address": {"city": "Boston", "zip": "02110"}}})
    fails(before, after, {"#A10012": {"address": {"city": "Denver"}}}, "address")


def test_customers(before: Json, after: Json) -> None:
    after["users"]["maya"]["address"]["city"] = "Boston"
    after["users"]["maya"]["payment_methods"]["gift_card_maya"]["balance"] = 5
    named = {"maya": {"address": {"city": "Boston"}, "gift_card_maya": 5.0}}
    check_database(before, after, named)
    fails(before, after, {"maya": {"address": {"city": "Boston"}}}, "balance 5 changed")
    fails(before, after, {"maya": {"gift_card_maya": 5}}, "address changed")
    fails(before, after, {"maya": {**named["maya"], "gift_card_maya": 6}}, "balance 5, not 6")


def test_a_new_order(before: Json, after: Json) -> None:
    again = deepcopy(before["orders"]["#A10014"])
    after["orders"]["#A30002"] = {**again, "status": "pending"}
    check_database(before, after, {"new order": {"user_id": "maya", "items": ["B-42"], "status": "pending"}})
    fails(before, after, {}, "1 new orders, not 0")
    fails(before, after, {"new order": {"items": ["S-1"]}}, "B-42")


def test_the_catalogue_stays(before: Json, after: Json) -> None:
    after["products"]["p-stove"]["variants"]["S-1"]["price"] = 1.0
    fails(before, after, {"#A10012": "pending"}, "S-1.price")
