"""The errand loop: which order, two errands, digressions, steering, broken states."""

from __future__ import annotations

import pytest

from actions.control import AgentReturnedSkill, HandoffSkill, RepeatSkill, StartOverSkill
from actions.courtesy import CourtesySkill
from actions.errands.state import ErrandState
from tests.unit.actions.talk import Talk


@pytest.mark.parametrize(
    ("text", "intent", "response"),
    [
        ("where is my last order", "order_status", "utter_order_pending"),
        ("where are my boots", "order_status", "utter_order_delivered"),
        ("what about the meadow tent I ordered", "order_status", "utter_order_cancelled"),
        ("where is my order", "order_status", "utter_ask_which_order"),
        ("my last name is Torres, where is my order", "order_status", "utter_ask_which_order"),
        ("is my refund there", "refund_status", "utter_refund_made"),
        ("refund for the boots", "refund_status", "utter_no_refund"),
    ],
)
def test_orders_by_words(maya: Talk, text: str, intent: str, response: str) -> None:
    assert maya.say(text, intent) == [response]


def test_no_orders(maya: Talk) -> None:
    new = Talk(maya.services, {"user_id": "new"})
    assert new.say("where is my order", "order_status") == ["utter_no_orders"]
    assert new.say("cancel it", "cancel_order") == ["utter_nothing_to_cancel"]


def test_a_button_chooses_the_order(maya: Talk) -> None:
    maya.say("cancel my order", "cancel_order")
    assert {b["title"][:7] for b in maya.last[0].buttons} == {"#A10012", "#A10013"}
    assert maya.press("#A10013") == ["utter_ask_reason"]


def test_it_is_the_order_just_told_about(maya: Talk) -> None:
    maya.say("where is A10013", "order_status", ("order_id", "A10013"))
    assert maya.say("cancel it", "cancel_order") == ["utter_ask_reason"]
    assert maya.slots["errand"]["stack"][0]["filled"]["order"] == "#A10013"


def test_an_order_number_out_of_the_blue(maya: Talk) -> None:
    assert maya.say("A10014", "inform", ("order_id", "A10014")) == ["utter_order_delivered"]


def test_an_unknown_number_is_not_complained_about_twice(maya: Talk) -> None:
    maya.say("cancel A99999", "cancel_order", ("order_id", "A99999"))
    assert maya.say("the stove", "inform", ("product", "stove")) == ["utter_ask_reason"]


def test_a_number_without_end(maya: Talk) -> None:
    maya.say("where is it", "order_status", ("order_id", "9" * 5000))
    assert len(maya.last[0].text) < 200


def test_the_same_errand_is_never_open_twice(maya: Talk) -> None:
    for _ in range(3):
        maya.say("cancel an order", "cancel_order")
        maya.say("where is my order", "order_status")
    state = ErrandState.of(maya.slots)
    assert [opened.name for opened in state.stack] == ["cancel_order", "order_status"]


def test_an_unsure_message_answers_instead_of_starting_another_errand(maya: Talk) -> None:
    maya.say("cancel my order", "cancel_order")
    assert maya.say("order A10012", "order_status", ("order_id", "A10012"), sure=0.5) == ["utter_ask_reason"]


def test_dropping_the_upper_errand_goes_back_to_the_lower(maya: Talk) -> None:
    maya.say("cancel A10012", "cancel_order", ("order_id", "A10012"))
    maya.say("where is one of my orders", "order_status")
    said = maya.say("never mind", "never_mind")
    assert said == ["utter_dropped", "utter_back_to", "utter_ask_reason"]
    assert ErrandState.of(maya.slots).stack[0].filled == {"order": "#A10012"}


def test_the_identity_proven_for_one_errand_serves_the_other(talk: Talk) -> None:
    talk.say("cancel my order", "cancel_order")
    talk.say("where is A10013", "order_status", ("order_id", "A10013"))
    said = talk.say("maya.torres@example.com", "inform", ("email", "maya.torres@example.com"))
    assert said[:3] == ["utter_identified", "utter_order_pending", "utter_back_to"]
    assert said[3] == "utter_ask_which_order_to_cancel"


