"""Webhooks out and Chatwoot in, against real HTTP servers."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import sqlite3
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.unit.web.conftest import SECRET, Web


class Receiver:
    """A real HTTP server that keeps what it is sent, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.failures = 0
        app = web.Application()
        app.router.add_post("/{path:.*}", self._take)
        self.server = TestServer(app)

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self.failures > 0:
            self.failures -= 1
            return web.Response(status=503)
        self.got.append((request.path, dict(request.headers), body))
        return web.json_response({"id": 1})

    async def wait(self, count: int) -> list[dict[str, Any]]:
        for _ in range(200):
            if len(self.got) >= count:
                break
            await asyncio.sleep(0.05)
        return [json.loads(body) for _, _, body in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    await receiver.server.start_server()
    yield receiver
    await receiver.server.close()


def settings_for(receiver: Receiver, **more: Any) -> dict[str, Any]:
    url = str(receiver.server.make_url("/hook"))
    return {"webhook_urls": [url], "webhook_secret": SECRET, "webhook_pause_factor": 0.02} | more


async def test_each_event_is_told_once_and_signed(start: Any, receiver: Receiver) -> None:
    site: Web = await start(**settings_for(receiver))
    chat = await site.open(language="de")
    site.rasa.say({"text": "Sure"}, {"custom": {"handoff": {"reason": "asked", "summary": {"what": "x"}}}})
    await chat.say("a person please")
    for path, body in (("end", {}), ("rating", {"score": 5, "comment": "ok"})):
        await site.client.post(f"{chat.path}/{path}", json=body, headers=chat.headers)
    other = await site.open()
    await site.client.post(
        f"{other.path}/contact", json={"email": "a@example.com", "message": "hi"}, headers=other.headers
    )
    told = await receiver.wait(5)
    assert sorted(one["event"] for one in told) == [
        "conversation.handed_off",
        "conversation.message_left",
        "conversation.rated",
        "conversation.resolved",
        "conversation.started",
    ]
    assert len({one["id"] for one in told}) == 5
    handed = next(one for one in told if one["event"] == "conversation.handed_off")
    assert (handed["conversation"]["id"], handed["conversation"]["language"]) == (chat.id, "de")
    assert handed["data"]["reason"] == "asked"
    left = next(one for one in told if one["event"] == "conversation.message_left")
    assert left["conversation"]["contact"] == {"email": "a@example.com", "name": None}
    for _, headers, raw in receiver.got:
        stamp = headers["X-Aisle-Timestamp"]
        right = hmac.new(SECRET.encode(), stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
        assert headers["X-Aisle-Signature"] == f"sha256={right}"
    assert site.rows("SELECT count(*) FROM deliveries WHERE next_ms IS NOT NULL") == [(0,)]


async def test_a_receiver_that_is_down_gets_it_later(start: Any, receiver: Receiver) -> None:
    site: Web = await start(**settings_for(receiver))
    receiver.failures = 2
    await (await site.open()).say("hello")
    (told,) = await receiver.wait(1)
    assert told["event"] == "conversation.started"
    await asyncio.sleep(0.2)
    assert site.rows("SELECT attempts, delivered_ms IS NOT NULL FROM deliveries") == [(3, 1)]


async def test_what_was_not_delivered_outlives_a_restart(start: Any, receiver: Receiver) -> None:
    receiver.failures = 10_000
    site: Web = await start(**settings_for(receiver, webhook_pause_factor=1.0))
    await (await site.open()).say("hello")
    await asyncio.sleep(0.3)
    await site.client.close()
    receiver.failures = 0
    with_time = "UPDATE deliveries SET next_ms = 1"
    with sqlite3.connect(site.settings.var / "chat.db") as connection:
        connection.execute(with_time)
    await start(**settings_for(receiver))
    assert len(await receiver.wait(1)) == 1


async def test_without_an_address_nothing_is_kept(site: Web) -> None:
    await (await site.open()).say("hello")
    assert site.rows("SELECT count(*) FROM deliveries") == [(0,)]


async def test_webhooks_without_a_secret_do_not_start(start: Any) -> None:
    with pytest.raises(ValueError, match="AISLE_WEBHOOK_SECRET"):
        await start(webhook_urls=["http://127.0.0.1:9/x"])


PATH = f"/api/bridges/chatwoot/{SECRET.replace(' ', '%20').replace(',', '%2C')}"


def event(text: str, message_id: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "event": "message_created",
        "id": str(message_id),
        "content": text,
        "message_type": "incoming",
        "content_type": "text",
        "private": False,
        "account": {"id": 3, "name": "Shop"},
        "conversation": {"id": 77, "status": "pending"},
    } | more


@pytest.fixture
async def bridged(start: Any, receiver: Receiver) -> Web:
    url = str(receiver.server.make_url("/"))
    started: Web = await start(chatwoot_url=url, chatwoot_token="token-1", chatwoot_secret=SECRET)
    return started


async def test_chatwoot_is_answered_through_its_api(bridged: Web, receiver: Receiver) -> None:
    bridged.rasa.say(
        {"text": "Which one?", "buttons": [{"title": "Tent", "payload": "/choose"}]},
    )
    assert (await bridged.client.post(PATH, json=event("help"))).status == 200
    (sent,) = await receiver.wait(1)
    path, headers, _ = receiver.got[0]
    assert path == "/api/v1/accounts/3/conversations/77/messages"
    assert headers["api_access_token"] == "token-1"
    assert (sent["content"], sent["message_type"]) == ("Which one?", "outgoing")
    assert sent["content_attributes"]["items"] == [{"title": "Tent", "value": "Tent"}]
    bridged.rasa.say({"text": "Good choice"})
    await bridged.client.post(PATH, json=event("Tent", 2))
    assert (await receiver.wait(2))[1]["content"] == "Good choice"
    assert bridged.rasa.texts[-1] == "/choose"
    assert len(bridged.rows("SELECT id FROM conversations")) == 1


async def test_a_handoff_opens_the_conversation_for_chatwoots_agents(
    bridged: Web, receiver: Receiver
) -> None:
    bridged.rasa.say({"text": "I'll bring someone."}, {"custom": {"handoff": {"reason": "asked"}}})
    await bridged.client.post(PATH, json=event("a person"))
    sent = await receiver.wait(2)
    assert receiver.got[1][0] == "/api/v1/accounts/3/conversations/77/toggle_status"
    assert sent[1] == {"status": "open"}
    await asyncio.sleep(0.1)
    assert bridged.rows("SELECT state FROM conversations") == [("assistant",)]
    assert bridged.rows("SELECT count(*) FROM handoffs WHERE returned_ms IS NULL") == [(0,)]


async def test_the_same_message_twice_is_answered_once(bridged: Web, receiver: Receiver) -> None:
    await asyncio.gather(*(bridged.client.post(PATH, json=event("help")) for _ in range(3)))
    await receiver.wait(1)
    await asyncio.sleep(0.3)
    await bridged.client.post(PATH, json=event("help"))
    await asyncio.sleep(0.1)
    assert bridged.rasa.texts == ["help"]
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        event("x", conversation={"id": 77, "status": "open"}),
        event("x", message_type="outgoing"),
        event("x", private=True),
        event("x", event="conversation_created"),
        event("x", account=None),
        event("x", conversation="nonsense"),
        event(""),
        event("x" * 5000),
    ],
)
async def test_what_is_not_for_the_bot_is_let_be(
    bridged: Web, receiver: Receiver, body: dict[str, Any]
) -> None:
    assert (await bridged.client.post(PATH, json=body)).status == 200
    await asyncio.sleep(0.1)
    assert receiver.got == []
    assert bridged.rasa.asked == []


async def test_only_who_knows_the_address_is_heard(bridged: Web, site: Web) -> None:
    assert (await bridged.client.post("/api/bridges/chatwoot/guess", json=event("x"))).status == 404
    assert (await site.client.post(PATH, json=event("x"))).status == 404
