"""A morning at the desk: everything by keyboard, help beside the conversation, what a manager reads."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
from tests.browser.test_reach import check, still
from tests.support.stack import AGENT_EMAIL, AGENT_PASSWORD, Stack

PATIENCE_S = 30


@dataclass
class Visitor:
    """A shopper on the other side, over HTTP."""

    url: str
    id: str
    token: str

    def call(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        address = f"{self.url}/api/conversations/{self.id}/{path}"
        response = httpx.request(method, address, headers=headers, timeout=PATIENCE_S, **options)
        assert response.is_success, response.text
        return response.json()

    def say(self, text: str) -> None:
        self.call("POST", "messages", json={"text": text})

    def history(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.call("GET", "messages")["messages"]
        return messages

    def end(self) -> None:
        self.call("POST", "end")


@pytest.fixture
def visitor(stack: Stack) -> Any:
    """A shopper who has asked for a person; whatever happens, they end it."""
    created = httpx.post(f"{stack.url}/api/conversations", json={}, timeout=PATIENCE_S).json()
    visitor = Visitor(stack.url, created["id"], created["token"])
    yield visitor
    visitor.end()


@pytest.fixture
def desk(new_context: NewContext, stack: Stack) -> Desk:
    """The desk, with nobody signed in."""
    return Desk(still(new_context, "light"), stack.url)


def sign_in_by_keyboard(desk: Desk) -> None:
    keyboard = desk.page.keyboard
    expect(desk.page.get_by_label("Email")).to_be_focused()
    keyboard.type(AGENT_EMAIL)
    keyboard.press("Tab")
    keyboard.type(AGENT_PASSWORD)
    keyboard.press("Enter")
    expect(desk.page.get_by_text("Live", exact=True)).to_be_visible()


def test_a_morning_without_the_mouse(desk: Desk, visitor: Visitor) -> None:
    visitor.say("How long do I have to return something?")
    visitor.say("I want to talk to a human")
    visitor.say("And how long do refunds take?")
    page, keyboard = desk.page, desk.page.keyboard
    sign_in_by_keyboard(desk)
    keyboard.press("6")
    page.get_by_label("Name", exact=True).last.focus()
    keyboard.type("hello")
    keyboard.press("Tab")
    keyboard.type("Hello {name}, this is {agent}.")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove hello")).to_be_visible()
    keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    keyboard.press("1")
    keyboard.press("j")
    expect(desk.history.get_by_text("And how long do refunds take?")).to_be_visible()
    keyboard.press("t")
    expect(desk.reply).to_be_focused()
    keyboard.type("/hello")
    keyboard.press("Tab")
    expect(desk.reply).to_have_value("Hello, this is Kim.")
    keyboard.press("Enter")
    expect(desk.history.get_by_text("Hello, this is Kim.")).to_be_visible()
    keyboard.press("Escape")
    keyboard.press("n")
    keyboard.type("Asked about refunds")
    keyboard.press("Enter")
    expect(page.get_by_text("Asked about refunds", exact=True)).to_be_visible()
    keyboard.press("Escape")
    keyboard.press("x")
    expect(page.get_by_role("dialog").get_by_label("To")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take", exact=True)).to_be_visible()
    keyboard.press("t")
    expect(desk.reply).to_be_focused()
    keyboard.press("Escape")
    keyboard.press("e")
    expect(desk.reply).to_have_count(0)
    keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    keyboard.press("Escape")
    said = visitor.history()
    assert "Hello, this is Kim." in [message["text"] for message in said]
    assert said[-1]["code"] == "ended"
    assert "Asked about refunds" not in str(said)


def test_suggested_replies_come_from_the_documents(desk: Desk, visitor: Visitor) -> None:
    visitor.say("I want to talk to a human")
    visitor.say("How long do I have to return something?")
    sign_in_by_keyboard(desk)
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("t")
    expect(desk.reply).to_be_focused()
    suggestion = desk.page.locator("aisle-suggestions")
    expect(suggestion).to_contain_text("30 days")
    expect(suggestion.locator("summary").first).to_be_visible()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("s")
    expect(desk.reply).to_be_focused()
    assert "30 days" in desk.reply.input_value()
    desk.reply.press("Enter")
    expect(desk.history.locator("[data-from='agent']").last).to_contain_text("30 days")


def test_an_order_is_cancelled_by_the_shops_rules(desk: Desk, visitor: Visitor, stack: Stack) -> None:
    visitor.say("Where is my order #A10001? My email is maya.chen@example.com")
    visitor.say("I want to talk to a human")
    sign_in_by_keyboard(desk)
    page = desk.page
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("t")
    expect(desk.reply).to_be_focused()
    order = page.locator("aisle-orders li", has_text="#A10001")
    order.locator("summary", has_text="Cancel order").click()
    order.get_by_role("button", name="Cancel #A10001").click()
    expect(order.get_by_text("Cancelled", exact=True)).to_be_visible()
    expect(desk.history).to_contain_text("order #A10001 is cancelled")
    assert stack.export()["orders"]["#A10001"]["status"] == "cancelled"
    assert visitor.history()[-1]["code"] == "errand_cancelled"


def test_a_photo_is_seen_and_words_are_found(desk: Desk, visitor: Visitor) -> None:
    visitor.say("My kettle zzyzx arrived dented")
    out = io.BytesIO()
    Image.new("RGB", (300, 200), (180, 40, 40)).save(out, "JPEG")
    visitor.call("POST", "files", files={"file": ("dent.jpg", out.getvalue(), "image/jpeg")})
    sign_in_by_keyboard(desk)
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("zzyzx")
    desk.page.keyboard.press("Enter")
    expect(desk.queue.locator("button.entry")).to_have_count(1)
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("j")
    picture = desk.history.get_by_role("button", name="dent.jpg")
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("aria-disabled", "false")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(
    new_context: NewContext, stack: Stack, visitor: Visitor, scheme: str
) -> None:
    visitor.say("Do you rent out tents to circuses?")
    visitor.say("This is ridiculous! I want to talk to a human")
    page: Page = still(new_context, scheme)
    desk = Desk(page, stack.url)
    sign_in_by_keyboard(desk)
    page.keyboard.press("j")
    expect(page.locator("aisle-notes")).to_be_visible()
    check(page)
    page.keyboard.press("t")
    expect(desk.reply).to_be_focused()
    check(page)
    page.keyboard.press("Escape")
    for key, dialog in (("x", "Transfer the conversation"), ("m", "Pick a canned reply")):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=dialog)).to_be_visible()
        check(page)
        page.keyboard.press("Escape")
    headings = (
        ("4", "Questions the documents do not answer"),
        ("5", "Numbers"),
        ("6", "Team"),
        ("7", "Offers and trends"),
    )
    for key, heading in headings:
        page.keyboard.press(key)
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        if key == "5":
            expect(page.get_by_text("Conversations a day")).to_be_visible()
        check(page)
    page.keyboard.press("2")
    for width in (900, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        check(page)
