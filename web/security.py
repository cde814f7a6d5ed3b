"""Headers that keep pages and data apart, CORS for pages that embed the widget, origin checks."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from web.keys import SETTINGS

# The widget and the desk style themselves with constructed style sheets, which 'self' allows.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
}
_EMBEDDED = ("/widget.js", "/static/")
_PREFLIGHT_SECONDS = "600"


@web.middleware
async def headers_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Add the security headers to every response, and CORS headers where another site may ask."""
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response: web.StreamResponse = web.Response(status=204)
        _allow_preflight(response)
    else:
        response = await handler(request)
    if response.prepared:
        return response
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    _allow_origin(request, response)
    return response


def same_origin(request: web.Request, origin: str, public_url: str) -> bool:
    """Whether ``origin`` (an ``Origin`` header) is this server, as asked or as configured."""
    asked = urlsplit(origin).netloc
    return bool(asked) and (
        asked == request.host or (bool(public_url) and asked == urlsplit(public_url).netloc)
    )


def _allow_origin(request: web.Request, response: web.StreamResponse) -> None:
    if request.path.startswith(_EMBEDDED):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    elif request.path.startswith("/api/"):
        response.headers["Vary"] = "Origin"
        origin, allowed = request.headers.get("Origin"), request.app[SETTINGS].allowed_origins
        if origin is not None and (origin in allowed or "*" in allowed):
            response.headers["Access-Control-Allow-Origin"] = origin


def _allow_preflight(response: web.StreamResponse) -> None:
    response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
    response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    response.headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS
