"""Follows the action server's stream of answer text and passes it on, reconnecting for ever."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout

_LOG = logging.getLogger("aisle.web")
_FIRST_PAUSE_S = 0.25
# Until it is connected again nobody sees an answer while it is written: a try costs next to nothing.
_LONGEST_PAUSE_S = 1.0
_CONNECT_TIMEOUT_S = 2.0


class Deltas:
    """The stream of ``url``, followed for ever: NDJSON lines ``{"conversation", "text"}``."""

    def __init__(self, session: ClientSession, url: str, show: Callable[[str, str], None]) -> None:
        """``show(conversation_id, text)`` is called for each line."""
        self._session = session
        self._url = url
        self._show = show
        self._pause = _FIRST_PAUSE_S
        self.connected = False
        """Whether answers are seen while they are written just now."""

    async def follow_for_ever(self) -> None:
        """Read, and connect again whenever the stream ends; runs until it is cancelled."""
        while True:
            try:
                await self._read()
            except (ClientError, OSError, TimeoutError, ValueError) as problem:
                _LOG.debug("the stream of answers ended: %s", type(problem).__name__)
            finally:
                self.connected = False
            await asyncio.sleep(self._pause * random.uniform(0.5, 1.0))
            self._pause = min(self._pause * 2, _LONGEST_PAUSE_S)

    async def _read(self) -> None:
        timeout = ClientTimeout(total=None, sock_connect=_CONNECT_TIMEOUT_S)
        async with self._session.get(self._url, timeout=timeout) as response:
            if response.status != 200:
                return
            self.connected, self._pause = True, _FIRST_PAUSE_S
            async for line in response.content:
                self._pass_on(line)

    def _pass_on(self, line: bytes) -> None:
        try:
            delta = orjson.loads(line)
            conversation, text = delta["conversation"], delta["text"]
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return  # a blank line keeps the connection alive
        if isinstance(conversation, str) and isinstance(text, str) and text:
            self._show(conversation, text)
