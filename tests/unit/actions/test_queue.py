"""Several errands: in one message, one after another, for several orders, and what was said before."""

from __future__ import annotations

import pytest

from actions.errands.state import ErrandState
from actions.services import Services
from tests.unit.actions.shopping import DANIEL, HANNAH, JOSE, MAYA, NOAH, order, shopper, tell


def test_two_orders_one_reason(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    said = tell(noah, "cancel A10006 and A10007, i don't need them any more", "cancel_order")
    assert said == ["utter_one_by_one", "utter_confirm_cancel"]
    assert tell(noah, "yes", "affirm") == ["utter_cancelled", "utter_next", "utter_confirm_cancel"]
    assert "#A10007" in noah.text
    assert tell(noah, "no", "deny") == ["utter_kept"]
    assert (order(noah, "A10006").status, order(noah, "A10007").status) == ("cancelled", "pending")


def test_the_reason_given_for_the_first_serves_the_second(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    assert tell(noah, "cancel all my pending orders", "cancel_order")[-1] == "utter_ask_reason"
    assert tell(noah, "ordered by mistake") == ["utter_confirm_cancel"]
    for _ in range(2):
        assert tell(noah, "yes", "affirm")[-1] == "utter_confirm_cancel"
    assert tell(noah, "yes", "affirm") == ["utter_cancelled"]
    assert {o.status for o in noah.services.store.orders_of(NOAH)} == {"cancelled"}


def test_the_second_part_of_a_message_waits(demo: Services) -> None:
    hannah = shopper(demo, HANNAH)
    tell(hannah, "return the daypack to my visa", "return_item", part=(1, 2))
    said = tell(hannah, "and cancel A10018, ordered by mistake", "cancel_order", part=(2, 2))
    assert said == ["utter_queued", "utter_confirm_return"]
    assert [opened.name for opened in ErrandState.of(hannah.slots).stack] == ["cancel_order", "return_item"]
    said = tell(hannah, "yes", "affirm")
    assert said == ["utter_return_requested_arrival", "utter_next", "utter_confirm_cancel"]
    assert tell(hannah, "yes", "affirm") == ["utter_cancelled"]


def test_the_part_that_waits_says_nothing_to_the_first(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    assert tell(noah, "cancel one of my orders", "cancel_order", part=(1, 2)) == []
    said = tell(noah, "and send A10008 to 5 Dock Street, Boston, MA 02110", "change_address", part=(2, 2))
    # The question comes once, at the end.
    assert said == ["utter_queued", "utter_ask_which_order_to_cancel"]
    assert tell(noah, "the bottle one") == ["utter_ask_reason"]
    assert ErrandState.of(noah.slots).stack[-1].filled["order"] == "#A10007"
    assert tell(noah, "never mind", "never_mind") == ["utter_dropped", "utter_next", "utter_confirm_address"]
    assert "#A10008" in noah.text


def test_an_order_on_top_while_one_is_open(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    tell(noah, "cancel A10006, ordered by mistake", "cancel_order")
    tell(noah, "i also want to cancel A10007", "cancel_order")
    assert [o.filled["order"] for o in ErrandState.of(noah.slots).stack] == ["#A10007", "#A10006"]
    assert "#A10006" in noah.text


def test_another_order_instead(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    tell(noah, "cancel A10006, ordered by mistake", "cancel_order")
    assert tell(noah, "no sorry i meant 10008", "correct") == ["utter_confirm_cancel"]
    assert "#A10008" in noah.text
    assert len(ErrandState.of(noah.slots).stack) == 1


def test_an_errand_named_right_after_the_yes(demo: Services) -> None:
    hannah = shopper(demo, HANNAH)
    tell(hannah, "cancel A10018, ordered by mistake", "cancel_order")
    said = tell(hannah, "Yes, go ahead. I also want to return the daypack to my visa.", "return_item")
    assert said == ["utter_cancelled", "utter_confirm_return"]


def test_the_order_of_an_earlier_message(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    tell(noah, "hi, it's about order A10008", "order_status")
    assert tell(noah, "the rain shell should be in mustard, mastercard", "change_items") == [
        "utter_confirm_items_more"
    ]


def test_the_item_of_an_earlier_message(demo: Services) -> None:
    daniel = shopper(demo, DANIEL)
    assert tell(daniel, "take the pillow out of my order", "cancel_order") == ["utter_offer_whole_order"]
    said = tell(daniel, "then change it to the large size, on my mastercard", "change_items")
    assert said == ["utter_confirm_items_more"]
    assert "fog, regular → fog, large" in daniel.text
    # What was only offered is not come back to.
    assert [opened.name for opened in ErrandState.of(daniel.slots).stack] == ["change_items"]


def test_a_detail_said_beside_another_errand(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    assert tell(noah, "cancel A10007", "cancel_order") == ["utter_ask_reason"]
    said = tell(noah, "i found it cheaper, btw where is A10008?", "order_status")
    assert said == ["utter_order_pending", "utter_back_to", "utter_confirm_cancel"]
    assert "found it cheaper" in noah.text


@pytest.mark.parametrize("text", ["yes", "Yes, please proceed with the cancellation of order #A10018."])
def test_long_and_short_yes(demo: Services, text: str) -> None:
    hannah = shopper(demo, HANNAH)
    tell(hannah, "cancel A10018, ordered by mistake", "cancel_order")
    assert tell(hannah, text, "affirm") == ["utter_cancelled"]


@pytest.mark.parametrize(
    "text",
    [
        "Yes. But not yet.",
        "Yes, though I told my wife about it and she was rather sad to hear of the whole thing",
        "hmm ok, then the original card is fine",
        "sure, whatever you say about the weather in the mountains this time of the year",
        "affirm",
        'affirm{"ticket": "00000000"}',
    ],
)
def test_a_yes_with_more_to_it_is_asked_again(demo: Services, text: str) -> None:
    hannah = shopper(demo, HANNAH)
    tell(hannah, "cancel A10018, ordered by mistake", "cancel_order")
    assert tell(hannah, text, "affirm")[0] == "utter_yes_or_no"
    assert order(hannah, "A10018").status == "pending"


def test_everything_that_is_open_is_in_the_tracker(demo: Services) -> None:
    jose = shopper(demo, JOSE)
    tell(jose, "return the suitcase", "return_item", part=(1, 2))
    tell(jose, "order A10011 again", "reorder", part=(2, 2))
    later = shopper(demo, JOSE)
    later.events, later.slots = jose.events, jose.slots
    assert tell(later, "paypal") == ["utter_confirm_return"]
    assert tell(later, "yes", "affirm")[1] == "utter_next"


def test_cancelling_one_item(demo: Services) -> None:
    daniel = shopper(demo, DANIEL)
    assert tell(daniel, "please cancel just the pillow", "cancel_order") == ["utter_offer_whole_order"]
    assert tell(daniel, "ok then the whole order, it was a mistake", "inform")[-1] in {
        "utter_offer_whole_order",
        "utter_confirm_cancel",
    }
    assert order(daniel, "A10002").status == "pending"


def test_an_address_that_is_said_once_for_two_orders(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    tell(noah, "send A10006 and A10007 to 5 Dock Street, Boston, MA 02110", "change_address")
    assert tell(noah, "yes", "affirm") == ["utter_address_changed", "utter_next", "utter_confirm_address"]
    assert "#A10007" in noah.text
    tell(noah, "yes", "affirm")
    assert {order(noah, number).address.city for number in ("A10006", "A10007")} == {"Boston"}


def test_a_headlamp_is_not_cancelled_by_a_refund_question(demo: Services) -> None:
    maya = shopper(demo, MAYA)
    tell(maya, "cancel A10001, too slow", "cancel_order")
    assert tell(maya, "use my visa for that", "change_payment")[0] in {
        "utter_yes_or_no",
        "utter_no_other_method",
    }
    assert order(maya, "A10001").status == "pending"
