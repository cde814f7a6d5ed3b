"""The storefront's handlers. Text of products and documents is escaped by the templates, always."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import yaml
from aiohttp import web

from shop.types import Customer, Product
from web import basket
from web.errors import ApiError
from web.help import HelpPage, find_document, list_documents, render
from web.identity import SIGN_IN_TTL_S, sign_in_cookie
from web.keys import CATALOGUE, DESK_AUTH, PAGES, SETTINGS
from web.pages import SIGN_IN_COOKIE
from web.storefront import checkout
from web.storefront.search import MAX_QUERY_CHARS, search

_SHOWCASE = Path(__file__).with_name("showcase.yml")
_MAX_QUOTE_CHARS = 1000
_FEATURED_PER_CATEGORY = 2


def setup(app: web.Application) -> None:
    """Add the routes; without ``settings.demo`` only the help documents, which citations point to."""
    app.router.add_get("/help", help_index)
    app.router.add_get("/help/{doc:.+}", help_page)
    if not app[SETTINGS].demo:
        return
    basket.setup(app)
    checkout.setup(app)
    app.router.add_get("/search", find)
    app.router.add_get("/", home)
    app.router.add_get("/c/{category}", category)
    app.router.add_get("/p/{product_id}", product)
    app.router.add_get("/signin", choose_customer)
    app.router.add_post("/signin", sign_in)
    app.router.add_post("/signout", sign_out)


async def home(request: web.Request) -> web.Response:
    """GET /: the categories and a few products of each."""
    products = await request.app[CATALOGUE].products()
    groups = _by_category(products)
    featured = [item for items in groups.values() for item in items[:_FEATURED_PER_CATEGORY]]
    categories = [(name, len(items)) for name, items in groups.items()]
    return request.app[PAGES].render(request, "home.html", categories=categories, products=featured)


async def category(request: web.Request) -> web.Response:
    """GET /c/{category}: all products of one category."""
    name = request.match_info["category"]
    groups = _by_category(await request.app[CATALOGUE].products())
    if name not in groups:
        raise ApiError(404, "not_found")
    return request.app[PAGES].render(
        request, "category.html", category=name, categories=list(groups), products=groups[name]
    )


async def product(request: web.Request) -> web.Response:
    """GET /p/{product_id}: variants with price and stock, specifications."""
    found = await request.app[CATALOGUE].product(request.match_info["product_id"])
    if found is None:
        raise ApiError(404, "not_found")
    options = list(dict.fromkeys(name for variant in found.variants for name in variant.options))
    return request.app[PAGES].render(
        request,
        "product.html",
        product=found,
        options=options,
        product_id=found.product_id,
        page_kind="product",
    )


async def find(request: web.Request) -> web.Response:
    """GET /search?q=WORDS: the products that have them."""
    query = " ".join(request.query.get("q", "")[:MAX_QUERY_CHARS].split())
    found = search(await request.app[CATALOGUE].products(), query)
    return request.app[PAGES].render(request, "search.html", query=query, products=found)


async def help_index(request: web.Request) -> web.Response:
    """GET /help: every help document."""
    documents = await asyncio.to_thread(list_documents, request.app[SETTINGS].documents)
    return request.app[PAGES].render(request, "help_index.html", documents=documents)


async def help_page(request: web.Request) -> web.Response:
    """GET /help/{doc}?q=QUOTE: one document, the quote marked."""
    folder, name = request.app[SETTINGS].documents, request.match_info["doc"].removesuffix(".md")
    quote = request.query.get("q", "")[:_MAX_QUOTE_CHARS]
    page = await asyncio.to_thread(_read_document, folder, name, quote)
    if page is None:
        raise ApiError(404, "not_found")
    return request.app[PAGES].render(request, "help.html", page=page)


async def choose_customer(request: web.Request) -> web.Response:
    """GET /signin: the demo's customers to choose from."""
    customers = await _showcase(request)
    return request.app[PAGES].render(
        request,
        "signin.html",
        customers=customers,
        current=request.app[PAGES].customer_id(request),
        page_kind="administrative",
    )


async def sign_in(request: web.Request) -> web.Response:
    """POST /signin: become one of the demo's customers."""
    request.app[DESK_AUTH].check_origin(request)
    user_id = (await request.post()).get("user_id")
    if user_id not in {customer.user_id for customer, _ in await _showcase(request)}:
        raise ApiError(400, "invalid_field", field="user_id")
    settings = request.app[SETTINGS]
    response = _home_again()
    response.set_cookie(
        SIGN_IN_COOKIE,
        sign_in_cookie(str(user_id), settings.session_secret.get_secret_value()),
        max_age=SIGN_IN_TTL_S,
        httponly=True,
        samesite="Lax",
        secure=settings.secure_cookies,
    )
    return response


async def sign_out(request: web.Request) -> web.Response:
    """POST /signout: nobody again."""
    request.app[DESK_AUTH].check_origin(request)
    response = _home_again()
    response.del_cookie(SIGN_IN_COOKIE)
    return response


def _home_again() -> web.Response:
    return web.Response(status=303, headers={"Location": "/"})


def _by_category(products: Iterable[Product]) -> dict[str, list[Product]]:
    groups: dict[str, list[Product]] = {}
    for item in products:
        groups.setdefault(item.category, []).append(item)
    return groups


def _read_document(folder: Path, name: str, quote: str) -> HelpPage | None:
    path = find_document(folder, name)
    if path is None:
        return None
    return render(path.read_text(encoding="utf-8", errors="replace"), path.stem, quote)


async def _showcase(request: web.Request) -> list[tuple[Customer, str]]:
    """The customers to choose from, with what each is good for; those the shop does not have are left out."""
    wanted = yaml.safe_load(await asyncio.to_thread(_SHOWCASE.read_text, encoding="utf-8"))
    catalogue = request.app[CATALOGUE]
    found = [(await catalogue.customer(entry["user_id"]), entry["about"]) for entry in wanted]
    return [(customer, about) for customer, about in found if customer is not None]
