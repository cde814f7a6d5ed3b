"""A morning at the desk without the mouse: every step of it is a key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
from tests.browser.test_reach import still, tab_to
from tests.support.shopper import Shopper
from tests.support.stack import Stack

QUESTION = "Do you rent out tents to circuses?"


@pytest.fixture
def desk(new_context: NewContext, stack: Stack) -> Desk:
    """The desk in a browser whose mouse does nothing: a click by a test would be an error."""
    page = still(new_context, "light")
    page.add_init_script(
        "for (const kind of ['pointerdown', 'mousedown'])"
        " addEventListener(kind, () => { throw new Error('the mouse was used') }, true)"
    )
    return Desk(page, stack.url)


def test_a_morning_without_the_mouse(desk: Desk, visitors: Callable[..., Shopper]) -> None:
    maya = visitors(user_id="maya_chen_1042")
    maya.say("How long do I have to return something?")
    maya.say("I want to talk to a human")
    upset = visitors()
    upset.say(QUESTION)
    upset.say("This is ridiculous! I want to talk to a human")
    german = visitors(language="de")
    german.say("I want to talk to a human")
    desk.sign_in()
    sees_who_waits_and_why(desk)
    makes_a_canned_reply(desk)
    takes_all_three(desk)
    removes_the_canned_reply(desk)
    hears_one_of_them_and_answers(desk, upset)
    sends_a_suggested_reply(desk, maya)
    leaves_a_note(desk, maya)
    writes_a_draft_for_the_documents(desk)
    returns_one_to_the_assistant(desk, maya)
    puts_one_back_and_ends_it(desk, upset)
    ends_the_last(desk, german)
    reads_the_numbers_and_goes(desk)


def sees_who_waits_and_why(desk: Desk) -> None:
    entries = desk.queue.locator("button.entry")
    expect(entries).to_have_count(3)
    expect(entries.nth(0)).to_contain_text("Maya Chen")
    expect(entries.nth(0)).to_contain_text("Asked for a person")
    expect(entries.nth(0)).to_contain_text("waiting")
    expect(entries.nth(1)).to_contain_text("Frustrated")
    expect(entries.nth(2)).to_contain_text("German")


def makes_a_canned_reply(desk: Desk) -> None:
    page = desk.page
    desk.type("6")
    expect(page.get_by_role("heading", name="Team", exact=True)).to_be_visible()
    tab_to(page, page.get_by_label("Name", exact=True).last)
    desk.type("hello", "Tab", "Hello {name}, this is {agent}.", "Tab", "Enter")
    expect(page.get_by_role("button", name="Remove hello")).to_be_visible()


def takes_all_three(desk: Desk) -> None:
    for left in (2, 1, 0):
        desk.type("1", "j", "t")
        expect(desk.reply).to_be_focused()
        desk.type("/hello", "Tab", "Enter")
        expect(desk.history.get_by_text("this is Kim.")).to_be_visible()
        desk.type("Escape", "1")
        expect(desk.queue.locator("button.entry")).to_have_count(left)
    desk.type("2")
    expect(desk.queue.locator("button.entry")).to_have_count(3)


def removes_the_canned_reply(desk: Desk) -> None:
    remove = desk.page.get_by_role("button", name="Remove hello")
    desk.type("6")
    tab_to(desk.page, remove)
    desk.type("Enter")
    expect(remove).to_have_count(0)
    desk.type("2")


def hears_one_of_them_and_answers(desk: Desk, upset: Shopper) -> None:
    """Another conversation is open; the badge says where somebody has written."""
    open_one(desk, "Maya Chen")
    upset.say("So, do you?")
    entry = desk.queue.locator("button.entry", has_text="Frustrated")
    expect(entry.get_by_label("1 unread")).to_be_visible()
    go_to(desk, entry)
    expect(desk.history.get_by_text("So, do you?")).to_be_visible()
    expect(entry.get_by_label("1 unread")).to_have_count(0)
    desk.type("c")
    expect(desk.reply).to_be_focused()
    desk.type("We do not, I am sorry.", "Enter", "Escape")
    expect(desk.history.get_by_text("We do not, I am sorry.")).to_be_visible()
    assert upset.history()[-1]["text"] == "We do not, I am sorry."


def sends_a_suggested_reply(desk: Desk, maya: Shopper) -> None:
    maya.say("How long do I have to return something?")
    open_one(desk, "Maya Chen")
    expect(desk.page.locator("aisle-suggestions")).to_contain_text("30 days")
    desk.type("s")
    expect(desk.reply).to_be_focused()
    desk.type("Enter", "Escape")
    expect(desk.history.locator("[data-from='agent']").last).to_contain_text("30 days")


def leaves_a_note(desk: Desk, maya: Shopper) -> None:
    desk.type("n", "Asked about returns", "Enter", "Escape")
    expect(desk.page.locator("aisle-notes").get_by_text("Asked about returns", exact=True)).to_be_visible()
    assert "Asked about returns" not in str(maya.history())


def writes_a_draft_for_the_documents(desk: Desk) -> None:
    page = desk.page
    desk.type("4")
    field = page.get_by_label(f"Draft answer to “{QUESTION}”")
    expect(field).to_be_visible()
    tab_to(page, field)
    desk.type("We do not rent anything out.", "Tab", "Enter")
    expect(field).to_have_count(0)
    tab_to(page, page.get_by_role("button", name="Drafts"), "Shift+Tab")
    desk.type("Enter")
    expect(field).to_have_value("We do not rent anything out.")
    drafts = page.get_by_role("link", name="Download all drafts (Markdown)")
    tab_to(page, drafts)
    with page.expect_download() as download:
        desk.type("Enter")
    assert "We do not rent anything out." in download.value.path().read_text(encoding="utf-8")


def returns_one_to_the_assistant(desk: Desk, maya: Shopper) -> None:
    desk.type("2")
    open_one(desk, "Maya Chen")
    desk.type("r")
    expect(desk.page.get_by_label("Note for the assistant")).to_be_focused()
    desk.type("Thirty days, agreed.", "Enter")
    expect(desk.reply).to_have_count(0)
    assert maya.state()["state"] == "assistant"
    assert any("$12.95" in one["text"] for one in maya.say("What does express delivery cost?"))


def puts_one_back_and_ends_it(desk: Desk, upset: Shopper) -> None:
    open_one(desk, "Frustrated")
    desk.type("x")
    expect(desk.page.get_by_role("dialog").get_by_label("To")).to_be_focused()
    desk.type("Tab", "Tab", "Enter")
    expect(desk.page.get_by_role("button", name="Take", exact=True)).to_be_visible()
    assert upset.state()["state"] == "waiting"
    desk.type("t")
    expect(desk.reply).to_be_focused()
    dialog = desk.page.get_by_role("dialog", name="End the conversation")
    desk.type("Escape", "e")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    desk.type("Escape")
    expect(dialog).to_be_hidden()
    expect(desk.reply).to_be_visible()
    desk.type("e", "Tab", "Enter")
    expect(desk.reply).to_have_count(0)
    assert "Kim has ended this conversation." in upset.history()[-1]["text"]


def ends_the_last(desk: Desk, german: Shopper) -> None:
    desk.type("2")
    open_one(desk, "German")
    desk.type("e", "Tab", "Enter")
    expect(desk.queue.get_by_text("You have no conversations.")).to_be_visible()
    assert "beendet" in german.history()[-1]["text"]


def reads_the_numbers_and_goes(desk: Desk) -> None:
    page = desk.page
    desk.type("5")
    figures = page.locator(".figures")
    expect(figures).to_contain_text("First response")
    expect(figures).not_to_contain_text("none yet")
    tab_to(page, page.get_by_role("button", name="30 days"))
    desk.type("Enter")
    expect(page.get_by_role("button", name="30 days")).to_have_attribute("aria-pressed", "true")
    desk.type("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    desk.type("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
    desk.type("a")
    expect(page.get_by_role("checkbox", name="I take conversations")).not_to_be_checked()
    desk.type("a")
    expect(page.get_by_role("checkbox", name="I take conversations")).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Sign out"), "Shift+Tab")
    desk.type("Enter")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def open_one(desk: Desk, text: str) -> None:
    go_to(desk, desk.queue.locator("button.entry", has_text=text))


def go_to(desk: Desk, entry: Locator) -> None:
    """Press j to the end and k from there, until that conversation is open."""
    expect(entry).to_be_visible()
    for key in "jjjkkk":
        if entry.get_attribute("aria-current") == "true":
            return
        desk.type(key)
        expect(desk.queue.locator("[aria-current='true']")).to_have_count(1)
    expect(entry).to_have_attribute("aria-current", "true")
