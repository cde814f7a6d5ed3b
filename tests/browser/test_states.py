"""Axe in the states a conversation comes into with people, files, a bad network and other windows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
from tests.browser.test_cards import picture
from tests.browser.test_reach import check, still
from tests.browser.watch import Watch
from tests.browser.widget import Widget
from tests.support.stack import Stack

LAPTOP, PHONE = {"width": 1280, "height": 860}, {"width": 320, "height": 640}


@pytest.fixture(
    params=[("light", LAPTOP), ("dark", LAPTOP), ("light", PHONE)], ids=["light", "dark", "320px"]
)
def widget(request: pytest.FixtureRequest, new_context: NewContext, stack: Stack) -> Widget:
    """The open widget without motion, in both themes and on a small screen."""
    scheme, window = request.param
    page = still(new_context, scheme, window)
    page.goto(stack.url)
    return Widget(page).open()


def test_with_a_person(widget: Widget, new_context: NewContext, stack: Stack) -> None:
    page = widget.page
    desk = Desk(new_context().new_page(), stack.url).sign_in()
    widget.panel.get_by_role("button", name="Talk to a person").click()
    expect(widget.panel).to_contain_text("A person will join you here.")
    check(page)
    desk.take("Visitor")
    expect(widget.panel).to_contain_text("You are talking to Kim.")
    desk.type("Good morn")
    expect(widget.panel.get_by_text("Kim is typing")).to_be_visible()
    check(page)
    desk.say("Good morning.")
    expect(widget.panel.get_by_text("Good morning.", exact=True)).to_be_visible()
    widget.panel.get_by_role("button", name="Close chat").click()
    desk.say("Are you there?")
    expect(page.get_by_role("button", name=re.compile("1 unread"))).to_be_visible()
    check(page)
    page.get_by_role("button", name=re.compile("unread")).click()
    desk.give_back("")
    expect(widget.panel).to_contain_text("You are back with the automated assistant.")
    check(page)


def test_with_photos_and_a_bad_network(widget: Widget, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED")
    page = widget.page
    widget.attach({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"x"})
    expect(widget.panel).to_contain_text("Only JPEG, PNG and WebP pictures can be sent.")
    check(page)
    widget.attach(picture("dent.png"))
    expect(widget.own.last.locator(".picture[aria-disabled='false']")).to_be_visible()
    check(page)
    page.context.set_offline(True)
    expect(widget.panel).to_contain_text("You are offline.")
    widget.say_to_person("Are you there?")
    expect(widget.panel).to_contain_text("Waiting for the connection")
    check(page)
    page.context.set_offline(False)
    expect(widget.root.locator("article[data-status]")).to_have_count(0)


def test_after_the_end(widget: Widget) -> None:
    page = widget.page
    widget.say("hello")
    widget.choose("End the conversation")
    expect(widget.panel).to_contain_text("This conversation was ended.")
    check(page)
    rating = widget.panel.locator("aisle-rating")
    rating.get_by_role("radio", name="Good", exact=True).check(force=True)
    rating.get_by_role("button", name="Send rating").click()
    expect(widget.panel).to_contain_text("Thank you for your rating.")
    check(page)
    widget.choose("Privacy and your data")
    stored = widget.panel.get_by_role("region", name="What is stored")
    stored.get_by_role("button", name="Delete this conversation").click()
    expect(stored.get_by_role("button", name="No, keep it")).to_be_focused()
    check(page)


def test_a_message_that_was_refused_can_be_sent_again(page: Page, stack: Stack, watch: Watch) -> None:
    """The network gives no socket, and the server's answer is a refusal, once."""
    watch.allow("WebSocket|400")
    refused: list[str] = []

    def no_socket(socket: WebSocketRoute) -> None:
        socket.close()

    page.route_web_socket("**/socket", no_socket)
    page.goto(f"{stack.url}/help")
    widget = Widget(page).open()

    def refuse_once(route: Route) -> None:
        if refused or route.request.method != "POST":
            route.continue_()
            return
        refused.append("once")
        body = {"error": {"code": "invalid_field", "message": "No."}}
        route.fulfill(status=400, json=body)

    page.route("**/messages*", refuse_once)
    widget.field.fill("What does express delivery cost?")
    widget.field.press("Enter")
    again = widget.panel.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    check(page)
    again.press("Enter")
    expect(widget.replies.last).to_contain_text("$12.95")
    expect(widget.own.filter(has_text="express delivery")).to_have_count(1)
