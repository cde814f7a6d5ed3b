"""Who may do what: tokens, identity, origins; and errors that are always JSON."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from aiohttp import WSMsgType

from tests.unit.web.conftest import SECRET, Web, frames_until
from web.app import ConfigurationError, create_app


def identity(secret: str = SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    content = {"sub": "ada_1", "aud": "aisle", "exp": int(time.time()) + 60} | claims
    return jwt.encode({k: v for k, v in content.items() if v is not None}, secret, algorithm=algorithm)


async def test_a_signed_identity_reaches_rasa(site: Web) -> None:
    chat = await site.open(identity_token=identity(), consent={"personalisation": True})
    await chat.say("hello")
    metadata = site.rasa.asked[0]["metadata"]
    assert metadata == {
        "user_id": "ada_1",
        "consent": True,
        "session": {},
        "product_id": None,
        "base_url": "",
        "basket": [],
        "trending": [],
        "signals": {"messages": 1, "waiting": False, "returning": False},
    }


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: identity(exp=int(time.time()) - 5), "identity_expired"),
        (lambda: identity(exp=None), "identity_invalid"),
        (lambda: identity(aud="other"), "identity_invalid"),
        (lambda: identity(aud=None), "identity_invalid"),
        (lambda: identity(sub=None), "identity_invalid"),
        (lambda: identity(sub=""), "identity_invalid"),
        (lambda: identity(sub="x" * 200), "identity_invalid"),
        (lambda: identity(secret="another secret, just as long as ours is"), "identity_invalid"),
        (lambda: identity(secret="", algorithm="none"), "identity_invalid"),
        (lambda: identity(algorithm="HS512"), "identity_invalid"),
        (lambda: "", "identity_invalid"),
        (lambda: "a.b.c", "identity_invalid"),
        (lambda: "x" * 10_000, "identity_invalid"),
        (lambda: 5, "identity_invalid"),
    ],
)
async def test_a_bad_identity_is_refused_and_one_can_go_on_without(
    site: Web, make: Callable[[], object], code: str
) -> None:
    # Made when the test runs: a token made when it was collected is too old at the end of a long session.
    response = await site.client.post("/api/conversations", json={"identity_token": make()})
    assert response.status == 401
    assert (await response.json())["error"]["code"] == code
    assert await site.open()


async def test_the_sign_in_cookie_is_no_identity_token(site: Web) -> None:
    cookie = jwt.encode(
        {"sub": "ada_1", "aud": "aisle-storefront", "exp": int(time.time()) + 60}, SECRET, algorithm="HS256"
    )
    response = await site.client.post("/api/conversations", json={"identity_token": cookie})
    assert response.status == 401


async def test_each_conversation_opens_with_its_own_token_only(site: Web) -> None:
    mine, other = await site.open(), await site.open()
    paths = [("GET", "messages"), ("POST", "messages"), ("POST", "events")]
    for method, name in paths:
        for headers, status in (
            ({}, 401),
            ({"Authorization": "Basic x"}, 401),
            ({"Authorization": f"Bearer {other.token}"}, 403),
            ({"Authorization": "Bearer ünknown"}, 403),
        ):
            response = await site.client.request(
                method, f"{mine.path}/{name}", json={"text": "x"}, headers=headers
            )
            assert response.status == status
            assert (await response.json())["error"]["code"]
        missing = await site.client.request(method, f"/api/conversations/nobody/{name}", headers=mine.headers)
        assert missing.status == 404
    assert site.rasa.asked == []
    assert site.rows("SELECT token_hash FROM conversations")[0][0] != mine.token


@pytest.mark.parametrize(
    "body",
    [
        {"consent": True},
        {"consent": {"personalisation": "yes"}},
        {"page": "x"},
        {"page": {"product_id": 5}},
        {"page": {"product_id": "x" * 200}},
        {"page": {"product_id": "a\nb"}},
        {"page": {"url": "x" * 3000}},
    ],
)
async def test_bad_fields_of_a_new_conversation(site: Web, body: dict[str, Any]) -> None:
    response = await site.client.post("/api/conversations", json=body)
    assert response.status == 400
    assert (await response.json())["error"]["code"] == "invalid_field"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("DELETE", "/api/conversations", 405),
        ("GET", "/desk/api/nothing", 404),
        ("PUT", "/healthz", 405),
        ("GET", "/nothing", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/assets/..%2f..%2fapp.py", 404),
        ("GET", "/assets/img", 404),
    ],
)
async def test_errors_are_json(site: Web, method: str, path: str, status: int) -> None:
    response = await site.client.request(method, path)
    assert response.status in (status, 503) if path.startswith("/static") else response.status == status
    assert (await response.json())["error"]["code"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_an_unexpected_failure_shows_no_trace(site: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("the inner secret")

    chat = await site.open()
    monkeypatch.setattr("web.conversations.Conversations.say", fail)
    status, body = await chat.post(text="hello")
    assert (status, body["error"]["code"]) == (500, "internal")
    assert "secret" not in str(body)


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 12, "٣"])
async def test_bad_places(site: Web, after: str) -> None:
    chat = await site.open()
    response = await site.client.get(f"{chat.path}/messages", params={"after": after}, headers=chat.headers)
    assert response.status == 400


async def test_page_views_are_kept_with_consent_only(site: Web) -> None:
    without, with_it = await site.open(), await site.open(consent={"personalisation": True})
    for chat in (without, with_it):
        assert await chat.event(type="page_view", kind="product", seconds=2.5) == 204
        assert await chat.event(type="page_view", kind="product", seconds=1e9) == 204
        assert await chat.event(type="page_view", kind="information") == 204
        await chat.say("hello")
    first, second = (asked["metadata"]["session"] for asked in site.rasa.asked)
    assert first == {}
    assert second == {"product": 2, "product_seconds": 3602.5, "information": 1, "information_seconds": 0.0}
    assert await with_it.event(type="consent", personalisation=False) == 204
    await with_it.say("hello")
    assert site.rasa.asked[-1]["metadata"]["session"] == {}
    assert site.rows("SELECT counters FROM conversations") == [("{}",), ("{}",)]


async def test_the_page_in_front_of_the_shopper_follows(site: Web) -> None:
    chat = await site.open(page={"product_id": "p-tent", "url": "https://shop.example/p/p-tent"})
    await chat.say("is it in stock")
    assert await chat.event(type="page", product_id=None) == 204
    await chat.say("is it in stock")
    assert [asked["metadata"]["product_id"] for asked in site.rasa.asked] == ["p-tent", None]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "x"},
        {"type": "page_view"},
        {"type": "page_view", "kind": "x"},
        {"type": "page_view", "kind": []},
        {"type": "page_view", "kind": "product", "seconds": -1},
        {"type": "page_view", "kind": "product", "seconds": "1"},
        {"type": "page_view", "kind": "product", "seconds": True},
        {"type": "consent", "personalisation": 1},
        {"type": "page", "product_id": 4},
    ],
)
async def test_bad_events(site: Web, body: dict[str, Any]) -> None:
    chat = await site.open(consent={"personalisation": True})
    assert await chat.event(**body) == 400


async def test_cors_is_for_the_configured_origins_only(start: Any) -> None:
    site: Web = await start(allowed_origins=["https://shop.example"])
    for origin, allowed in (("https://shop.example", True), ("https://evil.example", False)):
        preflight = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        answer = await site.client.options("/api/conversations", headers=preflight)
        assert answer.status == 204
        assert (answer.headers.get("Access-Control-Allow-Origin") == origin) is allowed
        made = await site.client.post("/api/conversations", json={}, headers={"Origin": origin})
        assert (made.headers.get("Access-Control-Allow-Origin") == origin) is allowed
    desk = await site.client.get("/desk/api/me", headers={"Origin": "https://shop.example"})
    assert "Access-Control-Allow-Origin" not in desk.headers


@pytest.mark.parametrize("name", ["session_secret", "identity_secret"])
@pytest.mark.parametrize("value", ["", "short"])
def test_it_does_not_start_without_secrets(make_settings: Any, name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"AISLE_{name.upper()}"):
        create_app(make_settings(**{name: value}))


@pytest.mark.parametrize(
    "hello",
    [
        "{",
        "[]",
        '{"type":"hello"}',
        '{"type":"hello","token":5}',
        '{"type":"hello","token":"x"}',
        '{"type":"message"}',
    ],
)
async def test_a_socket_without_the_right_token_is_closed(site: Web, hello: str) -> None:
    chat = await site.open()
    socket = await site.client.ws_connect(f"{chat.path}/socket")
    await socket.send_str(hello)
    frame = await socket.receive_json(timeout=5)
    assert frame["type"] == "error"
    assert frame["error"]["code"]
    assert (await socket.receive(timeout=5)).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)


async def test_a_socket_opens_by_header_sends_what_was_missed_and_survives_nonsense(site: Web) -> None:
    chat = await site.open()
    await chat.say("one")
    socket = await site.client.ws_connect(f"{chat.path}/socket", headers=chat.headers)
    frames = await frames_until(socket, "handoff")
    assert [frame["message"]["seq"] for frame in frames[:-1]] == [1, 2]
    told = {name: frames[-1][name] for name in ("state", "agent", "position")}
    assert told == {"state": "assistant", "agent": None, "position": None}
    for nonsense in (
        "{",
        "[]",
        "{}",
        '{"type": "x"}',
        '{"type": "message"}',
        '{"type": "message", "text": ""}',
    ):
        await socket.send_str(nonsense)
        assert (await socket.receive_json(timeout=5))["type"] == "error"
    await socket.send_json({"type": "message", "text": "", "client_id": "c"})
    assert (await socket.receive_json(timeout=5))["error"]["client_id"] == "c"
    later = await chat.socket(after=1)
    assert (await later.receive_json(timeout=5))["message"]["seq"] == 2
    await socket.send_json({"type": "message", "text": "two", "client_id": "d"})
    for open_socket in (socket, later):
        frames = await frames_until(open_socket, "message")
        assert (frames[-1]["message"]["text"], frames[-1]["message"]["client_id"]) == ("two", "d")


async def test_open_sockets_of_one_conversation_are_bounded(site: Web) -> None:
    chat = await site.open()
    sockets = [await chat.socket() for _ in range(8)]
    for socket in sockets:
        await frames_until(socket, "handoff")
    frame = await (await chat.socket()).receive_json(timeout=5)
    assert frame["error"]["code"] == "too_many_sockets"
