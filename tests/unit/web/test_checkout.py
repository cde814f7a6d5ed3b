"""The demo shop's search and checkout, and what their pages tell the widget."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from tests.unit.web.conftest import HOSTILE, Web


def told(page: str) -> dict[str, Any]:
    """What the page tells: name -> detail."""
    found = re.findall(r'data-told="(\w+)" data-detail="([^"]*)"', page)
    return {name: json.loads(html.unescape(detail)) for name, detail in found}


async def get(site: Web, path: str) -> str:
    response = await site.client.get(path)
    assert response.status == 200
    return await response.text()


@pytest.mark.parametrize("query", ["tent", "Ridge TENTS", "green", "tent zzz", "  tents  "])
async def test_words_find_products_and_are_told(site: Web, query: str) -> None:
    page = await get(site, f"/search?q={query.replace(' ', '+')}")
    assert "Ridge Tent" in page
    assert told(page) == {"search": {"query": " ".join(query.split())}}


async def test_what_is_not_there_is_said_and_told_too(site: Web) -> None:
    page = await get(site, "/search?q=submarine")
    assert "Nothing here fits" in page
    assert told(page) == {"search": {"query": "submarine"}}


@pytest.mark.parametrize("query", ["", "+", "%00"])
async def test_no_words_are_no_search(site: Web, query: str) -> None:
    page = await get(site, f"/search?q={query}")
    assert "search" not in told(page) or told(page)["search"]["query"]
    assert "Ridge Tent" not in page


async def test_hostile_and_endless_words_do_no_harm(site: Web) -> None:
    hostile = "\"><img src=x onerror=alert(1)>'" + HOSTILE + "x" * 5000
    response = await site.client.get("/search", params={"q": hostile})
    page = await response.text()
    assert "<img src=x" not in page
    assert HOSTILE not in page
    assert len(told(page)["search"]["query"]) <= 200


async def test_an_order_is_told_and_empties_the_basket(site: Web) -> None:
    for item in ("LK-TEN-001", "LK-TEN-001", "LK-LIG-001"):
        await site.client.post("/basket", json={"item_id": item})
    assert "nothing is charged" in await get(site, "/checkout")
    response = await site.client.post("/checkout")
    page = await response.text()
    assert (response.status, response.url.path) == (200, "/checkout")
    purchase = told(page)["purchase"]
    assert sorted(purchase["products"]) == ["p-hostile", "p-tent"]
    assert re.fullmatch(r"DEMO-[0-9A-F]{8}", purchase["orderId"])
    assert "nothing was charged" in page
    assert HOSTILE not in page
    assert "Your basket is empty" in await get(site, "/basket")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_empty_basket_leads_back_to_it(site: Web, method: str) -> None:
    response = await site.client.request(method, "/checkout")
    assert response.url.path == "/basket"


async def test_another_sites_page_places_no_order(site: Web) -> None:
    await site.client.post("/basket", json={"item_id": "LK-TEN-001"})
    response = await site.client.post("/checkout", headers={"Origin": "https://evil.example"})
    assert response.status == 403
    assert "Ridge Tent" in await get(site, "/basket")


@pytest.mark.parametrize("path", ["/search", "/checkout"])
async def test_a_real_shop_has_its_own(start: Any, path: str) -> None:
    site: Web = await start(demo=False)
    assert (await site.client.get(path)).status == 404
