"""Reading what a request carries, with clear refusals."""

from __future__ import annotations

from typing import Any, cast

import orjson
from aiohttp import web

from web.errors import ApiError
from web.limits import MAX_NAME_CHARS


async def json_object(request: web.Request) -> dict[str, Any]:
    """The body as a JSON object; an empty body is an empty one.

    Raises ``ApiError`` 400 ``invalid_json`` (also: too deep, lone surrogates, NaN), ``not_an_object``;
    aiohttp raises 413 for a body beyond ``settings.max_body_bytes``.
    """
    return parse_object(await request.read() or b"{}")


def parse_object(data: bytes | str) -> dict[str, Any]:
    """JSON text as an object; raises as ``json_object`` does."""
    try:
        content = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise ApiError(400, "invalid_json") from None
    if not isinstance(content, dict):
        raise ApiError(400, "not_an_object")
    return content


def optional_text(content: dict[str, Any], field: str, limit: int = MAX_NAME_CHARS) -> str | None:
    """A text of at most ``limit`` characters, None when absent. Raises ``ApiError`` 400 ``invalid_field``."""
    value = content.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= limit or not value.isprintable():
        raise ApiError(400, "invalid_field", field=field)
    return value


def optional_object(content: dict[str, Any], field: str) -> dict[str, Any]:
    """An object within an object, empty when absent. Raises ``ApiError`` 400 ``invalid_field``."""
    value = content.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ApiError(400, "invalid_field", field=field)
    return cast(dict[str, Any], value)


def flag(content: dict[str, Any], field: str) -> bool:
    """A truth value, False when absent. Raises ``ApiError`` 400 ``invalid_field``."""
    value = content.get(field, False)
    if not isinstance(value, bool):
        raise ApiError(400, "invalid_field", field=field)
    return value


def count(text: str | None, field: str) -> int:
    """A number from 0 on out of a query string, 0 when absent. Raises ``ApiError`` 400 ``invalid_field``."""
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ApiError(400, "invalid_field", field=field)
    return int(text)
