"""When Rasa is down, slow, failing or silent: the message is kept and the shopper is offered a person."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tests.unit.web.conftest import Web, frames_until


async def break_rasa(site: Web, how: str) -> None:
    if how == "down":
        await site.rasa.server.close()
    elif how == "slow":
        site.rasa.hang()
    elif how == "failing":
        site.rasa.status = 500
    elif how == "conflict":
        site.rasa.status = 409
    else:
        answers: dict[str, Any] = {"empty": [], "no list": {"a": 1}, "nothing in it": [{}, {"text": " "}, 5]}

        async def respond(_asked: dict[str, Any]) -> Any:
            return answers[how]

        site.rasa.respond = respond


@pytest.mark.parametrize("how", ["down", "slow", "failing", "conflict", "empty", "no list", "nothing in it"])
async def test_the_shopper_is_told_in_time_and_offered_a_person(site: Web, how: str) -> None:
    chat = await site.open()
    await break_rasa(site, how)
    began = time.monotonic()
    (reply,) = await chat.say("where is my order")
    assert time.monotonic() - began < site.settings.reply_timeout_s + 0.5
    assert reply["from"] == "assistant"
    assert "person" in reply["text"]
    assert [button["title"] for button in reply["buttons"]] == ["Talk to a person", "Try again"]
    kept = (await chat.history())["messages"]
    assert [m["text"] for m in kept] == ["where is my order", reply["text"]]
    assert kept[1] == reply


async def test_web_itself_brings_a_person_when_rasa_cannot(site: Web) -> None:
    chat = await site.open()
    await break_rasa(site, "failing")
    await chat.say("where is my order #A10001")
    (reply,) = await chat.say("/ask_human")
    assert "person" in reply["text"]
    assert (await chat.history())["state"] == "waiting"
    ((reason, summary),) = site.rows("SELECT reason, summary FROM handoffs")
    assert reason == "asked"
    assert "#A10001" in summary
    asked = len(site.rasa.asked)
    assert await chat.say("are you there?") == []
    assert len(site.rasa.asked) == asked


async def test_try_again_sends_the_earlier_message(site: Web) -> None:
    chat = await site.open()
    site.rasa.status = 500
    (told,) = await chat.say("where is my order")
    (again,) = await chat.say(told["buttons"][1]["payload"])
    site.rasa.status = 200
    (reply,) = await chat.say(again["buttons"][1]["payload"])
    assert reply["text"] == "You said: where is my order"
    assert [m["text"] for m in (await chat.history())["messages"] if m["from"] == "shopper"] == [
        "where is my order",
        "Try again",
        "Try again",
    ]


async def test_try_again_after_a_person_was_asked_for_opens_the_handoff(site: Web) -> None:
    chat = await site.open()
    site.rasa.status = 500
    await chat.say("hello")
    await chat.say("/ask_human")
    assert (await chat.history())["state"] == "waiting"


async def test_messages_behind_a_failure_do_not_wait_the_whole_time_each(start: Any) -> None:
    site: Web = await start(reply_timeout_s=1.0)
    chat = await site.open()
    site.rasa.hang()
    began = time.monotonic()
    await asyncio.gather(*(chat.say(f"m{n}") for n in range(3)))
    assert time.monotonic() - began < 2.2


async def test_a_reply_that_is_being_written_is_waited_for(start: Any) -> None:
    site: Web = await start(reply_timeout_s=0.4)
    chat = await site.open()
    await asyncio.wait_for(site.actions.connected.wait(), 5)

    async def respond(asked: dict[str, Any]) -> list[dict[str, Any]]:
        for word in ("It ", "takes ", "its ", "time."):
            await asyncio.sleep(0.2)
            await site.actions.write(f'{{"conversation": "{asked["sender"]}", "text": "{word}"}}'.encode())
        return [{"text": "It takes its time."}]

    site.rasa.respond = respond
    socket = await chat.socket()
    await frames_until(socket, "handoff")
    await socket.send_json({"type": "message", "text": "how long?", "client_id": "a"})
    frames: list[dict[str, Any]] = []
    while not frames or frames[-1].get("message", {}).get("from") != "assistant":
        frames.append(await socket.receive_json(timeout=5))
    assert "".join(frame["text"] for frame in frames if frame["type"] == "delta") == "It takes its time."
    assert frames[-1]["message"]["text"] == "It takes its time."


async def test_deltas_of_nobody_and_nonsense_are_ignored(site: Web) -> None:
    chat = await site.open()
    socket = await chat.socket()
    await frames_until(socket, "handoff")
    await asyncio.wait_for(site.actions.connected.wait(), 5)
    for line in (
        b"",
        b"{",
        b"[]",
        b'{"conversation": 5, "text": "x"}',
        b'{"conversation": "nobody", "text": "x"}',
    ):
        await site.actions.write(line)
    await site.actions.write(f'{{"conversation": "{chat.id}", "text": "too late"}}'.encode())
    await socket.send_json({"type": "message", "text": "hello"})
    frames = await frames_until(socket, "typing")
    assert [frame["type"] for frame in frames] == ["message", "typing"]


async def test_the_message_is_kept_when_the_shopper_leaves_half_way(site: Web) -> None:
    chat = await site.open()

    async def respond(asked: dict[str, Any]) -> list[dict[str, Any]]:
        await asyncio.sleep(0.2)
        return [{"text": "done"}]

    site.rasa.respond = respond
    socket = await chat.socket()
    await socket.send_json({"type": "message", "text": "do it", "client_id": "a"})
    await frames_until(socket, "typing")
    await socket.close()
    await asyncio.sleep(0.3)
    assert [m["text"] for m in (await chat.history())["messages"]] == ["do it", "done"]


async def test_a_broken_database_is_said_in_json(site: Web) -> None:
    chat = await site.open()
    site.rows("DROP TABLE messages")
    status, body = await chat.post(text="hello")
    assert (status, body["error"]["code"]) == (503, "unavailable")
    assert "messages" not in body["error"]["message"]


async def test_healthz_names_what_is_missing(start: Any) -> None:
    site: Web = await start()
    await asyncio.wait_for(site.actions.connected.wait(), 5)
    await asyncio.sleep(0.6)  # beyond what one look is remembered
    response = await site.client.get("/healthz")
    assert response.status == 200
    names = ("database", "rasa", "actions", "stream", "shop", "index", "models")
    parts = dict.fromkeys(names, True)
    assert await response.json() == {"ready": True, "parts": parts}
    site.actions.health = {"ready": False, "parts": {"shop": True, "index": False, "models": True}}
    await site.rasa.server.close()
    await asyncio.sleep(0.6)  # beyond what one look is remembered
    began = time.monotonic()
    response = await site.client.get("/healthz")
    assert time.monotonic() - began < 2
    assert response.status == 503
    expected = parts | {"rasa": False, "actions": False, "index": False}
    assert await response.json() == {"ready": False, "parts": expected}


async def test_healthz_when_everything_is_down_or_nonsense(site: Web) -> None:
    site.actions.health = {"parts": 7}
    site.rasa.status = 409
    response = await site.client.get("/healthz")
    assert response.status == 503
    parts = (await response.json())["parts"]
    assert [name for name, up in parts.items() if up] in (["database"], ["database", "stream"])


async def test_ready_after_a_restart_means_that_answers_are_seen_while_they_are_written(site: Web) -> None:
    await asyncio.wait_for(site.actions.connected.wait(), 5)
    site.actions.deltas_status = 503
    site.actions.end_streams()
    # Long enough for the pause between two tries to have grown to its longest.
    await asyncio.sleep(2)
    response = await site.client.get("/healthz")
    assert (response.status, (await response.json())["parts"]["stream"]) == (503, False)
    site.actions.deltas_status = 200
    await site.actions.connected.wait()
    await asyncio.sleep(0.6)
    response = await site.client.get("/healthz")
    assert (response.status, (await response.json())["parts"]["stream"]) == (200, True)


async def test_a_reply_merges_texts_with_what_is_shown_with_them(site: Web) -> None:
    chat = await site.open()
    citation = {"title": "Returns", "source": "returns.md#refunds--timing", "quote": "5 to 7 business days"}
    product = {"product_id": "p-tent", "name": "Ridge Tent", "price": "199.00"}
    site.rasa.say(
        {"text": "Refunds take 5 to 7 days."},
        {
            "custom": {
                "citations": [citation, {"title": "Ridge Tent", "source": "product:p-tent", "quote": "q"}]
            }
        },
        {"custom": {"products": [product, {**product, "url": "javascript:alert(1)"}]}},
        {
            "text": "Anything else?",
            "buttons": [{"title": "No", "payload": "/deny"}, {"title": "", "payload": "x"}],
        },
        {"custom": {"order": {"order_id": "#A10001"}}},
        {"custom": {"order": {"order_id": "#A10002"}}},
        {"custom": {"identified": {"user_id": "ada_1"}}},
    )
    first, second, third = await chat.say("refund?")
    assert first["text"] == "Refunds take 5 to 7 days."
    assert [c["url"] for c in first["citations"]] == [
        "/help/returns?q=5%20to%207%20business%20days#refunds--timing",
        "/p/p-tent",
    ]
    assert [p["url"] for p in first["products"]] == ["/p/p-tent", "/p/p-tent"]
    assert second["buttons"] == [{"title": "No", "payload": "/deny"}]
    assert (second["order"]["order_id"], third["order"]["order_id"]) == ("#A10001", "#A10002")
    assert site.rows("SELECT identified_id FROM conversations") == [("ada_1",)]
