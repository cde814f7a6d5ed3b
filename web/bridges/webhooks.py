"""Outgoing webhooks: kept with what they tell of, signed, tried again until they are taken."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
import uuid
from typing import Any, Literal

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from settings import Settings
from web.chat_store import Write
from web.db import now_ms
from web.live import Conversation
from web.messages import iso
from web.tables import deliveries

_LOG = logging.getLogger("aisle.web")
Event = Literal[
    "conversation.started",
    "conversation.handed_off",
    "conversation.message_left",
    "conversation.resolved",
    "conversation.rated",
]
EVENTS: tuple[Event, ...] = Event.__args__  # type: ignore[attr-defined]
# The pause before each further try, in seconds: a restart, a deployment, a bad night.
_PAUSES_S = (2, 10, 60, 300, 1800, 7200, 21600, 43200)
_TIMEOUT_S = 10.0
_IDLE_S = 5.0
_AT_ONCE = 20
_KEPT_MS = 7 * 24 * 3600 * 1000
_MAX_ERROR_CHARS = 200
_ADD = insert(deliveries)
_DONE = update(deliveries).where(deliveries.c.id == bindparam("key"))


class Webhooks:
    """Keeps what is to be told in the database; one task for each process delivers it."""

    def __init__(self, engine: AsyncEngine, settings: Settings, session: ClientSession) -> None:
        self._engine = engine
        self._urls = settings.webhook_urls
        self._secret = settings.webhook_secret.get_secret_value().encode()
        self._session = session
        self._wake = asyncio.Event()
        self._base_url = settings.public_url.rstrip("/")
        self._pauses_s = [pause * settings.webhook_pause_factor for pause in _PAUSES_S]

    def writes(self, event: Event, conversation: Conversation, **data: Any) -> list[Write]:
        """The rows that tell of an event, to be written in the same transaction as what happened."""
        if not self._urls:
            return []
        now = now_ms()
        rows = []
        for url in self._urls:
            body = {
                "id": str(uuid.uuid4()),
                "event": event,
                "at": iso(now),
                "conversation": {
                    "id": conversation.id,
                    "user_id": conversation.user_id or conversation.identified_id,
                    "language": conversation.language,
                    "contact": conversation.contact,
                    "desk_url": f"{self._base_url}/desk#{conversation.id}",
                },
                "data": data,
            }
            rows.append(
                {"id": body["id"], "url": url, "event": event, "body": orjson.dumps(body).decode()}
                | {"attempts": 0, "created_ms": now, "next_ms": now}
            )
        self._wake.set()
        return [(_ADD, rows)]

    async def deliver_for_ever(self) -> None:
        """Deliver what is due; runs until it is cancelled."""
        if not self._urls:
            return
        while True:
            self._wake.clear()
            try:
                worked = await self.deliver_due()
            except SQLAlchemyError:
                _LOG.exception("webhooks that are due cannot be read")
                worked = 0
            if not worked:
                try:
                    await asyncio.wait_for(self._wake.wait(), min(_IDLE_S, self._pauses_s[0]))
                    await asyncio.sleep(0.05)  # what woke us is being committed
                except TimeoutError:
                    pass

    async def deliver_due(self) -> int:
        """Try once what is due now; how many were tried."""
        due = (
            select(
                deliveries.c.id,
                deliveries.c.url,
                deliveries.c.event,
                deliveries.c.body,
                deliveries.c.attempts,
            )
            .where(deliveries.c.next_ms <= now_ms())
            .order_by(deliveries.c.next_ms)
            .limit(_AT_ONCE)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(due)).all()
        results = await asyncio.gather(*(self._post(row) for row in rows))
        async with self._engine.begin() as connection:
            for row, error in zip(rows, results, strict=True):
                await connection.execute(_DONE, self._outcome(row, error))
            await connection.execute(delete(deliveries).where(deliveries.c.created_ms < now_ms() - _KEPT_MS))
        return len(rows)

    def _outcome(self, row: Any, error: str | None) -> dict[str, Any]:
        tried = {"key": row.id, "attempts": row.attempts + 1}
        if error is None:
            return tried | {"next_ms": None, "delivered_ms": now_ms(), "error": None}
        if row.attempts >= len(self._pauses_s):
            _LOG.warning("webhook %s (%s) is given up: %s", row.id, row.event, error)
            return tried | {"next_ms": None, "delivered_ms": None, "error": error[:_MAX_ERROR_CHARS]}
        pause = int(self._pauses_s[row.attempts] * 1000)
        return tried | {"next_ms": now_ms() + pause, "delivered_ms": None, "error": error[:_MAX_ERROR_CHARS]}

    async def _post(self, row: Any) -> str | None:
        """Post one delivery; None when it was taken, else why not."""
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Aisle-Event": row.event,
            "X-Aisle-Delivery": row.id,
            "X-Aisle-Timestamp": stamp,
            "X-Aisle-Signature": signature(self._secret, stamp, row.body.encode()),
        }
        timeout = ClientTimeout(total=_TIMEOUT_S)
        try:
            async with self._session.post(
                row.url, data=row.body.encode(), headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return None if 200 <= response.status < 300 else f"HTTP {response.status}"
        except (ClientError, OSError, TimeoutError, ValueError) as problem:
            return type(problem).__name__


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """``sha256=`` and the HMAC-SHA256 (RFC 2104) of ``timestamp.body``, in hexadecimal."""
    return "sha256=" + hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
