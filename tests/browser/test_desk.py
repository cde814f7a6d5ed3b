"""Help beside the conversation, photos, search; every page of the desk by axe."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
from tests.browser.test_reach import check, still, tab_to
from tests.browser.watch import Watch
from tests.support.shopper import Shopper
from tests.support.stack import AGENT_EMAIL, Stack
from web.desk.auth import COOKIE


@pytest.fixture
def desk(new_context: NewContext, stack: Stack) -> Desk:
    """The desk, with nobody signed in."""
    return Desk(still(new_context, "light"), stack.url)


def test_suggested_replies_come_from_the_documents(desk: Desk, visitor: Shopper) -> None:
    visitor.say("I want to talk to a human")
    visitor.say("How long do I have to return something?")
    desk.sign_in()
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


def test_a_photo_is_seen_and_words_are_found(desk: Desk, visitor: Shopper) -> None:
    visitor.say("My kettle zzyzx arrived dented")
    out = io.BytesIO()
    Image.new("RGB", (300, 200), (180, 40, 40)).save(out, "JPEG")
    visitor.send_photo("dent.jpg", out.getvalue())
    desk.sign_in()
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("zzyzx")
    desk.page.keyboard.press("Enter")
    expect(desk.queue.locator("button.entry")).to_have_count(1)
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("j")
    picture = desk.history.get_by_role("button", name="dent.jpg")
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("aria-disabled", "false")


def test_a_wrong_password_is_refused_and_the_cookie_is_out_of_reach(desk: Desk, watch: Watch) -> None:
    watch.allow(r"401 \(Unauthorized\).*/desk/api/login")
    expect(desk.page.get_by_label("Email")).to_be_focused()
    desk.type(AGENT_EMAIL, "Tab", "not the password", "Enter")
    expect(desk.page.get_by_role("alert")).to_have_text("That email and password do not match.")
    check(desk.page)
    desk.page.reload()
    desk.sign_in()
    (cookie,) = [one for one in desk.page.context.cookies(desk.page.url) if one.get("name") == COOKIE]
    assert (cookie.get("httpOnly"), cookie.get("sameSite"), cookie.get("path")) == (True, "Strict", "/desk")


def test_signing_out_ends_the_other_tab_too(desk: Desk) -> None:
    desk.sign_in()
    other = desk.page.context.new_page()
    other.goto(desk.page.url)
    expect(other.get_by_text("Live", exact=True)).to_be_visible()
    desk.page.get_by_role("button", name="Sign out").press("Enter")
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_restart_of_the_server_leaves_the_agent_at_the_desk(
    desk: Desk, visitor: Shopper, stack: Stack, watch: Watch
) -> None:
    watch.allow("ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|closed before")
    visitor.say("I want to talk to a human")
    desk.sign_in()
    desk.type("j", "t")
    expect(desk.reply).to_be_focused()
    stack.stop("web")
    expect(desk.page.get_by_text("Reconnecting…")).to_be_visible()
    desk.type("Are you still there?", "Enter")
    expect(desk.page.get_by_text("Your reply was not sent.")).to_be_visible()
    expect(desk.reply).to_have_value("Are you still there?")
    stack.start("web")
    stack.wait_ready()
    expect(desk.page.get_by_text("Live", exact=True)).to_be_visible()
    desk.type("Enter")
    expect(desk.history.get_by_text("Are you still there?")).to_have_count(1)
    assert [one["text"] for one in visitor.history()].count("Are you still there?") == 1


def test_the_title_calls_the_agent_back_and_sound_is_off(desk: Desk, visitor: Shopper) -> None:
    desk.sign_in()
    expect(desk.page).to_have_title("Aisle desk")
    visitor.say("I want to talk to a human")
    expect(desk.page).to_have_title("(1) Aisle desk")
    desk.type("j", "t")
    expect(desk.reply).to_be_focused()
    desk.type("Hello.", "Enter", "Escape")
    expect(desk.page).to_have_title("Aisle desk")
    sound = desk.page.get_by_role("checkbox", name="Sound")
    expect(sound).not_to_be_checked()
    tab_to(desk.page, sound, "Shift+Tab")
    desk.type("Space")
    desk.page.reload()
    expect(sound).to_be_checked()


def test_who_types_at_once_after_taking_loses_no_letter(desk: Desk, visitor: Shopper) -> None:
    visitor.say("I want to talk to a human")
    desk.sign_in()
    desk.type("j", "tHere to see to it.")
    expect(desk.reply).to_have_value("Here to see to it.")
    desk.type("Enter")
    expect(desk.history.get_by_text("Here to see to it.", exact=True)).to_be_visible()
    assert visitor.state()["state"] == "agent"


def test_what_was_said_before_is_one_step_away(desk: Desk, visitors: Callable[..., Shopper]) -> None:
    before = visitors(user_id="maya_chen_1042")
    before.say("How long do I have to return something?")
    before.rate(2)
    visitors(user_id="maya_chen_1042").say("I want to talk to a human")
    desk.sign_in()
    desk.type("j")
    past = desk.page.get_by_role("region", name="Earlier conversations")
    tab_to(desk.page, past.get_by_role("button").first)
    desk.type("Enter")
    expect(desk.history).to_contain_text("30 days")
    expect(past).to_contain_text("Rated 2 of 5")


def test_numbers_and_plots_follow_what_happens(desk: Desk, visitor: Shopper) -> None:
    visitor.say("I want to talk to a human")
    desk.sign_in()
    desk.type("j", "t")
    expect(desk.reply).to_be_focused()
    desk.type("Hello.", "Enter", "Escape")
    expect(desk.history.get_by_text("Hello.", exact=True)).to_be_visible()
    visitor.rate(5)
    desk.type("5")
    page = desk.page
    expect(page.locator(".figures")).to_be_visible()
    figures = {
        one.locator("dt").inner_text(): one.locator("dd").inner_text()
        for one in page.locator(".figures > div").all()
    }
    assert int(figures["With an agent now"]) >= 1
    assert "%" in figures["Handoff rate"]
    assert re.search(r"\d s|\d min", figures["First response"])
    assert re.search(r"[\d.]+ of 5", figures["Rating"])
    ratings = page.locator("figure", has_text="Ratings")
    tab_to(page, ratings.locator("summary"))
    desk.type("Enter")
    five = ratings.get_by_role("row").filter(has=page.get_by_role("rowheader", name="5", exact=True))
    assert int(five.get_by_role("cell").inner_text()) >= 1


def test_on_a_small_screen_the_help_lies_over_the_conversation_and_closes(
    new_context: NewContext, stack: Stack, visitor: Shopper
) -> None:
    visitor.say("I want to talk to a human")
    desk = Desk(still(new_context, "light", {"width": 390, "height": 800}), stack.url).sign_in()
    desk.type("j", "i")
    help_ = desk.page.get_by_role("complementary", name="Help with this conversation")
    expect(help_.get_by_role("heading", name="Suggested replies")).to_be_in_viewport()
    check(desk.page)
    help_.get_by_role("button", name="Close").click()
    expect(help_).to_be_hidden()
    expect(desk.page.get_by_role("button", name="Take", exact=True)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(
    new_context: NewContext, stack: Stack, visitor: Shopper, scheme: str
) -> None:
    visitor.say("Do you rent out tents to circuses?")
    visitor.say("This is ridiculous! I want to talk to a human")
    page: Page = still(new_context, scheme)
    desk = Desk(page, stack.url)
    desk.sign_in()
    page.keyboard.press("j")
    expect(page.locator("aisle-notes")).to_be_visible()
    check(page)
    page.keyboard.press("t")
    expect(desk.reply).to_be_focused()
    check(page)
    page.keyboard.press("Escape")
    for key, dialog in (
        ("x", "Transfer the conversation"),
        ("m", "Pick a canned reply"),
        ("e", "End the conversation"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=dialog)).to_be_visible()
        check(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name=dialog)).to_be_hidden()
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
