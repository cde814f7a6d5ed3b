"""Asking for a person, rating, taking the words along, being rid of them."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
from tests.browser.watch import Watch
from tests.browser.widget import Widget
from tests.support.stack import Stack

QUESTION = "How long do I have to return something?"


def test_nobody_there_is_said_and_a_message_with_an_address_is_taken(widget: Widget) -> None:
    widget.panel.get_by_role("button", name="Talk to a person").click()
    expect(widget.panel).to_contain_text("No colleague is at the desk at this moment.")
    form = widget.panel.locator("aisle-leave-form")
    form.get_by_role("textbox", name="Your email").fill("liam at example")
    form.get_by_role("button", name="Send to the team").click()
    expect(form).to_contain_text("Please give an email address")
    expect(form.get_by_role("textbox", name="Your email")).to_be_focused()
    form.get_by_role("textbox", name="Message to the team").fill("My pack's buckle broke.")
    form.get_by_role("textbox", name="Your email").fill("liam@example.com")
    form.get_by_role("button", name="Send to the team").click()
    expect(widget.panel).to_contain_text("Thank you. A person answers at liam@example.com.")
    expect(widget.own.get_by_text("My pack's buckle broke.")).to_have_count(1)
    expect(form).to_have_count(0)


def test_while_somebody_is_at_the_desk_the_place_in_the_queue_is_told(
    widget: Widget, new_context: NewContext, stack: Stack
) -> None:
    desk = Desk(new_context().new_page(), stack.url)
    desk.sign_in()
    widget.panel.get_by_role("button", name="Talk to a person").click()
    expect(widget.panel).to_contain_text("A person will join you here.")
    expect(widget.panel.locator(".banner")).to_contain_text("You can go on writing")
    expect(widget.panel.locator("aisle-leave-form")).to_have_count(0)


def test_a_conversation_is_ended_rated_and_goes_on(widget: Widget) -> None:
    widget.say(QUESTION)
    widget.choose("End the conversation")
    expect(widget.panel).to_contain_text("This conversation was ended.")
    rating = widget.panel.locator("aisle-rating")
    rating.get_by_role("radio", name="Good", exact=True).check(force=True)
    rating.get_by_label("What could be better?").fill("Quicker.")
    rating.get_by_role("button", name="Send rating").click()
    expect(widget.panel).to_contain_text("Thank you for your rating.")
    expect(widget.say("What does express delivery cost?")).to_contain_text("$12.95")
    expect(widget.panel.get_by_text("This conversation was ended.", exact=False)).to_have_count(0)


def test_the_transcript_is_a_file(widget: Widget) -> None:
    widget.say(QUESTION)
    with widget.page.expect_download() as download:
        widget.choose("Download transcript")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert QUESTION in text
    assert "30 days" in text


def test_what_is_stored_is_shown_and_deleted(page: Page, widget: Widget, watch: Watch) -> None:
    watch.allow("404")
    widget.say(QUESTION)
    before = widget.stored("aisle-conversation")["id"]
    widget.choose("Privacy and your data")
    stored = widget.panel.get_by_role("region", name="What is stored")
    expect(stored).to_contain_text("Messages")
    stored.get_by_role("button", name="Delete this conversation").click()
    expect(stored.get_by_role("button", name="No, keep it")).to_be_focused()
    stored.get_by_role("button", name="Yes, delete it").click()
    expect(stored).to_contain_text("were deleted")
    page.keyboard.press("Escape")
    expect(widget.root.locator("article")).to_have_count(0)
    expect(widget.say(QUESTION)).to_contain_text("30 days")
    assert widget.stored("aisle-conversation")["id"] != before


def test_page_views_are_asked_for_and_can_be_switched(page: Page, widget: Widget) -> None:
    widget.say(QUESTION)
    widget.choose("Privacy and your data")
    box = widget.panel.get_by_role("checkbox")
    expect(box).not_to_be_checked()
    with page.expect_response("**/events") as told:
        box.check()
    assert told.value.ok
    assert page.evaluate("localStorage.getItem('aisle-consent')") == "yes"
    with page.expect_response("**/events"):
        box.uncheck()
    assert page.evaluate("localStorage.getItem('aisle-consent')") == "no"


def test_sound_is_off_until_it_is_wanted(page: Page, widget: Widget) -> None:
    widget.panel.get_by_role("button", name="Options").click()
    sound = widget.panel.get_by_role("switch", name="Sound for new messages")
    expect(sound).to_have_attribute("aria-checked", "false")
    sound.click()
    expect(sound).to_have_attribute("aria-checked", "true")
    page.reload()
    widget.panel.get_by_role("button", name="Options").click()
    expect(sound).to_have_attribute("aria-checked", "true")
