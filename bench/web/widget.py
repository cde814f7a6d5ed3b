"""One open widget without a browser: the same socket, outbox and reconnection as `web/frontend` has."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from dataclasses import dataclass, field
from socket import SHUT_RDWR

import orjson
from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType
from yarl import URL

# As in live-socket.ts: pauses double from the first to the longest, each cut by chance to half at most.
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 15.0


@dataclass(slots=True)
class Sent:
    """One message of a shopper: when it was written, shown by the server, answered (monotonic seconds)."""

    client_id: str
    text: str
    written: float
    shown: float | None = None
    answered: float | None = None


@dataclass
class Widget:
    """Keeps its socket open until it is stopped; what is not shown yet is sent again on each connection."""

    session: ClientSession
    url: URL
    chance: random.Random
    id: str = ""
    token: str = ""
    sent: list[Sent] = field(default_factory=list)
    reconnects: int = 0
    _after: int = 0
    _socket: ClientWebSocketResponse | None = None
    _running: bool = True

    async def begin(self) -> None:
        """Create the conversation. Raises ``ClientError``."""
        async with self.session.post(self.url / "api/conversations", json={}) as response:
            response.raise_for_status()
            made = await response.json()
        self.id, self.token = made["id"], made["token"]

    @property
    def online(self) -> bool:
        """Whether the server has greeted it on a socket that is open."""
        return self._socket is not None and not self._socket.closed

    async def run(self) -> None:
        """Stay connected until ``stop``."""
        failures = 0
        while self._running:
            try:
                await self._connection()
                failures = 0
            except (ClientError, OSError, TimeoutError):
                failures += 1
            self._socket = None
            if self._running:
                self.reconnects += 1
                pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**failures) * self.chance.uniform(0.5, 1.0)
                await asyncio.sleep(pause)

    async def write(self, text: str) -> None:
        """Write a message: sent now, or as soon as there is a connection."""
        self.sent.append(Sent(uuid.uuid4().hex, text, time.monotonic()))
        await self._deliver()

    def cut(self) -> None:
        """Lose the connection, as by a network that is gone: nobody says goodbye."""
        connection = self._socket.get_extra_info("socket") if self._socket is not None else None
        if connection is not None:
            self._socket = None
            connection.shutdown(SHUT_RDWR)

    async def stop(self) -> None:
        """Close for good."""
        self._running = False
        if self._socket is not None:
            await self._socket.close()

    @property
    def _waiting(self) -> Sent | None:
        """The oldest message the server has not shown; the later ones wait behind it."""
        return next((sent for sent in self.sent if sent.shown is None), None)

    async def _connection(self) -> None:
        url = self.url / "api/conversations" / self.id / "socket"
        async with self.session.ws_connect(url, heartbeat=25.0) as socket:
            await socket.send_json({"type": "hello", "token": self.token, "after": self._after})
            async for frame in socket:
                if frame.type is not WSMsgType.TEXT:
                    break
                content = orjson.loads(frame.data)
                if content["type"] == "message":
                    self._take(content["message"])
                    await self._deliver_next(content["message"])
                elif content["type"] == "handoff" and self._socket is None:
                    self._socket = socket  # history has come: the server is ready
                    await self._deliver()

    def _take(self, message: dict[str, object]) -> None:
        self._after = max(self._after, int(str(message["seq"])))
        now = time.monotonic()
        if message["from"] == "shopper":
            for sent in self.sent:
                if sent.client_id == message.get("client_id") and sent.shown is None:
                    sent.shown = now
        elif message["from"] == "assistant":
            # The server answers in order, so this belongs to the last one shown.
            shown = [sent for sent in self.sent if sent.shown is not None]
            if shown and shown[-1].answered is None:
                shown[-1].answered = now

    async def _deliver_next(self, message: dict[str, object]) -> None:
        if message["from"] == "shopper" and self._waiting is not None:
            await self._deliver()

    async def _deliver(self) -> None:
        waiting, socket = self._waiting, self._socket
        if waiting is None or socket is None or socket.closed:
            return
        try:
            await socket.send_json({"type": "message", "text": waiting.text, "client_id": waiting.client_id})
        except (ClientError, ConnectionError):
            return  # sent again on the next connection
