"""Photos of shoppers: taken in, judged, kept, and shown to their conversation only."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from aiohttp import BodyPartReader, web

from web.errors import ApiError, json_response
from web.keys import FILES, LEAVING, SETTINGS
from web.limits import MAX_ID_CHARS, RateLimit
from web.requests import optional_text
from web.visitor.access import ONE, opened
from web.visitor.pictures import NotAPicture, rewrite

_UPLOADS = web.AppKey("uploads", RateLimit)
_DECODING = web.AppKey("decoding", asyncio.Semaphore)
_DECODING_AT_ONCE = 2  # a decoded photo takes up to 200 MB
_CHUNK = 64 * 1024
_MOST_PARTS = 4
_MAX_FILE_NAME = 255


@dataclass(slots=True)
class _Upload:
    data: bytes = b""
    name: str | None = None
    client_id: str | None = None


def setup(app: web.Application) -> None:
    """Add the routes of photos."""
    app[_UPLOADS] = RateLimit(app[SETTINGS].uploads_per_minute)
    app[_DECODING] = asyncio.Semaphore(_DECODING_AT_ONCE)
    app.router.add_post(f"{ONE}/files", upload)
    app.router.add_get(f"{ONE}/files/{{file}}", download)


async def upload(request: web.Request) -> web.Response:
    """POST .../files, multipart ``file`` and ``client_id``: 201 ``{message, messages}``."""
    conversation = await opened(request)
    if not request.app[_UPLOADS].allow(conversation.id):
        raise ApiError(429, "rate_limited")
    sent = await _read(request)
    leaving, files = request.app[LEAVING], request.app[FILES]
    first = await leaving.already(conversation, sent.client_id)
    if first is not None:
        return json_response({"message": first.to_json(), "messages": []})
    if await files.count(conversation.id) >= request.app[SETTINGS].max_files:
        raise ApiError(409, "too_many_files", limit=request.app[SETTINGS].max_files)
    async with request.app[_DECODING]:
        try:
            picture = await asyncio.to_thread(rewrite, sent.data)
        except NotAPicture:
            raise ApiError(415, "file_type") from None
    stored = await files.keep(picture, sent.name)
    try:
        message, replies = await leaving.show_file(conversation, stored, sent.client_id)
    except BaseException:
        await asyncio.shield(files.drop([stored.id]))
        raise
    if stored.id not in (one["id"] for one in message.extra.get("files", ())):
        await files.drop([stored.id])  # sent twice at the same time: the other one counts
    shown = {"message": message.to_json(), "messages": [reply.to_json() for reply in replies]}
    return json_response(shown, 201)


async def download(request: web.Request) -> web.StreamResponse:
    """GET .../files/{file}: the photo, to whoever holds the conversation's token."""
    conversation = await opened(request)
    return await file_response(request, conversation.id)


async def file_response(request: web.Request, conversation_id: str) -> web.FileResponse:
    """The photo named in the path, of this conversation only. Raises ``ApiError`` 404."""
    found = await request.app[FILES].find(conversation_id, request.match_info["file"])
    if found is None:
        raise ApiError(404, "not_found")
    stored, path = found
    return _picture(path, stored.type, stored.name)


def _picture(path: Path, kind: str, name: str) -> web.FileResponse:
    response = web.FileResponse(path)
    response.content_type = kind
    ascii_name = name.encode("ascii", "replace").decode().replace("?", "_")
    response.headers["Content-Disposition"] = f'inline; filename="{ascii_name}"'
    response.headers["Cache-Control"] = "private, max-age=3600"
    # Opened on its own it is a picture and nothing else, whatever a browser makes of it.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


async def _read(request: web.Request) -> _Upload:
    if request.content_type != "multipart/form-data":
        raise ApiError(400, "invalid_field", field="file")
    sent, seen = _Upload(), False
    try:
        parts = await request.multipart()
        for _ in range(_MOST_PARTS):
            part = await parts.next()
            if part is None:
                break
            if not isinstance(part, BodyPartReader):
                continue
            if part.name == "file":
                seen = True
                sent.name = (part.filename or "")[:_MAX_FILE_NAME] or None
                sent.data = await _bounded(request, part)
            elif part.name == "client_id":
                text = (await part.read_chunk(_CHUNK)).decode()
                sent.client_id = optional_text({"client_id": text}, "client_id", MAX_ID_CHARS)
    except (ValueError, UnicodeDecodeError, LookupError):
        raise ApiError(400, "invalid_field", field="file") from None
    if not seen:
        raise ApiError(400, "invalid_field", field="file")
    if not sent.data:
        raise ApiError(400, "empty_file")
    return sent


async def _bounded(request: web.Request, part: BodyPartReader) -> bytes:
    limit = request.app[SETTINGS].max_upload_bytes
    data = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        data += chunk
        if len(data) > limit:
            raise ApiError(413, "too_large", limit=limit)
    return bytes(data)
