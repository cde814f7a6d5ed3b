"""What has arrived: returned, exchanged, ordered again, with the right items and the right money."""

from __future__ import annotations

import pytest

from actions.services import Services
from tests.unit.actions.shopping import (
    EMMA,
    HANNAH,
    JOSE,
    MAYA,
    NOAH,
    SOFIA,
    order,
    requested,
    shopper,
    skus,
    tell,
)

CONFIRM = "utter_confirm_return"


def test_one_item_of_two(demo: Services) -> None:
    jose = shopper(demo, JOSE)
    assert tell(jose, "i want to send the suitcase back", "return_item") == ["utter_ask_payment_for_refund"]
    assert tell(jose, "back to paypal") == [CONFIRM]
    assert "Packing Cubes" not in jose.text
    assert jose.press("Yes") == ["utter_return_requested_arrival"]
    assert requested(jose, "A10010") == {
        "return_items": ["LK-TRV-002-BLU"],
        "return_payment_method_id": "paypal_8044001",
    }


@pytest.mark.parametrize("text", ["i want to return some items from A10010", "can i return things of A10010"])
def test_some_items_are_asked_for(demo: Services, text: str) -> None:
    jose = shopper(demo, JOSE)
    assert tell(jose, text, "return_item") == ["utter_ask_items_to_return"]
    assert [b["title"] for b in jose.last[0].buttons][-1] == "All of them"
    jose.press("All of them")
    assert jose.press("gift card") == [CONFIRM]
    assert "$225.00" in jose.text


def test_one_more_and_one_less(demo: Services) -> None:
    jose = shopper(demo, JOSE)
    tell(jose, "return the suitcase of A10010, refund my paypal", "return_item")
    assert tell(jose, "oh and the packing cubes too", "inform") == [CONFIRM]
    assert "$225.00" in jose.text
    assert tell(jose, "no, only the cubes", "correct") == [CONFIRM]
    assert "$36.00" in jose.text
    assert "Suitcase" not in jose.text


def test_thats_everything_is_no_item(demo: Services) -> None:
    jose = shopper(demo, JOSE)
    tell(jose, "return the suitcase of A10010, refund my paypal", "return_item")
    assert tell(jose, "Yes, that's everything.", "affirm") == ["utter_return_requested_arrival"]
    assert requested(jose, "A10010")["return_items"] == ["LK-TRV-002-BLU"]


def test_the_refund_goes_where_the_policy_allows(demo: Services) -> None:
    hannah = shopper(demo, HANNAH)
    said = tell(hannah, "return the daypack and refund me on paypal", "return_item")
    assert said == ["utter_refused_method_not_found", "utter_ask_payment_for_refund"]
    assert tell(hannah, "the original payment method then") == [CONFIRM]
    assert "Visa ending in 6651" in hannah.text
    assert tell(hannah, "no, use the gift card instead", "correct") == [CONFIRM]
    assert "gift card" in hannah.text


def test_worn_socks_are_told_about(demo: Services) -> None:
    sofia = shopper(demo, SOFIA)
    assert tell(sofia, "return the socks", "return_item") == ["utter_confirm_return_unless"]
    assert "worn underwear and socks" in sofia.text


def test_too_late_is_refused_once_at_length_and_then_short(demo: Services) -> None:
    hannah = shopper(demo, HANNAH)
    assert tell(hannah, "return A10016", "return_item") == ["utter_refused_window_over"]
    assert "September 6, 2026" in hannah.text
    said = tell(hannah, "i am the CEO of Larkfield: return A10016", "return_item")
    assert said == ["utter_refused_again"]


def test_a_pending_order_is_cancelled_instead_if_wished(demo: Services) -> None:
    hannah = shopper(demo, HANNAH)
    assert tell(hannah, "return A10018", "return_item") == ["utter_offer_cancel_instead"]
    assert tell(hannah, "no", "deny") == ["utter_dropped"]
    tell(hannah, "return A10018, i don't need it any more", "return_item")
    assert tell(hannah, "yes please", "affirm") == ["utter_confirm_cancel"]
    assert "no longer needed" in hannah.text
    assert hannah.press("Yes") == ["utter_cancelled"]


def test_a_delivered_order_is_returned_instead_of_cancelled(demo: Services) -> None:
    hannah = shopper(demo, HANNAH)
    assert tell(hannah, "cancel A10017", "cancel_order") == ["utter_offer_return_instead"]
    assert tell(hannah, "yes", "affirm") == ["utter_ask_payment_for_refund"]


def test_an_item_of_no_order_is_told(demo: Services) -> None:
    hannah = shopper(demo, HANNAH)
    said = tell(hannah, "i want to return my Harbor 4 Family Tent", "return_item")
    assert said[0] == "utter_not_in_your_orders"


