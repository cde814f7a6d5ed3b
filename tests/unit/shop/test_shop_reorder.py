"""Ordering again and the copy of an invoice."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from shop import Address, OrderNotFound, Store
from shop.changes.reorder import next_id
from shop.demo.showcase import NOAH, PRIYA
from tests.unit.shop.desk import Desk, open_desk
from tests.unit.shop.small import ANN, BEN, HOME, TODAY, document

C = "c-1"


def test_the_same_again_at_todays_price(tmp_path: Path) -> None:
    content = document()
    content["products"]["mug"]["variants"]["M-S"]["price"] = 9.0
    desk = open_desk(tmp_path, content)
    with desk.store as store:
        old = store.order_for(ANN, "W01")
        quote = store.quote_reorder(old)
        assert (quote.goods, quote.delivery_price, quote.total) == (
            Decimal(48),
            Decimal("4.95"),
            Decimal("52.95"),
        )
        assert (quote.missing, quote.delivery_method) == ((), "standard")
        new = store.reorder(ANN, "W01", "visa_ann", conversation=C, expected=quote.total)
        assert (new.order_id, new.status, new.placed_at) == ("#W13", "pending", TODAY)
        assert [item.price for item in new.items] == [Decimal(30), Decimal(9), Decimal(9)]
        assert (new.total, new.delivery_method) == (quote.total, "standard")
        assert [(p.kind, p.amount, p.method_id) for p in new.payments] == [
            ("payment", quote.total, "visa_ann")
        ]
        assert [desk.stock(sku) for sku in ("L-RED", "M-S")] == [4, 7]
        assert store.orders_of(ANN)[0] == store.order_for(ANN, "13") == new
        assert store.order_for(ANN, "W01") == old
        assert desk.content()["users"][ANN]["orders"][-1] == "#W13"
        (entry,) = store.audit("#W13")
        assert (entry.action, entry.before) == ("reorder", {"again": "#W01"})
        cancelled = store.cancel(ANN, "W13", "no longer needed", conversation=C)
        assert cancelled.refunded == quote.total
        assert [desk.stock(sku) for sku in ("L-RED", "M-S")] == [5, 9]


def test_it_survives_an_export(desk: Desk, tmp_path: Path) -> None:
    desk.store.reorder(ANN, "W01", "gift_ann", conversation=C, items=["M-S", 2])
    assert desk.balance(ANN, "gift_ann") == Decimal("29.05")
    (tmp_path / "again").mkdir()
    again = open_desk(tmp_path / "again", desk.content())
    with again.store:
        assert again.content() == desk.content()


def test_what_is_missing_is_told_and_can_be_left_out(desk: Desk) -> None:
    order = desk.store.order_for(ANN, "W11")
    quote = desk.store.quote_reorder(order)
    assert [item.item_id for item in quote.missing] == ["L-GOLD"]
    assert [line.position for line in quote.lines] == [1]
    desk.refused(
        "out_of_stock",
        lambda: desk.store.reorder(ANN, "W11", "visa_ann", conversation=C),
        item_id="L-GOLD",
    )
    new = desk.store.reorder(ANN, "W11", "visa_ann", conversation=C, items=[1])
    assert [item.item_id for item in new.items] == ["M-S"]


@pytest.mark.parametrize(
    ("order_id", "method", "items", "expected", "code"),
    [
        ("W12", "visa_ann", None, None, "order_not_found"),
        ("W01", "visa_ben", None, None, "method_not_found"),
        ("W01", "goat_ann", None, None, "method_not_accepted"),
        ("W01", "gift_ann", None, None, "balance_too_low"),
        ("W01", "visa_ann", None, Decimal(46), "price_changed"),
        ("W01", "visa_ann", [], None, "nothing_chosen"),
        ("W01", "visa_ann", ["L-BLUE"], None, "item_not_in_order"),
    ],
)
def test_reorders_that_are_refused(
    desk: Desk, order_id: str, method: str, items: list[str] | None, expected: Decimal | None, code: str
) -> None:
    desk.store.change_items(ANN, "W02", [("L-RED", "L-ODD")], "visa_ann", conversation=C)
    desk.store.change_payment(ANN, "W01", "gift_ann", conversation=C)
    desk.refused(
        code,
        lambda: desk.store.reorder(ANN, order_id, method, conversation=C, items=items, expected=expected),
    )


def test_it_goes_where_the_customer_lives_now(desk: Desk) -> None:
    montreal = Address("4872 Rue Laurel", "", "Montreal", "QC", "Canada", "H2J 3K5")
    desk.store.change_default_address(ANN, montreal, conversation=C)
    new = desk.store.reorder(ANN, "W01", "visa_ann", conversation=C)
    assert (new.address, new.delivery_method) == (montreal, "canada")
    assert new.delivery_price == Decimal("14.95")
    mars = Address("1 Olympus Mons", "", "Base", "", "Mars", "1")
    desk.store.change_default_address(ANN, mars, conversation=C)
    desk.refused(
        "no_delivery", lambda: desk.store.reorder(ANN, "W01", "visa_ann", conversation=C), country="Mars"
    )


def test_a_shop_without_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, policy={"reorder": None, "delivery": None})
    with desk.store as store:
        refusal = store.why_not_reorder(store.order_for(ANN, "W01"))
        assert refusal is not None
        assert refusal.details == {"action": "reorder"}
        desk.refused("not_offered", lambda: store.reorder(ANN, "W01", "visa_ann", conversation=C))
        assert store.quote_reorder(store.order_for(ANN, "W01")).delivery_price is None


@pytest.mark.parametrize(
    ("like", "taken", "expected"),
    [
        ("#W0099", ["#W0099", "#W0007", "#A9999"], "#W0100"),
        ("#W999", ["#W999"], "#W1000"),
        ("X-1-9", ["X-1-9", "X-2-50"], "X-1-10"),
        ("odd", ["odd"], "odd-1"),
        ("odd", ["odd", "odd-1"], "odd-2"),
        ("A1", ["A1", "A1b", "A²"], "A2"),
    ],
)
def test_the_next_order_id(like: str, taken: list[str], expected: str) -> None:
    assert next_id(like, taken) == expected


def test_the_invoice_of_an_order(desk: Desk) -> None:
    desk.store.change_payment(ANN, "W01", "gift_ann", conversation=C)
    invoice = desk.store.invoice(ANN, "w01")
    assert [(line.item_id, line.quantity, line.unit_price, line.amount) for line in invoice.lines] == [
        ("L-RED", 1, Decimal(30), Decimal(30)),
        ("M-S", 2, Decimal(8), Decimal(16)),
    ]
    assert [invoice.goods, invoice.total, invoice.paid, invoice.refunded] == [46, 46, 92, 46]
    assert (invoice.customer_name, invoice.email) == ("Ann Small", "ann@example.com")
    assert (invoice.shop, invoice.currency, invoice.address.postcode) == ("Larkfield", "USD", HOME["zip"])
    assert [line.method.kind for line in invoice.payments if line.method] == [
        "credit_card", "gift_card", "credit_card"
    ]  # fmt: skip
    assert invoice.placed_at == datetime.fromisoformat("2026-03-01T10:00:00+00:00")
    for user_id in (BEN, "nobody"):
        with pytest.raises(OrderNotFound):
            desk.store.invoice(user_id, "W01")


def test_invoices_of_the_demo_add_up(store: Store) -> None:
    for person in (NOAH, PRIYA):
        for order in store.orders_of(person.user_id):
            invoice = store.invoice(person.user_id, order.order_id)
            assert invoice.total == order.total == invoice.paid
            assert sum(line.quantity for line in invoice.lines) == len(order.items)
