"""No sequence of calls, sensible or not, breaks what must always hold in a shop."""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, get_args

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import update

from shop import Address, Change, Refusal, Store
from shop.database import writing
from shop.rules import Action
from shop.tables import FulfillmentRow, OrderRow
from shop.types import Order, PaymentMethod
from tests.unit.shop.desk import Desk, open_desk
from tests.unit.shop.small import ANN, BEN, TODAY, document, user
from tests.unit.shop.sums import balances, gift_money, signed, total, units, variants

Json = dict[str, Any]

# More is allowed than in any of our policies, so that more can go wrong.
MODIFIED = "pending (items modified)"
ANYWHERE = {"refund_to": ["original", "gift_card"]}
OPEN = {"states": ["pending", MODIFIED]}
POLICY: Json = {
    "cancel": OPEN,
    "modify": {**OPEN, **ANYWHERE, "item_changes_per_order": 2, "same_product_only": False},
    "exchange": ANYWHERE,
}
# What an order has in one state only.
MARKS = {
    "cancelled": "cancel_reason",
    "return requested": "return_items",
    "exchange requested": "exchange_items",
}
SKUS = ["L-RED", "L-BLUE", "L-GREEN", "L-GOLD", "L-ODD", "M-S", "M-L", "B-1", "nothing"]
METHODS: list[str] = [method for name in (ANN, BEN) for method in user(name)["payment_methods"]]

