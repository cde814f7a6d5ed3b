"""Chatwoot's agent bot: its webhook in, answers out through its API, the handoff to its agents."""

from __future__ import annotations

import hmac
import logging
from collections import OrderedDict
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from settings import Settings
from web.conversations import Conversations
from web.errors import ApiError, json_response
from web.keys import CHATWOOT
from web.live import Conversation
from web.messages import Message
from web.requests import json_object
from web.sockets import start_task
from web.tables import bridged

_LOG = logging.getLogger("aisle.web")
_TIMEOUT = ClientTimeout(total=10.0)
_MOST_BUTTONS = 10
_REMEMBERED = 1000


class ChatwootFailed(Exception):
    """Chatwoot did not take what it was sent."""


class Chatwoot:
    """Answers conversations of a Chatwoot inbox while they are ``pending`` (with the bot)."""

    def __init__(
        self, engine: AsyncEngine, service: Conversations, session: ClientSession, settings: Settings
    ) -> None:
        self._engine = engine
        self._service = service
        self._session = session
        self._taken: OrderedDict[str, None] = OrderedDict()
        self._url = settings.chatwoot_url.rstrip("/")
        self._token = settings.chatwoot_token.get_secret_value()
        self._secret = settings.chatwoot_secret.get_secret_value()

    def check(self, given: str) -> None:
        """Raise ``ApiError`` 404 unless the bridge is configured and the address carries its secret."""
        right = self._url and self._secret and hmac.compare_digest(given.encode(), self._secret.encode())
        if not right:
            raise ApiError(404, "not_found")

    async def serve(self, event: dict[str, Any]) -> None:
        """Answer one event; whatever goes wrong is logged, for nobody waits for it."""
        try:
            account, number = int(event["account"]["id"]), int(event["conversation"]["id"])
            message_id, text = str(event["id"])[:40], str(event.get("content") or "")
        except (KeyError, TypeError, ValueError):
            _LOG.warning("Chatwoot sent an event without its account, conversation or message")
            return
        where = f"{self._url}/api/v1/accounts/{account}/conversations/{number}"
        try:
            conversation = await self._conversation(f"chatwoot:{account}:{number}")
            key = f"chatwoot-{message_id}"
            if not await self._is_new(conversation, key):
                return  # Chatwoot sends again what it believes was lost
            replies = await self._service.say(conversation, _payload_of(conversation, text), key)
            for reply in replies:
                await self._post(f"{where}/messages", _as_message(reply))
            if conversation.state != "assistant":
                await self._post(f"{where}/toggle_status", {"status": "open"})
                await self._service.hand_outside(conversation)
        except ApiError as refused:
            _LOG.info("a message from Chatwoot was refused: %s", refused.code)
        except ChatwootFailed as problem:
            _LOG.warning("Chatwoot conversation %s/%s got no answer: %s", account, number, problem)

    async def _conversation(self, outside: str) -> Conversation:
        wanted = select(bridged.c.conversation_id).where(bridged.c.outside == outside)
        for _ in range(2):
            async with self._engine.connect() as connection:
                known = (await connection.execute(wanted)).scalar_one_or_none()
            if known is not None:
                return await self._service.registry.find(known)
            conversation, _token = await self._service.create(user_id=None, consent=False, product_id=None)
            row = {"outside": outside, "conversation_id": conversation.id}
            try:
                async with self._engine.begin() as connection:
                    await connection.execute(insert(bridged), row)
            except IntegrityError:
                continue  # its first two messages came at once, and the other one was quicker
            return conversation
        raise ChatwootFailed("the conversation cannot be kept")

    async def _is_new(self, conversation: Conversation, key: str) -> bool:
        if key in self._taken:
            return False
        self._taken[key] = None
        if len(self._taken) > _REMEMBERED:
            self._taken.popitem(last=False)
        return await self._service.store.by_client_id(conversation.id, key) is None

    async def _post(self, url: str, body: dict[str, Any]) -> None:
        headers = {"api_access_token": self._token}
        try:
            async with self._session.post(
                url,
                json=body,
                headers=headers,
                timeout=_TIMEOUT,
                allow_redirects=False,
            ) as response:
                if response.status not in (200, 201):
                    raise ChatwootFailed(f"HTTP {response.status}")
        except (ClientError, OSError, TimeoutError) as problem:
            raise ChatwootFailed(type(problem).__name__) from problem


def _payload_of(conversation: Conversation, text: str) -> str:
    """What a chosen option stands for: Chatwoot sends its title as text."""
    by_title = {title: payload for payload, title in conversation.offered.items()}
    return by_title.get(text.strip(), text)


def _as_message(reply: Message) -> dict[str, Any]:
    """A message for Chatwoot: text with its sources, buttons as its ``input_select``."""
    lines = [reply.text]
    lines += [
        f"- {p.get('name')}: {p.get('price')} {p.get('url', '')}" for p in reply.extra.get("products") or ()
    ]
    lines += [f"[{c.get('title')}] {c.get('url', '')}" for c in reply.extra.get("citations") or ()]
    message: dict[str, Any] = {"content": "\n".join(filter(None, lines)), "message_type": "outgoing"}
    buttons = reply.extra.get("buttons") or ()
    if buttons:
        items = [{"title": b["title"], "value": b["title"]} for b in buttons[:_MOST_BUTTONS]]
        message |= {"content_type": "input_select", "content_attributes": {"items": items}}
    return message


def setup(app: web.Application) -> None:
    """Add the route."""
    app.router.add_post("/api/bridges/chatwoot/{secret}", receive)


async def receive(request: web.Request) -> web.Response:
    """POST: an event of Chatwoot's agent bot; taken at once, answered through Chatwoot's API."""
    bridge = request.app[CHATWOOT]
    bridge.check(request.match_info["secret"])
    event = await json_object(request)
    conversation = event.get("conversation")
    status = conversation.get("status") if isinstance(conversation, dict) else None
    ours = event.get("event") == "message_created" and event.get("message_type") in ("incoming", 0)
    if ours and status == "pending" and not event.get("private"):
        start_task(request.app, bridge.serve(event))
    return json_response({})
