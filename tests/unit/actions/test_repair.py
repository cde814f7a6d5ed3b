""" "What?", "why?", "go back", "wait", and "not that order"."""

from __future__ import annotations

import pytest

from actions.answers import AnswerSkill
from actions.control import RepeatSkill
from actions.courtesy import CourtesySkill
from actions.errands.back import step_back
from actions.errands.state import ErrandState, Open
from actions.repair import EXPLAINED, REASONS, ExplainSkill, GoBackSkill, HoldOnSkill, WhySkill
from tests.unit.actions.talk import Talk


def cancelling(talk: Talk) -> Talk:
    """Up to the question for a yes."""
    talk.say("cancel my order", "cancel_order")
    talk.press("#A10012")
    assert talk.press("Ordered by mistake") == ["utter_confirm_cancel"]
    return talk


def what(talk: Talk, text: str = "what?") -> list[str | None]:
    return talk.say(text, "confused", by=ExplainSkill)


def why(talk: Talk, text: str = "why?") -> list[str | None]:
    return talk.say(text, "ask_why", by=WhySkill)


def back(talk: Talk) -> list[str | None]:
    return talk.say("go back", "go_back", by=GoBackSkill)


def test_an_open_question_is_explained_and_asked_again(talk: Talk) -> None:
    talk.say("where is my order", "order_status")
    assert what(talk) == ["utter_explain_email", "utter_ask_email"]
    assert talk.say("sam@example.com", "inform", ("email", "sam@example.com")) == ["utter_ask_order_id"]
    assert what(talk) == ["utter_explain_order_id", "utter_ask_order_id"]


def test_explained_with_its_buttons(maya: Talk) -> None:
    cancelling(maya)
    assert what(maya) == ["utter_explain_confirm", "utter_confirm_cancel"]
    assert maya.press("Yes, cancel it") == ["utter_cancelled"]


def test_asking_what_does_not_wear_the_question_out(talk: Talk) -> None:
    talk.say("where is my order", "order_status")
    for _ in range(5):
        assert what(talk)[-1] == "utter_ask_email"


def test_a_word_of_ours_is_explained(maya: Talk) -> None:
    maya.say("where is A10013", "order_status", ("order_id", "A10013"))
    assert what(maya, "what does pending mean") == ["utter_term_pending"]


def test_an_answer_in_simpler_words(maya: Talk) -> None:
    maya.say("where is A10013", "order_status", ("order_id", "A10013"))
    assert what(maya) == ["utter_simply_pending"]


def test_an_answer_without_simpler_words_is_said_again_with_a_person(talk: Talk) -> None:
    talk.say("thanks", "thank", by=CourtesySkill)
    assert what(talk) == [None, "utter_said_again"]
    assert talk.say("yes", "affirm") == ["utter_handoff"]


def test_what_before_anything_was_said(talk: Talk) -> None:
    assert what(talk) == ["utter_simply_ask"]


def test_the_reason_of_a_question(talk: Talk, maya: Talk) -> None:
    talk.say("where is my order", "order_status")
    assert why(talk) == ["utter_why_identity", "utter_ask_email"]
    cancelling(maya)
    assert why(maya) == ["utter_why_confirm", "utter_confirm_cancel"]
    assert why(maya, "why do you need a reason") == ["utter_why_reason", "utter_confirm_cancel"]


def test_the_reason_of_a_refusal(maya: Talk) -> None:
    refused = maya.say("cancel A10014", "cancel_order", ("order_id", "A10014"))
    assert str(refused[-1]).startswith("utter_refused_")
    text = maya.text
    assert why(maya)[0] is None
    assert maya.last[0].text == text


def test_why_after_an_answer_and_after_nothing(talk: Talk) -> None:
    assert why(talk) == ["utter_why_what"]
    assert why(talk, "why do you want my email") == ["utter_why_identity"]
    talk.say("how do returns work", "ask_return_policy", by=AnswerSkill)
    assert why(talk) == ["utter_why_documents"]


def test_back_from_the_yes_to_the_reason_to_the_order(maya: Talk) -> None:
    cancelling(maya)
    assert back(maya) == ["utter_one_step_back", "utter_ask_reason"]
    assert back(maya) == ["utter_one_step_back", "utter_ask_which_order_to_cancel"]
    assert back(maya) == ["utter_nothing_before", "utter_ask_which_order_to_cancel"]
    maya.press("#A10013")
    assert maya.press("No longer needed") == ["utter_confirm_cancel"]
    assert "#A10013" in maya.text
    assert maya.press("Yes, cancel it") == ["utter_cancelled"]
    assert maya.status("maya", "A10012") == "pending"


def test_an_old_yes_means_nothing_after_a_step_back(maya: Talk) -> None:
    cancelling(maya)
    yes = next(b["payload"] for b in maya.last[-1].buttons)
    back(maya)
    assert maya.send(yes)[0] == "utter_button_expired"
    assert maya.status("maya", "A10012") == "pending"


def test_back_while_identifying_begins_with_the_email(talk: Talk) -> None:
    talk.say("where is my order", "order_status")
    assert back(talk) == ["utter_nothing_before", "utter_ask_email"]
    talk.say("sam@example.com", "inform", ("email", "sam@example.com"))
    assert back(talk) == ["utter_one_step_back", "utter_ask_email"]


def test_nothing_to_go_back_to(maya: Talk) -> None:
    assert back(maya) == ["utter_nothing_open"]
    cancelling(maya)
    maya.press("Yes, cancel it")
    assert back(maya) == ["utter_back_done"]


def test_wait_keeps_the_question_and_does_not_repeat_it(maya: Talk) -> None:
    cancelling(maya)
    yes = next(b["payload"] for b in maya.last[-1].buttons)
    assert maya.say("one sec", "hold_on", by=HoldOnSkill) == ["utter_take_your_time"]
    assert maya.slots["awaiting"] == "confirm"
    assert maya.send(yes) == ["utter_cancelled"]


@pytest.mark.parametrize(
    "text", ["not that order", "no, wrong order", "no, the other one", "that's not the right one"]
)
def test_not_that_order(maya: Talk, text: str) -> None:
    cancelling(maya)
    assert maya.say(text, "deny") == ["utter_one_step_back", "utter_ask_which_order_to_cancel"]
    assert maya.press("#A10013") == ["utter_ask_reason"]


def test_not_that_order_with_nothing_open(maya: Talk) -> None:
    assert maya.say("not that order", "deny") == ["utter_nothing_open"]


def test_a_plain_no_still_keeps_the_order(maya: Talk) -> None:
    cancelling(maya)
    assert maya.say("no", "deny") == ["utter_kept"]


def test_repeat_after_what(maya: Talk) -> None:
    cancelling(maya)
    what(maya)
    assert maya.say("say that again", "repeat", by=RepeatSkill) == [None, None]


def test_a_step_back_by_name_takes_what_came_after() -> None:
    state = ErrandState(stack=[Open(name="cancel_order", started=0, filled={"order": "1", "reason": "r"})])
    assert step_back(state, 3, to="order")
    assert state.stack[0].filled == {}
    assert state.stack[0].skipped == [(0, 3)]
    assert not step_back(state, 4)
    assert not step_back(state, 4, to="order")
    assert not step_back(ErrandState(), 1)


def test_explained_and_justified_alike() -> None:
    assert EXPLAINED.keys() == REASONS.keys()
