"""The action server over HTTP: whatever is sent gets an answer in the form that Rasa reads."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer

from actions.errands.action import ErrandSkill
from actions.reply import Reply
from actions.server import SERVICES, create_app
from actions.turn import Turn
from settings import Settings

Client = TestClient[Any, Any]


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[Client]:
    async with TestClient(TestServer(create_app(settings))) as client:
        yield client


def call(action: str = "action_errand", **tracker: object) -> dict[str, Any]:
    """What Rasa sends."""
    message = {"text": "hi", "intent": {"name": "order_status", "confidence": 0.9}, "entities": []}
    event = {"event": "user", "text": "hi", "parse_data": message, "metadata": {}}
    known = {"sender_id": "c1", "slots": {}, "latest_message": message, "events": [event]}
    full = {**known, "latest_action_name": "action_listen", "active_loop": {}, "paused": False, **tracker}
    return {
        "next_action": action,
        "sender_id": "c1",
        "tracker": full,
        "domain": {"intents": []},
        "version": "3.6.21",
    }


async def test_a_call_is_answered(client: Client) -> None:
    answer = await client.post("/webhook", json=call())
    assert answer.status == 200
    body = await answer.json()
    assert [r["response"] for r in body["responses"]] == ["utter_ask_email"]
    assert {e["name"] for e in body["events"]} >= {"errand", "awaiting"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[]", b"7", b"null", b"{}", b'{"next_action": "x"}', b"[" * 100_000],
)
async def test_what_is_no_call_is_refused_as_json(client: Client, body: bytes) -> None:
    answer = await client.post("/webhook", data=body, headers={"Content-Type": "application/json"})
    assert answer.status == 400
    assert (await answer.json())["error"]


async def test_an_encoding_nobody_knows(client: Client) -> None:
    answer = await client.post(
        "/webhook", data=b"{}", headers={"Content-Type": "application/json; charset=x"}
    )
    assert answer.status == 400


async def test_an_action_nobody_knows(client: Client) -> None:
    answer = await client.post("/webhook", json=call("action_unknown"))
    assert answer.status == 404
    assert (await answer.json())["action_name"] == "action_unknown"


async def test_no_action_at_all(client: Client) -> None:
    answer = await client.post("/webhook", json={**call(), "next_action": None})
    assert await answer.json() == {"events": [], "responses": []}


@pytest.mark.parametrize("method", ["get", "put"])
async def test_other_methods(client: Client, method: str) -> None:
    assert (await client.request(method, "/webhook")).status == 405


async def test_a_missing_index_is_built_at_start(client: Client) -> None:
    answer = await client.get("/health")
    assert answer.status == 200
    assert await answer.json() == {
        "ready": True,
        "parts": {"shop": True, "index": True, "models": True},
    }


async def test_a_broken_skill_says_so_and_sets_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: ErrandSkill, turn: Turn, reply: Reply) -> None:
        reply.say("utter_cancelled")
        reply.remember("errand", {})
        raise OSError("the disk is gone")

    monkeypatch.setattr(ErrandSkill, "serve", broken)
    body = await (await client.post("/webhook", json=call())).json()
    assert [r["response"] for r in body["responses"]] == ["utter_something_broke"]
    assert body["events"] == []


@pytest.mark.parametrize(
    "tracker",
    [
        {"events": [{"event": "user", "text": "x", "parse_data": {"intent": {"name": "a"}}, "metadata": 7}]},
        {"latest_message": {"text": "x", "intent": {"name": "a", "confidence": "high"}}},
        {"slots": {"facts_since": "x"}},
        {"slots": {"identification_failures": [], "errand": {"stack": [{"name": "order_status"}]}}},
        {"latest_message": {}, "events": []},
    ],
)
async def test_a_strange_tracker_never_means_silence(client: Client, tracker: dict[str, Any]) -> None:
    answer = await client.post("/webhook", json=call(**tracker))
    assert answer.status == 200
    assert (await answer.json())["responses"]


async def test_deltas_are_streamed(client: Client) -> None:
    stream = await client.get("/deltas")
    hub = client.server.app[SERVICES].deltas  # type: ignore[attr-defined]
    hub.publish("c1", "Hello {x}\n")
    line = await asyncio.wait_for(stream.content.readline(), 5)
    assert json.loads(line) == {"conversation": "c1", "text": "Hello {x}\n"}
    stream.close()


async def test_many_deltas_for_a_listener_that_sleeps(client: Client) -> None:
    stream = await client.get("/deltas")
    hub = client.server.app[SERVICES].deltas  # type: ignore[attr-defined]
    for number in range(5000):
        hub.publish("c1", str(number))
    line = await asyncio.wait_for(stream.content.readline(), 5)
    assert json.loads(line)["text"] == "0"


async def test_an_open_stream_does_not_hold_up_the_end(settings: Settings) -> None:
    server = TestServer(create_app(settings))
    await server.start_server()
    async with ClientSession() as session:
        stream = await session.get(server.make_url("/deltas"))
        assert stream.status == 200
        began = time.monotonic()
        await server.close()
        assert time.monotonic() - began < 5


async def test_two_conversations_at_once(client: Client) -> None:
    answers = await asyncio.gather(*(client.post("/webhook", json=call()) for _ in range(20)))
    assert {answer.status for answer in answers} == {200}


async def test_the_likelihood_of_a_purchase_has_its_reasons(client: Client) -> None:
    session = {"product": 12, "product_seconds": 400.0, "searches": 2, "track_map": 1}
    body = {"session": session, "signals": {"messages": 1, "waiting": False, "returning": True}}
    answer = await client.post("/likelihood", json=body)
    found = await answer.json()
    assert answer.status == 200
    assert 0 < found["probability"] < 1
    sizes = [abs(value) for _, value in found["why"]]
    assert len(sizes) == 5
    assert sizes == sorted(sizes, reverse=True)


async def test_of_a_visit_without_pages_nothing_is_said(client: Client) -> None:
    answer = await client.post("/likelihood", json={"session": {"searches": 1}})
    assert await answer.json() == {"probability": None, "variant": None, "why": []}


async def test_what_is_no_visit_is_refused_as_json(client: Client) -> None:
    odd_session, odd_signals = b'{"session": 7}', b'{"session": {}, "signals": 7}'
    for body in (b"", b"{", b"[]", b"7", b"{}", odd_session, odd_signals, b'{"session": {"product": [1]}}'):
        headers = {"Content-Type": "application/json"}
        answer = await client.post("/likelihood", data=body, headers=headers)
        assert answer.status == 400, body
        assert (await answer.json())["error"]
