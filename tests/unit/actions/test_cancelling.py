"""Nothing is cancelled but the shopper's own order, after an explicit yes, once."""

from __future__ import annotations

import pytest

from actions.errands.consent import HEDGE
from tests.unit.actions.talk import Talk

CONFIRM = "utter_confirm_cancel"
MISTAKE = ("reason", "ordered by mistake")


def asked(talk: Talk, number: str = "A10012") -> Talk:
    """Up to the question for a yes."""
    talk.say(f"cancel order {number}", "cancel_order", ("order_id", number))
    assert talk.send('/inform{"reason": "ordered by mistake"}')[-1] == CONFIRM
    return talk


def test_cancels_after_the_button(maya: Talk) -> None:
    asked(maya)
    assert maya.status("maya", "A10012") == "pending"
    assert "#A10012" in maya.text
    assert "Basin Stove" in maya.text
    assert maya.press("Yes, cancel it") == ["utter_cancelled"]
    assert maya.status("maya", "A10012") == "cancelled"
    assert maya.last[0].custom["order"]["status"] == "cancelled"
    assert maya.slots["errand"] is None
    assert maya.slots["awaiting"] is None


@pytest.mark.parametrize("yes", ["yes", "Yes please!", "go ahead", "ok", "yep do it"])
def test_cancels_after_a_plain_yes(maya: Talk, yes: str) -> None:
    asked(maya)
    assert maya.say(yes, "affirm") == ["utter_cancelled"]
    assert maya.status("maya", "A10012") == "cancelled"


@pytest.mark.parametrize(
    ("text", "intent", "sure"),
    [
        ("yes but wait", "affirm", 0.9),
        ("yes, keep it", "affirm", 0.9),
        ("yes please don’t", "affirm", 0.9),
        ("yes that isn't right", "affirm", 0.9),
        ("maybe yes", "affirm", 0.96),
        ("yes?", "affirm", 0.9),
        ("yes if the refund is quick", "affirm", 0.9),
        ("yes yes I was just telling my wife about the whole story", "affirm", 0.9),
        ("mhm", "affirm", 0.4),
        ("cancel it", "cancel_order", 0.9),
        ("fine weather", "small_talk", 0.9),
        ("yikes", "nlu_fallback", 0.35),
        ("x" * 20_000, "inform", 0.9),
    ],
)
def test_anything_else_is_no_yes(maya: Talk, text: str, intent: str, sure: float) -> None:
    asked(maya)
    said = maya.say(text, intent, sure=sure)
    assert said == ["utter_yes_or_no", CONFIRM]
    assert maya.status("maya", "A10012") == "pending"


def test_no_keeps_the_order(maya: Talk) -> None:
    asked(maya)
    assert maya.press("No, keep it") == ["utter_kept"]
    assert maya.say("yes", "affirm") == ["utter_nothing_open"]
    assert maya.status("maya", "A10012") == "pending"


def test_never_mind_drops_it(maya: Talk) -> None:
    asked(maya)
    assert maya.say("never mind", "never_mind") == ["utter_dropped"]
    assert maya.say("yes", "affirm") == ["utter_nothing_open"]
    assert maya.status("maya", "A10012") == "pending"


def test_a_late_button_does_nothing(maya: Talk) -> None:
    asked(maya)
    old = maya.last[-1].buttons[0]["payload"]
    maya.say("never mind", "never_mind")
    assert maya.send(old) == ["utter_button_expired"]
    asked(maya, "A10013")
    assert maya.send(old) == ["utter_button_expired", "utter_back_to", CONFIRM]
    assert maya.status("maya", "A10012") == maya.status("maya", "A10013") == "pending"


def test_a_button_pressed_twice_cancels_once(maya: Talk) -> None:
    asked(maya)
    payload = maya.last[-1].buttons[0]["payload"]
    assert maya.send(payload) == ["utter_cancelled"]
    assert maya.send(payload) == ["utter_button_expired"]
    assert len(maya.services.store.audit("#A10012")) == 1


@pytest.mark.parametrize("payload", ["/affirm", '/affirm{"ticket": "00000000"}', '/affirm{"ticket": ""}'])
def test_a_yes_of_another_button_is_no_yes(maya: Talk, payload: str) -> None:
    asked(maya)
    maya.send(payload)
    assert maya.status("maya", "A10012") == "pending"


def test_a_correction_asks_for_the_yes_again(maya: Talk) -> None:
    asked(maya)
    assert maya.say("no, A10013 I mean", "deny", ("order_id", "A10013")) == [CONFIRM]
    assert "#A10013" in maya.text
    assert maya.say("yes", "affirm") == ["utter_cancelled"]
    assert (maya.status("maya", "A10012"), maya.status("maya", "A10013")) == ("pending", "cancelled")


def test_a_correction_in_words_asks_for_the_yes_again(maya: Talk) -> None:
    asked(maya)
    assert maya.say("no the tent", "correct", ("product", "tent")) == [CONFIRM]
    assert "#A10013" in maya.text
    assert maya.status("maya", "A10012") == "pending"


