"""Bounds on what one caller may ask: token buckets, and sizes that are no deployment's business."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

from aiohttp import web

MAX_QUEUED_MESSAGES = 8
"""Messages of one conversation that may wait for their turn."""
MAX_SOCKETS = 8
"""Open sockets (tabs) of one conversation."""
MAX_OUTBOX = 256
"""Frames a slow socket may fall behind before it is closed."""
MAX_ID_CHARS = 64
"""Length of a client's own message id."""
MAX_HISTORY = 500
"""Messages returned by one read of a conversation."""
MAX_LIVE_CONVERSATIONS = 5000
"""Idle conversations kept in memory."""
MAX_EVENT_SECONDS = 3600.0
"""The longest stay on a page that is believed."""
MAX_TRACKED_NAME_CHARS = 40
"""Length of the name of something a page counts."""
MAX_TRACKED = 30
"""Different things the pages may count in one conversation."""
MAX_EVENTS = 1000
"""Events kept of one conversation; later ones are still counted, but not kept."""
MAX_PRODUCTS = 40
"""Products one purchase may name."""
MAX_NAME_CHARS = 128
"""Length of ids, names and reasons taken from outside."""
MAX_LANGUAGE_CHARS = 35
"""Length of a language's tag (RFC 5646, 4.4.1)."""
MAX_NOTE_CHARS = 1000
"""Length of the note an agent leaves for the assistant."""
MAX_URL_CHARS = 2000
"""Length of a page's address."""
HELLO_TIMEOUT_S = 5.0
"""A socket must say who it is within this time."""
HEARTBEAT_S = 25.0
"""Ping interval of open sockets; a peer silent for as long is gone."""
CLOSE_TIMEOUT_S = 2.0
"""The peer of a socket that is being closed has this long to say goodbye."""
_SECONDS_PER_REFILL = 60.0


class RateLimit:
    """A token bucket for each key: ``per_minute`` at once, refilled evenly over a minute.

    Memory is bounded: the keys used longest ago are forgotten first (they are full again by then).
    """

    def __init__(
        self, per_minute: int, *, max_keys: int = 20_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._size = float(per_minute)
        self._max_keys = max_keys
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allow(self, key: str) -> bool:
        """Take one token of ``key``; False when none is left."""
        now = self._clock()
        tokens, seen = self._buckets.pop(key, (self._size, now))
        tokens = min(self._size, tokens + (now - seen) * self._size / _SECONDS_PER_REFILL)
        allowed = tokens >= 1.0
        self._buckets[key] = (tokens - 1.0 if allowed else tokens, now)
        if len(self._buckets) > self._max_keys:
            self._buckets.popitem(last=False)
        return allowed


def caller(request: web.Request) -> str:
    """The address that counts for rate limits: IPv4 as it is, IPv6 by its /64 (one household)."""
    remote = request.remote or "unknown"
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:
        return remote
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return remote
