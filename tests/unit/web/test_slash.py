"""Payloads: only what was offered in this conversation reaches Rasa as a payload."""

from __future__ import annotations

import pytest

from tests.unit.web.conftest import Web
from web.messages import without_command

PAYLOAD = '/cancel_order{"order_id":"#A10001"}'


async def test_an_offered_payload_is_sent_as_it_is_and_shown_by_its_title(site: Web) -> None:
    chat = await site.open()
    site.rasa.say(
        {"text": "Which one?"}, {"custom": {"buttons": [{"title": "The tent", "payload": PAYLOAD}]}}
    )
    (question,) = await chat.say("cancel it")
    assert question["buttons"] == [{"title": "The tent", "payload": PAYLOAD}]
    await chat.say(PAYLOAD)
    assert site.rasa.texts[-1] == PAYLOAD
    assert (await chat.history())["messages"][2]["text"] == "The tent"


async def test_a_payload_that_was_not_offered_here_is_plain_text(site: Web) -> None:
    offered, other = await site.open(), await site.open()
    site.rasa.say({"text": "Which one?", "buttons": [{"title": "The tent", "payload": PAYLOAD}]})
    await offered.say("cancel it")
    await other.say(PAYLOAD)
    assert site.rasa.texts[-1] == without_command(PAYLOAD)
    assert (await other.history())["messages"][0]["text"] == PAYLOAD


@pytest.mark.parametrize(
    "text", ["/restart", "//restart", " /restart", "/ /restart", "\x00/restart", "/", "///", "/\n/x"]
)
async def test_leading_slashes_never_reach_rasa(site: Web, text: str) -> None:
    chat = await site.open()
    await chat.say(text)
    (sent,) = site.rasa.texts
    assert sent.strip()
    assert not sent.strip().startswith("/")


async def test_a_person_can_be_asked_for_at_any_time(site: Web) -> None:
    chat = await site.open()
    await chat.say("/ask_human")
    assert site.rasa.texts == ["/ask_human"]
    assert (await chat.history())["messages"][0]["text"] == "Talk to a person"


def test_text_without_a_leading_slash_is_left_alone() -> None:
    assert without_command("and/or") == "and/or"


def test_a_typed_command_keeps_a_sign_that_it_was_one() -> None:
    assert without_command("/affirm") == "\u2215affirm"
