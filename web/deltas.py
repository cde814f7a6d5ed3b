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
_LONGEST_PAUSE_S = 5.0
_CONNECT_TIMEOUT_S = 2.0


async def follow_deltas(session: ClientSession, url: str, show: Callable[[str, str], None]) -> None:
    """Call ``show(conversation_id, text)`` for each NDJSON line of ``url``; runs until it is cancelled."""
    pause = _FIRST_PAUSE_S
    while True:
        try:
            if await _read_stream(session, url, show):
                pause = _FIRST_PAUSE_S
        except (ClientError, OSError, TimeoutError, ValueError) as problem:
            _LOG.debug("the stream of answers ended: %s", type(problem).__name__)
        await asyncio.sleep(pause * random.uniform(0.5, 1.0))
        pause = min(pause * 2, _LONGEST_PAUSE_S)


async def _read_stream(session: ClientSession, url: str, show: Callable[[str, str], None]) -> bool:
    """Read one stream to its end; whether anything came."""
    came = False
    timeout = ClientTimeout(total=None, sock_connect=_CONNECT_TIMEOUT_S)
    async with session.get(url, timeout=timeout) as response:
        if response.status != 200:
            return False
        async for line in response.content:
            came = True
            _show_line(line, show)
    return came


def _show_line(line: bytes, show: Callable[[str, str], None]) -> None:
    try:
        delta = orjson.loads(line)
        conversation, text = delta["conversation"], delta["text"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return  # a blank line keeps the connection alive
    if isinstance(conversation, str) and isinstance(text, str) and text:
        show(conversation, text)
