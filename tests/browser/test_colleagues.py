"""Two agents: transfer, take-over, mentions, being away; and an agent who vanishes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
from tests.browser.test_reach import check, still
from tests.browser.watch import Watch
from tests.browser.widget import Widget
from tests.support.shopper import Shopper
from tests.support.stack import Stack

VANISHED_AFTER_S = "6"


@pytest.fixture
def kim(new_context: NewContext, stack: Stack) -> Desk:
    """An administrator at the desk."""
    return Desk(still(new_context, "light"), stack.url).sign_in()


@pytest.fixture
def rob(robin: str, new_context: NewContext, stack: Stack) -> Desk:
    """An agent at the desk, in another browser."""
    return Desk(still(new_context, "light"), stack.url).sign_in(robin)


def choose_in_dialog(desk: Desk, name: str) -> None:
    """In the open dialog choose the colleague of that name by typing it."""
    field = desk.page.get_by_role("dialog").get_by_label("To")
    expect(field).to_be_focused()
    expect(field.get_by_role("option", name=name)).to_have_count(1)
    desk.type(name)
    check(desk.page)
    desk.type("Tab", "Tab", "Enter")


def test_a_conversation_goes_to_a_colleague_and_the_shopper_is_told(
    widget: Widget, kim: Desk, rob: Desk
) -> None:
    widget.say("I want to talk to a human")
    kim.take("Visitor")
    kim.type("Escape", "x")
    choose_in_dialog(kim, "Robin")
    expect(widget.panel).to_contain_text("You are talking to Robin.")
    expect(kim.reply).to_have_count(0)
    rob.type("2")
    expect(rob.queue.locator("button.entry").last).to_be_visible()
    rob.type("j", "c")
    expect(rob.reply).to_be_focused()
    rob.say("Robin here, how can I help?")
    expect(widget.panel.get_by_text("Robin here, how can I help?")).to_be_visible()
    # Only a lead may take what a colleague has.
    expect(kim.page.get_by_role("button", name="Take over")).to_be_visible()
    kim.type("o")
    expect(kim.reply).to_be_focused()
    expect(widget.panel).to_contain_text("You are talking to Kim.")
    expect(rob.reply).to_have_count(0)
    expect(rob.page.get_by_role("button", name="Take over")).to_have_count(0)


def test_a_lead_assigns_who_waits(widget: Widget, kim: Desk, rob: Desk) -> None:
    widget.say("I want to talk to a human")
    expect(kim.waiting("Visitor")).to_be_visible()
    kim.type("j", "x")
    choose_in_dialog(kim, "Robin")
    expect(widget.panel).to_contain_text("You are talking to Robin.")
    rob.type("2")
    expect(rob.queue.locator("button.entry").last).to_be_visible()
    rob.type("j", "c")
    expect(rob.reply).to_be_focused()
    # Who leads nobody gives away only what is theirs.
    expect(kim.reply).to_have_count(0)


def test_a_note_that_names_a_colleague_reaches_them_and_nobody_else(
    widget: Widget, kim: Desk, rob: Desk
) -> None:
    widget.say("I want to talk to a human")
    kim.take("Visitor")
    kim.type("Escape", "n", "@robin do we repair these tents?", "Enter")
    mention = rob.page.get_by_role("button", name="Open the note that names you")
    expect(mention).to_have_text("1 mention")
    check(rob.page)
    rob.type("@")
    note = rob.page.locator("aisle-notes").get_by_text("@robin do we repair these tents?", exact=True)
    expect(note).to_be_visible()
    expect(mention).to_have_count(0)
    rob.type("n", "Up to five years old.", "Enter")
    expect(kim.page.locator("aisle-notes").get_by_text("Up to five years old.", exact=True)).to_be_visible()
    expect(widget.panel).not_to_contain_text("repair")


def test_of_two_who_take_at_once_one_has_it(widget: Widget, kim: Desk, rob: Desk, watch: Watch) -> None:
    watch.allow(r"409 \(Conflict\)")
    widget.say("I want to talk to a human")
    for desk in (kim, rob):
        desk.waiting("Visitor").click()
        expect(desk.page.get_by_role("button", name="Take", exact=True)).to_be_visible()
    for desk in (kim, rob):
        desk.type("t")
    expect(kim.reply).to_be_focused()
    expect(rob.page.get_by_text("With Kim").first).to_be_visible()
    expect(rob.reply).to_have_count(0)
    expect(widget.panel.get_by_text("has joined the conversation")).to_have_count(1)


def test_nobody_is_promised_while_everybody_is_away(widget: Widget, kim: Desk) -> None:
    kim.type("a")
    expect(kim.page.get_by_role("checkbox", name="I take conversations")).not_to_be_checked()
    widget.panel.get_by_role("button", name="Talk to a person").click()
    expect(widget.panel).to_contain_text("No colleague is at the desk at this moment.")
    kim.type("a")
    expect(widget.panel).to_contain_text("A person will join you here.")
    expect(widget.panel.locator("aisle-leave-form")).to_have_count(0)


@pytest.fixture
def impatient(running_stack: Stack) -> Iterator[None]:
    """`web` that takes an agent for gone after seconds, not after a minute."""
    with running_stack.setting(AISLE_VANISHED_AFTER_S=VANISHED_AFTER_S):
        yield


def test_who_vanishes_gives_the_shopper_back_to_the_queue(
    impatient: None, widget: Widget, kim: Desk, rob: Desk, stack: Stack
) -> None:
    widget.say("I want to talk to a human")
    rob.take("Visitor")
    rob.say("One moment, please.")
    expect(widget.panel).to_contain_text("You are talking to Robin.")
    rob.page.close()
    expect(widget.panel).to_contain_text("Robin has lost the connection. I've put you back")
    expect(widget.panel).to_contain_text("A person will join you here.")
    expect(kim.waiting("Visitor")).to_be_visible()
    kim.take("Visitor")
    expect(widget.panel).to_contain_text("You are talking to Kim.")
    # Who comes back sees that somebody else has it.
    again = Desk(rob.page.context.new_page(), stack.url)
    expect(again.page.get_by_text("Live", exact=True)).to_be_visible()
    expect(again.queue.get_by_text("Nobody is waiting.")).to_be_visible()
    again.type("2")
    expect(again.queue.get_by_text("You have no conversations.")).to_be_visible()


def test_a_lost_network_is_said_and_what_was_missed_is_caught_up(
    widget: Widget, kim: Desk, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED")
    widget.say("I want to talk to a human")
    kim.take("Visitor")
    kim.page.context.set_offline(True)
    expect(kim.page.get_by_text("Reconnecting…")).to_be_visible()
    kim.type("Are you there?", "Enter")
    expect(kim.page.get_by_text("Your reply was not sent.")).to_be_visible()
    expect(kim.reply).to_have_value("Are you there?")
    widget.say_to_person("I am here.")
    kim.page.context.set_offline(False)
    expect(kim.page.get_by_text("Live", exact=True)).to_be_visible()
    expect(kim.history.get_by_text("I am here.")).to_be_visible()
    kim.type("Enter")
    expect(widget.panel.get_by_text("Are you there?")).to_have_count(1)


def test_a_link_leads_to_its_conversation_past_the_login(
    visitor: Shopper, new_context: NewContext, stack: Stack
) -> None:
    visitor.say("How long do I have to return something?")
    page = still(new_context, "light")
    Desk(page, stack.url, f"#{visitor.id}").sign_in()
    expect(page.get_by_role("log", name="Conversation history")).to_contain_text("30 days")
