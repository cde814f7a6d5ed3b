"""What the pages tell: kept with consent only, small and once, gone with a word."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

import pytest

from tests.unit.web.conftest import Chat, StartWeb, Web
from web.events.told import searched
from web.events.visit import VISIT_GAP_MS, Logged, basket, visit_at
from web.keys import PRIVACY

CONSENT = {"personalisation": True}
KINDS = "SELECT kind FROM events ORDER BY id"


@pytest.fixture
async def chat(site: Web) -> Chat:
    return await site.open(consent=CONSENT)


async def track(chat: Chat, name: str, **detail: Any) -> int:
    return await chat.event(type="track", name=name, detail=detail)


def kinds(site: Web) -> list[str]:
    return [row[0] for row in site.rows(KINDS)]


async def told(site: Web, chat: Chat) -> dict[str, Any]:
    """What the assistant would be told beside a message."""
    await chat.say("hello")
    metadata: dict[str, Any] = site.rasa.asked[-1]["metadata"]
    return metadata


async def age(site: Web, days: float) -> None:
    """Make all that is stored so much older."""
    with sqlite3.connect(site.settings.var / "chat.db") as database:
        ms = int(days * 24 * 3600 * 1000)
        for table, column in (("events", "at_ms"), ("offers", "at_ms")):
            database.execute(f"UPDATE {table} SET {column} = {column} - {ms}")


async def test_what_is_told_of_a_visit_is_kept(site: Web, chat: Chat) -> None:
    assert await track(chat, "product_view", product_id="p-tent") == 204
    assert await track(chat, "search", query="  Green  TENT ") == 204
    assert await track(chat, "basket_add", product_id="p-tent") == 204
    assert await track(chat, "basket_remove", product_id="p-tent") == 204
    assert await track(chat, "purchase", order_id="77", products=["p-tent", "p-lamp", "p-tent"]) == 204
    await chat.event(type="page_view", kind="information", seconds=3)
    await chat.say("hello there")
    rows = site.rows("SELECT kind, product_id, page_kind, seconds, detail FROM events ORDER BY id")
    assert rows == [
        ("product_view", "p-tent", None, None, None),
        ("search", None, None, None, "green tent"),
        ("basket_add", "p-tent", None, None, None),
        ("basket_remove", "p-tent", None, None, None),
        ("purchase", "p-tent", None, None, "77"),
        ("purchase", "p-lamp", None, None, "77"),
        ("page_view", None, "information", 3.0, None),
        ("message", None, None, None, "shopper"),
    ]


async def test_nothing_is_kept_without_consent(site: Web) -> None:
    chat = await site.open()
    for name in ("product_view", "basket_add", "basket_remove", "purchase", "offer_click"):
        assert await track(chat, name, product_id="p-tent") == 204
    assert await track(chat, "search", query="tent") == 204
    assert await chat.event(type="page_view", kind="product", product_id="p-tent") == 204
    metadata = await told(site, chat)
    assert kinds(site) == []
    assert (metadata["session"], metadata["basket"], metadata["signals"]) == ({}, [], {})


@pytest.mark.parametrize("named", [{"product_id": "p-tent"}, {}])
async def test_the_page_of_a_product_is_a_look_at_it(site: Web, named: dict[str, str]) -> None:
    chat = await site.open(consent=CONSENT, page={"product_id": "p-tent"})
    await chat.event(type="page_view", kind="product", seconds=1, **named)
    await chat.event(type="page_view", kind="information", seconds=1)
    assert site.rows("SELECT kind, product_id FROM events ORDER BY id") == [
        ("page_view", None),
        ("product_view", "p-tent"),
        ("page_view", None),
    ]


async def test_a_no_deletes_everything_and_stops_at_once(site: Web, chat: Chat) -> None:
    other = await site.open(consent=CONSENT)
    await track(other, "product_view", product_id="p-lamp")
    await track(chat, "product_view", product_id="p-tent")
    site.rasa.say({"text": "Here", "custom": {"moment": {"reason": "mood", "arm": None}}})
    await chat.say("hello")
    assert await chat.event(type="consent", personalisation=False) == 204
    await track(chat, "product_view", product_id="p-tent")
    await track(chat, "added")
    await chat.say("hello")
    assert site.rows("SELECT conversation_id, kind FROM events") == [(other.id, "product_view")]
    assert site.rows("SELECT * FROM offers") == []
    assert site.rows(f"SELECT consent, counters FROM conversations WHERE id = '{chat.id}'") == [(0, "{}")]


async def test_what_is_told_while_a_no_arrives_does_not_stay(site: Web, chat: Chat) -> None:
    telling = [track(chat, "product_view", product_id=f"p-{n}") for n in range(20)]
    withdrawn = chat.event(type="consent", personalisation=False)
    more = [track(chat, "search", query=f"tent {n}") for n in range(20)]
    assert set(await asyncio.gather(*telling, withdrawn, *more)) == {204}
    assert kinds(site) == []


async def test_a_no_is_never_too_often(start: StartWeb) -> None:
    site: Web = await start(messages_per_minute=2)
    chat = await site.open(consent=CONSENT)
    statuses = [await track(chat, "product_view", product_id="p-tent") for _ in range(3)]
    assert statuses == [204, 204, 429]
    assert await chat.event(type="consent", personalisation=False) == 204
    assert kinds(site) == []


async def test_a_no_outlives_a_restart(site: Web, start: StartWeb, chat: Chat) -> None:
    await chat.event(type="consent", personalisation=False)
    again: Web = await start()
    await track(Chat(again, chat.id, chat.token), "product_view", product_id="p-tent")
    assert kinds(again) == []


async def test_the_shopper_sees_what_is_kept_and_deletes_it(site: Web, chat: Chat) -> None:
    await track(chat, "search", query="tent")
    moment = {"reason": "offer", "arm": "held_out", "product_id": "p-tent", "why": [["pages", 0.25]]}
    site.rasa.say({"text": "Done", "custom": {"moment": moment}})
    await chat.say("hello")
    response = await site.client.get(f"{chat.path}/privacy", headers=chat.headers)
    stored = await response.json()
    assert [one["kind"] for one in stored["events"]] == ["search", "message"]
    assert stored["events"][0]["detail"] == "tent"
    assert stored["offers"][0]["arm"] == "held_out"
    assert stored["offers"][0]["why"] == [["pages", 0.25]]
    assert all(one["at"].endswith("Z") for one in stored["events"] + stored["offers"])
    assert (await site.client.delete(chat.path, headers=chat.headers)).status == 204
    assert (site.rows("SELECT * FROM events"), site.rows("SELECT * FROM offers")) == ([], [])


async def test_told_twice_is_kept_once(site: Web, chat: Chat) -> None:
    body = {"type": "track", "name": "basket_add", "detail": {"product_id": "p-tent"}, "client_id": "x1"}
    assert await asyncio.gather(*(chat.event(**body) for _ in range(5))) == [204] * 5
    assert kinds(site) == ["basket_add"]
    other = await site.open(consent=CONSENT)
    await other.event(**body)
    assert len(kinds(site)) == 2


async def test_an_order_is_bought_once_however_often_its_page_is_loaded(site: Web, chat: Chat) -> None:
    for products in (["p-tent", "p-lamp"], ["p-lamp", "p-tent"]):
        await track(chat, "purchase", order_id="A1", products=products)
    await track(chat, "purchase", order_id="A2", products=["p-tent"])
    assert len(kinds(site)) == 3


async def test_a_purchase_that_names_nothing_is_of_the_basket(site: Web, chat: Chat) -> None:
    for name in ("p-tent", "p-lamp"):
        await track(chat, "basket_add", product_id=name)
    await track(chat, "purchase", order_id="A1")
    bought = site.rows("SELECT product_id FROM events WHERE kind = 'purchase' ORDER BY id")
    assert bought == [("p-tent",), ("p-lamp",)]
    assert (await told(site, chat))["basket"] == []


async def test_the_assistant_is_told_what_lies_in_the_basket(site: Web, chat: Chat) -> None:
    await track(chat, "search", query="tent")
    for name in ("p-tent", "p-lamp", "p-tent"):
        await track(chat, "basket_add", product_id=name)
    await track(chat, "basket_remove", product_id="p-tent")
    metadata = await told(site, chat)
    assert metadata["basket"] == ["p-lamp"]
    assert metadata["session"] == {"searches": 1, "basket_items": 1}
    assert metadata["signals"] == {"messages": 1, "waiting": False, "returning": None}


async def test_another_visit_counts_anew(site: Web, chat: Chat) -> None:
    await chat.event(type="page_view", kind="product", seconds=10)
    await chat.event(type="track", name="opened_map")
    await track(chat, "basket_add", product_id="p-tent")
    await age(site, 1)
    metadata = await told(site, chat)
    assert metadata["session"] == {"track_opened_map": 1}
    assert metadata["basket"] == ["p-tent"]
    assert metadata["signals"]["returning"] is True


async def test_a_log_has_an_end(site: Web, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.events.recorder.MAX_EVENTS", 3)
    for n in range(5):
        assert await track(chat, "product_view", product_id=f"p-{n}") == 204
        assert await chat.event(type="page_view", kind="information") == 204
    assert len(kinds(site)) == 3
    assert (await told(site, chat))["session"]["information"] == 5


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("product_view", {}),
        ("product_view", None),
        ("product_view", []),
        ("product_view", {"product_id": 7}),
        ("product_view", {"product_id": "x" * 129}),
        ("product_view", {"product_id": "a\u0000b"}),
        ("basket_add", {"product_id": ""}),
        ("search", {}),
        ("search", {"query": 7}),
        ("purchase", {"products": "p-tent"}),
        ("purchase", {"products": ["x"] * 41}),
        ("purchase", {"products": [None]}),
        ("purchase", {"products": [""]}),
        ("purchase", {"order_id": "x" * 65}),
    ],
)
async def test_what_makes_no_sense_is_refused(site: Web, chat: Chat, name: str, detail: Any) -> None:
    assert await chat.event(type="track", name=name, detail=detail) == 400
    assert await chat.event(type="track", name=name, detail={"product_id": "p"}, client_id="x" * 65) == 400
    assert kinds(site) == []


async def test_a_search_without_words_is_none(site: Web, chat: Chat) -> None:
    assert await track(chat, "search", query=" me@example.com 4111 1111 1111 1111 ") == 204
    assert kinds(site) == []


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("  Green\tTent\n", "green tent"),
        ("mail to Ada@example.com please", "mail to please"),
        ("order 10001", "order"),
        ("call +1 (555) 123-4567 now", "call now"),
        ("4111-1111-1111-1111", ""),
        ("tent under $100, 2 or 3 people", "tent under $100, 2 or 3 people"),
        ("100-200 dollars", "100-200 dollars"),
        ("x" * 500, "x" * 80),
        ("Größe 38 帐篷", "größe 38 帐篷"),
        ("a\u202eb\ud800", "a b"),
        ("", ""),
    ],
)
def test_words_of_a_search_name_nobody(query: str, kept: str) -> None:
    assert searched(query) == kept


async def test_what_is_old_goes_before_the_conversation(site: Web, chat: Chat) -> None:
    await track(chat, "product_view", product_id="p-old")
    await age(site, 91)
    await track(chat, "product_view", product_id="p-new")
    assert await site.client.app[PRIVACY].clean() == 0
    assert site.rows("SELECT product_id FROM events") == [("p-new",)]


def test_a_basket_is_what_went_in_and_did_not_come_out() -> None:
    told = [("basket_add", "a"), ("basket_add", "b"), ("basket_remove", "a"), ("basket_add", "c")]
    log = [Logged(at, kind, product) for at, (kind, product) in enumerate(told)]
    assert basket(log) == ["b", "c"]
    assert basket([*log, Logged(9, "purchase", "c")]) == ["b"]
    assert basket([*log, Logged(9, "purchase", None)]) == []
    assert basket([Logged(1, "basket_remove", "a"), Logged(2, "purchase", "z")]) == []


def test_silence_ends_a_visit() -> None:
    log = [Logged(0, "message", None), Logged(VISIT_GAP_MS, "message", None)]
    assert visit_at([], 5).returned is False
    assert visit_at(log[:1], 10).messages == 1
    second = visit_at(log, VISIT_GAP_MS + 1)
    assert (second.returned, second.messages, second.began_ms) == (True, 1, VISIT_GAP_MS)
    assert visit_at(log, 3 * VISIT_GAP_MS).messages == 0
