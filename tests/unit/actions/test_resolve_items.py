"""Which items of an order a text means, and what it wishes of each."""

from __future__ import annotations

import time

import pytest

from actions.resolve.found import Kind
from actions.resolve.items import items_meant
from actions.resolve.segments import wanted_changes
from actions.resolve.variants import variant_meant
from shop.types import OrderItem
from tests.unit.actions.resolving import CLOTHES, ORDER, PRODUCTS, short

KEYBOARD, THERMOSTAT, SMALL, BIG, LAMP = range(5)
BLUE, RED, BOOTS, MUG, MUG_TOO = range(5)
ALL = [0, 1, 2, 3, 4]
KEYS = "Mechanical Keyboard linear"
HEAT = "Smart Thermostat Apple HomeKit"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # By name, nickname, part of the name, plural, typing error.
        ("the mechanical keyboard", [KEYBOARD]),
        ("Mechanical Keyboard", [KEYBOARD]),
        ("keyboard", [KEYBOARD]),
        ("my keybord is broken", [KEYBOARD]),
        ("the key board", [KEYBOARD]),
        ("the thermostats", [THERMOSTAT]),
        ("the smart termostat", [THERMOSTAT]),
        ("the light on my desk, the table lamp", [LAMP]),
        ("DESK LAMP", [LAMP]),
        ("the keyboard's the one", [KEYBOARD]),
        # By option.
        ("the red bottle", [BIG]),
        ("the water bottle in red", [BIG]),
        ("the bottle (the red one)", [BIG]),
        ("the 1 liter bottle", [BIG]),
        ("the half litre... I mean the 500 ml bottle", [SMALL]),
        ("the steel one", [SMALL]),
        ("the red one", [BIG]),
        ("red", [BIG]),
        ("the bottle that is black", [SMALL]),
        # By place.
        ("item #2", [THERMOSTAT]),
        ("#2", [THERMOSTAT]),
        ("2", [THERMOSTAT]),
        ("1 and 3", [KEYBOARD, SMALL]),
        ("items 1 and 3", [KEYBOARD, SMALL]),
        ("items 1, 2 and 5", [KEYBOARD, THERMOSTAT, LAMP]),
        ("the first one", [KEYBOARD]),
        ("the last one", [LAMP]),
        ("the second item", [THERMOSTAT]),
        ("the second bottle", [BIG]),
        ("the last two items", [BIG, LAMP]),
        # By comparison and price.
        ("the bigger of the two bottles", [BIG]),
        ("the larger bottle", [BIG]),
        ("the smaller bottle", [SMALL]),
        ("the cheapest item", [SMALL]),
        ("the most expensive one", [THERMOSTAT]),
        ("the cheaper bottle", [SMALL]),
        # All, both, but some.
        ("everything", ALL),
        ("all of it", ALL),
        ("all items please", ALL),
        ("return the whole order", ALL),
        ("both bottles", [SMALL, BIG]),
        ("the two water bottles", [SMALL, BIG]),
        ("the bottles", [SMALL, BIG]),
        ("everything except the lamp", [KEYBOARD, THERMOSTAT, SMALL, BIG]),
        ("everything but the lamp and the keyboard", [THERMOSTAT, SMALL, BIG]),
        ("all items except for the red bottle", [KEYBOARD, THERMOSTAT, SMALL, LAMP]),
        ("return all of them, but keep the thermostat", [KEYBOARD, SMALL, BIG, LAMP]),
        ("I'll keep the lamp, return everything else", [KEYBOARD, THERMOSTAT, SMALL, BIG]),
        ("return the lamp and keep everything else", [LAMP]),
        ("the other bottle, not the black one", [BIG]),
        # Several in one message.
        ("the keyboard and the lamp", [KEYBOARD, LAMP]),
        ("lamp, thermostat, keyboard", [KEYBOARD, THERMOSTAT, LAMP]),
        ("return the keyboard, and also the lamp please", [KEYBOARD, LAMP]),
        ("Please cancel the red bottle and the thermostat from my order #W1234567.", [THERMOSTAT, BIG]),
        (
            "Hi! I got my order yesterday, thanks. Sadly I never use the keyboard that came with it. "
            "The lamp is great. Could you refund the thermostat as well?",
            [THERMOSTAT],
        ),
        # What is wished, told or kept is not meant.
        ("exchange the 500ml bottle for the 1000ml bottle", [SMALL]),
        ("exchange the thermostat for a keyboard", [THERMOSTAT]),
        ("swap the lamp for another lamp", [LAMP]),
        ("I bought a keyboard and a lamp. I want to return the lamp.", [LAMP]),
        ("I bought a keyboard and want to exchange it", [KEYBOARD]),
        ("return the lamp but keep the keyboard", [LAMP]),
        ("return the lamp, not the keyboard", [LAMP]),
        ("don't return the keyboard, return the thermostat", [THERMOSTAT]),
        ("Can I return the lamp I bought, along with the keyboard?", [KEYBOARD, LAMP]),
        ("I don't want the lamp anymore", [LAMP]),
        ("I want a bigger keyboard", [KEYBOARD]),
        ("a lamp instead of the keyboard", [KEYBOARD]),
    ],
)
def test_the_items_meant(text: str, meant: list[int]) -> None:
    found = items_meant(text, ORDER, PRODUCTS)
    assert [short(item) for item in found.meant] == [short(ORDER[place]) for place in meant]
    assert found.kind is (Kind.ONE if len(meant) == 1 else Kind.ALL)
    assert [short(item) for item in items_meant(text, ORDER).meant] == [short(i) for i in found.meant]


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("the water bottle", [SMALL, BIG]),
        ("I'd like to return one of the bottles", [SMALL, BIG]),
        ("exchange a bottle", [SMALL, BIG]),
        ("the black one", [THERMOSTAT, SMALL]),
    ],
)
def test_several_to_choose_from(text: str, choices: list[int]) -> None:
    found = items_meant(text, ORDER, PRODUCTS)
    assert found.kind is Kind.ASK
    assert [short(item) for item in found.choices] == [short(ORDER[place]) for place in choices]


