"""The outside peers of `web`, as real servers: one speaks Rasa's protocol, one the action server's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = list[dict[str, Any]]
Respond = Callable[[dict[str, Any]], Awaitable[Answer]]


async def repeat(asked: dict[str, Any]) -> Answer:
    return [{"recipient_id": asked["sender"], "text": f"You said: {asked['message']}"}]


class RasaPeer:
    """Takes `POST /webhooks/aisle/webhook` and answers by `respond`; remembers what it was asked."""

    def __init__(self) -> None:
        self.respond: Respond = repeat
        self.status = 200
        self.asked: list[dict[str, Any]] = []
        self.forgotten: list[str] = []
        app = web.Application()
        app.router.add_post("/webhooks/aisle/webhook", self._webhook)
        app.router.add_get("/webhooks/aisle/", self._status)
        app.router.add_delete("/webhooks/aisle/conversations/{sender}", self._forget)
        self.server = TestServer(app)

    def say(self, *entries: dict[str, Any]) -> None:
        async def respond(_asked: dict[str, Any]) -> Answer:
            return list(entries)

        self.respond = respond

    def hang(self) -> None:
        async def respond(_asked: dict[str, Any]) -> Answer:
            await asyncio.sleep(30)
            return []

        self.respond = respond

    @property
    def texts(self) -> list[str]:
        return [asked["message"] for asked in self.asked]

    async def _webhook(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.asked.append(asked)
        if self.status != 200:
            return web.Response(status=self.status)
        return web.json_response(await self.respond(asked))

    async def _forget(self, request: web.Request) -> web.Response:
        if self.status == 200:
            self.forgotten.append(request.match_info["sender"])
        return web.json_response({"events": 1}, status=self.status)

    async def _status(self, _request: web.Request) -> web.Response:
        return web.json_response({}, status=self.status)


class ActionsPeer:
    """Serves `/health` and streams to `/deltas` what `write` is given."""

    def __init__(self) -> None:
        self.health: dict[str, Any] = {"ready": True, "parts": {"shop": True, "index": True, "models": True}}
        self.answers: list[dict[str, Any]] | None = []
        self.assisted: list[dict[str, Any]] = []
        self.likelihood: Any = {"probability": 0.31, "variant": "without_analytics", "why": [["pages", 0.4]]}
        self.visits: list[dict[str, Any]] = []
        self.followers: set[web.StreamResponse] = set()
        self.connected = asyncio.Event()
        self.deltas_status = 200
        app = web.Application()
        app.router.add_get("/health", self._health)
        app.router.add_get("/deltas", self._deltas)
        app.router.add_post("/assist", self._assist)
        app.router.add_post("/likelihood", self._likelihood)
        app.on_shutdown.append(self._stop)
        self._stopped = asyncio.Event()
        self.server = TestServer(app)

    async def write(self, line: bytes) -> None:
        for follower in self.followers:
            await follower.write(line + b"\n")

    def end_streams(self) -> None:
        """As when the action server goes: who followed it has to come back."""
        self._stopped.set()
        self._stopped = asyncio.Event()
        self.connected.clear()
        self.followers.clear()

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response(self.health)

    async def _assist(self, request: web.Request) -> web.Response:
        self.assisted.append(await request.json())
        if self.answers is None:
            return web.Response(status=500)
        return web.json_response({"answers": self.answers})

    async def _likelihood(self, request: web.Request) -> web.Response:
        self.visits.append(await request.json())
        if self.likelihood is None:
            return web.Response(status=500)
        return web.json_response(self.likelihood)

    async def _deltas(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        if self.deltas_status != 200:
            return web.Response(status=self.deltas_status)
        await response.prepare(request)
        self.followers.add(response)
        self.connected.set()
        await self._stopped.wait()
        return response

    async def _stop(self, _app: web.Application) -> None:
        self._stopped.set()
