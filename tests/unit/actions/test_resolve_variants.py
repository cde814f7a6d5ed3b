"""From a wish in words to the variant it means."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import pytest

from actions.resolve.found import Kind
from actions.resolve.plans import plan_of
from actions.resolve.variants import variant_meant
from actions.resolve.wishes import Otherwise, Price
from shop.types import Product
from tests.unit.actions.resolving import (
    BOOTS,
    BOTTLE,
    CHAIR,
    GLASSES,
    HELMET,
    HOSE,
    KEYBOARD,
    LAMP,
    PUZZLE,
    SHIRT,
    SIZED,
    THERMOSTAT,
    bought,
)

LINEAR = "linear/RGB/full size"
FLASK = "500ml/glass/black"
HOMEKIT = "Apple HomeKit/black"
LAMP_ON = "black/medium/AC adapter"
TEE = "blue/M/cotton/crew neck"
PAIR = "8/leather/no"
SHADES = "silver/black/polarized"


@pytest.mark.parametrize(
    ("product", "current", "text", "meant"),
    [
        # Values in the shopper's words.
        (THERMOSTAT, HOMEKIT, "one that works with Google Home", "Google Assistant/black"),
        (
            THERMOSTAT,
            HOMEKIT,
            "compatible with Google Home instead of Apple HomeKit",
            "Google Assistant/black",
        ),
        (THERMOSTAT, HOMEKIT, "Alexa please", "Amazon Alexa/black"),
        (THERMOSTAT, HOMEKIT, "Alexa, in steel", "Amazon Alexa/stainless steel"),
        (KEYBOARD, LINEAR, "tactile switches", "tactile/RGB/full size"),
        (KEYBOARD, LINEAR, "a tenkeyless one", "linear/RGB/80%"),
        (KEYBOARD, LINEAR, "60 percent layout", "linear/RGB/60%"),
        (KEYBOARD, LINEAR, "no backlight", "linear/none/full size"),
        (KEYBOARD, LINEAR, "without a backlight", "linear/none/full size"),
        (KEYBOARD, LINEAR, "backlight: none", "linear/none/full size"),
        (KEYBOARD, LINEAR, "white backlight, 80%", "linear/white/80%"),
        (KEYBOARD, LINEAR, "I want tactil switches", "tactile/RGB/full size"),
        (BOTTLE, FLASK, "the 1000ml one", "1000ml/glass/black"),
        (BOTTLE, FLASK, "1 liter", "1000ml/glass/black"),
        (BOTTLE, FLASK, "one litre please", "1000ml/glass/black"),
        (BOTTLE, FLASK, "1L", "1000ml/glass/black"),
        (BOTTLE, FLASK, "the 1000 one", "1000ml/glass/black"),
        (BOTTLE, FLASK, "0.75 l in red", "750ml/glass/red"),
        (BOTTLE, FLASK, "STAINLESS-STEEL", "500ml/stainless steel/black"),
        (BOTTLE, FLASK, "steel, blue", "500ml/stainless steel/blue"),
        (SIZED, "US 8/granite", "9 granite", "US 9/granite"),
        (SIZED, "US 8/granite", "ok 9 then", "US 9/granite"),
        (SIZED, "US 8/granite", "9 in plum", "US 9/plum"),
        (SIZED, "US 8/granite", "a us 10", "US 10/granite"),
        (SHIRT, TEE, "XL", "blue/XL/cotton/crew neck"),
        (SHIRT, TEE, "extra large", "blue/XL/cotton/crew neck"),
        (SHIRT, TEE, "2XL please", "blue/XXL/cotton/crew neck"),
        (SHIRT, TEE, "size s", "blue/S/cotton/crew neck"),
        (SHIRT, TEE, "a small", "blue/S/cotton/crew neck"),
        (SHIRT, TEE, "v neck in polyester", "blue/M/polyester/v-neck"),
        (SHIRT, TEE, "same as before but in red", "red/M/cotton/crew neck"),
        (SHIRT, TEE, "I'm after the same shirt in black, size L", "black/L/cotton/crew neck"),
        (BOOTS, PAIR, "the waterproof ones", "8/leather/yes"),
        (BOOTS, PAIR, "size 9, water resistant", "9/leather/yes"),
        (BOOTS, PAIR, "size ten", "10/leather/no"),
        (BOOTS, "8/leather/yes", "not waterproof", "8/leather/no"),
        (BOOTS, "8/leather/yes", "non-waterproof, synthetic", "8/synthetic/no"),
        (GLASSES, SHADES, "brown frame and green lenses", "brown/green/polarized"),
        (GLASSES, SHADES, "frame color black, lens color brown", "black/brown/polarized"),
        (GLASSES, SHADES, "unpolarized", "silver/black/non-polarized"),
        (GLASSES, SHADES, "not polarized", "silver/black/non-polarized"),
        (CHAIR, "black/fixed", "no armrests", "black/none"),
        (CHAIR, "black/fixed", "grey without arm rests", "gray/none"),
        (CHAIR, "black/fixed", "with adjustable arms", "black/adjustable"),
        (PUZZLE, "1500/art/intermediate", "1000 pieces", "1000/art/intermediate"),
        (PUZZLE, "1500/art/intermediate", "a 2,000 piece one with animals", "2000/animals/intermediate"),
        (HELMET, "S (51-55 cm)/lake blue", "medium", "M (55-59 cm)/lake blue"),
        (HELMET, "S (51-55 cm)/lake blue", "a black L", "L (59-63 cm)/matte black"),
        (HOSE, "25ft/green", "100 feet", "100ft/green"),
        # What is only mentioned, denied or corrected.
        (SHIRT, TEE, "from M to L", "blue/L/cotton/crew neck"),
        (SHIRT, TEE, "I have the blue one but want the red one", "red/M/cotton/crew neck"),
        (SHIRT, TEE, "red instead of blue", "red/M/cotton/crew neck"),
        (SHIRT, TEE, "I want it in red. Actually, make that black.", "black/M/cotton/crew neck"),
        (BOTTLE, FLASK, "anything but glass, and not plastic", "500ml/stainless steel/black"),
        (BOTTLE, FLASK, "same capacity but stainless steel", "500ml/stainless steel/black"),
        (LAMP, LAMP_ON, "silver rather than black", "silver/medium/AC adapter"),
        # Comparisons.
        (BOTTLE, FLASK, "I'd like a bigger one", "750ml/glass/black"),
        (BOTTLE, FLASK, "the biggest you have", "1000ml/glass/black"),
        (BOTTLE, FLASK, "bigger than 750ml", "1000ml/glass/black"),
        (BOTTLE, "1000ml/glass/black", "smaller", "750ml/glass/black"),
        (BOTTLE, FLASK, "at least 1 liter", "1000ml/glass/black"),
        (BOTTLE, "1000ml/glass/black", "500ml or less", "500ml/glass/black"),
        (SHIRT, TEE, "one size up", "blue/L/cotton/crew neck"),
        (SHIRT, TEE, "two sizes up please", "blue/XL/cotton/crew neck"),
        (SHIRT, TEE, "a smaller size", "blue/S/cotton/crew neck"),
        (SHIRT, TEE, "one size down in black", "black/S/cotton/crew neck"),
        (BOOTS, PAIR, "half a size bigger", "9/leather/no"),
        (LAMP, LAMP_ON, "a brighter one", "black/high/AC adapter"),
        (LAMP, LAMP_ON, "less bright", "black/low/AC adapter"),
        (LAMP, LAMP_ON, "the brightest", "black/high/AC adapter"),
        (HOSE, "25ft/green", "a longer hose", "50ft/green"),
        (HOSE, "50ft/green", "the longest one", "100ft/green"),
        (HOSE, "50ft/green", "shorter", "25ft/green"),
        (PUZZLE, "1500/art/intermediate", "fewer pieces and easier", "1000/art/beginner"),
        (PUZZLE, "1500/art/intermediate", "more pieces", "2000/art/intermediate"),
        (PUZZLE, "1500/art/intermediate", "the most difficult", "1500/art/expert"),
        # Preferences.
        (LAMP, LAMP_ON, "less bright, prefer battery over USB over AC adapter", "black/low/battery"),
        (LAMP, LAMP_ON, "I prefer battery > USB > AC adapter", "black/medium/battery"),
        (LAMP, "black/medium/USB", "low brightness; battery if possible", "black/low/battery"),
        (BOTTLE, FLASK, "green, or else red", "500ml/glass/red"),
        (BOTTLE, FLASK, "green or blue", "500ml/glass/blue"),
        # Price.
        (KEYBOARD, LINEAR, "the cheapest available option", "linear/RGB/60%"),
        (KEYBOARD, LINEAR, "the most expensive one", "tactile/none/full size"),
        (KEYBOARD, LINEAR, "cheapest with clicky switches", "clicky/RGB/60%"),
        (BOTTLE, "1000ml/glass/black", "a cheaper one", "750ml/glass/black"),
        (KEYBOARD, LINEAR, "tactile, the least expensive", "tactile/RGB/60%"),
        # Second bests.
        (
            KEYBOARD,
            LINEAR,
            "clicky, and if there's none full size then without backlight",
            "clicky/none/full size",
        ),
        (
            KEYBOARD,
            LINEAR,
            "clicky switches. If there is no clicky, RGB backlight, full size one, I'd go for no backlight.",
            "clicky/none/full size",
        ),
        (KEYBOARD, LINEAR, "I'd take tactile if there are no clicky ones", "tactile/RGB/full size"),
        (KEYBOARD, LINEAR, "clicky; failing that, tactile", "tactile/RGB/full size"),
        (SHIRT, TEE, "red in XL, and if that isn't available then black", "black/XL/cotton/crew neck"),
        (SHIRT, TEE, "Red XL. If XL is out of stock, L is fine.", "red/L/cotton/crew neck"),
        (BOTTLE, "750ml/glass/black", "green please, if not available the cheapest", FLASK),
    ],
)
def test_the_variant_wished(product: Product, current: str, text: str, meant: str) -> None:
    found = variant_meant(text, product, bought(product, current))
    assert found.variant is not None
    assert "/".join(found.variant.options.values()) == meant
    assert found.kind is Kind.ONE


@pytest.mark.parametrize(
    ("text", "otherwise"),
    [
        ("red, otherwise leave it as it is", Otherwise.LEAVE),
        ("XL. If there is none, keep it.", Otherwise.LEAVE),
        ("red, if not available just cancel the order", Otherwise.CANCEL),
        ("red, or else return it", Otherwise.RETURN),
        ("I want my money back if there is no black one", Otherwise.RETURN),
        ("red; if that's not possible let me know", Otherwise.ASK),
        ("only if you have it in red", Otherwise.LEAVE),
        ("black, if there's no black then red, and if neither is available leave it", Otherwise.LEAVE),
        ("if you don't mind, red", Otherwise.NOTHING_SAID),
        ("red", Otherwise.NOTHING_SAID),
    ],
)
def test_what_to_do_otherwise(text: str, otherwise: Otherwise) -> None:
    assert variant_meant(text, SHIRT, bought(SHIRT, TEE)).otherwise is otherwise


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ?!",
        "ok thanks",
        "Ich hätte gern etwas anderes",
        "dimmable",
        "with dolby surround",
        "{size} %s",
        "it arrived broken",
        "😀",
    ],
)
def test_nothing_wished(text: str) -> None:
    found = variant_meant(text, SHIRT, bought(SHIRT, TEE))
    assert found.kind is Kind.NONE
    assert not found.understood


def test_an_exact_variant() -> None:
    found = variant_meant("black, size L", SHIRT, bought(SHIRT, TEE))
    assert found.exact
    assert found.changed == {"color": ("blue", "black"), "size": ("M", "L")}
    assert not found.missed
    assert not found.lost


def test_the_nearest_variant_says_what_else_changes() -> None:
    found = variant_meant("clicky", KEYBOARD, bought(KEYBOARD, LINEAR))
    assert found.kind is Kind.ONE
    assert not found.exact
    assert found.lost == ("size",)
    assert found.changed == {"switch type": ("linear", "clicky"), "size": ("full size", "80%")}


def test_several_as_near_are_asked_about() -> None:
    found = variant_meant("red in XL", SHIRT, bought(SHIRT, "black/XL/cotton/crew neck"))
    assert found.kind is Kind.ASK


def test_a_wish_that_cannot_be_met_says_what_is_missed() -> None:
    found = variant_meant("red in XL", SHIRT, bought(SHIRT, TEE))
    assert found.kind is Kind.ASK
    assert len(found.missed) == 1
    assert all(v.available for v in found.choices)


def test_contradictions_are_asked_about() -> None:
    found = variant_meant("red but not red", SHIRT, bought(SHIRT, TEE))
    assert found.kind is Kind.ASK
    assert found.missed


def test_what_the_shopper_has_already() -> None:
    found = variant_meant("blue, please", SHIRT, bought(SHIRT, TEE))
    assert found.already
    assert found.kind is Kind.ASK
    cheapest = variant_meant("the cheapest", KEYBOARD, bought(KEYBOARD, "linear/RGB/60%"))
    assert cheapest.already


def test_the_current_variant_may_be_the_answer_when_asked_so() -> None:
    current = bought(SHIRT, TEE)
    found = variant_meant("blue, size M", SHIRT, current, with_current=True)
    assert found.variant is not None
    assert found.variant.item_id == current.item_id


def test_an_option_that_may_be_anything_is_not_missed() -> None:
    found = variant_meant("red in XXL, any style", SHIRT, bought(SHIRT, TEE))
    assert found.exact
    plan = plan_of("size L, I don't care about the color", SHIRT, bought(SHIRT, TEE))
    assert plan.wishes[0].free == {"color"}


def test_without_a_current_variant_the_rest_is_asked() -> None:
    found = variant_meant("red, size M", SHIRT, None)
    assert found.kind is Kind.ASK
    assert len(found.choices) == 4


def test_limits_of_price() -> None:
    plan = plan_of("something under $50, not more expensive than mine", SHIRT, bought(SHIRT, TEE))
    assert str(plan.wishes[0].at_most) == "50"
    assert plan_of("same price or less", SHIRT, bought(SHIRT, TEE)).wishes[0].price is Price.NOT_DEARER


def test_sold_out_is_no_answer() -> None:
    nothing = Product("x", "X", "", "", {}, ())
    assert variant_meant("red", nothing, None).kind is Kind.NONE


@pytest.mark.parametrize(
    "text",
    ["red " * 1250, "if no " * 800, "not " * 1250, "a " * 2500, "1" * 5000, "(" * 5000, "size M. " * 600],
)
def test_a_book_is_read_quickly(text: str) -> None:
    current = bought(SHIRT, TEE)
    variant_meant("red", SHIRT, current)
    begun = time.process_time()
    variant_meant(text, SHIRT, current)
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("black, but only if it doesn't cost more than $20 extra", "65"),
        ("black. If it is over $20 more, then don't.", "65"),
        ("black, provided that I don't have to pay more than 20 dollars on top", "65"),
        ("black, as long as the price difference is less than $20", "65"),
        ("black, unless it's more than $20 more", "65"),
        ("black, under $50", None),
        ("black, 20 dollars or so", None),
    ],
)
def test_how_much_more_it_may_cost(text: str, within: str | None) -> None:
    current = replace(bought(SHIRT, TEE), price=Decimal(45))
    first = plan_of(text, SHIRT, current).wishes[0]
    assert first.within == (Decimal(within) if within else None)
    assert [d.pairs[0] for d in first.demands] == [("color", "black")]


@pytest.mark.parametrize("limit", [1, 500])
def test_too_dear_is_none_and_what_then_was_said(limit: int) -> None:
    text = f"black, the rest the same, but only if it's not over ${limit} more. Otherwise leave it."
    found = variant_meant(text, SHIRT, bought(SHIRT, TEE))
    assert ("price" in found.missed) is (limit == 1)
    assert found.otherwise is Otherwise.LEAVE


def test_a_second_best_where_the_first_is_too_dear() -> None:
    text = "black, and if the difference is more than 1 dollar, then red"
    found = variant_meant(text, SHIRT, bought(SHIRT, TEE))
    assert found.variant is not None
    assert (found.variant.options["color"], found.step) == ("red", 1) or "price" in found.missed


def test_all_else_the_same_or_leave_it() -> None:
    text = "size XL and red, everything else the same. If that's not available, I'd rather keep what I have"
    found = variant_meant(text, SHIRT, bought(SHIRT, TEE))
    assert found.kind is Kind.ASK
    assert found.otherwise is Otherwise.LEAVE


@pytest.mark.parametrize(
    "text", ["i'm a uk 9", "my foot is 9 inches", "for my 9 year old", "bought them on may 9", "it's item 9"]
)
def test_a_number_that_is_no_size(text: str) -> None:
    assert not variant_meant(text, SIZED, bought(SIZED, "US 8/granite")).understood
