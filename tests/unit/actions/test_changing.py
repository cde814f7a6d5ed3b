"""Changing an order that has not left: address, payment and variants, from words to the shop's records."""

from __future__ import annotations

import pytest

from actions.services import Services
from tests.unit.actions.shopping import (
    DANIEL,
    HANNAH,
    JOSE,
    MAYA,
    NOAH,
    OLIVER,
    PRIYA,
    order,
    shopper,
    skus,
    tell,
)

WHOLE = "12 Birch Lane, Apt 3, Salem, OR 97301"


def test_an_address_in_one_message(demo: Services) -> None:
    maya = shopper(demo, MAYA)
    assert tell(maya, f"send A10001 to {WHOLE}", "change_address") == ["utter_confirm_address"]
    assert "218 Hawthorne Avenue" in maya.text
    assert order(maya, "A10001").address.city == "Portland"
    assert maya.press("Yes") == ["utter_address_changed"]
    assert (order(maya, "A10001").address.city, order(maya, "A10001").address.address2) == ("Salem", "Apt 3")


@pytest.mark.parametrize(
    ("correction", "street"),
    [
        ("actualy make it 90 not 12", "90 Birch Lane"),
        ("not Birch but Beech", "12 Beech Lane"),
        ("no its number 90", "90 Birch Lane"),
        ("wait no 14 birch", "14 Birch Lane"),
        ("not 12 birch, 14 birch", "14 Birch Lane"),
        ("make sure it's 12 birch", "12 Birch Lane"),
        ("14 birch, cambridge 02139", "12 Birch Lane"),
        ("make it Beech not Birch please", "12 Beech Lane"),
        ("is that order number 90?", "12 Birch Lane"),
        ("it's not 12", "12 Birch Lane"),
        ("the street is not Birch", "12 Birch Lane"),
        ("not 12 but please wait", "12 Birch Lane"),
    ],
)
def test_one_word_of_the_address_is_put_right(demo: Services, correction: str, street: str) -> None:
    maya = shopper(demo, MAYA)
    tell(maya, f"send A10001 to {WHOLE}", "change_address")
    tell(maya, correction, "correct")
    maya.press("Yes")
    assert order(maya, "A10001").address.address1 == street


def test_an_address_in_pieces(demo: Services) -> None:
    maya = shopper(demo, MAYA)
    assert tell(maya, "change the address of my order", "change_address") == ["utter_ask_address"]
    assert tell(maya, "12 Birch Lane") == ["utter_ask_city"]
    assert tell(maya, "Salem") == ["utter_ask_state"]
    assert tell(maya, "Oregon") == ["utter_ask_zip"]
    assert tell(maya, "97301") == ["utter_confirm_address"]
    assert "12 Birch Lane, Salem, OR 97301" in maya.text


def test_one_part_is_corrected(demo: Services) -> None:
    maya = shopper(demo, MAYA)
    tell(maya, f"send A10001 to {WHOLE}", "change_address")
    assert tell(maya, "no, the zip is 97302", "correct") == ["utter_confirm_address"]
    assert "12 Birch Lane, Apt 3, Salem, OR 97302" in maya.text


def test_the_address_stays_in_its_country(demo: Services) -> None:
    maya = shopper(demo, MAYA)
    tell(maya, "send A10001 to 80 Rue Cartier, Montreal, QC H2J 3K5", "change_address")
    assert maya.press("Yes") == ["utter_refused_other_country"]
    assert order(maya, "A10001").address.city == "Portland"


def test_the_new_address_serves_the_account_too(demo: Services) -> None:
    maya = shopper(demo, MAYA)
    tell(maya, f"send A10001 to {WHOLE}", "change_address")
    maya.press("Yes")
    said = tell(maya, "and make that my default address too", "change_default_address")
    assert said == ["utter_confirm_default_address"]
    assert maya.press("Yes") == ["utter_default_address_changed"]
    customer = maya.services.store.customer(MAYA)
    assert customer
    assert customer.address.postcode == "97301"


def test_back_to_the_address_of_the_account(demo: Services) -> None:
    maya = shopper(demo, MAYA)
    tell(maya, f"send A10001 to {WHOLE}", "change_address")
    maya.press("Yes")
    said = tell(maya, "change the address of A10001 back to my default address", "change_address")
    assert said == ["utter_confirm_address"]
    assert "218 Hawthorne Avenue, Apt 4, Portland" in maya.text


def test_the_same_address_is_nothing_to_change(demo: Services) -> None:
    oliver = shopper(demo, OLIVER)
    same = "my address is 9 Church Street, Burlington, VT 05401, USA"
    # Said at once, before a yes is asked for.
    assert tell(oliver, same, "change_default_address") == ["utter_refused_same_address"]