def test_some_sure_and_some_to_choose_from() -> None:
    found = items_meant("return the lamp and the water bottle", ORDER, PRODUCTS)
    assert found.kind is Kind.ASK
    assert [short(item) for item in found.meant] == ["Desk Lamp white"]
    assert len(found.choices) == 2


def test_what_is_told_later_settles_it() -> None:
    found = items_meant("I want to return the bottle. It's the red bottle.", ORDER, PRODUCTS)
    assert found.one == ORDER[BIG]


@pytest.mark.parametrize(
    "text",
    ["", "  ", "?!", "yes", "the skateboard", "die Flasche bitte", "{name} %s", "your address?", "😀"],
)
def test_no_item(text: str) -> None:
    assert items_meant(text, ORDER, PRODUCTS).kind is Kind.NONE
    assert items_meant(text, (), PRODUCTS).kind is Kind.NONE


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the mug", [MUG]),
        ("one of the two mugs", [MUG]),
        ("one mug", [MUG]),
        ("both mugs", [MUG, MUG_TOO]),
        ("two mugs", [MUG, MUG_TOO]),
        ("the mugs", [MUG, MUG_TOO]),
        ("the boots", [BOOTS]),
        ("my hiking boots", [BOOTS]),
        ("the blue tee", [BLUE]),
        ("the XXL t-shirt", [RED]),
        ("the v-neck", [RED]),
        ("the blue t shirt and both mugs", [BLUE, MUG, MUG_TOO]),
        ("both shirts", [BLUE, RED]),
        ("the t-shirts", [BLUE, RED]),
        ("the larger shirt", [RED]),
    ],
)
def test_units_and_descriptions(text: str, meant: list[int]) -> None:
    found = items_meant(text, CLOTHES, PRODUCTS)
    assert list(found.meant) == [CLOTHES[place] for place in meant]
    assert not found.choices


