"""GET /healthz: ready only when every part is, and which part is not."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout, web
from sqlalchemy.exc import SQLAlchemyError

from web.chat_store import ChatStore
from web.deltas import Deltas
from web.errors import json_response
from web.keys import HEALTH
from web.rasa import RasaClient

_PART_TIMEOUT_S = 1.5
# Many probes at once cost one look.
_FRESH_S = 0.5
_ACTION_PARTS = ("shop", "index", "models")


class Health:
    """Looks at every part, all at the same time, each within ``_PART_TIMEOUT_S``."""

    def __init__(
        self, store: ChatStore, rasa: RasaClient, session: ClientSession, actions_url: str, deltas: Deltas
    ) -> None:
        self._store = store
        self._rasa = rasa
        self._session = session
        self._actions = f"{actions_url}/health"
        self._deltas = deltas
        self._lock = asyncio.Lock()
        self._seen: tuple[float, dict[str, Any]] | None = None

    async def report(self) -> dict[str, Any]:
        """``{"ready": bool, "parts": {name: bool}}``.

        Parts: database, rasa, actions, stream (of text that is being written), shop, index, models.
        """
        async with self._lock:
            if self._seen is None or self._seen[0] < time.monotonic():
                parts = await self._look()
                self._seen = (time.monotonic() + _FRESH_S, {"ready": all(parts.values()), "parts": parts})
            return self._seen[1]

    async def _look(self) -> dict[str, bool]:
        database, rasa, actions = await asyncio.gather(
            self._database(), self._rasa.ready(_PART_TIMEOUT_S), self._action_parts()
        )
        # Ready after a restart means that answers are seen while they are written, too.
        return {"database": database, "rasa": rasa, "stream": self._deltas.connected, **actions}

    async def _database(self) -> bool:
        try:
            await asyncio.wait_for(self._store.ping(), _PART_TIMEOUT_S)
        except (SQLAlchemyError, OSError, TimeoutError):
            return False
        return True

    async def _action_parts(self) -> dict[str, bool]:
        answer: Any = None
        try:
            timeout = ClientTimeout(total=_PART_TIMEOUT_S)
            async with self._session.get(self._actions, timeout=timeout) as response:
                answer = orjson.loads(await response.read())
        except (ClientError, OSError, TimeoutError, orjson.JSONDecodeError):
            pass
        known = answer if isinstance(answer, dict) else {}
        parts = known.get("parts")
        parts = parts if isinstance(parts, dict) else {}
        shown = {name: parts.get(name) is True for name in _ACTION_PARTS}
        extra = {str(name): value is True for name, value in parts.items()}
        return {"actions": known.get("ready") is True, **shown, **extra}


def setup(app: web.Application) -> None:
    """Add the route."""
    app.router.add_get("/healthz", healthz)


async def healthz(request: web.Request) -> web.Response:
    """200 when every part is ready, else 503; the body says which is not."""
    report = await request.app[HEALTH].report()
    return json_response(report, 200 if report["ready"] else 503)
