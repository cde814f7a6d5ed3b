"""The action server: an aiohttp app around rasa_sdk's executor, so that models load once, in one process."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator

from aiohttp import web
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions import assist, likelihood
from actions.services import Services, open_services
from actions.skills import SKILLS
from settings import Settings

log = logging.getLogger(__name__)

SETTINGS: web.AppKey[Settings] = web.AppKey("settings", Settings)
SERVICES: web.AppKey[Services] = web.AppKey("services", Services)
EXECUTOR: web.AppKey[ActionExecutor] = web.AppKey("executor", ActionExecutor)

# Rasa sends the whole tracker with every call; a long conversation is long.
MAX_CALL_BYTES = 16 * 1024 * 1024
KEEP_ALIVE_S = 15.0


def create_app(settings: Settings) -> web.Application:
    """The application; nothing is opened before it starts."""
    app = web.Application(client_max_size=MAX_CALL_BYTES)
    app[SETTINGS] = settings
    app.cleanup_ctx.append(_open_everything)
    app.on_shutdown.append(_end_streams)
    app.router.add_post("/webhook", _webhook)
    app.router.add_get("/health", _health)
    app.router.add_get("/deltas", _deltas)
    assist.setup(app, SERVICES)
    likelihood.setup(app, SERVICES)
    return app


async def _open_everything(app: web.Application) -> AsyncIterator[None]:
    services = await asyncio.to_thread(open_services, app[SETTINGS])
    executor = ActionExecutor()
    for skill in SKILLS:
        executor.register_action(skill(services))
    app[SERVICES], app[EXECUTOR] = services, executor
    yield
    await asyncio.to_thread(services.close)


async def _end_streams(app: web.Application) -> None:
    """Streams without end would hold the process up until aiohttp loses patience, a minute later."""
    app[SERVICES].deltas.close()


async def _webhook(request: web.Request) -> web.Response:
    try:
        call = await request.json()
    except (ValueError, LookupError, RecursionError):
        return web.json_response({"error": "the body is not JSON", "action_name": None}, status=400)
    if not isinstance(call, dict) or "next_action" not in call:
        return web.json_response({"error": "next_action is missing", "action_name": None}, status=400)
    if not isinstance(call.get("tracker"), dict):
        return web.json_response({"error": "tracker is missing", "action_name": None}, status=400)
    try:
        result = await request.app[EXECUTOR].run(call)
    except ActionExecutionRejection as error:
        return web.json_response({"error": error.message, "action_name": error.action_name}, status=400)
    except ActionNotFoundException as error:
        return web.json_response({"error": error.message, "action_name": error.action_name}, status=404)
    return web.json_response(result.model_dump() if result else {"events": [], "responses": []})


async def _health(request: web.Request) -> web.Response:
    parts = await asyncio.to_thread(request.app[SERVICES].health)
    return web.json_response({"ready": all(parts.values()), "parts": parts})


async def _deltas(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await response.prepare(request)
    with request.app[SERVICES].deltas.listen() as queue:
        while True:
            try:
                delta = await asyncio.wait_for(queue.get(), KEEP_ALIVE_S)
                if delta is None:
                    break
                await response.write(json.dumps(delta).encode() + b"\n")
            except TimeoutError:
                # An empty line keeps the connection alive and finds out that nobody listens any more.
                await response.write(b"\n")
    return response
