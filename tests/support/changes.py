"""What a conversation may have changed in the store, written down in YAML and compared with two exports.

An entry names an order, a customer or (for orders that did not exist before) ``new order``; see
docs/conversation-tests.md. What is not written down must be as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
NEW = "new order"
# Fields of an order that have a shorter form here.
ITEMS, PAYMENTS = "items", "payment_history"
SHORT = {"payments": PAYMENTS}
# Lists whose order says nothing.
UNORDERED = frozenset({"return_items", "exchange_items", "exchange_new_items"})


def check_database(before: Json, after: Json, expected: Mapping[str, Any]) -> None:
    """Compare two exports; raises AssertionError naming every difference that the script does not allow."""
    wrong: list[str] = []
    for order_id, order in after["orders"].items():
        was = before["orders"].get(order_id)
        if was is not None and (order != was or order_id in expected):
            wrong += _order(order_id, was, order, expected.get(order_id))
    wrong += [f"{name}: no such order or customer" for name in _unknown(after, expected)]
    wrong += _new_orders(before, after, expected.get(NEW))
    for user_id, user in after["users"].items():
        wrong += _user(user_id, before["users"][user_id], user, before, expected)
    wrong += _catalogue(before, after, changes=bool(expected))
    assert not wrong, "the shop's data:\n" + "\n".join(wrong)


def _unknown(after: Json, expected: Mapping[str, Any]) -> list[str]:
    return [name for name in expected if name != NEW and name not in {**after["orders"], **after["users"]}]


def _order(order_id: str, was: Json, now: Json, expected: Any) -> list[str]:
    if expected is None:
        return [f"{order_id} changed: {_changed(was, now)}"]
    if isinstance(expected, str):
        return [] if now["status"] == expected else [f"{order_id}: {now['status']!r}, not {expected!r}"]
    wanted = {SHORT.get(name, name): value for name, value in expected.items()}
    unnamed = [name for name in _changed(was, now) if name not in wanted]
    wrong = [f"{order_id}.{name} changed: {now.get(name)!r}" for name in unnamed]
    return wrong + _fields(order_id, wanted, now, was)


def _changed(was: Json, now: Json) -> list[str]:
    return sorted(name for name in {*was, *now} if was.get(name) != now.get(name))


def _fields(place: str, wanted: Json, now: Json, was: Json | None) -> list[str]:
    found = {name: _seen(name, now.get(name), (was or {}).get(name)) for name in wanted}
    return [
        f"{place}.{name}: {found[name]!r}, not {value!r}"
        for name, value in wanted.items()
        if not _same(name, found[name], value)
    ]


def _seen(name: str, value: Any, was: Any) -> Any:
    """The field as scripts write it: items by SKU, and the lines that were added to the payments."""
    if name == ITEMS:
        return [item["item_id"] for item in value]
    if name == PAYMENTS:
        return [_line(line) for line in value[len(was or []) :]]
    return value


def _line(line: Json) -> str:
    return f"{line['transaction_type']} {line['amount']:.2f} {line['payment_method_id']}"


def _same(name: str, found: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return all(_same(key, found.get(key), value) for key, value in wanted.items())
    if name in {ITEMS, *UNORDERED} and isinstance(wanted, list) and isinstance(found, list):
        return sorted(map(str, wanted)) == sorted(map(str, found))
    if isinstance(wanted, float | int) and isinstance(found, float | int):
        return round(float(wanted), 2) == round(float(found), 2)
    return bool(wanted == found) or str(wanted) == str(found)


def _new_orders(before: Json, after: Json, expected: Any) -> list[str]:
    placed = {number: order for number, order in after["orders"].items() if number not in before["orders"]}
    wanted = [] if expected is None else expected if isinstance(expected, list) else [expected]
    if len(placed) != len(wanted):
        return [f"{len(placed)} new orders, not {len(wanted)}: {list(placed)}"]
    wrong: list[str] = []
    for fields, (number, order) in zip(wanted, placed.items(), strict=True):
        wrong += _fields(number, {SHORT.get(name, name): v for name, v in fields.items()}, order, None)
    return wrong


def _user(user_id: str, was: Json, now: Json, before: Json, expected: Mapping[str, Any]) -> list[str]:
    wanted = dict(expected.get(user_id) or {})
    balances = {name: wanted.pop(name) for name in list(wanted) if name in now["payment_methods"]}
    wrong = _fields(user_id, wanted, now, was)
    for name, method in now["payment_methods"].items():
        had, has = was["payment_methods"][name].get("balance"), method.get("balance")
        if name in balances and not _same(name, has, balances[name]):
            wrong.append(f"{user_id}.{name}: balance {has}, not {balances[name]}")
        elif name not in balances and had != has and not _told_by_status(user_id, before, expected):
            wrong.append(f"{user_id}.{name}: balance {has} changed from {had}")
    others = [name for name in _changed(was, now) if name not in {"payment_methods", "orders", *wanted}]
    return [*wrong, *(f"{user_id}.{name} changed: {now.get(name)!r}" for name in others)]


def _told_by_status(user_id: str, before: Json, expected: Mapping[str, Any]) -> bool:
    """Whether a script that names nothing but a status of an order of theirs may move their gift card."""
    return any(
        isinstance(value, str) and before["orders"].get(name, {}).get("user_id") == user_id
        for name, value in expected.items()
    )


def _catalogue(before: Json, after: Json, *, changes: bool) -> list[str]:
    """Nothing of the catalogue changes but stock and availability, and these only with an order."""
    free = frozenset({"stock", "available"}) if changes else frozenset()
    if before["products"].keys() != after["products"].keys():
        return ["products came or went"]
    return [
        f"{item_id}.{name} changed"
        for product_id, product in after["products"].items()
        for item_id, variant in product["variants"].items()
        for name in _changed(before["products"][product_id]["variants"][item_id], variant)
        if name not in free
    ]
