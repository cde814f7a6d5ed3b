"""The demo shop's checkout: it shows how a purchase is told, and charges nobody."""

from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Any

from aiohttp import web

from web import basket
from web.keys import DESK_AUTH, PAGES

_ORDER_BYTES = 4


def setup(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get("/checkout", show)
    app.router.add_post("/checkout", place)


async def show(request: web.Request) -> web.StreamResponse:
    """GET /checkout: what would be ordered; an empty basket leads back to the basket."""
    lines = await basket.lines(request)
    if not lines:
        return basket.to_basket()
    return _page(request, "checkout.html", lines)


async def place(request: web.Request) -> web.StreamResponse:
    """POST /checkout: thanks, and an empty basket. No order is written: the shop's own stay as they are.

    Sent again, the basket is empty already and nothing is told twice.
    """
    request.app[DESK_AUTH].check_origin(request)
    lines = await basket.lines(request)
    if not lines:
        return basket.to_basket()
    order_id = f"DEMO-{secrets.token_hex(_ORDER_BYTES).upper()}"
    bought = {
        "orderId": order_id,
        "products": list(dict.fromkeys(line.product.product_id for line in lines)),
    }
    thanks = _page(request, "thanks.html", lines, order_id=order_id, bought=bought, basket_count=0)
    return basket.keep(request, thanks, {})


def _page(request: web.Request, template: str, lines: list[basket.Line], **values: Any) -> web.Response:
    total = sum((line.amount for line in lines), Decimal(0))
    return request.app[PAGES].render(
        request, template, lines=lines, total=total, page_kind="administrative", **values
    )