refs = st.one_of(st.integers(-1, 3), st.sampled_from(SKUS))
addresses = st.builds(
    Address,
    address1=st.sampled_from(["1 Elm Street", "2 Oak Road", "3 Ash Lane", ""]),
    city=st.just("Salem"),
    state=st.just("OR"),
    country=st.sampled_from(["USA", "USA", "USA", "Canada", "Mars"]),
    postcode=st.sampled_from(["97301", "97302"]),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invariants")
    content = document()
    # More of the kind that something can be done to.
    for number, like in enumerate(["#W01", "#W02", "#W04", "#W11", "#W12"] * 3, 20):
        order = {**copy.deepcopy(content["orders"][like]), "order_id": f"#W{number}"}
        content["orders"][order["order_id"]] = order
        content["users"][order["user_id"]]["orders"].append(order["order_id"])
    open_desk(folder, content, POLICY).store.close()
    return folder


class Shop(RuleBasedStateMachine):
    """Anybody does anything, at any time."""

    template: Path
    # What was done, and what was refused, over all examples: a machine that is always refused proves nothing.
    done: ClassVar[Counter[str]] = Counter()
    refusals: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        shutil.copy(self.template / "small.db", self.folder.name)
        self.now, self.changes = TODAY, 0
        url = f"sqlite:///{self.folder.name}/small.db"
        store = Store.open(url, self.template / "policy.yml", clock=lambda: self.now)
        self.desk, self.store = Desk(store, url), store
        self.content = self.desk.content()
        self.money, self.units = gift_money(self.content), units(self.content)

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def attempt(self, action: Callable[[], object]) -> None:
        """Do it, or find everything as it was."""
        try:
            action()
        except Refusal as refusal:
            self.refusals.add(refusal.code)
            assert self.desk.content() == self.content
        else:
            self.changes += 1
            self.content = self.desk.content()
            self.done[self.desk.audit()[-1]] += 1

    @initialize()
    def begin(self) -> None:
        """So that the invariants are checked before the first step."""

    # What is asked for: mostly something of the order's own, that may well be allowed; at times anything.

    def _order(self, data: st.DataObject, *states: str) -> tuple[str, Order]:
        """Somebody, mostly the owner, and an order, mostly in one of these states."""
        found = [o for o, order in self.content["orders"].items() if order["status"] in states]
        order_id = data.draw(
            st.sampled_from(found if found and _sensible(data) else sorted(self.content["orders"]))
        )
        owner = self.content["orders"][order_id]["user_id"]
        who = owner if _sensible(data) else data.draw(st.sampled_from([ANN, BEN, "nobody"]))
        return who, self.store.order_for(owner, order_id)

    def _method(self, data: st.DataObject, fitting: Sequence[PaymentMethod]) -> str:
        names = [method.method_id for method in fitting]
        return data.draw(st.sampled_from(names if names and _sensible(data) else METHODS))

    def _items(self, data: st.DataObject, order: Order) -> list[int | str]:
        own = st.sampled_from(range(len(order.items)))
        return data.draw(st.lists(own if _sensible(data) else refs, min_size=1, max_size=3, unique=True))

    def _swaps(self, data: st.DataObject, order: Order) -> list[Change]:
        if not _sensible(data):
            return data.draw(st.lists(st.tuples(refs, st.sampled_from(SKUS)), max_size=3))
        swaps: list[Change] = []
        for at in data.draw(st.lists(st.sampled_from(range(len(order.items))), min_size=1, unique=True)):
            variants = self.store.variants_of(order.items[at].product_id, available=True)
            others = [v.item_id for v in variants if v.item_id != order.items[at].item_id]
            swaps.append((at, data.draw(st.sampled_from(others or SKUS))))
        return swaps

    def _price(self, data: st.DataObject, order: Order, swaps: list[Change]) -> Decimal:
        try:
            return self.store.quote_exchange(order, swaps).difference
        except Refusal:
            return data.draw(st.sampled_from([Decimal(0), Decimal("12.5")]))

    @rule(data=st.data(), reason=st.sampled_from(["no longer needed", "takes too long", "why not"]))
    def cancel(self, data: st.DataObject, reason: str) -> None:
        who, order = self._order(data, *OPEN["states"])
        self.attempt(lambda: self.store.cancel(who, order.order_id, reason, conversation="c"))

    @rule(data=st.data(), address=addresses)
    def change_address(self, data: st.DataObject, address: Address) -> None:
        who, order = self._order(data, *OPEN["states"])
        self.attempt(lambda: self.store.change_address(who, order.order_id, address, conversation="c"))

    @rule(who=st.sampled_from([ANN, BEN, "nobody"]), address=addresses)
    def change_default_address(self, who: str, address: Address) -> None:
        self.attempt(lambda: self.store.change_default_address(who, address, conversation="c"))

    @rule(data=st.data())
    def change_payment(self, data: st.DataObject) -> None:
        who, order = self._order(data, *OPEN["states"])
        method = self._method(data, self.store.methods_for_payment(order))
        self.attempt(lambda: self.store.change_payment(who, order.order_id, method, conversation="c"))

    @rule(data=st.data())
    def change_items(self, data: st.DataObject) -> None:
        who, order = self._order(data, *OPEN["states"])
        swaps = self._swaps(data, order)
        price = self._price(data, order, swaps)
        method = self._method(data, self.store.methods_for_difference(order, price))
        self.attempt(
            lambda: self.store.change_items(
                who, order.order_id, swaps, method, conversation="c", expected=price
            )
        )

    @rule(data=st.data())
    def exchange_items(self, data: st.DataObject) -> None:
        who, order = self._order(data, "delivered")
        swaps = self._swaps(data, order)
        price = self._price(data, order, swaps)
        method = self._method(data, self.store.methods_for_difference(order, price, exchange=True))
        self.attempt(
            lambda: self.store.exchange_items(
                who, order.order_id, swaps, method, conversation="c", expected=price
            )
        )

    @rule(data=st.data())
    def return_items(self, data: st.DataObject) -> None:
        who, order = self._order(data, "delivered")
        items, method = self._items(data, order), self._method(data, self.store.methods_for_return(order))
        self.attempt(lambda: self.store.return_items(who, order.order_id, items, method, conversation="c"))

    @rule(data=st.data())
    def reorder(self, data: st.DataObject) -> None:
        who, order = self._order(data)
        items = data.draw(st.sampled_from([None, self._items(data, order)]))
        method = self._method(data, self.store.methods_for_total(order.user_id, order.total))
        self.attempt(lambda: self.store.reorder(who, order.order_id, method, conversation="c", items=items))

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(data=st.data())
    def it_arrives(self, data: st.DataObject) -> None:
        """The warehouse's part: what is still open is packed, sent and delivered."""
        order = self._order(data, *OPEN["states"])[1].order_id
        found = self.content["orders"][order]
        if found["status"] not in OPEN["states"]:
            return
        with writing(self.store._engine) as session:
            session.execute(update(OrderRow).where(OrderRow.order_id == order).values(status="delivered"))
            session.add(
                FulfillmentRow(
                    order_id=order, position=0, tracking_ids=["1"], extra={},
                    item_ids=[item["item_id"] for item in found["items"]], delivered_at=self.now.isoformat(),
                )
            )  # fmt: skip
        self.content = self.desk.content()

    @invariant()
    def every_order_is_paid_for_exactly(self) -> None:
        for order in self.content["orders"].values():
            paid = sum((signed(line) for line in order["payment_history"]), Decimal(0))
            owed = Decimal(0) if order["status"] == "cancelled" else total(order)
            assert paid == owed, order

    @invariant()
    def gift_cards_move_with_the_lines_at_once(self) -> None:
        assert gift_money(self.content) == self.money
        assert all(balance >= 0 for balance in balances(self.content).values())

    @invariant()
    def no_unit_is_lost_or_made(self) -> None:
        assert units(self.content) == self.units
        for variant in variants(self.content):
            assert variant["stock"] >= 0
            assert variant["available"] == (variant["stock"] > 0)

    @invariant()
    def no_order_is_in_two_states(self) -> None:
        for order in self.content["orders"].values():
            marks = {status for status, mark in MARKS.items() if mark in order}
            assert marks == {order["status"]} & set(MARKS), order

    @invariant()
    def people_know_their_orders_and_the_audit_all_changes(self) -> None:
        listed = [order for person in self.content["users"].values() for order in person["orders"]]
        assert sorted(listed) == sorted(self.content["orders"])
        assert len(self.desk.audit()) == self.changes


def _sensible(data: st.DataObject) -> bool:
    """Mostly."""
    return data.draw(st.sampled_from([*[True] * 6, False, *[True] * 5]))


def test_nothing_breaks_the_shop(template: Path) -> None:
    Shop.template = template
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert set(Shop.done) == set(get_args(Action))
    assert len(Shop.refusals) > 15


def test_the_days_are_those_of_the_clock(template: Path) -> None:
    """The machine above lets time pass through this seam."""
    moments: list[datetime] = [TODAY]
    url = f"sqlite:///{template / 'small.db'}"
    with Store.open(url, template / "policy.yml", clock=lambda: moments[-1]) as store:
        order = store.order_for(ANN, "W11")
        assert store.why_not_return(order) is None
        moments.append(TODAY + timedelta(days=30))
        refusal = store.why_not_return(order)
        assert refusal is not None
        assert refusal.code == "window_over"
