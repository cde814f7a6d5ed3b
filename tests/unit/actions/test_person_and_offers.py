"""Handing over to a person, and offers: never without consent, never at the cost of an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.answers import AnswerSkill, FallbackSkill, GuideSkill
from actions.control import HandoffSkill
from models.upsell import UpsellRule
from tests.unit.actions.talk import Talk

# A session the rule calls for an offer at; the likelihood of the tests' rule is any.
SESSION = {"product": 12, "product_seconds": 400.0, "information": 1, "information_seconds": 20.0}


@pytest.fixture
def ready(talk: Talk) -> Talk:
    """A shopper with consent and a likelihood inside the band."""
    talk.services.upsell = replace(UpsellRule.load(), likelihood_at_least=0.0, likelihood_at_most=1.0)
    talk.metadata = {"user_id": "sam", "consent": True, "session": SESSION}
    return talk


def ask(talk: Talk) -> list[str | None]:
    return talk.say("where is A20001", "order_status", ("order_id", "A20001"))


def test_an_offer_after_a_status(ready: Talk) -> None:
    assert ask(ready) == ["utter_order_pending", "utter_offer"]
    # Not what the shopper has, not what is sold out.
    assert [card["product_id"] for card in ready.last[1].custom["products"]] == ["p-meadow"]
    assert len(ready.slots["offers"]) == 1
    assert ask(ready) == ["utter_order_pending"]


@pytest.mark.parametrize("consent", [False, None, 0, ""])
def test_no_offer_without_consent(ready: Talk, consent: object) -> None:
    ready.metadata = {**ready.metadata, "consent": consent}
    assert ask(ready) == ["utter_order_pending"]
    del ready.metadata["consent"]
    assert ask(ready) == ["utter_order_pending"]


@pytest.mark.parametrize("session", [{}, None])
def test_no_offer_when_nothing_is_known_of_the_session(ready: Talk, session: object) -> None:
    ready.metadata = {**ready.metadata, "session": session}
    assert ask(ready) == ["utter_order_pending"]


def test_no_offer_after_a_complaint_or_a_cancellation(ready: Talk) -> None:
    ready.say("this is awful", "complaint", by=HandoffSkill)
    assert ask(ready) == ["utter_order_pending"]


@pytest.mark.parametrize("session", [{"Unknown": 1}, {"product": "many"}, {"product": 0}, [1], "x"])
def test_an_offer_that_fails_costs_no_answer(ready: Talk, session: object) -> None:
    ready.metadata = {**ready.metadata, "session": session}
    assert ask(ready) == ["utter_order_pending"]


def test_a_person_knows_what_it_is_about(maya: Talk) -> None:
    maya.say("where is A10013", "order_status", ("order_id", "A10013"))
    assert maya.say("I want a human", "ask_human", by=HandoffSkill) == ["utter_handoff"]
    handoff = maya.last[0].custom["handoff"]
    assert handoff["reason"] == "asked"
    assert handoff["summary"] == {
        "who": "Maya Torres",
        "email": "maya.torres@example.com",
        "user_id": "maya",
        "what": "where is A10013",
        "order": "A10013",
        "tried": ["order_status"],
    }


def test_an_upset_shopper_of_whom_nothing_is_known(talk: Talk) -> None:
    assert talk.say("x" * 5000, "complaint", by=HandoffSkill) == ["utter_handoff_upset"]
    summary = talk.last[0].custom["handoff"]["summary"]
    assert summary["who"] is None
    assert len(summary["what"]) == 300


def test_a_yes_to_the_offer_of_a_person(talk: Talk) -> None:
    assert talk.say("change my address", "change_address", by=GuideSkill) == ["utter_guide_offer"]
    assert talk.say("yes please", "affirm") == ["utter_handoff"]
    assert talk.last[0].custom["handoff"]["reason"] == "asked"


def test_a_no_to_the_offer_of_a_person(talk: Talk) -> None:
    talk.say("change my address", "change_address", by=GuideSkill)
    assert talk.say("no", "deny") == ["utter_nothing_open"]


def test_not_understood_twice_is_a_persons(talk: Talk) -> None:
    assert talk.say("grmpf", "nlu_fallback", by=FallbackSkill) == ["utter_not_understood"]
    assert talk.say("grmpf", "nlu_fallback", by=FallbackSkill) == ["utter_handoff_not_understood"]
    assert talk.last[0].custom["handoff"]["reason"] == "not_understood"


def test_an_understood_message_between_two_misses(talk: Talk) -> None:
    talk.say("grmpf", "nlu_fallback", by=FallbackSkill)
    talk.say("where is my order", "order_status")
    talk.slots.clear()
    assert talk.say("grmpf", "nlu_fallback", by=FallbackSkill) == ["utter_not_understood"]


def test_answers_are_off_without_an_index(talk: Talk) -> None:
    assert talk.say("how do returns work", "ask_return_policy", by=AnswerSkill) == [
        "utter_answers_unavailable"
    ]


def test_a_no_to_an_offer_is_kept_to(ready: Talk) -> None:
    ready.services.upsell = replace(ready.services.upsell, max_offers=5, min_minutes_between=0.0)
    ask(ready)
    assert ready.press("No, thanks") == ["utter_offer_refused"]
    assert ready.last[0].custom["offer_answer"] == "refused"
    assert ask(ready) == ["utter_order_pending"]
    assert ready.last[0].custom["moment"]["reason"] == "refused_before"


def test_a_yes_to_an_offer_shows_the_product(ready: Talk) -> None:
    ask(ready)
    assert ready.say("sure, why not", "affirm") == ["utter_offer_accepted"]
    assert "A roomy family tent." in ready.text
    assert ready.last[0].custom["offer_answer"] == "accepted"
    assert ready.slots["product"] == "p-meadow"
    assert ready.say("and yes", "affirm") == ["utter_nothing_open"]


def test_the_held_out_group_gets_no_offer_and_is_recorded(ready: Talk) -> None:
    ready.services.upsell = replace(ready.services.upsell, hold_out=0.999999)
    assert ask(ready) == ["utter_order_pending"]
    moment = ready.last[0].custom["moment"]
    assert (moment["reason"], moment["arm"], moment["product_id"]) == ("held_out", "held_out", "p-meadow")
    # As often as the others get an offer, and no oftener.
    assert ask(ready) == ["utter_order_pending"]
    assert ready.last[0].custom["moment"]["reason"] == "enough_offers"


def test_a_moment_says_what_was_decided_and_why(ready: Talk) -> None:
    ask(ready)
    moment = ready.last[-1].custom["moment"]
    assert (moment["reason"], moment["arm"]) == ("offer", "offered")
    assert moment["because"] == "p-ridge"
    assert 0 <= moment["likelihood"] <= 1
    assert len(moment["why"]) == 5


def test_no_moment_is_recorded_without_consent(ready: Talk) -> None:
    ready.metadata = {**ready.metadata, "consent": False}
    ask(ready)
    assert not any("moment" in said.custom for said in ready.last)


def test_what_lies_in_the_basket_is_not_offered(ready: Talk) -> None:
    ready.metadata = {**ready.metadata, "basket": ["p-meadow"]}
    said = ask(ready)
    offered = [c["product_id"] for m in ready.last for c in m.custom.get("products", [])]
    assert "p-meadow" not in offered
    assert said[0] == "utter_order_pending"
