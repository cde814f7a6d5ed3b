"""A part of Aisle is gone: the shopper is told soon, nothing is lost, and it goes on once it is back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.shopper import DeskAgent, Shopper
from tests.support.stack import Stack

TOLD_WITHIN_S = 5.0
MAYA, ORDER = "maya_chen_1042", "#A10001"


@pytest.fixture
def whole(stack: Stack) -> Iterator[Stack]:
    """The stack, made whole again after the test."""
    yield stack
    gone = [name for name in ("rasa", "actions", "web") if name not in stack.processes]
    if gone:
        stack.start(*gone)
    stack.wait_ready()


@pytest.fixture
def without_index(stack: Stack) -> Iterator[Stack]:
    """The stack started without its index of documents; made whole after the test."""
    stack.stop("actions")
    (stack.var / "chroma").rename(stack.var / "chroma.kept")
    # An index that is merely lost is built anew at the start; here there is no place for one.
    (stack.var / "chroma").write_text("no folder")
    stack.start("actions")
    try:
        wait_for_part(stack, "shop")
        yield stack
    finally:
        if (stack.var / "chroma.kept").exists():
            put_index_back(stack)
    stack.wait_ready()


def put_index_back(stack: Stack) -> None:
    """Put the folder where it belongs, while everything runs."""
    (stack.var / "chroma").unlink(missing_ok=True)
    (stack.var / "chroma.kept").rename(stack.var / "chroma")


def said(messages: list[dict[str, Any]]) -> str:
    """The texts of a reply."""
    return "\n".join(message["text"] for message in messages)


def titles(messages: list[dict[str, Any]]) -> list[str]:
    """The buttons of a reply."""
    return [button["title"] for message in messages for button in message.get("buttons", [])]


def health(stack: Stack) -> tuple[int, dict[str, bool]]:
    """Status and parts of /healthz, which looks anew every half second."""
    time.sleep(0.6)
    answer = httpx.get(f"{stack.url}/healthz", timeout=10)
    return answer.status_code, answer.json()["parts"]


def wait_for_part(stack: Stack, part: str, within_s: float = 120) -> None:
    """Until /healthz says that the part is there."""
    end = time.monotonic() + within_s
    while not health(stack)[1][part]:
        assert time.monotonic() < end, stack.logs()


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_a_part_is_gone(whole: Stack, part: str) -> None:
    with Shopper(whole.url, user_id=MAYA) as shopper:
        shopper.say("hi")
        whole.stop(part, kill=True)
        began = time.monotonic()
        reply = shopper.say("where is my order a10001?")
        assert time.monotonic() - began < TOLD_WITHIN_S
        assert said(reply)
        assert "#A10001" not in said(reply)
        assert "Talk to a person" in titles(reply)
        kept = [m["text"] for m in shopper.state()["messages"] if m["from"] == "shopper"]
        assert kept == ["hi", "where is my order a10001?"]
        status, parts = health(whole)
        assert status == 503
        assert parts[part] is False
        whole.start(part)
        whole.wait_ready()
        assert "#A10001" in said(shopper.say("where is my order a10001?"))


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_a_person_can_be_had_without_the_part(whole: Stack, part: str) -> None:
    with Shopper(whole.url, user_id=MAYA) as shopper:
        whole.stop(part, kill=True)
        shopper.say("my headlamp came broken")
        shopper.press("Talk to a person")
        assert shopper.state()["state"] == "waiting"
        agent = DeskAgent(whole.url)
        try:
            assert shopper.id in [waiting["id"] for waiting in agent.waiting()]
            assert "my headlamp came broken" in [m["text"] for m in agent.show(shopper.id)["messages"]]
        finally:
            agent.close()


def test_nothing_is_cancelled_while_the_actions_are_gone(whole: Stack) -> None:
    with Shopper(whole.url, user_id=MAYA) as shopper:
        shopper.say("cancel a10001, ordered by mistake")
        yes = shopper.button("Yes, cancel it")["payload"]
        whole.stop("actions", kill=True)
        assert "Done" not in said(shopper.say(yes))
        assert whole.export()["orders"][ORDER]["status"] == "pending"
        whole.start("actions")
        whole.wait_ready()
        assert "Done" in said(shopper.say(yes))
        assert whole.export()["orders"][ORDER]["status"] == "cancelled"


def test_answers_without_an_index_are_honest(without_index: Stack) -> None:
    status, parts = health(without_index)
    assert status == 503
    assert (parts["index"], parts["shop"]) == (False, True)
    with Shopper(without_index.url, user_id=MAYA) as shopper:
        reply = shopper.say("how long do i have to return something?")
        assert "can't look things up just now" in said(reply)
        assert not [message for message in reply if message.get("citations")]
        assert "Talk to a person" in titles(reply)
        assert "#A10001" in said(shopper.say("wheres my order"))
        put_index_back(without_index)
        wait_for_part(without_index, "index")
        again = shopper.say("how long do i have to return something?")
        assert "30 days" in said(again)
        assert [message for message in again if message.get("citations")]


def test_two_messages_at_once_are_answered_in_order(stack: Stack) -> None:
    with Shopper(stack.url, user_id=MAYA) as shopper, ThreadPoolExecutor(2) as pool:
        shopper.say("hi")
        first = pool.submit(shopper.post, "cancel order a10001")
        time.sleep(0.05)
        second = pool.submit(shopper.post, "found it cheaper")
        assert "Why would you like to cancel" in said(first.result().json()["messages"])
        assert "found it cheaper" in said(second.result().json()["messages"])
        texts = [(m["from"], m["text"]) for m in shopper.state()["messages"]][2:]
        assert [sender for sender, _ in texts] == ["shopper", "assistant"] * 2


def test_two_sessions_cancel_the_same_order_once(stack: Stack) -> None:
    shoppers = [Shopper(stack.url, user_id=MAYA) for _ in range(2)]
    try:
        for shopper in shoppers:
            shopper.say("cancel a10001, ordered by mistake")
        payloads = [shopper.button("Yes, cancel it")["payload"] for shopper in shoppers]
        with ThreadPoolExecutor(2) as pool:
            replies = [
                said(r)
                for r in pool.map(lambda pair: pair[0].say(pair[1]), zip(shoppers, payloads, strict=True))
            ]
    finally:
        for shopper in shoppers:
            shopper.__exit__()
    assert sum("Done" in reply for reply in replies) == 1
    assert sum("cancelled already" in reply for reply in replies) == 1
    order = stack.export()["orders"][ORDER]
    assert order["status"] == "cancelled"
    refunds = [p for p in order["payment_history"] if p["transaction_type"] == "refund"]
    assert [refund["amount"] for refund in refunds] == [53.95]


def test_the_same_button_pressed_twice_at_once(stack: Stack) -> None:
    with Shopper(stack.url, user_id=MAYA) as shopper, ThreadPoolExecutor(2) as pool:
        shopper.say("cancel a10001, ordered by mistake")
        yes = shopper.button("Yes, cancel it")["payload"]
        answers = list(pool.map(shopper.post, [yes, yes]))
        replies = [said(answer.json()["messages"]) for answer in answers]
    assert sum("Done" in reply for reply in replies) == 1
    assert sum("did nothing" in reply for reply in replies) == 1
    order = stack.export()["orders"][ORDER]
    assert len([p for p in order["payment_history"] if p["transaction_type"] == "refund"]) == 1


def test_a_model_that_rasa_cannot_use_is_not_ready(whole: Stack, tmp_path: Path) -> None:
    broken, usual = tmp_path / "broken.tar.gz", whole.extra
    broken.write_bytes(b"no model")
    whole.stop("rasa")
    whole.extra = {**usual, "AISLE_RASA_MODEL": str(broken)}
    try:
        whole.start("rasa")
        wait_until_rasa_answers_or_ends(whole)
        status, parts = health(whole)
        assert status == 503
        assert parts["rasa"] is False
    finally:
        whole.stop("rasa")
        whole.extra = usual


def wait_until_rasa_answers_or_ends(stack: Stack, within_s: float = 60) -> None:
    """Rasa serves its root address also without a model."""
    end = time.monotonic() + within_s
    while stack.processes["rasa"].poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{stack.ports['rasa']}/", timeout=5)
            return
        except httpx.HTTPError:
            assert time.monotonic() < end, stack.logs()
            time.sleep(0.5)
