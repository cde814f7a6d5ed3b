"""What is told of a shopper's own account."""

from __future__ import annotations

import pytest

from tests.unit.actions.talk import Talk

INTENT = "ask_account_details"
ADDRESS = "1 Main Street, Denver, CO 98101, USA"


@pytest.mark.parametrize(
    ("text", "responses", "says"),
    [
        ("what address do you have for me", ["utter_account_address"], ADDRESS),
        ("which postcode is in my account", ["utter_account_address"], "98101"),
        ("what email am I registered with", ["utter_account_email"], "maya.torres@example.com"),
        ("which email address do you have", ["utter_account_email"], "maya.torres@example.com"),
        ("which cards are on my account", ["utter_account_methods"], "Visa ending in 4821"),
        ("is paypal linked to my account", ["utter_account_methods"], "Visa ending in 4821"),
        ("what's left on my gift card", ["utter_account_no_gift_card"], ""),
        ("which name is the account under", ["utter_account_name"], "Maya Torres"),
        ("which email and address do you have", ["utter_account_email", "utter_account_address"], ADDRESS),
        ("my details?", ["utter_account"], "Visa ending in 4821"),
        ("what do you have on file for me", ["utter_account"], ADDRESS),
        ("what phone number is in my account", ["utter_account_unknown"], ""),
        ("how many points do I have", ["utter_account_unknown"], ""),
        ("", ["utter_account"], "Maya Torres"),
    ],
)
def test_parts_of_the_account(maya: Talk, text: str, responses: list[str], says: str) -> None:
    assert (maya.say(text, INTENT) if text else maya.send(f"/{INTENT}")) == responses
    assert says in maya.text
    assert "credit_card_" not in maya.text


def test_nothing_before_it_is_known_who_asks(talk: Talk) -> None:
    assert talk.say("what address do you have for me", INTENT) == ["utter_ask_email"]
    talk.say("maya.torres@example.com", "inform", ("email", "maya.torres@example.com"))
    assert talk.say("A20001", "inform", ("order_id", "A20001")) == ["utter_not_identified"]
    assert "Main Street" not in talk.text
    said = talk.say(
        "maya.torres@example.com A10012",
        "inform",
        ("email", "maya.torres@example.com"),
        ("order_id", "A10012"),
    )
    assert said == ["utter_identified", "utter_account_address"]


def test_somebody_elses_address_is_not_told(maya: Talk) -> None:
    maya.say("what email address does Sam Reed have", INTENT, ("name", "Sam Reed"))
    assert "sam.reed" not in maya.text