def test_a_status_question_in_between_leaves_the_order_to_cancel_alone(maya: Talk) -> None:
    asked(maya, "A10012")
    said = maya.say("where is order A10013?", "order_status", ("order_id", "A10013"))
    assert said == ["utter_order_pending", "utter_back_to", CONFIRM]
    assert "#A10012" in maya.last[-1].text
    assert maya.say("yes", "affirm") == ["utter_cancelled"]
    assert (maya.status("maya", "A10012"), maya.status("maya", "A10013")) == ("cancelled", "pending")


def test_a_yes_after_another_question_is_not_taken_for_this_one(maya: Talk) -> None:
    asked(maya)
    maya.events.append({"event": "user", "text": "hm?", "parse_data": {}, "metadata": maya.metadata})
    for name in ("utter_no_answer", "utter_back_to", CONFIRM):
        maya.events.append({"event": "bot", "text": "", "metadata": {"utter_action": name}})
    assert maya.say("yes", "affirm") == ["utter_yes_or_no", CONFIRM]
    assert maya.status("maya", "A10012") == "pending"


def test_another_shopper_signing_in_ends_it(maya: Talk) -> None:
    asked(maya)
    maya.metadata = {"user_id": "sam"}
    assert maya.say("yes", "affirm") == ["utter_refused_order_not_found"]
    assert maya.status("maya", "A10012") == "pending"
    assert maya.say("yes", "affirm") == ["utter_nothing_open"]


def test_somebody_elses_order_is_not_found(maya: Talk) -> None:
    said = maya.say("cancel order A20001", "cancel_order", ("order_id", "A20001"))
    assert said == ["utter_order_not_found", "utter_ask_which_order_to_cancel"]
    assert "Sam" not in maya.text
    assert maya.status("sam", "A20001") == "pending"


@pytest.mark.parametrize(
    ("number", "refusal"),
    [("A10014", "utter_refused_wrong_state_cancel"), ("A10015", "utter_refused_already_cancelled")],
)
def test_the_policy_refuses_before_asking_for_more(maya: Talk, number: str, refusal: str) -> None:
    assert maya.say(f"cancel {number}", "cancel_order", ("order_id", number)) == [refusal]
    assert maya.slots["errand"] is None


def test_packed_between_question_and_yes(maya: Talk) -> None:
    asked(maya)
    maya.services.store.cancel("maya", "A10012", "no longer needed", conversation="other")
    assert maya.say("yes", "affirm") == ["utter_refused_already_cancelled"]


def test_a_wrong_number_is_asked_about_and_not_replaced(services_with_one_order: Talk) -> None:
    sam = services_with_one_order
    said = sam.say("cancel order A99999", "cancel_order", ("order_id", "A99999"))
    assert said == ["utter_order_not_found", "utter_ask_which_order_to_cancel"]
    assert sam.say("the stove one", "inform", ("product", "stove")) == ["utter_ask_reason"]


@pytest.fixture
def services_with_one_order(maya: Talk) -> Talk:
    return Talk(maya.services, {"user_id": "sam"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it takes too long", True),
        ("too long", True),
        ("by mistake", True),
        ("mistake", True),
        ("no", False),
        ("to", False),
        ("n", False),
        ("a" * 5000, False),
        ("because the {moon} is 100%", False),
    ],
)
def test_reasons_in_words(maya: Talk, text: str, found: bool) -> None:
    maya.say("cancel order A10012", "cancel_order", ("order_id", "A10012"))
    assert maya.say(text) == ([CONFIRM] if found else ["utter_ask_reason"])


def test_no_to_the_reason_means_not_to_cancel(maya: Talk) -> None:
    maya.say("cancel order A10012", "cancel_order", ("order_id", "A10012"))
    assert maya.say("no", "deny") == ["utter_dropped"]
    assert maya.slots["awaiting"] is None


def test_a_hostile_name_is_said_as_it_is(maya: Talk) -> None:
    ole = Talk(maya.services, {"user_id": "ole"})
    ole.say("cancel order A30001", "cancel_order", ("order_id", "A30001"))
    assert ole.send('/inform{"reason": "ordered by mistake"}') == [CONFIRM]
    assert "Lamp {order_id} 100%" in ole.text
    assert ole.press("Yes, cancel it") == ["utter_cancelled"]


def test_hedges_are_words_of_their_own() -> None:
    assert not HEDGE.search("yes, notify me and confirm it now")


def test_where_is_it_beside_a_dont_cancel(maya: Talk) -> None:
    said = maya.say(
        "don't cancel A10012, just tell me where it is", "cancel_order", ("order_id", "A10012"), sure=0.9
    )
    assert said == ["utter_order_pending"]
    assert maya.say("don't cancel it", "cancel_order", sure=0.9) == ["utter_nothing_open"]
