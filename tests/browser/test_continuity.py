"""Reloads, other pages, other tabs, a lost network: the conversation goes on, each message once."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
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


def test_what_is_half_written_goes_along_to_the_next_page(page: Page, widget: Widget) -> None:
    widget.field.fill("I was about to ask")
    page.get_by_role("link", name="Help", exact=True).click()
    expect(page).to_have_url(re.compile("/help$"))
    expect(widget.field).to_have_value("I was about to ask")
    widget.say("What does express delivery cost?")
    page.reload()
    expect(widget.field).to_have_value("")


def test_the_next_page_shows_the_same_place(page: Page, widget: Widget) -> None:
    for _ in range(3):
        widget.say(QUESTION)
    widget.panel.locator(".scroll").hover()
    first = widget.root.locator("article[data-seq='1']")
    page.mouse.wheel(0, -3000)
    expect(first).to_be_in_viewport()
    page.get_by_role("link", name="Help", exact=True).click()
    expect(page).to_have_url(re.compile("/help$"))
    expect(first).to_be_in_viewport()
    expect(widget.replies.last).not_to_be_in_viewport()


def test_what_a_closed_tab_had_not_sent_is_sent_by_the_next_once(
    page: Page, widget: Widget, watch: Watch, stack: Stack
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    watch.allow("ERR_NETWORK_CHANGED")
    widget.say("hello")
    page.context.set_offline(True)
    expect(widget.panel).to_contain_text("You are offline.")
    widget.say_to_person("What does express delivery cost?")
    page.close()
    page.context.set_offline(False)
    next_page = page.context.new_page()
    next_page.goto(stack.url)
    other = Widget(next_page).open()
    expect(other.replies.last).to_contain_text("$12.95")
    expect(other.own.filter(has_text="express delivery")).to_have_count(1)


def test_a_restart_of_the_server_loses_nothing(widget: Widget, watch: Watch, stack: Stack) -> None:
    watch.allow("ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|closed before")
    widget.say("hello")
    stack.stop("web")
    for text in (QUESTION, "What does express delivery cost?"):
        widget.say_to_person(text)
    expect(widget.panel).to_contain_text("Connection lost. Trying again")
    stack.start("web")
    stack.wait_ready()
    expect(widget.replies.last).to_contain_text("$12.95")
    expect(widget.own).to_have_text(
        [re.compile("hello"), re.compile("How long"), re.compile("express delivery")]
    )
    expect(widget.root.locator("article[data-status]")).to_have_count(0)


def test_unread_messages_are_counted_on_the_launcher(
    page: Page, widget: Widget, new_context: NewContext, stack: Stack
) -> None:
    widget.say("I want to talk to a human")
    desk = Desk(new_context().new_page(), stack.url)
    desk.sign_in()
    desk.take("Visitor")
    widget.panel.get_by_role("button", name="Close chat").click()
    page.goto(f"{stack.url}/help")
    desk.say("Hi, Kim here.")
    desk.say("What is it about?")
    expect(page.get_by_role("button", name=re.compile(r"Chat with us, \d unread"))).to_be_visible()
    page.get_by_role("button", name=re.compile("unread")).click()
    expect(widget.panel.get_by_text("What is it about?")).to_be_visible()
    expect(page.locator("aisle-chat [aria-haspopup] span")).to_be_hidden()
    desk.give_back("")


def test_lines_are_begun_with_shift_and_the_field_grows(widget: Widget) -> None:
    before = widget.field.bounding_box()
    widget.field.press_sequentially("one")
    widget.field.press("Shift+Enter")
    widget.field.press_sequentially("two")
    expect(widget.field).to_have_value("one\ntwo")
    after = widget.field.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    expect(widget.own).to_have_count(0)
