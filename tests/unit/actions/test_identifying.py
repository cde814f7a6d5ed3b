"""Who is asking: proven by what they say, never guessed, and a person after three wrong claims."""

from __future__ import annotations

import pytest

from tests.unit.actions.talk import Talk

STATUS = ("where is my order?", "order_status")
EMAIL = ("email", "maya.torres@example.com")


def with_email(talk: Talk) -> Talk:
    assert talk.say(*STATUS) == ["utter_ask_email"]
    assert talk.say("maya.torres@example.com", "inform", EMAIL) == ["utter_ask_order_id"]
    return talk


def test_email_and_order_number(talk: Talk) -> None:
    with_email(talk)
    said = talk.say("A10013", "inform", ("order_id", "A10013"))
    assert said == ["utter_identified", "utter_order_pending"]
    assert talk.slots["user_id"] == "maya"
    assert talk.last[0].custom == {"identified": {"user_id": "maya"}}
    assert "#A10013" in talk.text


@pytest.mark.parametrize("text", ["10013", "it's 10013", "order number 10013", "I think it was 10013."])
def test_a_bare_number_is_the_order_number_that_was_asked_for(talk: Talk, text: str) -> None:
    with_email(talk)
    said = talk.say(text, "inform", ("postcode", "10013"), ("order_id", "10013"))
    assert said == ["utter_identified", "utter_order_pending"]
    assert "#A10013" in talk.text


@pytest.mark.parametrize("text", ["Maya Torres 98101", "my zip is 98101 and I'm Maya Torres"])
def test_name_and_postcode_instead_of_the_number(talk: Talk, text: str) -> None:
    with_email(talk)
    said = talk.say(text, "inform", ("postcode", "98101"), ("name", "Maya Torres"), ("order_id", "98101"))
    assert said[0] == "utter_identified"
    assert "98101" not in talk.text


def test_without_the_number_name_and_postcode_are_asked_once_each(talk: Talk) -> None:
    with_email(talk)
    assert talk.say("I don't have it") == ["utter_ask_name"]
    # The tagger found no name: the whole message is the answer.
    assert talk.say("maya torres") == ["utter_ask_postcode"]
    assert talk.say("98101", "inform", ("postcode", "98101"))[0] == "utter_identified"


def test_a_postcode_of_another_country_is_not_asked_for_again_and_again(talk: Talk) -> None:
    with_email(talk)
    talk.say("I don't have it")
    talk.say("Maya Torres")
    assert talk.say("SW1A 1AA") == ["utter_not_identified"]


def test_a_number_given_as_postcode_stays_one(talk: Talk) -> None:
    with_email(talk)
    talk.say("no idea", "deny")
    talk.say("Maya Torres", "inform", ("name", "Maya Torres"))
    assert talk.say("number 98101", "inform", ("order_id", "98101"))[0] == "utter_identified"


def test_i_dont_know_is_no_name(talk: Talk) -> None:
    with_email(talk)
    talk.say("I don't have it")
    assert talk.say("I don't know") == ["utter_ask_name"]


def test_a_bare_number_chooses_an_order(maya: Talk) -> None:
    maya.say("cancel my order", "cancel_order")
    assert maya.slots["awaiting"] == "order"
    assert maya.say("10013", "inform", ("postcode", "10013")) == ["utter_ask_reason"]


def test_three_wrong_claims_end_at_a_person(talk: Talk) -> None:
    talk.say("cancel my order", "cancel_order")
    talk.say(*STATUS)
    for attempt in range(3):
        talk.say("maya.torres@example.com", "inform", EMAIL)
        said = talk.say(f"A9999{attempt}", "inform", ("order_id", f"A9999{attempt}"))
    assert said == ["utter_identification_failed"]
    assert talk.last[0].custom["handoff"]["reason"] == "identification"
    assert talk.last[0].custom["handoff"]["summary"]["who"] is None
    assert talk.slots.get("user_id") is None
    assert talk.slots["errand"] is None
    assert talk.slots["awaiting"] is None


def test_a_wrong_claim_reveals_nothing(talk: Talk) -> None:
    with_email(talk)
    assert talk.say("A20001", "inform", ("order_id", "A20001")) == ["utter_not_identified"]
    unknown = talk.text
    other = Talk(talk.services)
    other.say(*STATUS)
    other.say("nobody@example.com", "inform", ("email", "nobody@example.com"))
    other.say("A20001", "inform", ("order_id", "A20001"))
    assert other.text == unknown


def test_a_wrong_claim_is_not_mixed_with_the_next(talk: Talk) -> None:
    with_email(talk)
    talk.say("A20001", "inform", ("order_id", "A20001"))
    assert talk.say("sam.reed@example.com", "inform", ("email", "sam.reed@example.com")) == [
        "utter_ask_order_id"
    ]


def test_half_an_email(talk: Talk) -> None:
    talk.say(*STATUS)
    assert talk.say("maya@") == ["utter_invalid_email"]
    assert talk.say("maya.torres@example.com", "inform", EMAIL) == ["utter_ask_order_id"]


