"""The demo storefront's basket: items and how many of each, in a cookie of the shopper's own browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from aiohttp import web

from shop.types import Product, Variant
from web.errors import ApiError, json_response
from web.keys import CATALOGUE, DESK_AUTH, PAGES, SETTINGS
from web.requests import json_object

_COOKIE = "larkfield_basket"
_KEPT_S = 30 * 24 * 3600
_ENTRY = re.compile(r"([\w-]{1,40})\*([1-9]\d?)")
_MOST_ITEMS = 40
_MOST_OF_ONE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one variant, at today's price."""

    product: Product
    variant: Variant
    quantity: int

    @property
    def amount(self) -> Decimal:
        """What they cost together."""
        return self.variant.price * self.quantity


def setup(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get("/basket", show)
    app.router.add_post("/basket", add)
    app.router.add_post("/basket/remove", remove)


def basket_count(request: web.Request) -> int:
    """How many things lie in the basket."""
    return sum(_read(request).values())


async def show(request: web.Request) -> web.Response:
    """GET /basket: what is in it, with the sum."""
    inside = await lines(request)
    total = sum((line.amount for line in inside), Decimal(0))
    return request.app[PAGES].render(
        request, "basket.html", lines=inside, total=total, page_kind="administrative"
    )


async def add(request: web.Request) -> web.StreamResponse:
    """POST /basket (form or JSON ``{item_id, product_id?}``): one more of it.

    A form goes on to the basket, JSON gets ``{count}``. 404 for an unknown item, 409 ``out_of_stock``.
    """
    request.app[DESK_AUTH].check_origin(request)
    wants_json = request.content_type == "application/json"
    given = await json_object(request) if wants_json else await request.post()
    products = await request.app[CATALOGUE].products()
    variant = _find(products, str(given.get("item_id") or ""), str(given.get("product_id") or ""))
    if variant is None:
        raise ApiError(404, "not_found")
    if not variant.available:
        raise ApiError(409, "out_of_stock")
    basket = _read(request)
    if len(basket) < _MOST_ITEMS:
        basket[variant.item_id] = min(basket.get(variant.item_id, 0) + 1, _MOST_OF_ONE)
    answer = json_response({"count": sum(basket.values())}) if wants_json else to_basket()
    return keep(request, answer, basket)


async def remove(request: web.Request) -> web.StreamResponse:
    """POST /basket/remove (form ``item_id``): take it out."""
    request.app[DESK_AUTH].check_origin(request)
    basket = _read(request)
    basket.pop(str((await request.post()).get("item_id")), None)
    return keep(request, to_basket(), basket)


def _read(request: web.Request) -> dict[str, int]:
    found = _ENTRY.findall(request.cookies.get(_COOKIE, ""))
    return {item_id: int(quantity) for item_id, quantity in found[:_MOST_ITEMS]}


def keep(request: web.Request, response: web.Response, basket: dict[str, int]) -> web.Response:
    """The response, with the basket (how many of each item) for the browser to keep."""
    value = ".".join(f"{item_id}*{quantity}" for item_id, quantity in basket.items())
    secure = request.app[SETTINGS].secure_cookies
    response.set_cookie(_COOKIE, value, max_age=_KEPT_S, httponly=True, samesite="Lax", secure=secure)
    return response


def to_basket() -> web.Response:
    """Leads to the basket."""
    return web.Response(status=303, headers={"Location": "/basket"})


def _find(products: Sequence[Product], item_id: str, product_id: str) -> Variant | None:
    """The variant; of a product alone the first that can be had."""
    for product in products:
        for variant in product.variants:
            if variant.item_id == item_id:
                return variant
        if not item_id and product.product_id == product_id and product.variants:
            return next((v for v in product.variants if v.available), product.variants[0])
    return None


async def lines(request: web.Request) -> list[Line]:
    """What is in it, at today's prices; what the shop no longer has is left out."""
    products = await request.app[CATALOGUE].products()
    known = {variant.item_id: (product, variant) for product in products for variant in product.variants}
    return [Line(*known[item], quantity) for item, quantity in _read(request).items() if item in known]
