"""Rendering of pages a person opens, and the files they load."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from settings import Settings
from web.basket import basket_count
from web.errors import ApiError
from web.identity import read_sign_in, sign_identity
from web.keys import PAGES

SIGN_IN_COOKIE = "aisle_customer"
_HERE = Path(__file__).resolve().parent
_BUILT = _HERE / "static"
_ASSETS = _HERE / "storefront" / "assets"
_SAFE_PATH = re.compile(r"[\w][\w.-]*(?:/[\w][\w.-]*)*")
_FOR_EVER = "public, max-age=31536000, immutable"
_CHECKED = "public, max-age=60, stale-while-revalidate=600"
_HTTP_TITLES = {
    404: "Not found",
    403: "Not allowed",
    429: "Too many requests",
    503: "Not available right now",
}


class Pages:
    """The templates (escaping everything) and what every page needs."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "storefront" / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["money"] = money

    def render(self, request: web.Request, template: str, status: int = 200, **values: Any) -> web.Response:
        """A page; the widget's tag carries the identity of the signed-in customer, if there is one."""
        content = self._templates.get_template(template).render(self._common(request) | values)
        headers = {"Cache-Control": "no-store"}  # it may carry an identity token
        return web.Response(text=content, status=status, content_type="text/html", headers=headers)

    def customer_id(self, request: web.Request) -> str | None:
        """The user id of the customer who signed in on the demo storefront."""
        if not self._settings.demo:
            return None
        secret = self._settings.session_secret.get_secret_value()
        return read_sign_in(request.cookies.get(SIGN_IN_COOKIE), secret)

    def _common(self, request: web.Request) -> dict[str, Any]:
        user_id = self.customer_id(request)
        secret = self._settings.identity_secret.get_secret_value()
        return {
            "demo": self._settings.demo,
            "signed_in": user_id is not None,
            "identity_token": sign_identity(user_id, secret) if user_id else None,
            "product_id": None,
            "page_kind": "information",
            "query": None,
            "path": request.path,
            "basket_count": basket_count(request) if self._settings.demo else 0,
        }


def money(amount: Decimal) -> str:
    """An amount in the shop's currency, US dollars: ``$1,249.00``."""
    return f"${amount:,.2f}"


def error_page(request: web.Request, status: int, message: str) -> web.Response:
    """A small page for a person whose request failed."""
    title = _HTTP_TITLES.get(status, "Something went wrong")
    return request.app[PAGES].render(request, "error.html", status, title=title, message=message)


def setup(app: web.Application) -> None:
    """Add the routes of files: the widget, the desk, the storefront's own."""
    app.router.add_get("/widget.js", widget)
    app.router.add_get("/static/{path:.+}", built)
    app.router.add_get("/desk", desk)
    app.router.add_get("/desk/", desk)
    app.router.add_get("/insights", desk)
    app.router.add_get("/assets/{path:.+}", asset)
    app.router.add_get("/img/{path:.+}", image)


async def widget(_request: web.Request) -> web.FileResponse:
    """GET /widget.js: the script a shop embeds."""
    return _file(_BUILT, "widget.js")


async def desk(_request: web.Request) -> web.FileResponse:
    """GET /desk, /insights: the agents' desk; what it may show is asked of its API."""
    return _file(_BUILT, "desk.html", cache="no-cache")


async def built(request: web.Request) -> web.FileResponse:
    """GET /static/...: what the widget and the desk load; what is asked for by its hash never changes."""
    path = request.match_info["path"]
    hashed = path.startswith("chunks/") or "v" in request.query
    return _file(_BUILT, path, cache=_FOR_EVER if hashed else _CHECKED)


async def asset(request: web.Request) -> web.FileResponse:
    """GET /assets/...: the storefront's style and scripts."""
    return _file(_ASSETS, request.match_info["path"])


async def image(request: web.Request) -> web.FileResponse:
    """GET /img/<category>.svg: an illustration; categories without one share a plain one."""
    path = request.match_info["path"]
    known = _SAFE_PATH.fullmatch(path) and (_ASSETS / "img" / path).is_file()
    return _file(_ASSETS / "img", path if known else "other.svg")


def _file(folder: Path, name: str, cache: str = _CHECKED) -> web.FileResponse:
    if folder == _BUILT and not (_BUILT / "widget.js").is_file():
        raise ApiError(503, "not_built")
    path = (folder / name).resolve()
    if not _SAFE_PATH.fullmatch(name) or not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise ApiError(404, "not_found")
    return web.FileResponse(path, headers={"Cache-Control": cache})
