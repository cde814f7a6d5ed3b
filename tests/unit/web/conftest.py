from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse
from aiohttp.test_utils import TestClient, TestServer

import shop.importing
import shop.migrate
from settings import Settings
from tests.unit.web.peers import ActionsPeer, RasaPeer
from web.app import create_app
from web.db import migrate, open_engine
from web.desk.auth import add_agent

SECRET = "a secret of the tests, long enough to sign with any of the algorithms that could be tried"
PASSWORD = "correct horse battery"
DESK = {"X-Aisle-Desk": "1"}
HOSTILE = "<script>alert('x')</script>"

EXPORT: dict[str, Any] = {
    "products": {
        "p-tent": {
            "name": "Ridge Tent",
            "product_id": "p-tent",
            "category": "tents",
            "description": "A tent for two.",
            "variants": {
                "LK-TEN-001": {
                    "item_id": "LK-TEN-001",
                    "options": {"color": "green"},
                    "available": True,
                    "price": 199.0,
                    "stock": 4,
                },
                "LK-TEN-002": {
                    "item_id": "LK-TEN-002",
                    "options": {"color": "red"},
                    "available": False,
                    "price": 1249.5,
                },
            },
        },
        "p-hostile": {
            "name": f"Lamp {HOSTILE}",
            "product_id": "p-hostile",
            "category": "lighting",
            "description": HOSTILE,
            "variants": {
                "LK-LIG-001": {
                    "item_id": "LK-LIG-001",
                    "options": {"<b>size</b>": '"><img src=x onerror=alert(1)>'},
                    "available": True,
                    "price": 9.0,
                },
            },
        },
    },
    "users": {
        "ada_1": {
            "user_id": "ada_1",
            "name": {"first_name": "Ada", "last_name": "Byron"},
            "address": {
                "address1": "1 Main St",
                "address2": "",
                "city": "Denver",
                "country": "USA",
                "state": "CO",
                "zip": "80279",
            },
            "email": "ada@example.com",
            "payment_methods": {},
            "orders": [],
        },
    },
    "orders": {},
}


@dataclass
class Web:
    """A running `web` with its peers."""

    client: TestClient[Any, Any]
    rasa: RasaPeer
    actions: ActionsPeer
    settings: Settings

    async def open(self, **body: Any) -> Chat:
        response = await self.client.post("/api/conversations", json=body)
        created = await response.json()
        assert response.status == 201, created
        return Chat(self, created["id"], created["token"])

    async def desk(self, email: str = "sam@example.com") -> None:
        body = {"email": email, "password": PASSWORD}
        response = await self.client.post("/desk/api/login", json=body, headers=DESK)
        assert response.status == 200, await response.text()

    async def desk_post(self, path: str, body: Any = None) -> tuple[int, Any]:
        response = await self.client.post(f"/desk/api/{path}", json=body or {}, headers=DESK)
        return response.status, await response.json()

    async def desk_get(self, path: str) -> Any:
        response = await self.client.get(f"/desk/api/{path}")
        assert response.status == 200, await response.text()
        return await response.json()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.settings.var / "chat.db") as connection:
            return connection.execute(statement).fetchall()


@dataclass
class Chat:
    """One conversation, from the shopper's side."""

    web: Web
    id: str
    token: str

    @property
    def path(self) -> str:
        return f"/api/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, **body: Any) -> tuple[int, Any]:
        response = await self.web.client.post(f"{self.path}/messages", json=body, headers=self.headers)
        return response.status, await response.json()

    async def say(self, text: str, **more: Any) -> list[dict[str, Any]]:
        status, body = await self.post(text=text, **more)
        assert status == 200, body
        messages: list[dict[str, Any]] = body["messages"]
        return messages

    async def history(self, after: int = 0) -> dict[str, Any]:
        response = await self.web.client.get(f"{self.path}/messages?after={after}", headers=self.headers)
        assert response.status == 200
        body: dict[str, Any] = await response.json()
        return body

    async def event(self, **body: Any) -> int:
        response = await self.web.client.post(f"{self.path}/events", json=body, headers=self.headers)
        return response.status

    async def socket(self, after: int = 0) -> ClientWebSocketResponse:
        socket = await self.web.client.ws_connect(f"{self.path}/socket")
        await socket.send_json({"type": "hello", "token": self.token, "after": after})
        return socket


async def frames_until(socket: ClientWebSocketResponse, kind: str) -> list[dict[str, Any]]:
    """Frames up to and with the first of that kind."""
    frames: list[dict[str, Any]] = []
    while not frames or frames[-1]["type"] != kind:
        frames.append(await socket.receive_json(timeout=5))
    return frames


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both databases, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "export.json").write_text(json.dumps(EXPORT))
    url = f"sqlite:///{folder / 'shop.db'}"
    shop.migrate.migrate(url)
    shop.importing.import_file(url, folder / "export.json")
    migrate(f"sqlite:///{folder / 'chat.db'}")
    return folder


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "returns.md").write_text(
        "# Returns\n\n## Refunds & timing\nRefunds take **5 to 7** business days after\narrival.\n\n"
        f"## Refunds & timing\nAgain. {HOSTILE} [link](javascript:alert(1))\n"
    )
    (folder.parent / "secret.md").write_text("# Secret\nnobody's business\n")
    return folder


@pytest.fixture
def make_settings(tmp_path: Path, prepared: Path, documents: Path) -> Callable[..., Settings]:
    var = tmp_path / "var"
    var.mkdir()
    for name in ("shop.db", "chat.db"):
        shutil.copy(prepared / name, var / name)

    def make(**values: Any) -> Settings:
        defaults: dict[str, Any] = {
            "var": var,
            "database_url": "",
            "chat_database_url": "",
            "documents": documents,
            "session_secret": SECRET,
            "identity_secret": SECRET,
            "reply_timeout_s": 0.5,
            "messages_per_minute": 1000,
            "conversations_per_minute": 1000,
            "logins_per_minute": 100,
        }
        return Settings(**(defaults | values))

    return make


StartWeb = Callable[..., Any]


@pytest.fixture
async def start(make_settings: Callable[..., Settings]) -> AsyncIterator[StartWeb]:
    """Starts `web` (and, the first time, its peers) with the given settings; all stop after the test."""
    async with AsyncExitStack() as stack:
        peers: list[Any] = []

        async def start_web(**values: Any) -> Web:
            if not peers:
                rasa, actions = RasaPeer(), ActionsPeer()
                await rasa.server.start_server()
                await actions.server.start_server()
                stack.push_async_callback(rasa.server.close)
                stack.push_async_callback(actions.server.close)
                peers.extend((rasa, actions))
            rasa, actions = peers
            settings = make_settings(rasa_port=rasa.server.port, actions_port=actions.server.port, **values)
            client = TestClient(TestServer(create_app(settings)))
            await client.start_server()
            stack.push_async_callback(client.close)
            return Web(client, rasa, actions, settings)

        yield start_web


@pytest.fixture
async def site(start: StartWeb) -> Web:
    started: Web = await start()
    return started


@pytest.fixture
async def agents(site: Web) -> Web:
    """`web` with two agents' accounts, Sam and Kim."""
    engine = open_engine(site.settings.chat_url)
    for name in ("Sam", "Kim"):
        await add_agent(engine, f"{name.lower()}@example.com", name, PASSWORD)
    await engine.dispose()
    return site
