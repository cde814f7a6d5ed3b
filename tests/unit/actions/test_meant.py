"""Two close intents are asked about; a doubtful guess is put right with one click; and the errand goes on."""

from __future__ import annotations

import pytest

from actions.answers import FallbackSkill
from actions.meant import settings
from tests.unit.actions.talk import Talk, domain


def titles(talk: Talk) -> list[str]:
    return [button["title"] for said in talk.last for button in said.buttons]


def test_two_close_intents_are_two_buttons(maya: Talk) -> None:
    first = ("nlu_fallback", 0.35)
    maya.say(
        "about my money back", first[0], sure=first[1], by=FallbackSkill, next_likely=("refund_status", 0.3)
    )
    assert "utter_did_you_mean" not in [said.response for said in maya.last]
    parsed = [{"name": n, "confidence": p} for n, p in (first, ("refund_status", 0.33), ("return_item", 0.3))]
    maya.events.append(
        {
            "event": "user",
            "text": "about my money back",
            "parse_data": {
                "text": "about my money back",
                "intent": parsed[0],
                "intent_ranking": parsed,
                "entities": [],
            },
            "metadata": {},
        }
    )
    assert maya._run(FallbackSkill, maya.events[-1]["parse_data"]) == ["utter_did_you_mean"]
    assert titles(maya) == [settings().titles["refund_status"], settings().titles["return_item"]]


def test_a_doubtful_guess_carries_the_runner_up_and_a_sure_one_does_not(maya: Talk) -> None:
    maya.say("A10012", "order_status", ("order_id", "A10012"), sure=0.45, next_likely=("cancel_order", 0.4))
    assert settings().titles["cancel_order"] in titles(maya)
    maya.say("A10012", "order_status", ("order_id", "A10012"), sure=0.9, next_likely=("cancel_order", 0.1))
    assert settings().titles["cancel_order"] not in titles(maya)


def test_one_click_puts_it_right_with_the_words_typed_before(maya: Talk) -> None:
    text = "A10012, i do not need it anymore"
    maya.say(text, "order_status", ("order_id", "A10012"), sure=0.45, next_likely=("cancel_order", 0.4))
    maya.press(settings().titles["cancel_order"])
    assert maya.last[-1].response == "utter_confirm_cancel"
    assert "A10012" in maya.text


def test_questions_that_the_documents_answer_are_not_asked_about(maya: Talk) -> None:
    close = ("ask_warranty", 0.5), ("ask_return_policy", 0.4)
    assert {name for name, _ in close} <= settings().by_documents
    maya.say("A10012", close[0][0], sure=close[0][1], next_likely=close[1])
    assert not any(title in settings().titles.values() for title in titles(maya))


@pytest.mark.parametrize("intent", sorted(settings().titles))
def test_every_title_is_an_intent(intent: str) -> None:
    assert intent in domain()["intents"]