def test_a_failure_below_does_not_hide_what_was_done(maya: Talk) -> None:
    maya.say("cancel my order", "cancel_order")
    state = ErrandState.of(maya.slots)
    state.stack[0].filled["order"] = "#A10012"
    maya.slots["errand"] = state.model_dump(mode="json")
    maya.say("where is A10013", "order_status", ("order_id", "A10013"))
    assert maya.last[0].response == "utter_order_pending"


def test_a_digression_is_followed_by_the_open_question(maya: Talk) -> None:
    maya.say("cancel my order", "cancel_order")
    said = maya.say("thanks", "thank", by=CourtesySkill)
    assert said == ["utter_welcome", "utter_back_to", "utter_ask_which_order_to_cancel"]
    assert maya.last[2].buttons
    assert maya.press("#A10012") == ["utter_ask_reason"]


def test_nothing_open_is_not_reminded_of(maya: Talk) -> None:
    assert maya.say("thanks", "thank", by=CourtesySkill) == ["utter_welcome"]


def test_repeat_says_it_again_with_its_buttons(maya: Talk) -> None:
    maya.say("cancel my order", "cancel_order")
    before = maya.last[0]
    assert maya.say("what?", "repeat", by=RepeatSkill) == [None]
    assert (maya.last[0].text, maya.last[0].buttons) == (before.text, before.buttons)
    assert maya.say("again?", "repeat") == ["utter_ask_which_order_to_cancel"]


def test_repeat_before_anything_was_said(talk: Talk) -> None:
    assert talk.say("what?", "repeat", by=RepeatSkill) == ["utter_nothing_to_repeat"]


def test_start_over_keeps_the_shopper(talk: Talk) -> None:
    talk.say("where is A10012", "order_status", ("order_id", "A10012"))
    talk.say("maya.torres@example.com", "inform", ("email", "maya.torres@example.com"))
    talk.say("cancel my order", "cancel_order")
    assert talk.say("start over", "start_over", by=StartOverSkill) == ["utter_start_over"]
    assert talk.slots["user_id"] == "maya"
    assert talk.slots["errand"] is None
    assert talk.say("yes", "affirm") == ["utter_nothing_open"]


def test_start_over_before_identifying_forgets_the_claim(talk: Talk) -> None:
    talk.say("where is A10012", "order_status", ("order_id", "A10012"))
    talk.say("start over", "start_over", by=StartOverSkill)
    talk.say("where is my order", "order_status")
    said = talk.say("maya.torres@example.com", "inform", ("email", "maya.torres@example.com"))
    assert said == ["utter_ask_order_id"]


def test_an_errand_outlives_an_agent(maya: Talk) -> None:
    maya.say("cancel A10012", "cancel_order", ("order_id", "A10012"))
    maya.send('/inform{"reason": "ordered by mistake"}')
    maya.say("a person please", "ask_human", by=HandoffSkill)
    maya.metadata = {**maya.metadata, "agent": {"name": "Kim {x}"}}
    said = maya.say("/agent_returned", "agent_returned", by=AgentReturnedSkill)
    assert said == ["utter_agent_returned", "utter_back_to", "utter_confirm_cancel"]
    # "Is there anything else I can do?" may be what this answers.
    assert maya.say("yes", "affirm") == ["utter_yes_or_no", "utter_confirm_cancel"]
    assert maya.status("maya", "A10012") == "pending"
    assert maya.say("yes", "affirm") == ["utter_cancelled"]


@pytest.mark.parametrize(
    "state", ["rubbish", {"stack": 7}, {"stack": [{"name": "gone", "started": 0}]}, {"stack": []}, []]
)
def test_a_state_of_another_version_counts_as_nothing_open(maya: Talk, state: object) -> None:
    maya.slots.update(errand=state, awaiting="confirm")
    assert maya.say("yes", "affirm") == ["utter_nothing_open"]
    assert maya.say("cancel my order", "cancel_order") == ["utter_ask_which_order_to_cancel"]


def test_details_out_of_the_blue_are_a_product_or_nothing(maya: Talk) -> None:
    assert maya.say("the basin stove", "inform", ("product", "basin stove")) == ["utter_price_one"]
    assert maya.say("98101", "inform", ("postcode", "98101")) == ["utter_nothing_open"]
