"""Reloads, other pages, other tabs, a lost network: the conversation goes on, each message once."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.watch import Watch
from tests.browser.widget import Widget
from tests.support.stack import Stack

QUESTION = "How long do I have to return something?"


def test_a_reload_keeps_the_conversation_and_the_open_widget(page: Page, widget: Widget) -> None:
    widget.say(QUESTION)
    said = widget.texts()
    page.reload()
    expect(widget.panel).to_be_visible()
    expect(widget.root.locator("article .bubble")).to_have_text(said)
    expect(widget.say("What does express delivery cost?")).to_contain_text("$12.95")


def test_a_closed_widget_stays_closed_after_a_reload(page: Page, widget: Widget) -> None:
    widget.field.press("Escape")
    page.reload()
    expect(widget.launcher).to_be_visible()
    expect(widget.panel).to_have_count(0)


def test_another_page_shows_the_same_conversation(page: Page, widget: Widget) -> None:
    widget.say(QUESTION)
    said = widget.texts()
    page.get_by_role("link", name="Help", exact=True).click()
    expect(page).to_have_url(re.compile("/help$"))
    expect(widget.panel).to_be_visible()
    expect(widget.root.locator("article .bubble")).to_have_text(said)


def test_two_tabs_show_the_same_messages(page: Page, widget: Widget, stack: Stack) -> None:
    other_page = page.context.new_page()
    other_page.goto(f"{stack.url}/c/tents")
    other = Widget(other_page).open()
    widget.say(QUESTION)
    expect(other.replies.last).to_contain_text("30 days")
    other.say("What does express delivery cost?")
    expect(widget.replies.last).to_contain_text("$12.95")
    expect(widget.root.locator("article .bubble")).to_have_text(other.texts())


def test_what_is_written_offline_is_sent_once_the_network_is_back(
    page: Page, widget: Widget, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    watch.allow("ERR_NETWORK_CHANGED")
    widget.say("hello")
    page.context.set_offline(True)
    expect(widget.panel).to_contain_text("You are offline.")
    replies = widget.replies.count()
    widget.field.fill("What does express delivery cost?")
    widget.field.press("Enter")
    expect(widget.own.last).to_contain_text("What does express delivery cost?")
    expect(widget.panel).to_contain_text("Waiting for the connection")
    page.context.set_offline(False)
    expect(widget.replies.nth(replies)).to_contain_text("$12.95")
    expect(widget.panel.get_by_text("You are offline.")).to_have_count(0)
    expect(widget.own.filter(has_text="express delivery")).to_have_count(1)
    page.reload()
    expect(widget.own.filter(has_text="express delivery")).to_have_count(1)
    expect(widget.root.locator("article[data-status]")).to_have_count(0)
