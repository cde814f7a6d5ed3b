"""The life of a handoff, and who may sit at the desk."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from aiohttp import CookieJar, WSMsgType
from aiohttp.test_utils import TestClient

from tests.unit.web.conftest import DESK, PASSWORD, Chat, Web, frames_until

SUMMARY = {"who": "Ada Byron", "what": "a late parcel", "order": "#A10001", "tried": ["status", "tracking"]}
HANDOFF = {"reason": "upset", "summary": SUMMARY}


async def hand_over(site: Web) -> Chat:
    chat = await site.open()
    site.rasa.say(
        {"text": "I'll bring someone."},
        {"custom": {"handoff": HANDOFF}},
        {"custom": {"identified": {"user_id": "ada_1"}}},
    )
    (reply,) = await chat.say("this is a disgrace")
    assert reply["text"] == "I'll bring someone."
    return chat


async def test_the_whole_life_of_a_handoff(agents: Web) -> None:
    chat = await hand_over(agents)
    assert (await chat.history())["state"] == "waiting"
    await agents.desk()
    (waiting,) = (await agents.desk_get("conversations"))["conversations"]
    assert waiting["id"] == chat.id
    assert waiting["reason"] == "upset"
    assert waiting["summary"] == SUMMARY
    assert waiting["shopper"] == {"name": "Ada Byron", "email": "ada@example.com"}
    assert waiting["last"]["text"] == "I'll bring someone."
    assert (waiting["agent"], waiting["unread"], waiting["state"]) == (None, 1, "waiting")
    assert waiting["waiting_since"]

    assert await chat.say("anyone?") == []
    assert len(agents.rasa.asked) == 1
    assert (await agents.desk_get("conversations"))["conversations"][0]["unread"] == 2
    assert await agents.desk_post(f"conversations/{chat.id}/take") == (
        200,
        {"state": "agent", "agent": {"name": "Sam"}},
    )
    assert (await agents.desk_get("conversations"))["conversations"] == []
    (mine,) = (await agents.desk_get("conversations?state=mine"))["conversations"]
    assert mine["agent"]["name"] == "Sam"
    shown = await agents.desk_get(f"conversations/{chat.id}")
    assert [m["from"] for m in shown["messages"]] == ["shopper", "assistant", "shopper", "system"]
    assert (await agents.desk_get("conversations?state=mine"))["conversations"][0]["unread"] == 0

    status, sent = await agents.desk_post(f"conversations/{chat.id}/messages", {"text": "Sam here\x00"})
    assert (status, sent["message"]["from"], sent["message"]["text"]) == (200, "agent", "Sam here")
    assert sent["message"]["name"] == "Sam"
    history = await chat.history()
    assert (history["state"], history["agent"]) == ("agent", {"name": "Sam"})
    assert history["messages"][-1]["text"] == "Sam here"

    agents.rasa.say({"text": "Sam has told me. Anything else?"})
    status, _ = await agents.desk_post(f"conversations/{chat.id}/return", {"note": "refund promised"})
    assert status == 200
    told = agents.rasa.asked[-1]
    assert told["message"] == "/agent_returned"
    assert told["metadata"]["agent"]["note"] == "refund promised"
    assert told["metadata"]["agent"]["messages"][-1] == {"from": "agent", "text": "Sam here"}
    history = await chat.history()
    assert (history["state"], history["agent"]) == ("assistant", None)
    assert history["messages"][-1]["text"] == "Sam has told me. Anything else?"
    assert await chat.say("thanks")
    actions = [row[0] for row in agents.rows("SELECT action FROM audit_log ORDER BY id")]
    assert actions == ["login", "take", "return"]


async def test_a_second_handoff_after_the_first(agents: Web) -> None:
    chat = await hand_over(agents)
    await agents.desk()
    for _ in range(2):
        assert (await agents.desk_post(f"conversations/{chat.id}/take"))[0] == 200
        assert (await agents.desk_post(f"conversations/{chat.id}/return"))[0] == 200
        # Rasa still answers with a handoff: the conversation is in the queue again.
        assert (await chat.history())["state"] == "waiting"
    assert len(agents.rows("SELECT * FROM handoffs")) == 3


async def test_only_one_agent_wins(agents: Web) -> None:
    chat = await hand_over(agents)
    sessions = []
    for name in ("sam", "kim"):
        client: TestClient[Any, Any] = TestClient(agents.client.server, cookie_jar=CookieJar(unsafe=True))
        body = {"email": f"{name}@example.com", "password": PASSWORD}
        assert (await client.post("/desk/api/login", json=body, headers=DESK)).status == 200
        sessions.append(client)
    path = f"/desk/api/conversations/{chat.id}"
    takes = await asyncio.gather(*(s.post(f"{path}/take", headers=DESK) for s in sessions))
    assert sorted(response.status for response in takes) == [200, 409]
    loser = sessions[[response.status for response in takes].index(409)]
    for action in ("messages", "return"):
        response = await loser.post(f"{path}/{action}", json={"text": "me too"}, headers=DESK)
        assert response.status == 409
        assert (await response.json())["error"]["code"] == "not_yours"
    for client in sessions:
        await client.session.close()


async def test_what_is_not_waiting_cannot_be_taken(agents: Web) -> None:
    chat = await agents.open()
    await agents.desk()
    status, body = await agents.desk_post(f"conversations/{chat.id}/take")
    assert (status, body["error"]["code"]) == (409, "not_waiting")
    assert (await agents.desk_post("conversations/nobody/take"))[0] == 404
    status, body = await agents.desk_post(f"conversations/{chat.id}/return")
    assert (status, body["error"]["code"]) == (409, "not_yours")


async def test_a_handoff_without_words_or_summary(agents: Web) -> None:
    chat = await agents.open()
    agents.rasa.say({"custom": {"handoff": {"summary": "nonsense"}}})
    (reply,) = await chat.say("get me a person")
    assert "person" in reply["text"]
    await agents.desk()
    (waiting,) = (await agents.desk_get("conversations"))["conversations"]
    assert waiting["summary"] == {"who": None, "what": "get me a person", "order": None, "tried": []}
    assert waiting["shopper"] is None


async def test_the_assistant_comes_back_even_when_rasa_is_down(agents: Web) -> None:
    chat = await hand_over(agents)
    await agents.desk()
    await agents.desk_post(f"conversations/{chat.id}/take")
    agents.rasa.status = 500
    assert (await agents.desk_post(f"conversations/{chat.id}/return"))[0] == 200
    history = await chat.history()
    assert history["state"] == "assistant"
    assert "assistant" in history["messages"][-1]["text"]


async def test_sockets_hear_of_it_live(agents: Web) -> None:
    await agents.desk()
    desk = await agents.client.ws_connect("/desk/api/socket")
    assert await desk.receive_json(timeout=5) == {"type": "queue", "conversations": []}
    chat = await hand_over(agents)
    shopper = await chat.socket(after=99)
    assert (await frames_until(shopper, "handoff"))[-1]["state"] == "waiting"
    assert (await frames_until(desk, "queue"))[-1]["conversations"][0]["id"] == chat.id
    await agents.desk_post(f"conversations/{chat.id}/take")
    frame = (await frames_until(shopper, "handoff"))[-1]
    assert (frame["state"], frame["agent"], frame["position"]) == ("agent", {"name": "Sam"}, None)
    await frames_until(shopper, "message")  # Sam has joined

    await desk.send_json({"type": "typing", "conversation": chat.id, "on": True})
    assert (await frames_until(shopper, "typing"))[-1] == {"type": "typing", "from": "agent", "on": True}
    await desk.send_json({"type": "message", "conversation": chat.id, "text": "hello"})
    assert (await frames_until(shopper, "message"))[-1]["message"]["text"] == "hello"
    await shopper.send_json({"type": "typing", "on": True})
    typing = (await frames_until(desk, "typing"))[-1]
    assert typing == {"type": "typing", "conversation": chat.id, "from": "shopper", "on": True}
    await shopper.send_json({"type": "message", "text": "hi Sam", "client_id": "x"})
    said = (await frames_until(desk, "message"))[-1]
    assert (said["conversation"], said["message"]["text"]) == (chat.id, "hi Sam")
    for nonsense in ("{", '{"type": "message"}', '{"type": "x", "conversation": "nobody"}'):
        await desk.send_str(nonsense)
        assert (await frames_until(desk, "error"))[-1]["error"]["code"]


async def test_conversations_stay_with_their_agent_over_a_restart(agents: Web, start: Any) -> None:
    chat = await hand_over(agents)
    await agents.desk()
    await agents.desk_post(f"conversations/{chat.id}/take")
    later: Web = await start()
    await later.desk()
    assert (await later.desk_post(f"conversations/{chat.id}/messages", {"text": "still here"}))[0] == 200
    assert await Chat(later, chat.id, chat.token).say("good") == []


async def test_lists(agents: Web) -> None:
    chat = await agents.open()
    await chat.say("hello")
    await agents.open()  # nothing was said there
    await agents.desk()
    everything = (await agents.desk_get("conversations?state=all"))["conversations"]
    assert [entry["id"] for entry in everything] == [chat.id]
    assert everything[0]["summary"] is None
    response = await agents.client.get("/desk/api/conversations?state=x")
    assert response.status == 400
    assert (await agents.desk_get("me"))["agent"]["name"] == "Sam"


async def test_every_desk_route_wants_a_session(agents: Web) -> None:
    for path in ("me", "conversations", "conversations/x", "socket"):
        response = await agents.client.get(f"/desk/api/{path}")
        assert response.status == 401
    for path in ("logout", "conversations/x/take", "conversations/x/messages", "conversations/x/return"):
        status, body = await agents.desk_post(path)
        assert (status, body["error"]["code"]) == (401, "not_signed_in")


async def test_writes_of_other_sites_are_refused(agents: Web) -> None:
    await agents.desk()
    chat = await hand_over(agents)
    path = f"/desk/api/conversations/{chat.id}/take"
    assert (await agents.client.post(path)).status == 403
    for origin in ("https://evil.example", "null"):
        response = await agents.client.post(path, headers=DESK | {"Origin": origin})
        assert response.status == 403
        assert (await agents.client.get("/desk/api/socket", headers={"Origin": origin})).status == 403
    own = str(agents.client.make_url("")).rstrip("/")
    assert (await agents.client.post(path, headers=DESK | {"Origin": own})).status == 200


async def test_the_cookie_and_the_end_of_a_session(agents: Web) -> None:
    body = {"email": " SAM@example.com ", "password": PASSWORD}
    response = await agents.client.post("/desk/api/login", json=body, headers=DESK)
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/desk" in cookie
    desk = await agents.client.ws_connect("/desk/api/socket")
    await desk.receive_json(timeout=5)
    token = response.cookies["aisle_desk"].value
    assert (await agents.desk_post("logout"))[0] == 200
    assert (await desk.receive(timeout=5)).type is WSMsgType.CLOSE
    stolen = await agents.client.get("/desk/api/me", cookies={"aisle_desk": token})
    assert stolen.status == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "sam@example.com"},
        {"email": "sam@example.com", "password": "wrong"},
        {"email": "nobody@example.com", "password": PASSWORD},
        {"email": ["sam@example.com"], "password": PASSWORD},
        {"email": "sam@example.com", "password": "x" * 5000},
        {"email": "' OR 1=1 --", "password": PASSWORD},
    ],
)
async def test_wrong_logins_all_look_the_same(agents: Web, body: dict[str, Any]) -> None:
    response = await agents.client.post("/desk/api/login", json=body, headers=DESK)
    assert response.status == 401
    assert (await response.json())["error"]["code"] == "wrong_login"
    assert "Set-Cookie" not in response.headers
    assert agents.rows("SELECT action FROM audit_log") == [("login_wrong_login",)]


async def test_unknown_emails_take_as_long_as_known_ones(agents: Web) -> None:
    async def seconds(email: str) -> float:
        began = time.perf_counter()
        await agents.desk_post("login", {"email": email, "password": "wrong password"})
        return time.perf_counter() - began

    known = min([await seconds("sam@example.com") for _ in range(3)])
    unknown = min([await seconds("nobody@example.com") for _ in range(3)])
    assert unknown > known / 3


async def test_logins_are_rate_limited(start: Any) -> None:
    site: Web = await start(logins_per_minute=2)
    body = {"email": "sam@example.com", "password": "wrong"}
    statuses = [(await site.desk_post("login", body))[0] for _ in range(3)]
    assert statuses == [401, 401, 429]
