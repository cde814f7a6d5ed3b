"""How likely a visit ends in a purchase, and why, for the person at the desk."""

from __future__ import annotations

import asyncio

from aiohttp import web

from actions.foreseen import as_json, foreseen
from actions.services import Services
from models.errors import DataError


def setup(app: web.Application, services: web.AppKey[Services]) -> None:
    """Add the route; ``services`` is where the application keeps them."""

    async def likelihood(request: web.Request) -> web.Response:
        """POST /likelihood ``{session, signals}``: ``{probability, variant, why: [[feature, log odds]]}``.

        All null, and no reasons, for a visit of which no page is known.
        """
        try:
            asked = await request.json()
            session, signals = asked["session"], asked.get("signals") or {}
        except (ValueError, LookupError, TypeError, AttributeError):
            return web.json_response({"error": "session is missing"}, status=400)
        if not isinstance(session, dict) or not isinstance(signals, dict):
            return web.json_response({"error": "session and signals must be objects"}, status=400)
        try:
            found = await asyncio.to_thread(foreseen, request.app[services], session, signals)
        except (DataError, TypeError, ValueError):
            return web.json_response({"error": "the session's values do not fit"}, status=400)
        return web.json_response(as_json(found))

    app.router.add_post("/likelihood", likelihood)
