from __future__ import annotations

import pytest

from tests.unit.web.conftest import Web
from web.choices import picked

OFFERED = {
    '/inform{"item": "0"}': "Boot",
    '/inform{"item": "2"}': "Socks",
    '/inform{"reason": "late"}': "Too late",
    '/affirm{"ticket": "ab", "x": "y"}': "Yes",
    "/ask_human": "A person",
}
BOTH = '/inform{"item": "0"}\n/inform{"item": "2"}'


def test_several_of_one_question_become_one() -> None:
    assert picked(BOTH, OFFERED) == ("Boot, Socks", '/inform{"item":"0,2"}')


def test_what_is_picked_twice_counts_once() -> None:
    assert picked(f"{BOTH}\n{BOTH}", OFFERED) == ("Boot, Socks", '/inform{"item":"0,2"}')


@pytest.mark.parametrize(
    "text",
    [
        '/inform{"item": "0"}',  # one alone is a button
        '/inform{"item": "0"}\n/inform{"item": "1"}',  # the second was not offered
        '/inform{"item": "0"}\n/inform{"reason": "late"}',  # of two questions
        '/inform{"item": "0"}\n/ask_human',
        '/affirm{"ticket": "ab", "x": "y"}\n/inform{"item": "0"}',
        "",
        "hello\nthere",
    ],
)
def test_anything_else_is_no_choice(text: str) -> None:
    assert picked(text, OFFERED) is None


async def test_a_form_is_shown_by_its_titles_and_told_as_one(site: Web) -> None:
    chat = await site.open()
    buttons = [{"title": title, "payload": payload} for payload, title in OFFERED.items()]
    site.rasa.say(
        {"text": "Which?", "buttons": buttons}, {"custom": {"form": {"kind": "items", "items": []}}}
    )
    (question,) = await chat.say("I want to return something")
    assert question["form"] == {"kind": "items", "items": []}
    await chat.say(BOTH)
    said = (await chat.history())["messages"]
    assert [message["text"] for message in said if message["from"] == "shopper"][-1] == "Boot, Socks"
    assert site.rasa.texts[-1] == '/inform{"item":"0,2"}'


async def test_a_form_that_was_not_offered_reaches_nobody_as_a_payload(site: Web) -> None:
    chat = await site.open()
    await chat.say(BOTH)
    assert not site.rasa.texts[-1].startswith("/")