def test_payment_is_moved_to_the_only_other_method(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    assert tell(noah, "pay A10007 in another way", "change_payment") == ["utter_confirm_payment"]
    assert "Mastercard ending in 5519" in noah.text
    assert noah.press("Yes") == ["utter_payment_changed"]
    assert [line.kind for line in order(noah, "A10007").payments] == ["payment", "payment", "refund"]


def test_methods_that_cannot_pay_are_told(demo: Services) -> None:
    daniel = shopper(demo, DANIEL)
    said = tell(daniel, "pay A10002 with my gift card", "change_payment")
    assert said == ["utter_refused_same_method", "utter_confirm_payment"]
    hannah = shopper(demo, HANNAH)
    said = tell(hannah, "pay A10018 with my gift card", "change_payment")
    assert said == ["utter_refused_balance_too_low", "utter_no_other_method"]


def test_an_order_paid_in_two_ways_stays_so(demo: Services) -> None:
    priya = shopper(demo, PRIYA)
    assert tell(priya, "charge my mastercard", "change_payment") == ["utter_nothing_to_change"]
    said = tell(priya, "charge my mastercard for A10015", "change_payment")
    assert said == ["utter_refused_several_payments"]


def test_items_change_together_and_once(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    said = tell(noah, "i want the helmet in large instead of medium in order A10006", "change_items")
    # Where there is no difference nobody is asked which way to pay it.
    assert said == ["utter_confirm_items_same"]
    assert tell(noah, "and also the bike light in silver", "change_items") == ["utter_confirm_items_same"]
    assert "front and rear set, silver" in noah.text
    assert "only once" in noah.text
    assert tell(noah, "yes that's all, go ahead", "affirm") == ["utter_items_changed_same"]
    assert skus(noah, "A10006") == ["LK-CYC-001-PAR-SLV", "LK-CYC-003-L-WHT"]
    assert tell(noah, "change the helmet in A10006 to black", "change_items") == [
        "utter_refused_already_modified"
    ]


def test_a_correction_starts_from_what_was_chosen(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    tell(noah, "the rain shell in A10008 should be a large, mastercard is fine", "change_items")
    assert "L, storm blue" in noah.text
    assert tell(noah, "make it the mustard one instead", "correct") == ["utter_confirm_items_more"]
    assert "L, mustard" in noah.text
    assert "$10.00" in noah.text


def test_an_item_is_left_out_after_all(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    tell(noah, "in A10006 helmet in large and the bike light in silver, mastercard", "change_items")
    assert "silver" in noah.text
    assert tell(noah, "leave the bike light as it is", "correct") == ["utter_confirm_items_same"]
    assert "silver" not in noah.text
    tell(noah, "and the bike light in silver after all", "change_items")
    assert tell(noah, "only the helmet please", "correct") == ["utter_confirm_items_same"]
    assert "silver" not in noah.text


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("swap the travel press in A10018 for a blue one, if there is none then fern", "fern"),
        ("swap the travel press in A10018 for the cheapest one", "steel"),
    ],
)
def test_wishes_in_turn(demo: Services, wish: str, told: str) -> None:
    hannah = shopper(demo, HANNAH)
    tell(hannah, f"{wish}, on my visa", "change_items")
    assert told in hannah.text


def test_what_is_not_to_be_had_is_asked_about(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    assert tell(noah, "change my bottle in A10007 to 2 liters", "change_items") in (
        ["utter_ask_variant_near"],
        ["utter_ask_variant"],
    )
    assert tell(noah, "no, leave it", "deny") == ["utter_nothing_left"]
    assert noah.slots["awaiting"] is None


def test_only_if_there_is_one(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    tell(noah, "make my bottle 2 liters, otherwise leave it as it is", "change_items")
    assert skus(noah, "A10007") == ["LK-KIT-005-B60-BLK"]
    assert "Shall I" not in noah.text


def test_a_variant_by_button(demo: Services) -> None:
    maya = shopper(demo, MAYA)
    assert tell(maya, "i want another colour for my headlamp", "change_items") == ["utter_ask_variant"]
    assert maya.press("teal") == ["utter_confirm_items_same"]
    maya.press("Yes")
    assert skus(maya, "A10001") == ["LK-LGT-001-TEA"]


def test_a_variant_of_another_product_is_no_answer(demo: Services) -> None:
    maya = shopper(demo, MAYA)
    tell(maya, "i want another colour for my headlamp", "change_items")
    assert maya.send('/inform{"variant": "LK-KIT-005-B60-BLK"}') == ["utter_ask_variant"]
    assert maya.send('/inform{"variant": ""}') == ["utter_ask_variant"]


def test_what_has_come_already_is_exchanged_instead(demo: Services) -> None:
    jose = shopper(demo, JOSE)
    said = tell(jose, "change the suitcase in A10010 to black and charge my paypal", "change_items")
    assert said == ["utter_confirm_exchange_same"]


def test_what_is_packed_cannot_be_changed(demo: Services) -> None:
    jose = shopper(demo, JOSE)
    said = tell(jose, "change the adapter in A10011 to white", "change_items")
    assert said == ["utter_refused_wrong_state_change_items"]


def test_address_and_payment_in_one_sentence_are_noted_once(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    text = "change the shipping address of A10007 to 9 Oak Street, Boston, MA 02110 "
    text += "and the payment method to my card"
    assert tell(noah, text, "change_address") == ["utter_queued", "utter_confirm_address"]
    said = tell(noah, "yes", "affirm")
    assert said[0] == "utter_address_changed"
    assert said[1:] in (
        ["utter_next", "utter_confirm_payment"],
        ["utter_next", "utter_ask_payment_for_order"],
    )
