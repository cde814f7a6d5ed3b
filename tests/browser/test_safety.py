"""Hostile text stays text, wherever it comes from and wherever it is shown."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
from tests.browser.watch import Watch
from tests.browser.widget import Widget
from tests.support.stack import Stack

IMAGE = '<img src=x onerror="window.hacked=1">'
SCRIPT = "<script>window.hacked=1</script><svg onload=window.hacked=1>"
LINK = "javascript:window.hacked=1 and http://shop.example.evil/x"


def test_what_shopper_and_agent_write_is_shown_as_text(
    page: Page, widget: Widget, new_context: NewContext, stack: Stack
) -> None:
    widget.say("I want to talk to a human")
    for text in (IMAGE, SCRIPT):
        widget.say_to_person(text)
    desk = Desk(new_context().new_page(), stack.url)
    desk.sign_in()
    desk.take("Visitor")
    for text in (IMAGE, SCRIPT):
        expect(desk.history.get_by_text(text, exact=True)).to_be_visible()
    for text in (IMAGE + " from Kim", SCRIPT + " from Kim", LINK):
        desk.say(text)
        expect(widget.panel.get_by_text(text, exact=True)).to_be_visible()
    desk.give_back(SCRIPT)
    expect(widget.panel).to_contain_text("You are back with the automated assistant.")
    for shown, where in ((widget.root, page), (desk.history, desk.page)):
        has_run_nothing(where, shown)


@pytest.mark.parametrize("path", ["/help/returns?q={}", "/p/{}", "/c/{}", "/help/{}", "/{}"])
def test_hostile_addresses_are_shown_as_text(page: Page, stack: Stack, path: str, watch: Watch) -> None:
    watch.allow(r"404 \(Not Found\)")
    page.goto(stack.url + path.format(quote(IMAGE, safe="")))
    has_run_nothing(page, page.locator("main"))


def test_what_the_assistant_quotes_of_the_shopper_is_text(page: Page, widget: Widget) -> None:
    widget.say(f"Where is my order? My email is {IMAGE}")
    has_run_nothing(page, widget.root)


def has_run_nothing(page: Page, shown: Locator) -> None:
    """No script of the texts ran, and none of them became an element or a link."""
    expect(
        shown.locator("img[src='x'], script, svg[onload], a[href*='javascript'], a[href*='evil']")
    ).to_have_count(0)
    assert page.evaluate("window.hacked") is None
