"""What a page tells of a visit, checked and made small before anything of it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from web.errors import ApiError
from web.limits import (
    MAX_EVENT_SECONDS,
    MAX_ID_CHARS,
    MAX_NAME_CHARS,
    MAX_PRODUCTS,
    MAX_TRACKED_NAME_CHARS,
)
from web.requests import optional_object, optional_text

Kind = Literal[
    "page_view",
    "product_view",
    "search",
    "basket_add",
    "basket_remove",
    "purchase",
    "offer_click",
    "message",
    "waiting",
]
PAGE_KINDS = ("product", "information", "administrative")
OF_PRODUCTS: tuple[Kind, ...] = ("product_view", "basket_add", "basket_remove", "offer_click")
TRACKED: tuple[Kind, ...] = (*OF_PRODUCTS, "search", "purchase")
"""Names of ``track`` that are events of their own; any other name is only counted."""
MAX_QUERY_CHARS = 80
_LONGEST_QUERY_READ = 400
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_EMAIL = re.compile(r"\S+@\S+")
# Five digits are an order's or a postcode, more are a card's or a phone's; prices and sizes are shorter.
_NUMBERS = re.compile(r"\+?(?:\d[\s().\-/]{0,2}){6,}\d|\d{5,}")


@dataclass(frozen=True, slots=True)
class Told:
    """One event before it has its place in the log. ``client_id``: told twice under it, it is kept once."""

    kind: Kind
    product_id: str | None = None
    page_kind: str | None = None
    seconds: float | None = None
    detail: str | None = None
    client_id: str | None = None


def page_view(content: dict[str, Any], shown: str | None) -> list[Told]:
    """A page that was read: its view, and that of the product it shows (named, or ``shown`` in front).

    Raises ``ApiError`` 400 ``invalid_field``.
    """
    kind, seconds = content.get("kind"), content.get("seconds", 0)
    if kind not in PAGE_KINDS:
        raise ApiError(400, "invalid_field", field="kind")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        raise ApiError(400, "invalid_field", field="seconds")
    stayed, client_id = min(float(seconds), MAX_EVENT_SECONDS), _client_id(content)
    product_id = optional_text(content, "product_id") or shown
    views = [Told("page_view", page_kind=kind, seconds=stayed, client_id=client_id)]
    if kind == "product" and product_id:
        views.append(Told("product_view", product_id))
    return views


def name_of(content: dict[str, Any]) -> str:
    """The name that is tracked. Raises ``ApiError`` 400 ``invalid_field``."""
    name = optional_text(content, "name", MAX_TRACKED_NAME_CHARS)
    if name is None or not _NAME.fullmatch(name):
        raise ApiError(400, "invalid_field", field="name")
    return name


def tracked(kind: Kind, content: dict[str, Any]) -> list[Told]:
    """The events that a tracked name of ``TRACKED`` stands for; none for a search without words.

    ``detail``: ``{product_id}``, of a search ``{query}``, of a purchase ``{order_id?, products?}``.
    A purchase without products is of what lies in the basket: one event without a product stands for it.
    Raises ``ApiError`` 400 ``invalid_field``.
    """
    detail, client_id = optional_object(content, "detail"), _client_id(content)
    if kind == "search":
        query = searched(detail.get("query"))
        return [Told(kind, detail=query, client_id=client_id)] if query else []
    if kind == "purchase":
        order_id = optional_text(detail, "order_id", MAX_ID_CHARS)
        # The page that thanks for an order is loaded again, and the order is still the same.
        client_id = client_id or (f"order:{order_id}" if order_id else None)
        products: list[str | None] = [*_products(detail)]
        return [Told(kind, one, detail=order_id, client_id=client_id) for one in products or [None]]
    product_id = optional_text(detail, "product_id")
    if product_id is None:
        raise ApiError(400, "invalid_field", field="product_id")
    return [Told(kind, product_id, client_id=client_id)]


def searched(query: object) -> str:
    """The words of a search as they are kept: small letters, without addresses and long numbers, cut.

    Raises ``ApiError`` 400 ``invalid_field`` when it is no text.
    """
    if not isinstance(query, str):
        raise ApiError(400, "invalid_field", field="query")
    words = _NUMBERS.sub(" ", _EMAIL.sub(" ", query[:_LONGEST_QUERY_READ].lower()))
    kept = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(kept.split())[:MAX_QUERY_CHARS].strip()


def kind_of(name: str) -> Kind | None:
    """The event that a tracked name stands for; None for a name that is only counted."""
    return next((kind for kind in TRACKED if kind == name), None)


def _products(detail: dict[str, Any]) -> list[str]:
    """The products of a purchase, each once, in order."""
    given = detail.get("products")
    if given is None:
        one = optional_text(detail, "product_id")
        return [one] if one else []
    if not isinstance(given, list) or len(given) > MAX_PRODUCTS:
        raise ApiError(400, "invalid_field", field="products")
    for one in given:
        if not isinstance(one, str) or not 0 < len(one) <= MAX_NAME_CHARS or not one.isprintable():
            raise ApiError(400, "invalid_field", field="products")
    return list(dict.fromkeys(given))


def _client_id(content: dict[str, Any]) -> str | None:
    return optional_text(content, "client_id", MAX_ID_CHARS)
