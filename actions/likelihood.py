"""How likely a visit ends in a purchase, and why, for the person at the desk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from actions.services import Services
from models.errors import DataError
from models.purchase.features import KINDS, session_features

MOST_REASONS = 5
_DECIMALS = 4


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
            found = await asyncio.to_thread(predict, request.app[services], session, signals)
        except (DataError, TypeError, ValueError):
            return web.json_response({"error": "the session's values do not fit"}, status=400)
        return web.json_response(found)

    app.router.add_post("/likelihood", likelihood)


def predict(services: Services, session: Mapping[str, Any], signals: Mapping[str, Any]) -> dict[str, Any]:
    """The prediction as JSON. Raises ``DataError``, ``TypeError`` or ``ValueError`` for odd values."""
    if not any(session.get(kind) for kind in KINDS):
        return {"probability": None, "variant": None, "why": []}
    features = session_features(session, datetime.now(UTC).date(), signals=signals)
    found = services.purchase.predict(features)
    why = [[name, round(value, _DECIMALS)] for name, value in found.contributions.items()][:MOST_REASONS]
    return {"probability": round(found.probability, _DECIMALS), "variant": found.variant, "why": why}
