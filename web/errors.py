"""Every failure leaves as JSON ``{"error": {"code", "message"}}`` (a page: as a small page), no traces."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy.exc import SQLAlchemyError

from web.keys import TEXTS
from web.texts import Texts

_LOG = logging.getLogger("aisle.web")
_JSON_PATHS = ("/api/", "/desk/api/", "/healthz")
_HTTP_CODES = {400: "bad_request", 401: "unauthorised", 403: "forbidden", 404: "not_found"}
_HTTP_CODES |= {405: "method_not_allowed", 413: "too_large", 429: "rate_limited", 503: "unavailable"}
_RETRY_AFTER_S = "2"


class ApiError(Exception):
    """A request that is refused: HTTP ``status``, a stable ``code`` and the values its sentence needs."""

    def __init__(self, status: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.values = values

    def body(self, texts: Texts) -> dict[str, Any]:
        """The error as JSON, ``{"error": {"code", "message"}}``."""
        return {"error": {"code": self.code, "message": texts.error(self.code, **self.values)}}


def json_response(content: object, status: int = 200) -> web.Response:
    """A JSON response that no cache keeps."""
    return web.Response(
        body=orjson.dumps(content),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


@web.middleware
async def errors_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever a handler raises into a clear answer; log what is our own fault."""
    try:
        return await handler(request)
    except ApiError as error:
        return _answer(request, error)
    except web.HTTPException as response:
        if response.status < 400:
            raise
        return _answer(request, _from_http(response, request), response.headers.get("Allow"))
    except SQLAlchemyError:
        _LOG.exception("database failed at %s %s", request.method, request.path)
        return _answer(request, ApiError(503, "unavailable"))
    except Exception:
        _LOG.exception("unexpected failure at %s %s", request.method, request.path)
        return _answer(request, ApiError(500, "internal"))


def _from_http(response: web.HTTPException, request: web.Request) -> ApiError:
    code = _HTTP_CODES.get(response.status, "internal" if response.status >= 500 else "bad_request")
    return ApiError(response.status, code, limit=request.client_max_size)


def _answer(request: web.Request, error: ApiError, allow: str | None = None) -> web.Response:
    texts = request.app[TEXTS]
    if _wants_page(request):
        from web.pages import error_page  # pages need errors too: the one knot, untied here

        response = error_page(request, error.status, texts.error(error.code, **error.values))
    else:
        response = json_response(error.body(texts), error.status)
    if allow:
        response.headers["Allow"] = allow
    if error.status in (429, 503):
        response.headers["Retry-After"] = _RETRY_AFTER_S
    return response


def _wants_page(request: web.Request) -> bool:
    return not request.path.startswith(_JSON_PATHS) and "text/html" in request.headers.get("Accept", "")
