"""Changing an order that has not left: its address, its payment, its items, each under its rules."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from shop import Address, Change, Claim
from shop.refusals import AlreadyModified, NotOffered
from tests.unit.shop.desk import Desk, open_desk
from tests.unit.shop.small import ANN, BEN

NEW = Address("9 Oak Road", "Apt 3", "Reno", "NV", "USA", "89501")
C = "c-1"


def test_an_order_goes_to_another_address(desk: Desk) -> None:
    order = desk.store.order_for(ANN, "W01")
    assert desk.store.why_not_change_address(order) is None
    changed = desk.store.change_address(ANN, "w01", replace(NEW, city="  Reno "), conversation=C)
    assert changed.address == NEW
    assert (changed.status, changed.items, changed.payments) == (order.status, order.items, order.payments)
    assert desk.content()["orders"]["#W01"]["address"] == {
        "address1": "9 Oak Road", "address2": "Apt 3", "city": "Reno", "state": "NV", "country": "USA",
        "zip": "89501",
    }  # fmt: skip
    (entry,) = desk.store.audit("#W01")
    assert (entry.actor, entry.action, entry.conversation) == (ANN, "change_address", C)
    assert (entry.before["address"][2], entry.after["address"][2]) == ("Salem", "Reno")


@pytest.mark.parametrize(
    ("order_id", "address", "code", "details"),
    [
        ("W09", NEW, "wrong_state", {"status": "shipped", "action": "change_address", "allowed": "pending"}),
        ("W10", NEW, "already_cancelled", {"order_id": "#W10"}),
        ("W12", NEW, "order_not_found", {}),
        ("W01", replace(NEW, country="Canada"), "other_country", {"country": "Canada", "allowed": "USA"}),
        ("W01", replace(NEW, city="  ", postcode=""), "address_incomplete", {"missing": "city, postcode"}),
        ("W01", replace(NEW, address2="x" * 256), "address_not_usable", {"field": "address2"}),
        ("W01", replace(NEW, city="Re\x00no"), "address_not_usable", {"field": "city"}),
        ("W01", Address("1 Elm Street", "", "Salem", "OR", "USA", "97301"), "same_address", {}),
    ],
)
def test_addresses_that_are_refused(
    desk: Desk, order_id: str, address: Address, code: str, details: dict[str, str]
) -> None:
    desk.refused(code, lambda: desk.store.change_address(ANN, order_id, address, conversation=C), **details)


def test_the_default_address_is_also_what_identifies(desk: Desk) -> None:
    orders = desk.content()["orders"]
    customer = desk.store.change_default_address(ANN, replace(NEW, country="Canada"), conversation=C)
    assert customer.address.country == "Canada"
    assert desk.store.customer(ANN) == customer
    assert desk.content()["orders"] == orders
    assert [entry.action for entry in desk.store.audit(ANN)] == ["change_default_address"]
    claim = Claim(email="ann@example.com", first_name="Ann", last_name="Small", postcode="89501")
    assert desk.store.identify(claim) == ANN
    assert desk.store.identify(replace(claim, postcode="97301")) is None
    again = customer.address
    desk.refused("same_address", lambda: desk.store.change_default_address(ANN, again, conversation=C))
    desk.refused("customer_not_found", lambda: desk.store.change_default_address("x", NEW, conversation=C))


def test_an_order_is_paid_by_another_method(desk: Desk) -> None:
    order = desk.store.order_for(ANN, "W02")
    assert [method.method_id for method in desk.store.methods_for_payment(order)] == [
        "visa_ann",
        "paypal_ann",
    ]
    changed = desk.store.change_payment(ANN, "W02", "paypal_ann", conversation=C)
    assert changed.status == "pending"
    assert [(p.kind, p.amount, p.method_id) for p in changed.payments] == [
        ("payment", Decimal(30), "gift_ann"),
        ("payment", Decimal(30), "paypal_ann"),
        ("refund", Decimal(30), "gift_ann"),
    ]  # fmt: skip
    assert desk.balance(ANN, "gift_ann") == Decimal(80)
    cancelled = desk.store.cancel(ANN, "W02", "no longer needed", conversation=C)
    assert cancelled.payments[-1].method_id == "paypal_ann"
    assert len(cancelled.payments) == 4
    assert desk.balance(ANN, "gift_ann") == Decimal(80)


def test_a_gift_card_pays_what_it_can(desk: Desk) -> None:
    order = desk.store.order_for(ANN, "W01")
    methods = [method.method_id for method in desk.store.methods_for_payment(order)]
    assert methods == ["paypal_ann", "gift_ann"]
    desk.store.change_payment(ANN, "W01", "gift_ann", conversation=C)
    assert desk.balance(ANN, "gift_ann") == Decimal(4)


@pytest.mark.parametrize(
    ("order_id", "method", "code", "details"),
    [
        ("W01", "visa_ann", "same_method", {"method_id": "visa_ann"}),
        ("W01", "empty_ann", "balance_too_low", {"balance": "0.00", "needed": "46.00"}),
        ("W01", "visa_ben", "method_not_found", {"method_id": "visa_ben"}),
        ("W01", "goat_ann", "method_not_accepted", {"allowed": "paypal_ann, gift_ann"}),
        ("W03", "paypal_ann", "several_payments", {"order_id": "#W03"}),
        ("W09", "paypal_ann", "wrong_state", {"action": "change_payment"}),
        ("W12", "paypal_ann", "order_not_found", {}),
    ],
)
def test_payments_that_are_refused(
    desk: Desk, order_id: str, method: str, code: str, details: dict[str, str]
) -> None:
    desk.refused(code, lambda: desk.store.change_payment(ANN, order_id, method, conversation=C), **details)


def test_items_are_changed_and_the_difference_paid(desk: Desk) -> None:
    order = desk.store.order_for(ANN, "W01")
    changes: list[Change] = [("L-RED", "L-BLUE"), ("M-S", "M-L"), ("M-S", "M-L")]
    quote = desk.store.quote_change(order, changes)
    assert [(line.position, line.difference) for line in quote.lines] == [
        (0, Decimal("12.5")), (1, Decimal("1.5")), (2, Decimal("1.5"))
    ]  # fmt: skip
    assert quote.difference == Decimal("15.5")
    changed = desk.store.change_items(
        ANN, "W01", changes, "gift_ann", conversation=C, expected=quote.difference
    )
    assert changed.status == "pending (items modified)"
    assert [item.item_id for item in changed.items] == ["L-BLUE", "M-L", "M-L"]
    assert changed.items[0].options == {"color": "blue"}
    assert changed.items[0].name == "Desk Lamp"
    last = changed.payments[-1]
    assert (last.kind, last.amount, last.method_id) == ("payment", Decimal("15.5"), "gift_ann")
    assert last.at is not None
    assert desk.balance(ANN, "gift_ann") == Decimal("34.50")
    assert [desk.stock(sku) for sku in ("L-RED", "L-BLUE", "M-S", "M-L")] == [6, 0, 11, 7]
    found = desk.store.variant("L-BLUE")
    assert found is not None
    assert not found[1].available
    assert [item.item_id for item in desk.store.variants_of("lamp", available=True)] == [
        "L-RED",
        "L-GREEN",
        "L-ODD",
    ]


def test_one_of_two_equal_units_and_by_position(desk: Desk) -> None:
    changed = desk.store.change_items(
        ANN, "W01", [(2, "M-L"), ("L-RED", "L-ODD")], "visa_ann", conversation=C
    )
    assert [item.item_id for item in changed.items] == ["L-ODD", "M-S", "M-L"]
    assert desk.stock("L-ODD") is None


def test_what_costs_less_goes_back_to_what_paid(desk: Desk) -> None:
    order = desk.store.order_for(ANN, "W01")
    quote = desk.store.quote_change(order, [("L-RED", "L-GREEN")])
    assert quote.difference == Decimal("-8.75")
    methods = desk.store.methods_for_difference(order, quote.difference)
    assert [method.method_id for method in methods] == ["visa_ann"]
    change: list[Change] = [("L-RED", "L-GREEN")]
    desk.refused(
        "method_not_accepted",
        lambda: desk.store.change_items(ANN, "W01", change, "gift_ann", conversation=C),
        allowed="visa_ann",
    )
    changed = desk.store.change_items(ANN, "W01", change, "visa_ann", conversation=C)
    assert (changed.payments[-1].kind, changed.payments[-1].amount) == ("refund", Decimal("8.75"))
    assert changed.total == Decimal("46") - changed.refunded


def test_a_change_that_costs_nothing_leaves_no_line(desk: Desk) -> None:
    changed = desk.store.change_items(ANN, "W01", [("L-RED", "L-ODD")], "empty_ann", conversation=C)
    assert len(changed.payments) == 1


@pytest.mark.parametrize(
    ("order_id", "changes", "method", "code", "details"),
    [
        ("W01", [], "visa_ann", "nothing_chosen", {"action": "change_items"}),
        ("W01", [("M-L", "M-S")], "visa_ann", "item_not_in_order", {"item_id": "M-L"}),
        ("W01", [("M-S", "M-L")] * 3, "visa_ann", "item_not_in_order", {"item_id": "M-S"}),
        ("W01", [(1, "M-L"), (1, "M-L")], "visa_ann", "item_not_in_order", {"item_id": "1"}),
        ("W01", [(-1, "M-L")], "visa_ann", "item_not_in_order", {}),
        ("W01", [(3, "M-L")], "visa_ann", "item_not_in_order", {}),
        ("W01", [("", "M-L")], "visa_ann", "item_not_in_order", {}),
        ("W01", [("L-RED", "L-PINK")], "visa_ann", "variant_not_found", {"item_id": "L-PINK"}),
        ("W01", [("L-RED", "M-L")], "visa_ann", "other_product", {"new_item": "Enamel Mug"}),
        ("W01", [("M-S", "M-L"), ("L-RED", "L-RED")], "visa_ann", "same_item", {"item_id": "L-RED"}),
        ("W01", [("L-RED", "L-GOLD")], "visa_ann", "out_of_stock", {"item": "Desk Lamp", "options": "gold"}),
        ("W01", [("L-RED", "L-BLUE")], "empty_ann", "balance_too_low", {"needed": "12.50"}),
        ("W01", [("L-RED", "L-BLUE")], "goat_ann", "method_not_accepted", {}),
        ("W01", [("L-RED", "L-BLUE")], "nothing", "method_not_found", {}),
        ("W09", [("L-RED", "L-BLUE")], "visa_ann", "wrong_state", {"action": "change_items"}),
        ("W10", [("L-RED", "L-BLUE")], "visa_ann", "already_cancelled", {}),
        ("W12", [("M-L", "M-S")], "visa_ann", "order_not_found", {}),
    ],
)  # fmt: skip
def test_item_changes_that_are_refused(
    desk: Desk, order_id: str, changes: list[Change], method: str, code: str, details: dict[str, str]
) -> None:
    desk.refused(
        code, lambda: desk.store.change_items(ANN, order_id, changes, method, conversation=C), **details
    )


def test_another_price_than_confirmed_is_refused(desk: Desk) -> None:
    desk.refused(
        "price_changed",
        lambda: desk.store.change_items(
            ANN, "W01", [("M-S", "M-L")], "visa_ann", conversation=C, expected=Decimal(1)
        ),
        expected="1.00",
        now="1.50",
    )


def test_two_of_the_last_one_are_refused(tmp_path: Path) -> None:
    with open_desk(tmp_path).store as store:
        order = replace(store.order_for(ANN, "W01"), items=store.order_for(ANN, "W02").items * 2)
        with pytest.raises(Exception, match="out_of_stock"):
            store.quote_change(order, [("L-RED", "L-BLUE")] * 2)


def test_items_are_changed_once_and_then_nothing_else(desk: Desk) -> None:
    order = desk.store.change_items(ANN, "W01", [("M-S", "M-L")], "visa_ann", conversation=C)
    again: list[Change] = [("M-S", "M-L")]
    for refused in (
        lambda: desk.store.change_items(ANN, "W01", again, "visa_ann", conversation=C),
        lambda: desk.store.change_address(ANN, "W01", NEW, conversation=C),
        lambda: desk.store.change_payment(ANN, "W01", "paypal_ann", conversation=C),
        lambda: desk.store.cancel(ANN, "W01", "no longer needed", conversation=C),
    ):
        desk.refused("already_modified", refused, order_id="#W01", status="pending (items modified)")
    assert isinstance(desk.store.why_not_change_items(order), AlreadyModified)


def test_a_policy_may_allow_more_changes(tmp_path: Path) -> None:
    modify = {"item_changes_per_order": 2, "same_product_only": False, "same_country": False}
    desk = open_desk(tmp_path, policy={"modify": modify})
    with desk.store as store:
        first = store.change_items(ANN, "W01", [("M-S", "M-L")], "visa_ann", conversation=C)
        assert (first.status, first.extra) == ("pending", {"item_changes": 1})
        second = store.change_items(ANN, "W01", [("M-S", "B-1")], "visa_ann", conversation=C)
        assert second.status == "pending (items modified)"
        assert [item.name for item in second.items] == ["Desk Lamp", "Enamel Mug", "Bowl"]
        assert second.items[2].product_id == "bowl"
        desk.refused(
            "already_modified",
            lambda: store.change_items(ANN, "W01", [("B-1", "B-2")], "visa_ann", conversation=C),
        )
        store.change_address(BEN, "W12", replace(NEW, country="Canada"), conversation=C)


@pytest.mark.parametrize(
    "part",
    [None, {"fields": []}, {"fields": ["address", "payment"]}, {"item_changes_per_order": 0}],
)  # fmt: skip
def test_what_a_policy_lacks_is_not_offered(tmp_path: Path, part: dict[str, object] | None) -> None:
    desk = open_desk(tmp_path, policy={"modify": part})
    with desk.store as store:
        order = store.order_for(ANN, "W01")
        assert isinstance(store.why_not_change_items(order), NotOffered)
        desk.refused(
            "not_offered",
            lambda: store.change_items(ANN, "W01", [("M-S", "M-L")], "visa_ann", conversation=C),
            action="change_items",
        )
        if part is None or part.get("fields") == []:
            desk.refused("not_offered", lambda: store.change_address(ANN, "W01", NEW, conversation=C))
            desk.refused(
                "not_offered", lambda: store.change_payment(ANN, "W01", "paypal_ann", conversation=C)
            )