def test_a_question_nobody_answers_ends_at_a_person(talk: Talk) -> None:
    talk.say(*STATUS)
    assert talk.say("hm", "nlu_fallback") == ["utter_ask_email"]
    assert talk.say("hm", "nlu_fallback") == ["utter_ask_email"]
    assert talk.say("hm", "nlu_fallback") == ["utter_handoff_not_understood"]
    assert talk.last[0].custom["handoff"]["reason"] == "not_understood"
    assert talk.slots["awaiting"] is None


def test_everything_at_once(talk: Talk) -> None:
    said = talk.say(
        "where's order A10012? maya.torres@example.com", "order_status", ("order_id", "A10012"), EMAIL
    )
    assert said == ["utter_identified", "utter_order_pending"]


def test_identified_once_for_the_whole_conversation(talk: Talk) -> None:
    with_email(talk)
    talk.say("A10013", "inform", ("order_id", "A10013"))
    assert talk.say("where is A10014", "order_status", ("order_id", "A10014")) == ["utter_order_delivered"]
    assert talk.say("cancel A10012", "cancel_order", ("order_id", "A10012")) == ["utter_ask_reason"]


def test_a_second_errand_while_identifying_asks_for_the_number_again(talk: Talk) -> None:
    with_email(talk)
    assert talk.say("no wait, cancel it", "cancel_order") == ["utter_ask_order_id"]
    said = talk.say("A10013", "inform", ("order_id", "A10013"))
    assert said == ["utter_identified", "utter_ask_reason"]


def test_a_page_of_text_as_an_answer(talk: Talk) -> None:
    talk.say(*STATUS)
    assert talk.say("lorem {ipsum} % " * 2000) == ["utter_ask_email"]


def test_a_name_in_lower_case_that_calls_itself_one(talk: Talk) -> None:
    said = talk.say(
        "my name is maya torres, zip 98101, email maya.torres@example.com, where's my stuff",
        "order_status",
        ("name", "maya torres"),
        ("postcode", "98101"),
        EMAIL,
    )
    assert said[0] == "utter_identified"


@pytest.mark.parametrize(
    "text",
    [
        "maya torres",
        "MAYA TORRES",
        "it's maya torres",
        "Sure, it's Maya Torres.",
        "maya torres here",
        "Maya Torres, thanks",
        "my name is maya torres",
        "Torres, Maya",
        "the name on the account is maya torres",
        "maya torres is the name on the order",
        "ms maya torres",
    ],
)
def test_a_name_that_was_asked_for(talk: Talk, text: str) -> None:
    with_email(talk)
    talk.say("I don't have it")
    assert talk.say(text) == ["utter_ask_postcode"]
    assert talk.say("98101", "inform", ("postcode", "98101"))[0] == "utter_identified"


def test_a_name_and_a_postcode_at_once(talk: Talk) -> None:
    with_email(talk)
    talk.say("I don't have it")
    assert talk.say("maya torres 98101", "inform", ("postcode", "98101"))[0] == "utter_identified"


def test_a_name_beside_the_postcode_where_the_number_was_asked_for(talk: Talk) -> None:
    with_email(talk)
    text = "dunno the number. maya torres 98101"
    assert talk.say(text, "inform", ("postcode", "98101"))[0] == "utter_identified"


@pytest.mark.parametrize(
    "text",
    [
        "I already told you",
        "why do you need that",
        "no idea, sorry",
        "prefer not to say",
        "same as before",
        "a person please",
        "just give me a second",
        "lorem ipsum dolor sit amet",
        "maya",
        "{name} {name}",
        "x" * 300,
    ],
)
def test_what_is_no_answer_to_the_question_for_a_name(talk: Talk, text: str) -> None:
    with_email(talk)
    talk.say("I don't have it")
    assert talk.say(text)[-1] == "utter_ask_name"  # after a word of regret, where it sounds annoyed


def test_a_corrected_name_counts(talk: Talk) -> None:
    with_email(talk)
    talk.say("I'm Mya Tores and I don't have it", "inform", ("name", "Mya Tores"))
    said = talk.say(
        "sorry, not Mya Tores, it's Maya Torres, zip 98101",
        "correct",
        ("name", "Mya Tores"),
        ("name", "Maya Torres"),
        ("postcode", "98101"),
    )
    assert said[0] == "utter_identified"


def test_an_email_that_was_spelled_out(talk: Talk) -> None:
    talk.say(*STATUS)
    text = "maya dot torres at example dot com"
    assert talk.say(text, "inform", EMAIL) == ["utter_ask_order_id"]
    assert talk.say("A10013", "inform", ("order_id", "A10013"))[0] == "utter_identified"


def test_a_corrected_email_is_no_missing_order_number(talk: Talk) -> None:
    talk.say(*STATUS)
    talk.say("maya.tores@example.com", "inform", ("email", "maya.tores@example.com"))
    assert talk.say("oops, maya.torres@example.com", "correct", EMAIL) == ["utter_ask_order_id"]
    assert talk.say("A10013", "inform", ("order_id", "A10013"))[0] == "utter_identified"


def test_a_name_that_is_a_word_for_something_else(talk: Talk) -> None:
    """ "Brown" may be taken for a color: what is said to be a name is one all the same."""
    with_email(talk)
    text = "I don't have it. My name is Maya Torres and my zip code is 98101."
    assert talk.say(text, "inform", ("postcode", "98101"))[0] == "utter_identified"