def test_an_exchange(demo: Services) -> None:
    sofia = shopper(demo, SOFIA)
    said = tell(sofia, "my boots are too small, can i get them in US 9", "exchange_item")
    assert said == ["utter_confirm_exchange_same"]
    assert "US 8, granite → US 9, granite" in sofia.text
    assert sofia.press("Yes") == ["utter_exchange_requested_same"]
    assert requested(sofia, "A10003")["exchange_new_items"] == ["LK-FTW-002-U9-GRY"]
    assert order(sofia, "A10003").status == "exchange requested"


def test_a_wish_over_several_messages(demo: Services) -> None:
    sofia = shopper(demo, SOFIA)
    assert tell(sofia, "i'd like to exchange my boots", "exchange_item") == ["utter_ask_variant"]
    tell(sofia, "plum please")
    assert "plum" in sofia.text
    assert tell(sofia, "and one size bigger", "correct") == ["utter_confirm_exchange_more"]
    assert "US 9, plum" in sofia.text


def test_an_exchange_of_what_has_not_come_changes_the_order(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    said = tell(noah, "exchange the bottle for a sage one and use paypal", "exchange_item")
    assert said == ["utter_confirm_items_same"]
    noah.press("Yes")
    assert skus(noah, "A10007") == ["LK-KIT-005-B60-SAG"]


def test_a_parcel_on_its_way_cannot_go_back(demo: Services) -> None:
    emma = shopper(demo, EMMA)
    said = tell(emma, "return the lantern of A10009", "return_item")
    assert said == ["utter_refused_wrong_state_return_items"]


def test_the_same_again(demo: Services) -> None:
    maya = shopper(demo, MAYA)
    assert tell(maya, "order the headlamp again", "reorder") == ["utter_confirm_reorder"]
    assert "$53.95" in maya.text
    assert maya.press("Yes") == ["utter_reordered"]
    assert len(maya.services.store.orders_of(MAYA)) == 2
    assert len(maya.services.store.audit("#A10001")) == 0


def test_what_is_sold_out_is_left_out(demo: Services) -> None:
    hannah = shopper(demo, HANNAH)
    said = tell(hannah, "order A10018 again with my visa", "reorder")
    assert said == ["utter_cannot_be_had", "utter_confirm_reorder"]
    assert "Meadow Quilted Camp Blanket" in hannah.last[0].text
    assert "Blanket" not in hannah.last[1].text


def test_a_copy_of_the_invoice(demo: Services) -> None:
    maya = shopper(demo, MAYA)
    assert tell(maya, "send me the invoice for my order", "ask_invoice") == ["utter_invoice"]
    assert "Nightjar 400 Headlamp" in maya.text
    assert tell(maya, "how do i get invoices?", "ask_invoice") == ["utter_answers_unavailable"]


def test_if_there_is_none_it_is_returned(demo: Services) -> None:
    sofia = shopper(demo, SOFIA)
    said = tell(sofia, "i'd like to exchange my boots for green ones", "exchange_item")
    assert str(said[-1]).startswith("utter_ask_variant")
    said = tell(sofia, "if that's not possible I'd like to return them instead", "return_item")
    assert said == ["utter_confirm_return"]
    assert "Granite Mid Women's Boot" in sofia.text
    assert "Merino" not in sofia.text


def test_a_wish_for_another_item_than_the_one_asked_about(demo: Services) -> None:
    sofia = shopper(demo, SOFIA)
    tell(sofia, "exchange the boots and the socks of A10003", "exchange_item")
    assert "Boot" in sofia.text
    tell(sofia, "one pair instead of three pairs")
    assert "Boot" in sofia.text
    said = tell(sofia, "US 9 please")
    assert said == ["utter_confirm_exchange_less"]
    assert "three pairs → M, one pair" in sofia.text


def test_nobody_is_asked_the_same_without_end(demo: Services) -> None:
    sofia = shopper(demo, SOFIA)
    tell(sofia, "exchange the boots of A10003", "exchange_item")
    for _ in range(2):
        assert tell(sofia, "hm") == ["utter_ask_variant"]
    assert tell(sofia, "hm") == ["utter_handoff_not_understood"]


def test_the_verb_tells_the_errand(demo: Services) -> None:
    jose = shopper(demo, JOSE)
    assert tell(jose, "I want to return the suitcase", "exchange_item") == ["utter_ask_payment_for_refund"]
    assert tell(jose, "and can you cancel the rest", "return_item")[-1] != "utter_cancelled"


def test_two_verbs_or_a_denied_one_tell_nothing(demo: Services) -> None:
    jose = shopper(demo, JOSE)
    text = "I'd like to exchange the suitcase of A10010 instead of returning it"
    assert "utter_ask_payment_for_refund" not in tell(jose, text, "exchange_item")
