"""What the shop's pages tell of a visit, and the demo shop's basket."""

from __future__ import annotations

import pytest

from tests.unit.web.conftest import StartWeb, Web

CONSENT = {"personalisation": True}


async def told(site: Web) -> dict[str, float]:
    """The counters that the assistant would be told."""
    counters: dict[str, float] = site.rasa.asked[-1]["metadata"]["session"]
    return counters


async def test_what_pages_track_is_counted_with_consent(site: Web) -> None:
    chat = await site.open(consent=CONSENT)
    for _ in range(2):
        assert await chat.event(type="track", name="added_to_basket") == 204
    await chat.say("hello")
    assert await told(site) == {"track_added_to_basket": 2}


async def test_nothing_is_counted_without_consent(site: Web) -> None:
    chat = await site.open()
    assert await chat.event(type="track", name="added_to_basket") == 204
    await chat.event(type="consent", personalisation=True)
    await chat.say("hello")
    assert await told(site) == {}


@pytest.mark.parametrize("name", [None, "", "Added", "a b", "x" * 41, 7, "../x"])
async def test_names_are_short_and_plain(site: Web, name: object) -> None:
    chat = await site.open(consent=CONSENT)
    assert await chat.event(type="track", name=name) == 400


async def test_pages_cannot_fill_the_conversation_with_names(site: Web) -> None:
    chat = await site.open(consent=CONSENT)
    for number in range(35):
        assert await chat.event(type="track", name=f"name_{number}") == 204
    await chat.say("hello")
    assert len(await told(site)) == 30


async def test_product_cards_have_the_storefronts_pictures(site: Web) -> None:
    chat = await site.open()
    card = {"product_id": "p-tent", "category": "tents", "url": "/p/p-tent"}
    site.rasa.say({"text": "Here", "custom": None}, {"custom": {"products": [card]}})
    (shown,) = await chat.say("a tent")
    assert shown["products"][0]["image"] == "/img/tents.svg"


async def test_a_shop_without_our_storefront_has_none_of_them(start: StartWeb) -> None:
    site = await start(demo=False)
    chat = await site.open()
    site.rasa.say({"text": "Here"}, {"custom": {"products": [{"product_id": "p", "category": "tents"}]}})
    (shown,) = await chat.say("a tent")
    assert "image" not in shown["products"][0]


async def test_the_basket_keeps_what_is_put_into_it(site: Web) -> None:
    for count in (1, 2):
        response = await site.client.post("/basket", json={"item_id": "LK-TEN-001"})
        assert await response.json() == {"count": count}
    page = await (await site.client.get("/basket")).text()
    assert "Ridge Tent" in page
    assert "$398.00" in page
    assert "Basket <span" in page
    response = await site.client.post("/basket/remove", data={"item_id": "LK-TEN-001"})
    assert "Your basket is empty" in await response.text()


async def test_a_product_alone_is_its_first_variant_that_can_be_had(site: Web) -> None:
    await site.client.post("/basket", json={"item_id": None, "product_id": "p-tent"})
    assert "$199.00" in await (await site.client.get("/basket")).text()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"item_id": "LK-TEN-002"}, 409),
        ({"item_id": "nothing"}, 404),
        ({}, 404),
        ({"item_id": {"x": 1}}, 404),
    ],
)
async def test_what_cannot_be_had_does_not_get_in(site: Web, body: dict[str, object], status: int) -> None:
    response = await site.client.post("/basket", json=body)
    assert response.status == status


async def test_another_sites_page_puts_nothing_in(site: Web) -> None:
    response = await site.client.post(
        "/basket", json={"item_id": "LK-TEN-001"}, headers={"Origin": "https://evil.example"}
    )
    assert response.status == 403


@pytest.mark.parametrize("cookie", ["<script>", "LK-TEN-001*0", "x" * 4000, "gone*3.LK-TEN-001*1"])
async def test_a_made_up_basket_is_read_as_far_as_it_makes_sense(site: Web, cookie: str) -> None:
    response = await site.client.get("/basket", headers={"Cookie": f"larkfield_basket={cookie}"})
    assert response.status == 200
    assert "<script>" not in (await response.text()).replace("<script ", "")
