"""The shopper's own data: to read, to take along, and to delete."""

from __future__ import annotations

from aiohttp import web

from web.errors import ApiError, json_response
from web.keys import CONVERSATIONS, PRIVACY, TEXTS
from web.visitor.access import ONE, opened
from web.visitor.transcript import as_json, as_text


def setup(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get(f"{ONE}/transcript", transcript)
    app.router.add_get(f"{ONE}/privacy", stored)
    app.router.add_delete(ONE, remove)


async def transcript(request: web.Request) -> web.Response:
    """GET .../transcript?format=txt|json: the whole conversation as a file."""
    conversation = await opened(request)
    store, kind = request.app[CONVERSATIONS].store, request.query.get("format", "txt")
    if kind not in ("txt", "json"):
        raise ApiError(400, "invalid_field", field="format")
    said, created = await store.whole(conversation.id), await store.created_ms(conversation.id)
    if kind == "json":
        response = web.Response(body=as_json(said, created), content_type="application/json")
    else:
        texts = request.app[TEXTS].to(conversation.language)
        response = web.Response(text=as_text(said, created, texts), content_type="text/plain")
    response.headers["Content-Disposition"] = f'attachment; filename="conversation.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response


async def stored(request: web.Request) -> web.Response:
    """GET .../privacy: everything that is stored of this conversation."""
    conversation = await opened(request)
    return json_response(await request.app[PRIVACY].stored(conversation))


async def remove(request: web.Request) -> web.Response:
    """DELETE: the conversation and all it left are gone when this answers."""
    await request.app[PRIVACY].delete(await opened(request))
    return web.Response(status=204)
