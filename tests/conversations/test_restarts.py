"""A part of Aisle restarts in the middle of a cancellation, and the shopper goes on where they were."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.shopper import Shopper
from tests.support.stack import Stack

MAYA, ORDER = "maya_chen_1042", "#A10001"


@pytest.fixture
def shopper(stack: Stack) -> Iterator[Shopper]:
    """Maya, signed in."""
    with Shopper(stack.url, user_id=MAYA) as somebody:
        yield somebody


def said(messages: list[dict[str, object]]) -> str:
    """The texts of a reply."""
    return "\n".join(str(message["text"]) for message in messages)


def status(stack: Stack) -> str:
    """What the shop says of the order."""
    return str(stack.export()["orders"][ORDER]["status"])


def restart(stack: Stack, name: str, *, kill: bool) -> None:
    """End one process and start it again."""
    stack.stop(name, kill=kill)
    stack.start(name)
    stack.wait_ready()


@pytest.mark.parametrize(("name", "kill"), [("rasa", True), ("actions", True), ("web", False)])
def test_the_yes_counts_after_a_restart(stack: Stack, shopper: Shopper, name: str, kill: bool) -> None:
    assert "Shall I cancel it" in said(shopper.say("cancel a10001, i ordered it by mistake"))
    restart(stack, name, kill=kill)
    assert status(stack) == "pending"
    assert "Done" in said(shopper.press("Yes, cancel it"))
    assert status(stack) == "cancelled"


def test_everything_restarts_between_two_questions(stack: Stack, shopper: Shopper) -> None:
    assert "Why would you like to cancel" in said(shopper.say("cancel order a10001"))
    before = shopper.state()["messages"]
    stack.stop(kill=True)
    stack.start()
    stack.wait_ready()
    assert shopper.state()["messages"] == before
    assert "found it cheaper" in said(shopper.say("found it cheaper"))
    assert "stays as it is" in said(shopper.press("No, keep it"))
    assert status(stack) == "pending"
