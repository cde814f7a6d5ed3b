"""Decisions to offer: recorded, hidden from the shopper, and followed up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.web.conftest import Chat, Web
from tests.unit.web.test_events import CONSENT, age, track

OFFER = {
    "reason": "offer",
    "arm": "offered",
    "product_id": "p-tent",
    "because": "Camp Lamp",
    "likelihood": 0.31,
    "mood": "neutral",
    "variant": "without_analytics",
    "why": [["pages", 0.4], ["seconds", -0.1]],
}
CARDS = {"products": [{"product_id": "p-tent", "name": "Ridge Tent"}, {"product_id": "p-x", "name": "X"}]}


@pytest.fixture
async def chat(site: Web) -> Chat:
    return await site.open(consent=CONSENT)


async def decide(site: Web, chat: Chat, **custom: Any) -> list[dict[str, Any]]:
    """The assistant answers with that; what the shopper sees of it."""
    site.rasa.say({"text": "Done."}, {"text": "By the way", "custom": custom})
    return await chat.say("where is my order")


def outcomes(site: Web) -> list[tuple[bool, ...]]:
    columns = "clicked_ms, added_ms, bought_ms"
    return [tuple(one is not None for one in row) for row in site.rows(f"SELECT {columns} FROM offers")]


async def test_an_offer_is_recorded_and_its_card_marked(site: Web, chat: Chat) -> None:
    _, shown = await decide(site, chat, moment=OFFER, **CARDS)
    assert [card.get("offer") for card in shown["products"]] == [True, None]
    assert "moment" not in str(shown)
    columns = "reason, arm, product_id, because, likelihood, variant, mood, why, answer"
    (row,) = site.rows(f"SELECT {columns} FROM offers")
    why = '[["pages",0.4],["seconds",-0.1]]'
    assert row == ("offer", "offered", "p-tent", "Camp Lamp", 0.31, "without_analytics", "neutral", why, None)


async def test_the_card_after_a_yes_is_of_the_offer_too(site: Web, chat: Chat) -> None:
    await decide(site, chat, moment=OFFER)
    _, shown = await decide(site, chat, offer_answer="accepted", **CARDS)
    assert [card.get("offer") for card in shown["products"]] == [True, None]


async def test_silence_is_recorded_and_not_said(site: Web, chat: Chat) -> None:
    silent = {"reason": "likelihood_low", "arm": None, "likelihood": 0.01}
    site.rasa.say({"text": "Done."}, {"custom": {"moment": silent}})
    shown = await chat.say("where is my order")
    assert [one["text"] for one in shown] == ["Done."]
    assert site.rows("SELECT reason, arm FROM offers") == [("likelihood_low", None)]


async def test_who_is_held_out_sees_nothing(site: Web, chat: Chat) -> None:
    _, shown = await decide(site, chat, moment=OFFER | {"reason": "held_out", "arm": "held_out"}, **CARDS)
    assert all("offer" not in card for card in shown["products"])
    assert site.rows("SELECT arm FROM offers") == [("held_out",)]


async def test_nothing_is_recorded_without_consent(site: Web) -> None:
    chat = await site.open()
    _, shown = await decide(site, chat, moment=OFFER, **CARDS)
    assert all("offer" not in card for card in shown["products"])
    await decide(site, chat, offer_answer="accepted")
    assert site.rows("SELECT * FROM offers") == []


@pytest.mark.parametrize("answer", ["refused", "accepted"])
async def test_the_answer_is_to_the_newest_offer(site: Web, chat: Chat, answer: str) -> None:
    await decide(site, chat, moment=OFFER | {"product_id": "p-old"})
    await decide(site, chat, moment=OFFER)
    await decide(site, chat, moment={"reason": "mood"})
    await decide(site, chat, offer_answer=answer)
    await decide(site, chat, offer_answer="refused")
    assert site.rows("SELECT answer FROM offers ORDER BY id") == [(None,), (answer,), (None,)]


async def test_an_answer_with_the_next_decision_is_to_the_one_before(site: Web, chat: Chat) -> None:
    await decide(site, chat, moment=OFFER)
    await decide(site, chat, offer_answer="refused", moment=OFFER)
    assert site.rows("SELECT answer FROM offers ORDER BY id") == [("refused",), (None,)]


@pytest.mark.parametrize("arm", ["offered", "held_out"])
async def test_what_follows_is_its_outcome_in_both_groups(site: Web, chat: Chat, arm: str) -> None:
    await decide(site, chat, moment=OFFER | {"arm": arm})
    await track(chat, "product_view", product_id="p-other")
    await track(chat, "purchase", products=["p-other"])
    assert outcomes(site) == [(False, False, False)]
    await track(chat, "offer_click" if arm == "offered" else "product_view", product_id="p-tent")
    assert outcomes(site) == [(True, False, False)]
    await track(chat, "basket_add", product_id="p-tent")
    await track(chat, "purchase", order_id="1", products=["p-other", "p-tent"])
    assert outcomes(site) == [(True, True, True)]


async def test_the_first_time_is_the_one_that_counts(site: Web, chat: Chat) -> None:
    await decide(site, chat, moment=OFFER)
    await track(chat, "offer_click", product_id="p-tent")
    first = site.rows("SELECT clicked_ms FROM offers")
    await track(chat, "offer_click", product_id="p-tent")
    assert site.rows("SELECT clicked_ms FROM offers") == first


async def test_what_came_before_or_much_later_is_no_outcome(site: Web, chat: Chat) -> None:
    await track(chat, "basket_add", product_id="p-tent")
    await decide(site, chat, moment=OFFER)
    await age(site, 14.1)
    await track(chat, "purchase", products=["p-tent"])
    assert outcomes(site) == [(False, False, False)]


async def test_an_outcome_is_of_ones_own_offer(site: Web, chat: Chat) -> None:
    other = await site.open(consent=CONSENT)
    await decide(site, chat, moment=OFFER)
    await track(other, "purchase", products=["p-tent"])
    assert outcomes(site) == [(False, False, False)]


@pytest.mark.parametrize(
    "moment",
    [
        {},
        {"reason": 7},
        {"reason": "<script>"},
        {"reason": "x" * 41},
        "offer",
        ["offer"],
        None,
    ],
)
async def test_a_decision_without_a_reason_is_none(site: Web, chat: Chat, moment: Any) -> None:
    assert len(await decide(site, chat, moment=moment)) == 2
    assert site.rows("SELECT * FROM offers") == []


async def test_what_does_not_fit_is_left_out(site: Web, chat: Chat) -> None:
    odd = {"arm": "third", "product_id": 7, "likelihood": 1.5, "mood": [], "why": [["a"], ["b", "c"], "d"]}
    await decide(site, chat, moment={"reason": "offer", **odd})
    columns = "arm, product_id, likelihood, mood, why"
    assert site.rows(f"SELECT {columns} FROM offers") == [(None,) * 5]
    await decide(site, chat, moment=OFFER | {"product_id": None})
    assert site.rows("SELECT arm FROM offers") == [(None,), (None,)]


async def test_waiting_for_a_person_is_told_once(site: Web, chat: Chat) -> None:
    for _ in range(2):
        site.rasa.say({"text": "One moment.", "custom": {"handoff": {"reason": "asked", "summary": ""}}})
        await chat.say("a person please")
    assert site.rows("SELECT count(*) FROM events WHERE kind = 'waiting'") == [(1,)]
