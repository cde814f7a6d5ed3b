"""The resolvers over a whole store that nobody here made: every product, order and address of tau2 retail."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from actions.resolve.addresses import address_in
from actions.resolve.found import Kind
from actions.resolve.items import items_meant
from actions.resolve.lists import read
from actions.resolve.segments import wanted_changes
from actions.resolve.variants import variant_meant
from shop.types import Address, OrderItem, Product, Variant
from tests.unit.actions.resolving import TAU2, tau2, tau2_products

pytestmark = pytest.mark.skipif(not TAU2.exists(), reason="the tau2 retail store is not beside this checkout")

ENOUGH = 0.98
# Every so many pairs of variants, of 9,504: two cores are shared.
PAIRS_STEP = 4


@pytest.fixture(scope="module")
def store() -> dict[str, Any]:
    return tau2()


@pytest.fixture(scope="module")
def products(store: dict[str, Any]) -> dict[str, Product]:
    return tau2_products(store)


@pytest.fixture(scope="module")
def orders(store: dict[str, Any]) -> list[list[OrderItem]]:
    return [
        [
            OrderItem(i["name"], i["product_id"], i["item_id"], Decimal(str(i["price"])), i["options"])
            for i in raw["items"]
        ]
        for raw in store["orders"].values()
    ]


def said(option: str, value: str, style: str = "{value} {option}") -> str:
    """One value as a shopper would say it."""
    predicate = option if option == "waterproof" else "water resistant"
    words = {"yes": predicate, "no": f"not {predicate}", "none": f"no {option}"}
    return words.get(value, style.format(value=value, option=option))


def listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def wish(variant: Variant, current: Variant | OrderItem, style: str = "{value} {option}") -> str:
    changed = [o for o in variant.options if variant.options[o] != current.options[o]]
    return listed([said(option, variant.options[option], style) for option in changed])


@pytest.mark.parametrize(
    ("sentence", "style"),
    [
        ("I'd like to exchange it for one with {}, please", "{value} {option}"),
        ("Change it to {}. Everything else the same.", "{option} {value}"),
        ("{}", "{option}: {value}"),
        ("same but {}", "{value}"),
    ],
)
def test_every_variant_is_found_by_what_is_different(
    products: dict[str, Product], sentence: str, style: str
) -> None:
    pairs = [
        (product, current, wanted)
        for product in products.values()
        for current in product.variants
        for wanted in product.variants
        if wanted.available and wanted is not current
    ]
    assert len(products) == 50
    wrong = []
    for product, current, wanted in pairs[::PAIRS_STEP]:
        text = sentence.format(wish(wanted, current, style))
        found = variant_meant(text, product, current)
        if found.variant != wanted or found.kind is not Kind.ONE or not found.exact:
            wrong.append((product.name, text))
    assert len(wrong) <= (1 - ENOUGH) * len(pairs[::PAIRS_STEP]), wrong[:5]


def described(item: OrderItem, items: Sequence[OrderItem]) -> str | None:
    """The item by name, with one value where another of that name is in the order."""
    namesakes = [other for other in items if other.name == item.name]
    if len(namesakes) == 1:
        return f"the {item.name.lower()}"
    for option, value in item.options.items():
        own = sum(other.options[option] == value for other in namesakes) == 1
        if own and value not in {"yes", "no", "none"}:
            return f"the {value} {item.name.lower()}"
    return None


@pytest.mark.parametrize(
    "sentence",
    [
        "{}",
        "Hi, I received my order but I'd like to send back {}. Can you help?",
        "I don't want {} anymore",
        "My order #W1234567: return {} and keep everything else",
    ],
)
def test_items_of_every_order(orders: list[list[OrderItem]], sentence: str) -> None:
    wrong = []
    for number, items in enumerate(orders):
        wanted = items[number % 2 :: 2] or items
        names = [described(item, items) for item in wanted]
        if None in names:
            continue
        text = sentence.format(listed([name for name in names if name]))
        found = items_meant(text, items)
        if sorted(i.item_id for i in found.meant) != sorted(i.item_id for i in wanted) or found.choices:
            wrong.append(text)
    assert len(wrong) <= (1 - ENOUGH) * len(orders), wrong[:5]


@pytest.mark.parametrize(
    ("sentence", "each"),
    [
        ("Hello, I'd like to exchange {}.", "{item} for one with {wish}"),
        ("Please change {}. Thanks!", "{item} to {wish}"),
        ("I would like to modify my order. {}.", "{item} should be {wish}"),
    ],
)
def test_changes_of_every_order(
    orders: list[list[OrderItem]], products: dict[str, Product], sentence: str, each: str
) -> None:
    tried, wrong = 0, []
    for number, items in enumerate(orders):
        parts, expected = [], {}
        for item in items[:3]:
            offered = [
                v for v in products[item.product_id].variants if v.available and v.item_id != item.item_id
            ]
            name = described(item, items)
            if offered and name and item.item_id not in expected:
                wanted = offered[number % len(offered)]
                parts.append(each.format(item=name, wish=wish(wanted, item)))
                expected[item.item_id] = wanted.item_id
        joiner = ". " if "should" in each else ", and "
        text = sentence.format(joiner.join(parts))
        found = {}
        for change in wanted_changes(text, items, products):
            if change.item is not None:
                result = variant_meant(change.wish, products[change.item.product_id], change.item)
                found[change.item.item_id] = result.variant.item_id if result.variant else ""
        tried += 1
        if found != expected:
            wrong.append(text)
    assert len(wrong) <= (1 - ENOUGH) * tried, wrong[:5]


@pytest.mark.parametrize(
    "sentence",
    [
        "{a1}, {a2}, {city}, {state}, {zip}, {country}",
        "{a1} {a2} {city} {state} {zip}",
        "My new address is {a1}, {a2}, {city}, {name}, {zip}. Please update my order #W1234567.",
        "Address: {a1}, {a2}\nCity: {city}\nState: {name}\nZIP: {zip}",
    ],
)
def test_every_address(store: dict[str, Any], sentence: str) -> None:
    names = {code: name.title() for name, code in read("addresses")["states"].items()}
    wrong = []
    for user in store["users"].values():
        raw = user["address"]
        text = sentence.format(
            a1=raw["address1"],
            a2=raw["address2"],
            city=raw["city"],
            state=raw["state"],
            name=names[raw["state"]],
            zip=raw["zip"],
            country=raw["country"],
        )
        expected = Address(
            raw["address1"], raw["address2"], raw["city"], raw["state"], raw["country"], raw["zip"]
        )
        if address_in(text) != expected:
            wrong.append(text)
    assert len(wrong) <= (1 - ENOUGH) * len(store["users"]), wrong[:5]
