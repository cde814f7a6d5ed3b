"""The shopper's socket: the same messages as over HTTP, plus deltas, typing and handoff events."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from sqlalchemy.exc import SQLAlchemyError

from web.conversations import Conversations
from web.errors import ApiError
from web.identity import same_token
from web.keys import ANNOUNCER, CONVERSATIONS, DESK, SETTINGS, TEXTS
from web.limits import CLOSE_TIMEOUT_S, HEARTBEAT_S, HELLO_TIMEOUT_S, MAX_HISTORY, MAX_ID_CHARS, MAX_SOCKETS
from web.live import Conversation, Outbox, encode
from web.requests import optional_text, parse_object

_LOG = logging.getLogger("aisle.web")
SOCKETS: web.AppKey[set[web.WebSocketResponse]] = web.AppKey("sockets")
TASKS: web.AppKey[set[asyncio.Task[None]]] = web.AppKey("tasks")
_CLOSE_REFUSED = 4400


def start_task(app: web.Application, work: Coroutine[Any, Any, None]) -> None:
    """Run work that outlives its socket; the application waits for it when it stops."""
    task = asyncio.create_task(work)
    app[TASKS].add(task)
    task.add_done_callback(app[TASKS].discard)


async def open_socket(request: web.Request) -> web.WebSocketResponse:
    """Accept a WebSocket under the server's limits and remember it for shutdown."""
    socket = web.WebSocketResponse(
        heartbeat=HEARTBEAT_S,
        timeout=CLOSE_TIMEOUT_S,
        max_msg_size=request.app[SETTINGS].max_body_bytes,
        compress=False,  # a compressor's memory for each open socket outweighs what such short frames save
    )
    await socket.prepare(request)
    request.app[SOCKETS].add(socket)
    return socket


async def chat_socket(request: web.Request) -> web.WebSocketResponse:
    """GET .../socket: opened by the Authorization header or a first frame ``hello`` with the token."""
    socket = await open_socket(request)
    try:
        try:
            conversation, after = await _greet(request, socket)
        except ApiError as error:
            await socket.send_str(encode({"type": "error"} | error.body(request.app[TEXTS])))
            await socket.close(code=_CLOSE_REFUSED, message=error.code.encode())
            return socket
        except SQLAlchemyError:
            _LOG.exception("conversation %s cannot be read", request.match_info["id"])
            await socket.close(code=WSCloseCode.INTERNAL_ERROR)
            return socket
        await _Session(request, socket, conversation).run(after)
    finally:
        request.app[SOCKETS].discard(socket)
    return socket


async def _greet(request: web.Request, socket: web.WebSocketResponse) -> tuple[Conversation, int]:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    after = 0
    if scheme.lower() != "bearer":
        try:
            hello = parse_object(await socket.receive_str(timeout=HELLO_TIMEOUT_S))
        except (TimeoutError, TypeError):
            raise ApiError(401, "unauthorised") from None
        token, after = hello.get("token", ""), hello.get("after", 0)
        if hello.get("type") != "hello" or not isinstance(token, str):
            raise ApiError(401, "unauthorised")
        if isinstance(after, bool) or not isinstance(after, int) or not 0 <= after < 1 << 31:
            raise ApiError(400, "invalid_field", field="after")
    conversation = await request.app[CONVERSATIONS].registry.find(request.match_info["id"])
    if not same_token(token.strip(), conversation.token_hash):
        raise ApiError(403, "forbidden")
    if len(conversation.outboxes) >= MAX_SOCKETS:
        raise ApiError(429, "too_many_sockets")
    return conversation, after


class _Session:
    """One open socket of a conversation."""

    def __init__(
        self, request: web.Request, socket: web.WebSocketResponse, conversation: Conversation
    ) -> None:
        self._app = request.app
        self._socket = socket
        self._conversation = conversation
        self._service: Conversations = request.app[CONVERSATIONS]
        self._outbox = Outbox(socket)

    async def run(self, after: int) -> None:
        """Send what was missed and whatever comes, take what the shopper sends, until the socket closes."""
        self._conversation.outboxes.add(self._outbox)  # first, so that nothing falls between history and now
        writing = asyncio.create_task(self._write(after))
        try:
            async for frame in self._socket:
                if frame.type is WSMsgType.TEXT:
                    self._take(frame.data)
        finally:
            self._conversation.outboxes.discard(self._outbox)
            writing.cancel()

    async def _write(self, after: int) -> None:
        try:
            # A client that claims to know more than there is would miss what comes next.
            after = await self._catch_up(min(after, self._conversation.last_seq))
            await self._socket.send_str(encode(await self._app[ANNOUNCER].frame(self._conversation)))
            await self._outbox.run(after)
        except ConnectionError:
            return
        except SQLAlchemyError:
            _LOG.exception("history of %s cannot be read", self._conversation.id)
            await self._socket.close(code=WSCloseCode.INTERNAL_ERROR)

    async def _catch_up(self, after: int) -> int:
        while True:
            said = await self._service.store.history(self._conversation.id, after)
            for message in said:
                await self._socket.send_str(encode({"type": "message", "message": message.to_json()}))
                after = message.seq
            if len(said) < MAX_HISTORY:
                return after

    def _take(self, data: str) -> None:
        client_id: str | None = None
        try:
            frame = parse_object(data)
            match frame.get("type"):
                case "message":
                    client_id = optional_text(frame, "client_id", MAX_ID_CHARS)
                    start_task(self._app, self._say(frame.get("text"), client_id))
                case "typing":
                    self._typing(frame.get("on") is True)
                case "hello":
                    pass  # a client that greets although its header did already
                case _:
                    raise ApiError(400, "invalid_field", field="type")
        except ApiError as error:
            self._refuse(error, client_id)

    async def _say(self, text: object, client_id: str | None) -> None:
        try:
            await self._service.say(self._conversation, text, client_id)
        except ApiError as error:
            self._refuse(error, client_id)
        except SQLAlchemyError:
            _LOG.exception("a message of %s cannot be kept", self._conversation.id)
            self._refuse(ApiError(503, "unavailable"), client_id)

    def _typing(self, on: bool) -> None:
        if self._conversation.state == "agent":
            frame = {"type": "typing", "conversation": self._conversation.id, "from": "shopper", "on": on}
            self._app[DESK].send(frame)

    def _refuse(self, error: ApiError, client_id: str | None) -> None:
        frame: dict[str, Any] = {"type": "error"} | error.body(self._app[TEXTS])
        if client_id is not None:
            frame["error"]["client_id"] = client_id
        self._outbox.put(encode(frame))
