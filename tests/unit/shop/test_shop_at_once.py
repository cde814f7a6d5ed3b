"""Two sessions at one order, one gift card or one shelf: it is changed once, and nothing is lost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from shop import Address, Change, Refusal, Store
from tests.unit.shop.desk import Desk, open_desk
from tests.unit.shop.small import ANN, BEN, TODAY, document

C = "c"
OAK = Address("2 Oak Road", "", "Salem", "OR", "USA", "97301")
Act = Callable[[Store], object]


def at_once(desk: Desk, folder: Path, acts: list[Act]) -> Counter[str]:
    """Each in a thread with connections of its own, all let go together: "done", or the refusal's code."""
    barrier, results = threading.Barrier(len(acts)), Counter[str]()

    def attempt(act: Act) -> None:
        with Store.open(desk.url, folder / "policy.yml", clock=lambda: TODAY) as mine:
            barrier.wait()
            try:
                act(mine)
            except Refusal as refusal:
                results[refusal.code] += 1
            else:
                results["done"] += 1

    threads = [threading.Thread(target=attempt, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


SWAP: list[Change] = [("M-S", "M-L")]
ONCE: dict[str, tuple[Act, str]] = {
    "payment": (lambda s: s.change_payment(ANN, "W02", "paypal_ann", conversation=C), "several_payments"),
    "items": (lambda s: s.change_items(ANN, "W01", SWAP, "gift_ann", conversation=C), "already_modified"),
    "return": (lambda s: s.return_items(ANN, "W04", [1], "visa_ann", conversation=C), "already_requested"),
    "exchange": (
        lambda s: s.exchange_items(ANN, "W04", SWAP, "visa_ann", conversation=C),
        "already_requested",
    ),
    "address": (lambda s: s.change_address(ANN, "W01", OAK, conversation=C), "same_address"),
    "default": (lambda s: s.change_default_address(ANN, OAK, conversation=C), "same_address"),
    "cancel": (lambda s: s.cancel(ANN, "W02", "no longer needed", conversation=C), "already_cancelled"),
}


@pytest.mark.parametrize("name", ONCE)
def test_six_at_once_change_it_once(desk: Desk, tmp_path: Path, name: str) -> None:
    act, code = ONCE[name]
    assert at_once(desk, tmp_path, [act] * 6) == {"done": 1, code: 5}
    assert len(desk.audit()) == 1
    after = desk.content()
    once = tmp_path / "once"
    once.mkdir()
    alone = open_desk(once)
    with alone.store:
        act(alone.store)
        assert alone.content() == after


def test_only_one_of_different_wishes_is_granted(desk: Desk, tmp_path: Path) -> None:
    acts: list[Act] = [ONCE["return"][0], ONCE["exchange"][0]] * 3
    assert at_once(desk, tmp_path, acts) == {"done": 1, "already_requested": 5}


def test_the_last_one_on_the_shelf_goes_to_one(desk: Desk, tmp_path: Path) -> None:
    acts: list[Act] = [
        lambda s: s.change_items(ANN, "W01", [("L-RED", "L-BLUE")], "visa_ann", conversation=C),
        lambda s: s.change_items(ANN, "W02", [("L-RED", "L-BLUE")], "visa_ann", conversation=C),
        lambda s: s.exchange_items(ANN, "W04", [("L-RED", "L-BLUE")], "visa_ann", conversation=C),
    ]
    assert at_once(desk, tmp_path, acts) == {"done": 1, "out_of_stock": 2}
    assert desk.stock("L-BLUE") == 0


def test_a_gift_card_is_not_spent_twice(tmp_path: Path) -> None:
    content = document()
    content["users"][ANN]["payment_methods"]["gift_ann"]["balance"] = 46.0
    desk = open_desk(tmp_path, content)
    with desk.store:
        acts: list[Act] = [
            lambda s: s.change_payment(ANN, "W01", "gift_ann", conversation=C),
            lambda s: s.reorder(ANN, "W02", "gift_ann", conversation=C),
        ]
        assert at_once(desk, tmp_path, acts) == {"done": 1, "balance_too_low": 1}
        assert desk.balance(ANN, "gift_ann") in {Decimal(0), Decimal("11.05")}


def test_orders_placed_at_once_have_their_own_ids(desk: Desk, tmp_path: Path) -> None:
    acts: list[Act] = [
        lambda s: s.reorder(ANN, "W01", "visa_ann", conversation=C),
        lambda s: s.reorder(BEN, "W12", "visa_ben", conversation=C),
    ] * 2
    assert at_once(desk, tmp_path, acts) == {"done": 4}
    content = desk.content()
    assert list(content["orders"])[-4:] == ["#W13", "#W14", "#W15", "#W16"]
    assert sorted(content["users"][ANN]["orders"] + content["users"][BEN]["orders"]) == sorted(
        content["orders"]
    )
    assert desk.stock("M-L") == 7