@pytest.mark.parametrize(
    "text", ["return the keyboard. " * 240, "the " * 1250, "a 1 " * 1250, "lamp " * 1000]
)
def test_a_book_is_read_quickly(text: str) -> None:
    items_meant("the lamp", ORDER, PRODUCTS)
    begun = time.process_time()
    items_meant(text, ORDER, PRODUCTS)
    wanted_changes(text, ORDER, PRODUCTS)
    assert time.process_time() - begun < 3.0


def become(text: str, items: tuple[OrderItem, ...]) -> dict[str, str]:
    """What every item is to become, as the two resolvers find it together."""
    found: dict[str, str] = {}
    for change in wanted_changes(text, items, PRODUCTS):
        assert change.item is not None
        result = variant_meant(change.wish, PRODUCTS[change.item.product_id], change.item)
        found[short(change.item)] = "/".join(result.variant.options.values()) if result.variant else ""
    return found


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "exchange the keyboard for a tactile one and the thermostat for one that works with Google",
            {
                KEYS: "tactile/RGB/full size",
                HEAT: "Google Assistant/black",
            },
        ),
        (
            "I'd like to exchange the mechanical keyboard for a similar one but with clicky switches, and "
            "the smart thermostat for one compatible with Google Home instead of Apple HomeKit. If there is "
            "no clicky, RGB backlight, full size keyboard, I'd go for no backlight.",
            {
                KEYS: "clicky/none/full size",
                HEAT: "Google Assistant/black",
            },
        ),
        (
            "I want to exchange my desk lamp for a less bright one, and I prefer battery over USB over AC "
            "adapter. Also the 500ml water bottle should become the 1000ml one.",
            {"Desk Lamp white": "white/medium/battery", "Water Bottle 500ml": "1000ml/stainless steel/black"},
        ),
        (
            "exchange both water bottles for plastic ones",
            {"Water Bottle 500ml": "500ml/plastic/black", "Water Bottle 1000ml": "1000ml/plastic/red"},
        ),
        (
            "I'd like tactile switches for the keyboard and a silver one for the lamp",
            {KEYS: "tactile/RGB/full size", "Desk Lamp white": "silver/high/USB"},
        ),
        ("Please swap the red bottle for a smaller one", {"Water Bottle 1000ml": "750ml/glass/red"}),
        (
            "I want the keyboard with tactile switches instead",
            {KEYS: "tactile/RGB/full size"},
        ),
        (
            "There are two things. For the lamp, I'd like black. For the keyboard, no backlight please.",
            {"Desk Lamp white": "black/high/USB", KEYS: "linear/none/full size"},
        ),
        (
            "Exchange the lamp and the keyboard. The lamp should be silver. The keyboard should be 80%.",
            {"Desk Lamp white": "silver/high/USB", KEYS: "linear/RGB/80%"},
        ),
        (
            "Change the thermostat to white and the keyboard to tactile, but keep the lamp as it is.",
            {
                HEAT: "Apple HomeKit/white",
                KEYS: "tactile/RGB/full size",
            },
        ),
        (
            "I bought a keyboard with linear switches. I'd like to swap it for a tactile one.",
            {KEYS: "tactile/RGB/full size"},
        ),
        (
            "So I ordered the lamp but I realized I need a black one. Can I change it? Also the keyboard is "
            "too big - I need 60%, tactile if possible.",
            {"Desk Lamp white": "black/high/USB", KEYS: "tactile/RGB/60%"},
        ),
        (
            "Can you exchange the lamp? I'd like silver. And while we're at it, the keyboard: no backlight.",
            {"Desk Lamp white": "silver/high/USB", KEYS: "linear/none/full size"},
        ),
        (
            "I'd like to modify two items: 1) keyboard -> tactile, 2) thermostat -> white",
            {KEYS: "tactile/RGB/full size", HEAT: "Apple HomeKit/white"},
        ),
        ("the smaller bottle to 750ml", {"Water Bottle 500ml": "750ml/stainless steel/black"}),
    ],
)
def test_a_paragraph_of_changes(text: str, changes: dict[str, str]) -> None:
    assert become(text, ORDER) == changes


