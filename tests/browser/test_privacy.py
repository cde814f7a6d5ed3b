"""Who is asking, and what the shop may know of their visit."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.browser.watch import Watch
from tests.browser.widget import Widget
from tests.support.stack import Stack


def test_a_signed_in_customer_is_not_asked_who_they_are(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/signin")
    page.get_by_role("button", name="Continue as Liam").click()
    widget = Widget(page).open()
    widget.say("Where is my order?")
    card = widget.order("#A10004")
    expect(card).to_contain_text("On its way")
    expect(card).to_contain_text("9400129616483957850414")
    expect(widget.panel.get_by_text("email")).to_have_count(0)


def test_signing_out_hides_the_conversation(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.url}/signin")
    page.get_by_role("button", name="Continue as Liam").click()
    widget = Widget(page).open()
    widget.say("Where is my order?")
    expect(widget.order("#A10004")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(widget.panel).to_be_visible()
    expect(widget.panel).to_contain_text("How can we help?")
    expect(widget.root.locator("article")).to_have_count(0)
    expect(widget.say("Where is my order?")).to_contain_text("email")


def test_nothing_is_told_before_yes_and_nothing_after_no(page: Page, stack: Stack, watch: Watch) -> None:
    consent = page.get_by_role("region", name="Privacy choice")
    expect(consent).to_be_visible()
    product = f"{stack.url}/p/p-nightjar-400"
    visit(page, product)
    visit(page, stack.url)
    assert watch.sent("/api/conversations") == []
    assert page_views(watch) == []

    visit(page, product)
    # Saying yes begins the conversation that the page views belong to.
    with page.expect_response("**/api/conversations") as begun:
        consent.get_by_role("button", name="Yes").click()
    assert begun.value.status == 201
    with page.expect_response("**/events") as told:
        Widget(page).open()
    assert told.value.ok
    assert page_views(watch) == ["product"]

    with page.expect_response("**/events") as withdrawn:
        page.get_by_role("button", name="Privacy choice").click()
        consent.get_by_role("button", name="No").click()
    assert withdrawn.value.ok
    expect(consent).to_be_hidden()
    visit(page, stack.url)
    visit(page, product)
    expect(Widget(page).field).to_be_visible()
    assert page_views(watch) == ["product"]


def test_the_choice_is_asked_once(page: Page) -> None:
    consent = page.get_by_role("region", name="Privacy choice")
    consent.get_by_role("button", name="No").click()
    page.reload()
    expect(consent).to_be_hidden()
    page.get_by_role("button", name="Privacy choice").click()
    expect(consent).to_be_visible()


def page_views(watch: Watch) -> list[str]:
    """Kinds of the page views told to the server so far."""
    events = [json.loads(body) for body in watch.sent("/events")]
    return [event["kind"] for event in events if event["type"] == "page_view"]


def visit(page: Page, url: str) -> None:
    """Go there and wait until the page has said all it says by itself."""
    page.goto(url, wait_until="networkidle")
