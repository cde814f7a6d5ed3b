"""The likelihood of a purchase at the desk: with the shopper's consent only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.web.conftest import Web
from tests.unit.web.test_events import CONSENT


@pytest.fixture
async def desk(agents: Web) -> Web:
    await agents.desk()
    return agents


async def test_it_is_told_of_who_agreed(desk: Web) -> None:
    chat = await desk.open(consent=CONSENT)
    await chat.event(type="page_view", kind="product", seconds=5)
    await chat.say("hello")
    found = await desk.desk_get(f"conversations/{chat.id}/likelihood")
    assert found == {"consent": True, "likelihood": desk.actions.likelihood}
    signals = {"messages": 1, "waiting": False, "returning": None}
    assert desk.actions.visits == [{"session": {"product": 1, "product_seconds": 5.0}, "signals": signals}]


async def test_of_nobody_else_it_is_even_asked(desk: Web) -> None:
    chat = await desk.open()
    await chat.say("hello")
    found = await desk.desk_get(f"conversations/{chat.id}/likelihood")
    assert found == {"consent": False, "likelihood": None}
    assert desk.actions.visits == []


async def test_a_no_hides_it_at_once(desk: Web) -> None:
    chat = await desk.open(consent=CONSENT)
    await chat.event(type="page_view", kind="product", seconds=5)
    await chat.event(type="consent", personalisation=False)
    assert (await desk.desk_get(f"conversations/{chat.id}/likelihood"))["likelihood"] is None


@pytest.mark.parametrize("answer", [None, [], 7])
async def test_an_action_server_that_fails_is_said_so(desk: Web, answer: Any) -> None:
    desk.actions.likelihood = answer
    chat = await desk.open(consent=CONSENT)
    response = await desk.client.get(f"/desk/api/conversations/{chat.id}/likelihood")
    assert response.status == 503


async def test_it_is_for_agents(site: Web) -> None:
    chat = await site.open(consent=CONSENT)
    assert (await site.client.get(f"/desk/api/conversations/{chat.id}/likelihood")).status == 401
