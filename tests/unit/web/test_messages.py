"""Taking messages: order, repetition, limits and hostile input."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.unit.web.conftest import Chat, Web


async def test_a_message_is_answered_and_both_are_kept(site: Web) -> None:
    chat = await site.open()
    (reply,) = await chat.say("hello")
    assert (reply["from"], reply["text"], reply["seq"]) == ("assistant", "You said: hello", 2)
    assert reply["at"].endswith("Z")
    kept = await chat.history()
    assert [(m["seq"], m["from"], m["text"]) for m in kept["messages"]] == [
        (1, "shopper", "hello"),
        (2, "assistant", "You said: hello"),
    ]
    assert (kept["state"], kept["agent"]) == ("assistant", None)
    assert [m["seq"] for m in (await chat.history(after=1))["messages"]] == [2]


async def test_messages_sent_at_once_are_answered_one_at_a_time_in_order(site: Web) -> None:
    chat = await site.open()
    running = 0

    async def respond(asked: dict[str, Any]) -> list[dict[str, Any]]:
        nonlocal running
        running += 1
        assert running == 1
        await asyncio.sleep(0.02)
        running -= 1
        return [{"text": asked["message"]}]

    site.rasa.respond = respond
    socket = await chat.socket()
    for n in range(6):
        await socket.send_json({"type": "message", "text": f"m{n}", "client_id": f"c{n}"})
    told: list[str] = []
    while len(told) < 12:
        frame = await socket.receive_json(timeout=5)
        if frame["type"] == "message":
            told.append(frame["message"]["text"])
    assert told == [text for n in range(6) for text in (f"m{n}", f"m{n}")]
    assert site.rasa.texts == [f"m{n}" for n in range(6)]


async def test_a_repeated_client_id_gives_the_first_result(site: Web) -> None:
    chat = await site.open()
    first = await chat.say("hello", client_id="one")
    again = await asyncio.gather(*(chat.say("hello", client_id="one") for _ in range(3)))
    assert again == [first] * 3
    assert site.rasa.texts == ["hello"]
    other = await site.open()
    assert await other.say("hello", client_id="one")
    assert len(site.rasa.texts) == 2


async def test_a_message_that_was_kept_but_not_answered_is_answered_when_it_is_repeated(
    site: Web, start: Any
) -> None:
    chat = await site.open()
    await chat.say("hello", client_id="one")
    site.rows("DELETE FROM messages WHERE sender = 'assistant'")  # as after a kill half-way
    later: Web = await start()
    resumed = Chat(later, chat.id, chat.token)
    (reply,) = await resumed.say("hello", client_id="one")
    assert reply["text"] == "You said: hello"
    assert [m["from"] for m in (await resumed.history())["messages"]] == ["shopper", "assistant"]


async def test_a_conversation_survives_a_restart(site: Web, start: Any) -> None:
    chat = await site.open(consent={"personalisation": True})
    site.rasa.say({"text": "Sure?", "buttons": [{"title": "Yes, do it", "payload": "/affirm"}]})
    await chat.say("cancel my order")
    await chat.event(type="page_view", kind="product", seconds=12)
    resumed = Chat(await start(), chat.id, chat.token)
    await resumed.say("/affirm")
    assert site.rasa.asked[-1]["message"] == "/affirm"
    assert site.rasa.asked[-1]["metadata"]["session"] == {"product": 1, "product_seconds": 12.0}
    assert [m["seq"] for m in (await resumed.history())["messages"]] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("", 400, "empty_text"),
        (" \n\t ", 400, "empty_text"),
        ("\x00\x07\x1b", 400, "empty_text"),
        (None, 400, "invalid_field"),
        (7, 400, "invalid_field"),
        (["x"], 400, "invalid_field"),
        ("x" * 2001, 413, "text_too_long"),
        ("x" * 100_000, 413, "too_large"),
    ],
)
async def test_bad_text_is_refused_clearly(site: Web, text: object, status: int, code: str) -> None:
    chat = await site.open()
    got, body = await chat.post(text=text)
    assert (got, body["error"]["code"]) == (status, code)
    assert body["error"]["message"]
    assert site.rasa.asked == []
    assert (await chat.history())["messages"] == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b'{"text": "\\ud800"}', b'{"text": NaN}', b"[" * 20_000, b"null"],
)
async def test_bodies_that_are_not_json_objects(site: Web, body: bytes) -> None:
    chat = await site.open()
    response = await site.client.post(f"{chat.path}/messages", data=body, headers=chat.headers)
    assert response.status == 400
    assert set((await response.json())["error"]) == {"code", "message"}


async def test_control_characters_are_stripped_and_unknown_fields_ignored(site: Web) -> None:
    chat = await site.open()
    deep: Any = []
    for _ in range(100):
        deep = [deep]
    await chat.say("he\x00llo\r\nthere \u202eme 😀", metadata={"user_id": "eve"}, deep=deep, user_id="eve")
    assert site.rasa.texts == ["hello\nthere \u202eme 😀"]
    assert site.rasa.asked[0]["metadata"]["user_id"] is None


@pytest.mark.parametrize("client_id", ["", "x" * 65, 5, {}, "a\nb"])
async def test_bad_client_ids(site: Web, client_id: object) -> None:
    chat = await site.open()
    status, body = await chat.post(text="hello", client_id=client_id)
    assert (status, body["error"]["code"]) == (400, "invalid_field")


async def test_too_many_messages_are_refused(start: Any) -> None:
    site: Web = await start(messages_per_minute=3)
    chat, other = await site.open(), await site.open()
    for _ in range(3):
        await chat.say("hello")
    status, body = await chat.post(text="hello")
    assert (status, body["error"]["code"]) == (429, "rate_limited")
    assert await other.say("hello")


async def test_the_queue_of_one_conversation_is_bounded(start: Any) -> None:
    site: Web = await start(reply_timeout_s=0.3)
    chat = await site.open()
    site.rasa.hang()
    results = await asyncio.gather(*(chat.post(text=f"m{n}") for n in range(12)))
    assert sorted(status for status, _ in results) == [200] * 8 + [429] * 4


async def test_too_many_conversations_from_one_address(start: Any) -> None:
    site: Web = await start(conversations_per_minute=2)
    await site.open()
    await site.open()
    response = await site.client.post("/api/conversations", json={})
    assert response.status == 429
    assert response.headers["Retry-After"]
    assert (await response.json())["error"]["code"] == "rate_limited"


async def test_two_hundred_shoppers_at_once(site: Web) -> None:
    chats = [await site.open() for _ in range(50)]
    replies = await asyncio.gather(*(chat.say(f"hello from {n}") for n, chat in enumerate(chats * 4)))
    assert [reply[0]["text"] for reply in replies] == [f"You said: hello from {n}" for n in range(200)]
    for chat in chats:
        assert [m["seq"] for m in (await chat.history())["messages"]] == list(range(1, 9))
