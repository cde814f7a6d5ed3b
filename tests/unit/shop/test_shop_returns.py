"""Returning and exchanging what has arrived: in time, once, what may come back, and who gets the money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from shop import Change, ItemRef, Store
from shop.demo.showcase import EMMA, HANNAH
from shop.refusals import (
    AlreadyRequested,
    DeliveryUnknown,
    NotReturnable,
    Refusal,
    WindowOver,
    WrongState,
)
from shop.types import Fulfillment
from tests.unit.shop.desk import Desk, open_desk
from tests.unit.shop.small import ANN

C = "c-1"


def test_a_return_is_asked_for(desk: Desk) -> None:
    order = desk.store.order_for(ANN, "W04")
    assert desk.store.why_not_return(order) is None
    quote = desk.store.quote_return(order, ["M-S", "L-RED", "M-S"])
    assert (quote.amount, [line.position for line in quote.lines]) == (Decimal(46), [1, 0, 2])
    returned = desk.store.return_items(ANN, "W04", ["M-S", "L-RED"], "gift_ann", conversation=C)
    assert returned.status == "return requested"
    assert returned.payments == order.payments
    assert returned.items == order.items
    document = desk.content()["orders"]["#W04"]
    assert document["return_items"] == ["L-RED", "M-S"]
    assert document["return_payment_method_id"] == "gift_ann"
    assert desk.balance(ANN, "gift_ann") == Decimal(50)
    assert desk.stock("M-S") == 9
    (entry,) = desk.store.audit("#W04")
    assert entry.after["return_items"] == ["L-RED", "M-S"]
    assert isinstance(desk.store.why_not_return(returned), AlreadyRequested)
    assert isinstance(desk.store.why_not_cancel(returned), WrongState)
    for again in (
        lambda: desk.store.return_items(ANN, "W04", ["M-S"], "visa_ann", conversation=C),
        lambda: desk.store.exchange_items(ANN, "W04", [("M-S", "M-L")], "visa_ann", conversation=C),
    ):
        desk.refused("already_requested", again, status="return requested")


def test_who_gets_the_money_for_a_return(desk: Desk, tmp_path: Path) -> None:
    order = desk.store.order_for(ANN, "W11")
    methods = [method.method_id for method in desk.store.methods_for_return(order)]
    assert methods == ["paypal_ann", "gift_ann", "empty_ann"]
    (tmp_path / "b").mkdir()
    with open_desk(tmp_path / "b", policy={"returns": {"refund_to": ["original"]}}).store as strict:
        assert [method.method_id for method in strict.methods_for_return(order)] == ["paypal_ann"]


@pytest.mark.parametrize(
    ("order_id", "items", "method", "code", "details"),
    [
        ("W04", [], "visa_ann", "nothing_chosen", {"action": "return_items"}),
        ("W04", ["M-S"] * 3, "visa_ann", "item_not_in_order", {"item_id": "M-S"}),
        ("W04", ["M-L"], "visa_ann", "item_not_in_order", {"item_id": "M-L"}),
        ("W04", ["M-S"], "paypal_ann", "method_not_accepted", {"allowed": "visa_ann, gift_ann, empty_ann"}),
        ("W04", ["M-S"], "visa_ben", "method_not_found", {}),
        ("W05", ["L-RED"], "visa_ann", "window_over", {"days": "30", "delivered_on": "2026-02-28"}),
        ("W06", ["L-RED"], "visa_ann", "delivery_unknown", {"action": "return_items"}),
        ("W07", ["F-1", "G-1"], "visa_ann", "not_returnable", {"item": "Gift Card", "what": "gift cards"}),
        ("W08", ["B-1"], "visa_ann", "not_returnable", {"item": "Gift Card"}),
        ("W09", ["L-RED"], "visa_ann", "wrong_state", {"allowed": "delivered", "action": "return_items"}),
        ("W10", ["L-RED"], "visa_ann", "already_cancelled", {}),
        ("W12", ["M-L"], "visa_ann", "order_not_found", {}),
    ],
)
def test_returns_that_are_refused(
    desk: Desk, order_id: str, items: list[ItemRef], method: str, code: str, details: dict[str, str]
) -> None:
    desk.refused(
        code, lambda: desk.store.return_items(ANN, order_id, items, method, conversation=C), **details
    )


def test_what_nobody_here_can_see_is_told_and_not_refused(desk: Desk) -> None:
    order = desk.store.order_for(ANN, "W07")
    assert desk.store.quote_return(order, ["F-1"]).lines[0].unless == "opened stove fuel"
    assert desk.store.why_not_return(order) is None
    assert desk.store.why_not_return_item(order, "F-1") is None
    assert isinstance(desk.store.why_not_return_item(order, "G-1"), NotReturnable)
    assert isinstance(desk.store.why_not_exchange_item(order, 0), NotReturnable)
    missing = desk.store.why_not_return_item(order, "M-S")
    assert missing is not None
    assert missing.code == "item_not_in_order"
    returned = desk.store.return_items(ANN, "W07", ["F-1"], "visa_ann", conversation=C)
    assert returned.extra["return_items"] == ["F-1"]


def test_an_order_is_refused_whole_when_all_of_it_is(desk: Desk) -> None:
    assert isinstance(desk.store.why_not_return(desk.store.order_for(ANN, "W08")), NotReturnable)
    assert isinstance(desk.store.why_not_return(desk.store.order_for(ANN, "W05")), WindowOver)
    assert isinstance(desk.store.why_not_exchange(desk.store.order_for(ANN, "W06")), DeliveryUnknown)


def test_the_window_is_counted_in_days_of_the_shop(desk: Desk) -> None:
    """W04 came on March 1st at 23:00 where the shop is, March 2nd in UTC: its days end on March 31st."""
    order = desk.store.order_for(ANN, "W04")
    asked = {
        datetime(2026, 4, 1, 3, 59, tzinfo=UTC): None,
        datetime(2026, 4, 1, 4, 1, tzinfo=UTC): "window_over",
        datetime(2026, 3, 1, 0, 0, tzinfo=UTC): None,
    }
    for moment, code in asked.items():
        store = Store(desk.store._engine, desk.store.policy, lambda moment=moment: moment)  # type: ignore[misc]
        refusal = store.why_not_return(order)
        assert (refusal.code if refusal else None) == code


def test_each_parcel_has_its_own_days(desk: Desk) -> None:
    order = desk.store.order_for(ANN, "W04")
    late = order.fulfillments[0].delivered_at
    early = datetime(2026, 1, 5, tzinfo=UTC)
    parcels = (
        Fulfillment(("1",), ("L-RED",), delivered_at=early), Fulfillment(("2",), ("M-S",), delivered_at=late)
    )  # fmt: skip
    split = replace(order, fulfillments=parcels)
    assert isinstance(desk.store.why_not_return_item(split, "L-RED"), WindowOver)
    assert desk.store.why_not_return_item(split, "M-S") is None
    assert desk.store.why_not_return(split) is None


def test_the_demo_stands_still(store: Store) -> None:
    assert store.now() == store.policy.stands_still_at
    old, new = store.order_for(HANNAH.user_id, "A10016"), store.order_for(HANNAH.user_id, "A10017")
    assert isinstance(store.why_not_return(old), WindowOver)
    assert store.why_not_return(new) is None
    assert store.why_not_exchange(new) is None
    assert isinstance(store.why_not_return(store.order_for(EMMA.user_id, "A10009")), WrongState)


def test_an_exchange_is_asked_for(desk: Desk) -> None:
    order = desk.store.order_for(ANN, "W04")
    changes: list[Change] = [("M-S", "M-L"), ("L-RED", "L-BLUE")]
    quote = desk.store.quote_exchange(order, changes)
    assert quote.difference == Decimal(14)
    methods = desk.store.methods_for_difference(order, quote.difference, exchange=True)
    assert [method.method_id for method in methods] == ["visa_ann", "paypal_ann", "gift_ann"]
    exchanged = desk.store.exchange_items(
        ANN, "W04", changes, "gift_ann", conversation=C, expected=Decimal("14.00")
    )
    assert exchanged.status == "exchange requested"
    assert (exchanged.items, exchanged.payments) == (order.items, order.payments)
    document = desk.content()["orders"]["#W04"]
    assert document["exchange_items"] == ["L-RED", "M-S"]
    assert document["exchange_new_items"] == ["L-BLUE", "M-L"]
    assert document["exchange_payment_method_id"] == "gift_ann"
    assert document["exchange_price_difference"] == 14.0
    assert desk.balance(ANN, "gift_ann") == Decimal(50)
    # Put aside, so that nobody else is promised the same one; what comes back is not there yet.
    assert [desk.stock(sku) for sku in ("L-BLUE", "M-L", "L-RED", "M-S")] == [0, 8, 5, 9]
    desk.refused(
        "already_requested",
        lambda: desk.store.return_items(ANN, "W04", ["M-S"], "visa_ann", conversation=C),
        status="exchange requested",
    )


@pytest.mark.parametrize(
    ("order_id", "changes", "method", "code", "details"),
    [
        ("W04", [], "visa_ann", "nothing_chosen", {"action": "exchange_items"}),
        ("W04", [("L-RED", "L-RED"), ("M-S", "M-L")], "visa_ann", "same_item", {"item": "Desk Lamp"}),
        ("W04", [("L-RED", "L-GOLD")], "visa_ann", "out_of_stock", {"item_id": "L-GOLD"}),
        ("W04", [("L-RED", "M-L")], "visa_ann", "other_product", {}),
        ("W04", [("L-RED", "L-BLUE")], "empty_ann", "balance_too_low", {"balance": "0.00"}),
        ("W04", [("L-RED", "L-GREEN")], "gift_ann", "method_not_accepted", {"allowed": "visa_ann"}),
        ("W05", [("L-RED", "L-BLUE")], "visa_ann", "window_over", {"action": "exchange_items"}),
        ("W06", [("L-RED", "L-BLUE")], "visa_ann", "delivery_unknown", {}),
        ("W07", [("G-1", "G-2")], "visa_ann", "not_returnable", {"what": "gift cards"}),
        ("W01", [("L-RED", "L-BLUE")], "visa_ann", "wrong_state", {"status": "pending"}),
        ("W10", [("L-RED", "L-BLUE")], "visa_ann", "already_cancelled", {}),
        ("W12", [("M-L", "M-S")], "visa_ann", "order_not_found", {}),
    ],
)
def test_exchanges_that_are_refused(
    desk: Desk, order_id: str, changes: list[Change], method: str, code: str, details: dict[str, str]
) -> None:
    desk.refused(
        code, lambda: desk.store.exchange_items(ANN, order_id, changes, method, conversation=C), **details
    )
    desk.refused(
        "price_changed",
        lambda: desk.store.exchange_items(
            ANN, "W04", [("M-S", "M-L")], "visa_ann", conversation=C, expected=Decimal(0)
        ),
    )


def test_what_a_policy_lacks_is_not_offered(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, policy={"returns": None, "exchange": None})
    asks: list[tuple[str, Callable[[], object]]] = [
        ("return_items", lambda: store.return_items(ANN, "W04", ["M-S"], "visa_ann", conversation=C)),
        (
            "exchange_items",
            lambda: store.exchange_items(ANN, "W04", [("M-S", "M-L")], "visa_ann", conversation=C),
        ),
    ]
    with desk.store as store:
        for action, ask in asks:
            desk.refused("not_offered", ask, action=action)
        order = store.order_for(ANN, "W04")
        found: list[Refusal | None] = [
            store.why_not_return(order), store.why_not_exchange(order), store.why_not_return_item(order, 0)
        ]  # fmt: skip
        assert {refusal.code for refusal in found if refusal} == {"not_offered"}
