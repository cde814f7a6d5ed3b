"""What the policy leaves in the database for a wish, in plain Python on the export's own shape.

Written from the text of the store's policy and not from `shop`, so that one checks the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from bench.errands.model import Effect, Json

REASONS = frozenset({"no longer needed", "ordered by mistake"})
PENDING, DELIVERED = "pending", "delivered"


class NotAllowed(ValueError):
    """The policy forbids what a script expects: the script is wrong, not the assistant."""


def after(content: Json, effects: Sequence[Effect]) -> Json:
    """The content after these changes; only what they touch is copied. Raises ``NotAllowed``."""
    changed = {**content, "orders": dict(content["orders"]), "users": dict(content["users"])}
    for kind, details in effects:
        _copy(changed, details)
        _KINDS[kind](changed, **details)
    return changed


def _copy(content: Json, details: Mapping[str, Any]) -> None:
    user_id = details.get("user")
    if "order" in details:
        order = content["orders"][details["order"]] = deepcopy(content["orders"][details["order"]])
        user_id = order["user_id"]
    content["users"][user_id] = deepcopy(content["users"][user_id])


def _cancel(content: Json, order: str, reason: str) -> None:
    row = _in_state(content, order, PENDING)
    _must(reason in REASONS, reason)
    row["status"], row["cancel_reason"] = "cancelled", reason
    for line in [line for line in row["payment_history"] if line["transaction_type"] == "payment"]:
        _book(content, row, "refund", line["amount"], line["payment_method_id"])


def _address(content: Json, order: str, address: Json) -> None:
    _in_state(content, order, PENDING)["address"] = address


def _default_address(content: Json, user: str, address: Json) -> None:
    content["users"][user]["address"] = address


def _payment(content: Json, order: str, method: str) -> None:
    row = _in_state(content, order, PENDING)
    lines = row["payment_history"]
    _must(len(lines) == 1 and lines[0]["payment_method_id"] != method, "one other payment method")
    amount, old = lines[0]["amount"], lines[0]["payment_method_id"]
    _book(content, row, "payment", amount, method)
    _book(content, row, "refund", amount, old)


def _items(content: Json, order: str, swaps: Mapping[str, str], method: str) -> None:
    row = _in_state(content, order, PENDING)
    difference = _difference(content, row, swaps)
    for item in row["items"]:
        if item["item_id"] in swaps:
            variant = _variant(content, item["product_id"], swaps[item["item_id"]])
            item.update(item_id=variant["item_id"], price=variant["price"], options=variant["options"])
    row["status"] = "pending (item modified)"
    _book(content, row, "payment" if difference > 0 else "refund", abs(difference), method)


def _return(content: Json, order: str, items: Sequence[str], method: str) -> None:
    row = _in_state(content, order, DELIVERED)
    source = _method(content, row, method)["source"]
    original = row["payment_history"][0]["payment_method_id"]
    _must(source == "gift_card" or method == original, "refund to the original method or a gift card")
    _must(bool(items) and set(items) <= {item["item_id"] for item in row["items"]}, "items of the order")
    row.update(status="return requested", return_items=sorted(items), return_payment_method_id=method)


def _exchange(content: Json, order: str, swaps: Mapping[str, str], method: str) -> None:
    row = _in_state(content, order, DELIVERED)
    difference = _difference(content, row, swaps)
    found = _method(content, row, method)
    _must(found["source"] != "gift_card" or found["balance"] >= difference, "enough on the gift card")
    row.update(
        status="exchange requested",
        exchange_items=sorted(swaps),
        exchange_new_items=sorted(swaps.values()),
        exchange_payment_method_id=method,
        exchange_price_difference=difference,
    )


_KINDS: Mapping[str, Callable[..., None]] = {
    "cancel": _cancel,
    "address": _address,
    "default_address": _default_address,
    "payment": _payment,
    "items": _items,
    "return": _return,
    "exchange": _exchange,
}


def _in_state(content: Json, order: str, state: str) -> Json:
    row: Json = content["orders"][order]
    _must(row["status"] == state, f"{order} is {row['status']}, not {state}")
    return row


def _difference(content: Json, row: Json, swaps: Mapping[str, str]) -> float:
    old = {item["item_id"]: item for item in row["items"]}
    total = 0.0
    for was, becomes in swaps.items():
        variant = _variant(content, old[was]["product_id"], becomes)
        _must(variant["available"] and was != becomes, f"{becomes} can be had")
        total += variant["price"] - old[was]["price"]
    return round(total, 2)


def _variant(content: Json, product: str, item: str) -> Json:
    found: Json = content["products"][product]["variants"][item]
    return found


def _method(content: Json, row: Json, method: str) -> Json:
    found: Json = content["users"][row["user_id"]]["payment_methods"][method]
    return found


def _book(content: Json, row: Json, kind: str, amount: float, method: str) -> None:
    row["payment_history"].append({"transaction_type": kind, "amount": amount, "payment_method_id": method})
    found = _method(content, row, method)
    if found["source"] == "gift_card":
        left = found["balance"] + (amount if kind == "refund" else -amount)
        _must(left >= 0, "enough on the gift card")
        found["balance"] = round(left, 2)


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise NotAllowed(what)


def differences(expected: Json, found: Json) -> list[str]:
    """Every place where two stores differ; lists whose order says nothing are compared without it."""
    wrong: list[str] = []
    for part in ("orders", "users", "products"):
        for key in {*expected[part], *found[part]}:
            _compare(f"{part}.{key}", expected[part].get(key), found[part].get(key), wrong)
    return sorted(wrong)


def _compare(place: str, expected: Any, found: Any, wrong: list[str]) -> None:
    if expected == found:
        return
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in {*expected, *found}:
            _compare(f"{place}.{key}", expected.get(key), found.get(key), wrong)
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for number, (one, other) in enumerate(zip(expected, found, strict=True)):
            _compare(f"{place}[{number}]", one, other, wrong)
    elif not (isinstance(expected, float) and isinstance(found, float) and abs(expected - found) < 0.005):
        wrong.append(f"{place}: expected {expected!r}, found {found!r}")
