"""A few products with many options, and orders of them, for the resolvers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product as combinations
from pathlib import Path
from typing import Any

from shop.types import Address, Order, OrderItem, Product, Variant

TAU2 = Path(__file__).parents[3].parent / "shared" / "data" / "tau2_retail" / "db.json"


def made(name: str, price: int, gone: Iterable[Mapping[str, str]] = (), **options: str) -> Product:
    """A product with all combinations of its options ("a/b/c"); those that match ``gone`` are sold out."""
    values = [[(option.replace("_", " "), v) for v in said.split("/")] for option, said in options.items()]
    variants = []
    for place, pairs in enumerate(combinations(*values)):
        chosen = dict(pairs)
        available = not any(all(chosen[o] == v for o, v in lost.items()) for lost in gone)
        variants.append(Variant(f"{name}-{place}", chosen, Decimal(price + place), available))
    return Product(name.casefold(), name, "", "", {}, tuple(variants))


KEYBOARD = made(
    "Mechanical Keyboard",
    200,
    gone=[{"switch type": "clicky", "backlight": "RGB", "size": "full size"}],
    switch_type="linear/clicky/tactile",
    backlight="RGB/white/none",
    size="60%/80%/full size",
)
THERMOSTAT = made(
    "Smart Thermostat",
    250,
    compatibility="Apple HomeKit/Google Assistant/Amazon Alexa",
    color="black/white/stainless steel",
)
BOTTLE = made(
    "Water Bottle",
    40,
    gone=[{"color": "green"}],
    capacity="500ml/750ml/1000ml",
    material="glass/plastic/stainless steel",
    color="black/blue/red/green",
)
LAMP = made(
    "Desk Lamp",
    130,
    gone=[{"brightness": "low", "power source": "battery", "color": "white"}],
    color="white/black/silver",
    brightness="low/medium/high",
    power_source="USB/AC adapter/battery",
)
SHIRT = made(
    "T-Shirt",
    45,
    gone=[{"color": "red", "size": "XL"}],
    color="blue/red/black",
    size="S/M/L/XL/XXL",
    material="cotton/polyester",
    style="crew neck/v-neck",
)
BOOTS = made("Hiking Boots", 240, size="7/8/9/10/11", material="leather/synthetic", waterproof="yes/no")
GLASSES = made(
    "Sunglasses",
    280,
    frame_color="black/silver/brown",
    lens_color="black/green/brown",
    lens_type="polarized/non-polarized",
)
CHAIR = made("Office Chair", 480, color="black/red/gray", armrest="none/fixed/adjustable")
HOSE = made("Garden Hose", 80, length="25ft/50ft/100ft", color="green/black")
MUG = made("Trail Mug", 12, color="white/black")
PUZZLE = made(
    "Jigsaw Puzzle",
    50,
    pieces="500/1000/1500/2000",
    theme="art/animals",
    difficulty_level="beginner/intermediate/expert",
)
HELMET = made(
    "Trail Helmet", 90, size="S (51-55 cm)/M (55-59 cm)/L (59-63 cm)", color="lake blue/matte black"
)
SIZED = made("Granite Boot", 160, size="US 8/US 9/US 10", color="granite/plum")
PRODUCTS = {
    p.product_id: p
    for p in (
        KEYBOARD,
        THERMOSTAT,
        BOTTLE,
        LAMP,
        SHIRT,
        BOOTS,
        GLASSES,
        CHAIR,
        HOSE,
        MUG,
        PUZZLE,
        HELMET,
    )
}


def bought(product: Product, values: str) -> OrderItem:
    """One unit of the variant with those values, in the order of the options: "500ml/glass/black"."""
    variant = next(v for v in product.variants if "/".join(v.options.values()) == values)
    return OrderItem(product.name, product.product_id, variant.item_id, variant.price, variant.options)


ORDER = (
    bought(KEYBOARD, "linear/RGB/full size"),
    bought(THERMOSTAT, "Apple HomeKit/black"),
    bought(BOTTLE, "500ml/stainless steel/black"),
    bought(BOTTLE, "1000ml/glass/red"),
    bought(LAMP, "white/high/USB"),
)
CLOTHES = (
    bought(SHIRT, "blue/M/cotton/crew neck"),
    bought(SHIRT, "red/XXL/cotton/v-neck"),
    bought(BOOTS, "8/leather/no"),
    bought(MUG, "white"),
    bought(MUG, "white"),
)


def short(item: OrderItem) -> str:
    """The item with its first option, as the tests write it: "Water Bottle 500ml"."""
    return f"{item.name} {next(iter(item.options.values()))}"


def order(order_id: str, status: str, day: str, *items: OrderItem, city: str = "Denver") -> Order:
    """One order of that day."""
    address = Address(f"{len(city)} Oak Street", "", city, "CO", "USA", "80203")
    placed = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return Order(order_id, "maya", address, items, status, (), (), placed)


def tau2() -> dict[str, Any]:
    """The tau2 retail store as it is on disk."""
    content: dict[str, Any] = json.loads(TAU2.read_text("utf-8"))
    return content


def tau2_products(store: dict[str, Any]) -> dict[str, Product]:
    """Its products by id."""
    return {
        raw["product_id"]: Product(
            raw["product_id"],
            raw["name"],
            "",
            "",
            {},
            tuple(
                Variant(v["item_id"], v["options"], Decimal(str(v["price"])), v["available"])
                for v in raw["variants"].values()
            ),
        )
        for raw in store["products"].values()
    }
