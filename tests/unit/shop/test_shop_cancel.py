"""Cancelling: what the policy allows, all of it or nothing, and only once."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from shop import AlreadyCancelled, OrderNotFound, ReasonNotAccepted, Refusal, Store, WrongState
from shop.changes.cancel import owed
from shop.changes.money import Line
from shop.demo.build import POLICY
from shop.demo.showcase import AISHA, DANIEL, LIAM, MARCUS, MAYA, NOAH, PRIYA, SOFIA
from shop.types import Payment
from tests.unit.shop.desk import open_desk
from tests.unit.shop.small import ANN

REASON = "no longer needed"
Content = Callable[[str], dict[str, Any]]


def test_a_card_order_is_cancelled_and_refunded(store: Store) -> None:
    order = store.order_for(MAYA.user_id, "A10001")
    assert store.why_not_cancel(order) is None
    cancelled = store.cancel(MAYA.user_id, "10001", " No longer  NEEDED ", conversation="c-1")
    assert (cancelled.status, cancelled.cancel_reason) == ("cancelled", REASON)
    paid, refund = cancelled.payments
    assert (refund.kind, refund.amount, refund.method_id) == ("refund", paid.amount, paid.method_id)
    assert refund.at is not None
    assert cancelled.refunded == order.total == Decimal("53.95")
    assert store.order_for(MAYA.user_id, "A10001") == cancelled


def test_a_gift_card_is_credited_at_once(store: Store) -> None:
    order = store.cancel(DANIEL.user_id, "A10002", REASON, conversation="c")
    customer = store.customer(DANIEL.user_id)
    assert customer is not None
    card = customer.payment_method("gift_card_2210001")
    assert card is not None
    assert card.balance == Decimal(25) + order.total


def test_split_payments_go_back_each_their_way(store: Store) -> None:
    order = store.cancel(PRIYA.user_id, "A10015", "found it cheaper", conversation="c")
    refunds = [(p.method_id, p.amount) for p in order.payments if p.kind == "refund"]
    assert refunds[0] == ("gift_card_3866001", Decimal(150))
    assert sum(amount for _, amount in refunds) == order.total
    customer = store.customer(PRIYA.user_id)
    assert customer is not None
    assert customer.payment_methods[0].balance == Decimal(150)


def test_the_stock_comes_back_and_readers_see_it(store: Store, url: str) -> None:
    sku = store.order_for(MAYA.user_id, "A10001").items[0].item_id
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        database.execute("UPDATE variants SET stock = 0, available = 0 WHERE item_id = ?", (sku,))
        database.execute("UPDATE store_state SET revision = revision + 1")
    before = store.variant(sku)
    assert before is not None
    assert (before[1].stock, before[1].available) == (0, False)
    store.cancel(MAYA.user_id, "A10001", REASON, conversation="c")
    after = store.variant(sku)
    assert after is not None
    assert (after[1].stock, after[1].available) == (1, True)


def test_the_audit_says_who_what_and_where(store: Store) -> None:
    store.cancel(MAYA.user_id, "A10001", REASON, conversation="c-42")
    (entry,) = store.audit("#A10001")
    assert (entry.actor, entry.action, entry.conversation) == (MAYA.user_id, "cancel", "c-42")
    assert (entry.before["status"], entry.after["status"]) == ("pending", "cancelled")
    assert len(entry.after["payments"]) == len(entry.before["payments"]) + 1
    assert entry.at.tzinfo is not None


@pytest.mark.parametrize(
    ("user_id", "order_id", "reason", "kind"),
    [
        (SOFIA.user_id, "A10003", REASON, WrongState),
        (LIAM.user_id, "A10004", REASON, WrongState),
        (MARCUS.user_id, "A10014", REASON, WrongState),
        (AISHA.user_id, "A10005", REASON, AlreadyCancelled),
        (NOAH.user_id, "A10001", REASON, OrderNotFound),
        ("nobody", "A10001", REASON, OrderNotFound),
        (MAYA.user_id, "A99999", REASON, OrderNotFound),
        (MAYA.user_id, "A10001", "just because", ReasonNotAccepted),
        (MAYA.user_id, "A10001", "", ReasonNotAccepted),
    ],
)
def test_a_refusal_changes_nothing(
    store: Store, url: str, content: Content, user_id: str, order_id: str, reason: str, kind: type[Refusal]
) -> None:
    before = content(url)
    with pytest.raises(kind) as caught:
        store.cancel(user_id, order_id, reason, conversation="c")
    assert caught.value.code == kind.code
    assert all(isinstance(value, str) for value in caught.value.details.values())
    assert content(url) == before
    assert store.audit("#A10001") == ()


def test_every_state_of_the_demo_keeps_the_rule(store: Store) -> None:
    for user in ("pending", "processed", "shipped", "delivered", "return requested", "exchange requested"):
        order = store.order_for(MAYA.user_id, "A10001")
        changed = type(order)(**{**{f: getattr(order, f) for f in order.__slots__}, "status": user})
        assert (store.why_not_cancel(changed) is None) == (user in store.policy.cancel.states)


def test_two_at_once_cancel_once(store: Store, url: str) -> None:
    barrier, results = threading.Barrier(6), []

    def attempt() -> None:
        with Store.open(url, POLICY) as mine:
            barrier.wait()
            try:
                results.append(mine.cancel(DANIEL.user_id, "A10002", REASON, conversation="c").status)
            except Refusal as refusal:
                results.append(refusal.code)

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["already_cancelled"] * 5 + ["cancelled"]
    order = store.order_for(DANIEL.user_id, "A10002")
    assert [line.kind for line in order.payments] == ["payment", "refund"]
    customer = store.customer(DANIEL.user_id)
    assert customer is not None
    assert customer.payment_methods[0].balance == Decimal(25) + order.total
    assert len(store.audit("#A10002")) == 1


def test_an_error_in_the_middle_undoes_all(store: Store, url: str, content: Content) -> None:
    before = content(url)

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO audit"):
            raise RuntimeError("the machine is on fire")

    event.listen(store._engine, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError):
        store.cancel(DANIEL.user_id, "A10002", REASON, conversation="c")
    event.remove(store._engine, "before_cursor_execute", fail)
    assert content(url) == before
    assert store.cancel(DANIEL.user_id, "A10002", REASON, conversation="c").status == "cancelled"


def _die_while_cancelling(url: str) -> None:
    import os

    opened = Store.open(url, POLICY)
    event.listen(
        opened._engine,
        "before_cursor_execute",
        lambda *args: os._exit(9) if args[2].startswith("INSERT INTO audit") else None,
    )
    opened.cancel(DANIEL.user_id, "A10002", REASON, conversation="c")


def test_a_killed_process_leaves_nothing_half(store: Store, url: str, content: Content) -> None:
    before = content(url)
    process = multiprocessing.get_context("spawn").Process(target=_die_while_cancelling, args=(url,))
    process.start()
    process.join(60)
    assert process.exitcode == 9
    assert content(url) == before


def test_what_was_refunded_before_is_not_refunded_again(store: Store, url: str) -> None:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        database.execute(
            "INSERT INTO payments (order_id, position, kind, amount, method_id, extra) "
            "VALUES ('#A10001', 1, 'refund', '50.00', 'credit_card_1042001', '{}')"
        )
    order = store.cancel(MAYA.user_id, "A10001", REASON, conversation="c")
    assert [p.amount for p in order.payments if p.kind == "refund"] == [Decimal("50.00"), Decimal("3.95")]


def test_orders_newest_first(store: Store) -> None:
    assert [order.order_id for order in store.orders_of(NOAH.user_id)] == ["#A10006", "#A10007", "#A10008"]
    assert store.orders_of("nobody") == ()
    assert store.customer("nobody") is None
    assert store.product("nothing") is None
    assert store.variant("nothing") is None


def test_what_went_back_elsewhere_is_not_refunded_again() -> None:
    """A change of items may have refunded a gift card for what a credit card had paid."""
    history = [("payment", 60), ("payment", 40), ("refund", 15), ("refund", 5)]
    methods = ["card", "paypal", "gift", "card"]
    lines = [
        Payment(kind, Decimal(amount), method)
        for (kind, amount), method in zip(history, methods, strict=True)
    ]
    assert owed(lines) == [Line("refund", Decimal(55), "card"), Line("refund", Decimal(25), "paypal")]
    assert owed([*lines, Payment("refund", Decimal(80), "gift")]) == []


def test_an_order_whose_items_were_changed_is_refunded_what_it_cost(tmp_path: Path) -> None:
    open_states = {"states": ["pending", "pending (items modified)"]}
    policy = {"cancel": open_states, "modify": {"refund_to": ["gift_card"]}}
    with open_desk(tmp_path, policy=policy).store as store:
        store.change_items(ANN, "W01", [("L-RED", "L-GREEN")], "gift_ann", conversation="c")
        order = store.cancel(ANN, "W01", REASON, conversation="c")
        assert [(p.kind, p.amount, p.method_id) for p in order.payments] == [
            ("payment", Decimal(46), "visa_ann"),
            ("refund", Decimal("8.75"), "gift_ann"),
            ("refund", Decimal("37.25"), "visa_ann"),
        ]
        assert store.invoice(ANN, "W01").refunded == Decimal(46)
