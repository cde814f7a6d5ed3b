"""Mood, language and silence at the frame of every skill."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.answers import AnswerSkill, FallbackSkill, OutOfScopeSkill
from actions.control import AgentReturnedSkill, HandoffSkill
from actions.courtesy import CourtesySkill
from actions.language import language
from actions.tone import climate
from actions.turn import Turn
from actions.unspoken import sign_in
from models.upsell import UpsellRule
from tests.unit.actions.talk import Talk

ANGRY = "this is the third time I ask, unacceptable"
A10013 = ("order_id", "A10013")


def status(talk: Talk, text: str) -> list[str | None]:
    return talk.say(text, "order_status", A10013)


def test_an_understanding_word_before_the_answer(maya: Talk) -> None:
    assert status(maya, ANGRY) == ["utter_sorry", "utter_order_pending"]


def test_not_again_right_away(maya: Talk) -> None:
    status(maya, "still waiting, so annoying")
    assert "utter_sorry" not in status(maya, "still waiting, so annoying")
    for _ in range(4):
        assert status(maya, "where is A10013") == ["utter_order_pending"]
    assert status(maya, "still waiting, so annoying")[0] == "utter_sorry"


def test_urgent(maya: Talk) -> None:
    assert status(maya, "I need A10013 by tomorrow, it's urgent") == ["utter_urgent", "utter_order_pending"]


def test_neutral_messages_are_just_answered(maya: Talk) -> None:
    assert status(maya, "where is A10013") == ["utter_order_pending"]
    assert maya.say("thanks", "thank", by=CourtesySkill) == ["utter_welcome"]


def test_two_angry_messages_are_offered_a_person(maya: Talk) -> None:
    assert "utter_offer_person" not in status(maya, ANGRY)
    assert status(maya, ANGRY)[-1] == "utter_offer_person"
    assert maya.say("yes please", "affirm") == ["utter_handoff"]
    assert status(maya, ANGRY)[-1] != "utter_offer_person"


def test_the_offer_stands_beside_an_open_question(maya: Talk) -> None:
    maya.say(ANGRY + ", cancel my order", "cancel_order")
    said = maya.say(ANGRY + ", cancel it", "cancel_order")
    assert said[-2:] == ["utter_offer_person_aside", "utter_ask_which_order_to_cancel"]
    assert maya.last[-1].buttons[-1]["payload"] == "/ask_human"
    assert maya.press("#A10012") == ["utter_ask_reason"]


def test_the_furious_get_a_person_and_their_answer(maya: Talk) -> None:
    said = status(maya, "WORST SHOP EVER, WHERE IS A10013? ILL SUE YOU!!!")
    assert said == ["utter_order_pending", "utter_handoff_upset"]
    assert maya.last[-1].custom["handoff"]["reason"] == "upset"


def test_angry_and_not_understood(talk: Talk) -> None:
    said = talk.say("argh this is ridiculous flurb", "nlu_fallback", by=FallbackSkill)
    assert said == ["utter_sorry", "utter_not_understood", "utter_offer_person"]


def test_insults_are_answered_once_and_the_request_is_served(maya: Talk) -> None:
    assert status(maya, "where is A10013 you idiots") == ["utter_boundary", "utter_order_pending"]
    assert status(maya, "where is A10013 you idiots") == ["utter_order_pending"]
    assert status(maya, "where is A10013 you idiots") == ["utter_handoff_abuse"]
    assert maya.last[0].custom["handoff"]["reason"] == "abuse"


def test_after_a_person_the_count_begins_anew(maya: Talk) -> None:
    for _ in range(3):
        status(maya, "where is A10013 you idiots")
    maya.send("/agent_returned", by=AgentReturnedSkill)
    assert status(maya, "where is A10013 you idiots")[0] == "utter_boundary"


def test_nothing_but_an_insult(talk: Talk) -> None:
    assert talk.say("stupid bot", "complaint", by=HandoffSkill) == ["utter_boundary"]
    assert talk.say("fuck you", "out_of_scope", by=OutOfScopeSkill) == ["utter_insult_only"]
    assert talk.say("idiots", "nlu_fallback", by=FallbackSkill) == ["utter_handoff_abuse"]


def test_a_request_hidden_by_an_insult_can_be_pressed(maya: Talk) -> None:
    text, likely = "where is A10013 you morons", ("order_status", 0.3)
    said = maya.say(text, "out_of_scope", A10013, by=OutOfScopeSkill, next_likely=likely)
    assert said == ["utter_boundary", "utter_did_you_mean"]
    assert maya.press("Where my order is") == ["utter_order_pending"]


def test_an_upset_shopper_still_gets_a_person_at_once(talk: Talk) -> None:
    said = talk.say("worst shop ever, run by idiots", "complaint", by=HandoffSkill)
    assert said == ["utter_handoff_upset"]


@pytest.mark.parametrize("intent", ["praise", "thank"])
def test_praise_that_is_none(talk: Talk, intent: str) -> None:
    said = talk.say("great job losing my parcel", intent, by=CourtesySkill)
    assert "utter_courtesy_doubted" in said
    assert talk.say("yes", "affirm") == ["utter_handoff"]


@pytest.fixture
def ready(talk: Talk) -> Talk:
    """A shopper to whom an offer would be made."""
    talk.services.upsell = replace(UpsellRule.load(), likelihood_at_least=0.0, likelihood_at_most=1.0)
    seen = {"product": 12, "product_seconds": 400.0}
    talk.metadata = {"user_id": "sam", "consent": True, "session": seen}
    return talk


@pytest.mark.parametrize(
    ("text", "offer"),
    [("where is A20001", True), (f"{ANGRY}, A20001", False), ("where is A20001, stupid bot", False)],
)
def test_no_offer_to_the_angry(ready: Talk, text: str, *, offer: bool) -> None:
    said = ready.say(text, "order_status", ("order_id", "A20001"))
    assert ("utter_offer" in said) is offer


def test_no_offer_soon_after_anger(ready: Talk) -> None:
    ready.say(ANGRY, "order_status", ("order_id", "A20001"))
    assert "utter_offer" not in ready.say("and A20001 now?", "order_status", ("order_id", "A20001"))


def test_the_climate_in_a_word() -> None:
    def of(*texts: str) -> str:
        events: list[dict[str, Any]] = [{"event": "user", "text": text} for text in texts]
        return climate(Turn("c", texts[-1], "", 1.0, (), (), {}, {}, events, ()))

    assert of("hi", "where is my order") == "neutral"
    assert of(ANGRY) == "frustrated"
    assert of("stupid bot", "ok", "ok", "where is my order") == "abusive"


def test_told_once_in_the_shoppers_language(talk: Talk) -> None:
    text = "hola, ¿dónde está mi pedido?"
    said = talk.say(text, "order_status")
    assert said == [None, "utter_ask_email"]
    assert talk.last[0].text == language("es").say
    assert talk.last[1].buttons[-1]["title"] == language("es").button
    talk.slots["errand"] = talk.slots["awaiting"] = None
    assert talk.say(text, "order_status") == ["utter_ask_email"]


def test_what_is_not_served_in_another_language_goes_to_a_person(talk: Talk) -> None:
    text = "mein Rucksack ist kaputt, was kann ich tun"
    assert talk.say(text, "nlu_fallback", sure=0.3, by=FallbackSkill) == [None]
    assert talk.last[0].buttons[-1]["title"] == language("de").button
    assert talk.say(text, "out_of_scope", by=OutOfScopeSkill) == [None]
    handoff = talk.last[0].custom["handoff"]
    assert handoff["reason"] == "language"
    assert handoff["summary"]["language"] == "German"


def test_a_guess_at_another_language_is_not_served(talk: Talk) -> None:
    assert talk.say("gdzie jest moje zamówienie", "ask_contact", sure=0.5, by=AnswerSkill) == [None]


def test_details_in_another_language_are_taken(talk: Talk) -> None:
    talk.say("where is my order", "order_status")
    said = talk.say("mi correo es sam@example.com", "inform", ("email", "sam@example.com"), sure=0.5)
    assert said[-1] == "utter_ask_order_id"


def test_names_are_no_language(talk: Talk) -> None:
    talk.say("where is my order", "order_status")
    assert None not in talk.say("José Álvarez de la Cruz", "inform", ("name", "José Álvarez"))


@pytest.mark.parametrize("text", ["", "...", "…", "-", "😀", "🌲🌲", "!"])
def test_silence_is_answered_gently(maya: Talk, text: str) -> None:
    maya.say("cancel A10012", "cancel_order", ("order_id", "A10012"))
    awaiting = maya.slots["awaiting"]
    assert maya.say(text, "affirm") == ["utter_silence"]
    assert maya.slots["awaiting"] == awaiting
    assert maya.say("ordered by mistake") == ["utter_confirm_cancel"]


def test_thumbs_answer_an_open_question(maya: Talk) -> None:
    maya.say("cancel A10012 by mistake", "cancel_order", ("order_id", "A10012"))
    assert maya.say("😀", "affirm") == ["utter_silence"]
    assert maya.say("👎", "affirm") == ["utter_kept"]
    assert maya.status("maya", "A10012") == "pending"
    maya.say("cancel A10012 by mistake", "cancel_order", ("order_id", "A10012"))
    assert maya.say("👍", "praise") == ["utter_cancelled"]


def test_signs() -> None:
    assert sign_in("👍🏽") == "affirm"
    assert sign_in("???") == "confused"
    assert sign_in("👍👎") == ""
    assert sign_in("ok 👍") is None
    assert sign_in("订单") is None


def test_a_late_order_button_starts_nothing(maya: Talk) -> None:
    maya.say("cancel my order", "cancel_order")
    payload = next(b["payload"] for b in maya.last[-1].buttons)
    maya.say("never mind", "never_mind")
    assert maya.send(payload) == ["utter_button_expired"]
    assert maya.slots["errand"] is None


def test_an_order_button_may_be_pressed_after_a_pause(maya: Talk) -> None:
    maya.say("cancel my order", "cancel_order")
    payload = next(b["payload"] for b in maya.last[-1].buttons)
    maya.say("...", "inform")
    assert maya.send(payload) == ["utter_ask_reason"]


def test_a_late_choice_between_two_intents(talk: Talk) -> None:
    talk.say("where is my order", "order_status")
    assert talk.send('/ask_return_policy{"meant": "1"}', by=AnswerSkill)[0] == "utter_button_expired"