def test_shirts_told_apart_in_one_paragraph() -> None:
    text = "exchange the blue tee for a black one in L and the red tee for a crew neck; boots one size up"
    assert become(text, CLOTHES) == {
        "T-Shirt blue": "black/L/cotton/crew neck",
        "T-Shirt red": "red/XXL/cotton/crew neck",
        "Hiking Boots 8": "9/leather/no",
    }


def test_one_wish_for_two_items() -> None:
    changes = wanted_changes("exchange the keyboard and the lamp for the cheapest available", ORDER, PRODUCTS)
    assert [change.item for change in changes] == [ORDER[KEYBOARD], ORDER[LAMP]]
    assert all("cheapest" in change.wish for change in changes)


def test_an_unclear_item_is_left_to_be_asked() -> None:
    (change,) = wanted_changes("swap the water bottle for a bigger one", ORDER, PRODUCTS)
    assert change.item is None
    assert change.choices == (ORDER[SMALL], ORDER[BIG])
    assert "bigger" in change.wish


@pytest.mark.parametrize("text", ["", "hello", "what about the skateboard"])
def test_no_changes(text: str) -> None:
    assert wanted_changes(text, ORDER, PRODUCTS) == []
    assert wanted_changes(text, (), PRODUCTS) == []


def wished(text: str) -> dict[str, str]:
    """What is wished of each item of the order."""
    return {short(c.item): c.wish for c in wanted_changes(text, ORDER, PRODUCTS) if c.item is not None}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I want to return the lamp from the order with the keyboard", [LAMP]),
        ("The lamp in my order with the keyboard in it broke, so I'd like to send it back", [LAMP]),
        ("return the lamp, it's in the order that also has the thermostat", [LAMP]),
        ("the one where I bought the thermostat, I'd like to return the lamp", [LAMP]),
        # The only thing that is named is what is meant.
        ("return my order with the thermostat", [THERMOSTAT]),
        ("the one with the thermostat", [THERMOSTAT]),
        # A question is no reference to an order.
        ("which order has the lamp", [LAMP]),
    ],
)
def test_what_only_tells_the_order_is_not_meant(text: str, meant: list[int]) -> None:
    assert list(items_meant(text, ORDER, PRODUCTS).meant) == [ORDER[place] for place in meant]


def test_what_tells_the_order_gives_no_wish() -> None:
    wishes = wished("exchange the lamp from the order with the black bottle for one with a battery")
    assert list(wishes) == ["Desk Lamp white"]
    assert "black" not in wishes["Desk Lamp white"]


@pytest.mark.parametrize("rest", ["everything else the same", "all else should stay the same as before"])
def test_all_else_of_one_thing_are_no_other_things(rest: str) -> None:
    text = f"The lamp is too bright. I'd like to exchange it for a less bright one, {rest}."
    assert list(wished(text)) == ["Desk Lamp white"]


def test_a_same_one_but_is_no_other_thing() -> None:
    text = "The lamp isn't quite right. Can I exchange it for the same one but in black?"
    assert list(wished(text)) == ["Desk Lamp white"]


def test_two_items_named_after_being_counted_have_their_own_wishes() -> None:
    wishes = wished(
        "two items to exchange: the lamp for one in black, the keyboard for one without backlight"
    )
    assert "black" in wishes["Desk Lamp white"]
    assert "backlight" in wishes["Mechanical Keyboard linear"]
