"""The agents' side of a handoff: what the queue tells, who wins, and who is spoken to meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.shopper import DeskAgent, Shopper
from tests.support.stack import AGENT_PASSWORD, Stack

SECOND_AGENT = "robin.two@larkfield.example"
ROUNDS = 5


@pytest.fixture
def kim(stack: Stack) -> Iterator[DeskAgent]:
    """The first agent, signed in."""
    agent = DeskAgent(stack.url)
    yield agent
    agent.close()


@pytest.fixture(scope="module")
def second_agent(running_stack: Stack) -> str:
    """The e-mail address of another agent."""
    running_stack.run(
        "web", "agent", "add", SECOND_AGENT, "--name", "Robin", "--password-stdin", stdin=AGENT_PASSWORD
    )
    return SECOND_AGENT


@pytest.fixture
def robin(stack: Stack, second_agent: str) -> Iterator[DeskAgent]:
    """Another agent, signed in."""
    agent = DeskAgent(stack.url, second_agent)
    yield agent
    agent.close()


def in_queue(agent: DeskAgent, shopper: Shopper) -> dict[str, Any]:
    """The shopper's entry in the queue."""
    (entry,) = [found for found in agent.waiting() if found["id"] == shopper.id]
    return entry


def test_the_queue_tells_who_what_which_order_and_what_was_tried(stack: Stack, kim: DeskAgent) -> None:
    """An agent need not ask again what the shopper has said."""
    with Shopper(stack.url, user_id="liam_novak_4508") as shopper:
        shopper.say("where is my order A10004")
        shopper.say("the backpack in A10004 came broken, the hip belt is ripped")
        shopper.say("can i speak with a real person please")
        entry = in_queue(kim, shopper)
        assert entry["state"] == "waiting"
        assert entry["reason"] == "asked"
        assert entry["shopper"]["email"] == "liam.novak@example.com"
        summary = entry["summary"]
        assert summary["who"] == "Liam Novak"
        assert "ripped" in summary["what"]
        assert "A10004" in summary["order"]
        assert "order_status" in summary["tried"]
        assert entry["unread"] > 0


def test_the_queue_knows_who_identified_in_the_chat(stack: Stack, kim: DeskAgent) -> None:
    """Identity found by e-mail and order number counts like a token."""
    with Shopper(stack.url) as shopper:
        shopper.say("where is my order")
        shopper.say("daniel.okafor@example.com")
        shopper.say("A10002")
        shopper.say("get me a human")
        entry = in_queue(kim, shopper)
        assert entry["summary"]["who"] == "Daniel Okafor"
        assert entry["shopper"]["email"] == "daniel.okafor@example.com"


def test_nobody_is_invented_for_a_stranger(stack: Stack, kim: DeskAgent) -> None:
    """Who has not said who they are stays unknown at the desk."""
    with Shopper(stack.url) as shopper:
        shopper.say("this is unacceptable, i am really angry with you")
        entry = in_queue(kim, shopper)
        assert entry["reason"] == "upset"
        assert entry["shopper"] is None
        assert entry["summary"]["who"] is None
        assert entry["summary"]["order"] is None
        assert "unacceptable" in entry["summary"]["what"]


def test_messages_while_waiting_reach_the_agent_and_not_the_assistant(stack: Stack, kim: DeskAgent) -> None:
    """Nothing is answered, or done, by the assistant while a person is awaited or speaking."""
    before = stack.export()
    with Shopper(stack.url, user_id="maya_chen_1042") as shopper:
        shopper.say("i want to talk to a human")
        assert shopper.say("it is about my headlamp") == []
        assert shopper.say("cancel my order") == []
        assert shopper.say("yes, cancel it") == []
        assert in_queue(kim, shopper)["unread"] >= 3
        kim.take(shopper.id)
        said = [message["text"] for message in kim.show(shopper.id)["messages"]]
        assert "it is about my headlamp" in said
        assert "cancel my order" in said
        assert shopper.say("are you there?") == []
        assert "are you there?" in [message["text"] for message in kim.show(shopper.id)["messages"]]
        kim.say(shopper.id, "Yes, Kim here.")
        assert "Yes, Kim here." in [m["text"] for m in shopper.state()["messages"] if m["from"] == "agent"]
        kim.give_back(shopper.id, "All is well.")
    assert stack.export() == before


def test_of_two_agents_who_take_at_once_one_wins(stack: Stack, kim: DeskAgent, robin: DeskAgent) -> None:
    """The other is told, sees whose it is, and cannot write into the conversation."""
    for _ in range(ROUNDS):
        with Shopper(stack.url) as shopper, ThreadPoolExecutor(2) as pool:
            shopper.say("let me talk to a human")
            kims = pool.submit(kim.attempt, shopper.id, "take", {})
            robins = pool.submit(robin.attempt, shopper.id, "take", {})
            codes = {"Kim": kims.result().status_code, "Robin": robins.result().status_code}
            assert sorted(codes.values()) == [200, 409]
            winner = next(name for name, code in codes.items() if code == 200)
            state = shopper.state()
            assert state["state"] == "agent"
            assert state["agent"]["name"] == winner
            loser = robin if winner == "Kim" else kim
            refused = loser.attempt(shopper.id, "messages", {"text": "me too"})
            assert refused.status_code == 409
            assert refused.json()["error"]["code"] == "not_yours"
            assert "me too" not in [message["text"] for message in shopper.state()["messages"]]


def test_what_is_not_waiting_cannot_be_taken(stack: Stack, kim: DeskAgent) -> None:
    """Neither before a handoff nor after it came back."""
    with Shopper(stack.url) as shopper:
        shopper.say("hello")
        assert kim.attempt(shopper.id, "take", {}).status_code == 409
        shopper.say("get me a person please")
        kim.take(shopper.id)
        kim.give_back(shopper.id)
        assert shopper.state()["state"] == "assistant"
        assert kim.attempt(shopper.id, "take", {}).status_code == 409
        assert shopper.id not in [entry["id"] for entry in kim.waiting()]


def test_a_second_handoff_has_its_own_summary(stack: Stack, kim: DeskAgent) -> None:
    """What the first agent has settled does not stand for the next request."""
    with Shopper(stack.url, user_id="maya_chen_1042") as shopper:
        shopper.say("do you offer military discount")
        shopper.say("talk to a human")
        kim.take(shopper.id)
        kim.give_back(shopper.id, "Explained that there is none.")
        shopper.say("my headlamp came damaged")
        shopper.say("i need a person again")
        assert "damaged" in in_queue(kim, shopper)["summary"]["what"]
