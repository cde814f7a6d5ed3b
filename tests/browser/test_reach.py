"""Keyboard, small screens, dark mode, and axe: the widget is for everybody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import violations
from tests.browser.conftest import WINDOW, NewContext
from tests.browser.desk import Desk
from tests.browser.widget import Widget
from tests.support.stack import Stack

MOST_TABS = 60
ORDER = "Where is my order #A10004? My email is liam.novak@example.com"
CANCEL = "Please cancel order #A10001, my email is maya.chen@example.com"
STOREFRONT = [
    "/",
    "/search?q=tent",
    "/c/tents",
    "/p/p-nightjar-400",
    "/help",
    "/help/returns?q=within+30+days",
    "/signin",
]


def test_everything_works_with_the_keyboard_alone(page: Page) -> None:
    widget = Widget(page)
    keyboard = page.keyboard
    tab_to(page, widget.launcher)
    keyboard.press("Enter")
    expect(widget.field).to_be_focused()
    keyboard.type("How long do I have to return something?")
    keyboard.press("Shift+Enter")
    keyboard.press("Enter")
    expect(widget.replies.last).to_contain_text("30 days")
    expect(widget.field).to_be_focused()
    source = widget.replies.last.locator("summary").first
    tab_to(page, source, "Shift+Tab")
    keyboard.press("Enter")
    expect(widget.replies.last.locator("blockquote").first).to_be_visible()
    tab_to(page, widget.field)
    keyboard.type(CANCEL)
    keyboard.press("Enter")
    choice = widget.button("Ordered by mistake")
    expect(choice).to_be_enabled()
    tab_to(page, choice, "Shift+Tab")
    keyboard.press("Enter")
    expect(widget.replies.last).to_contain_text("Shall I cancel it?")
    expect(widget.field).to_be_focused()
    keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()


@pytest.mark.parametrize(("width", "height"), [(320, 568), (480, 800), (844, 390)])
def test_small_screens_show_all_of_it(new_context: NewContext, stack: Stack, width: int, height: int) -> None:
    page = new_context(viewport={"width": width, "height": height}, has_touch=True).new_page()
    page.goto(stack.url)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    widget = Widget(page).open()
    widget.say(ORDER)
    expect(widget.order("#A10004")).to_be_in_viewport()
    widget.say("Can you recommend a headlamp?")
    expect(widget.root.locator(".product").first).to_be_in_viewport()
    for control in (widget.field, widget.panel.get_by_role("button", name="Close chat")):
        expect(control).to_be_in_viewport(ratio=1)
    person = widget.panel.get_by_role("button", name="Talk to a person")
    expect(person).to_be_in_viewport(ratio=1)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    scroller = widget.panel.locator(".scroll")
    assert scroller.evaluate("element => element.scrollWidth <= element.clientWidth")
    widget.panel.get_by_role("button", name="Close chat").click()
    expect(widget.panel).to_be_hidden()


def test_the_on_screen_keyboard_covers_nothing(new_context: NewContext, stack: Stack) -> None:
    """Some phones make the window smaller, others only what is visible of it."""
    page = new_context(viewport={"width": 390, "height": 780}, has_touch=True).new_page()
    page.goto(stack.url)
    widget = Widget(page).open()
    answer = widget.say("How long do I have to return something?")
    close = widget.panel.get_by_role("button", name="Close chat")
    page.set_viewport_size({"width": 390, "height": 420})
    for part in (widget.field, close):
        expect(part).to_be_in_viewport(ratio=1)
    expect(answer).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 780})
    page.evaluate(
        "Object.defineProperty(visualViewport, 'height', { get: () => 380 });"
        "visualViewport.dispatchEvent(new Event('resize'))"
    )
    expect(close).to_be_in_viewport(ratio=1)
    box = widget.field.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 380


@pytest.mark.parametrize(("motion", "longest_ms"), [("reduce", 1), ("no-preference", 2000)])
def test_nothing_moves_where_less_motion_is_asked_for(
    new_context: NewContext, stack: Stack, motion: str, longest_ms: int
) -> None:
    page = new_context(reduced_motion=motion).new_page()
    page.goto(stack.url)
    widget = Widget(page).open()
    times = "el => el.getAnimations({ subtree: true }).map(one => one.effect.getComputedTiming().duration)"
    widget.field.fill("How long do I have to return something?")
    widget.field.press("Enter")
    moving: list[float] = widget.panel.evaluate(times)
    expect(widget.replies.last).to_contain_text("30 days")
    assert all(one <= longest_ms for one in moving)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
def test_the_widget_is_accessible_in_every_state(
    new_context: NewContext, stack: Stack, scheme: str, width: int
) -> None:
    page = still(new_context, scheme, {"width": width, "height": 800})
    page.goto(f"{stack.url}/signin")
    page.get_by_role("button", name="Continue as Sofia").click()
    check(page)
    widget = Widget(page).open()
    check(page)
    widget.say("How long do I have to return something?")
    widget.replies.last.locator("summary").first.click()
    check(page)
    widget.say("I want to return something")
    check(page)
    widget.panel.get_by_role("button", name="Continue").press("Enter")
    check(page)
    widget.panel.get_by_role("checkbox").nth(1).check()
    widget.panel.get_by_role("button", name="Continue").click()
    expect(widget.replies.last).to_contain_text("Shall I request the return?")
    check(page)
    widget.press("No, keep it")
    widget.say("Where is my order #A10003?")
    widget.say("Can you recommend a headlamp?")
    check(page)
    widget.panel.get_by_role("button", name="Options").click()
    check(page)
    page.keyboard.press("Escape")
    widget.choose("Privacy and your data")
    expect(widget.panel).to_contain_text("What is stored")
    expect(widget.panel.get_by_role("button", name="Download a copy")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    widget.choose("Rate this conversation")
    widget.panel.get_by_role("radio", name="Good", exact=True).check(force=True)
    check(page)
    widget.say("I want to talk to a human")
    expect(widget.panel).to_contain_text("Leave an email address")
    widget.panel.get_by_role("button", name="Send to the team").click()
    check(page)


def test_dark_mode_is_dark_and_accessible(new_context: NewContext, stack: Stack) -> None:
    page = still(new_context, "dark")
    page.goto(stack.url)
    widget = Widget(page).open()
    widget.say(ORDER)
    widget.say("Can you recommend a headlamp?")
    widget.say("How long do I have to return something?")
    widget.replies.last.locator("summary").first.click()
    for surface in (page.locator("body"), widget.panel):
        assert brightness(surface) < 64
    check(page)
    page.goto(f"{stack.url}/p/p-nightjar-400")
    expect(widget.panel).to_be_visible()
    check(page)


@pytest.mark.parametrize("path", STOREFRONT)
def test_storefront_pages_are_accessible(new_context: NewContext, stack: Stack, path: str) -> None:
    page = still(new_context, "light")
    page.goto(stack.url + path)
    expect(Widget(page).launcher).to_be_visible()
    check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_is_accessible(widget: Widget, new_context: NewContext, stack: Stack, scheme: str) -> None:
    widget.say(ORDER)
    widget.say("I want to talk to a human")
    page = still(new_context, scheme)
    desk = Desk(page, stack.url)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    check(page)
    desk.sign_in()
    check(page)
    desk.waiting("Liam Novak").click()
    expect(desk.summary).to_be_visible()
    check(page)
    desk.take("Liam Novak")
    desk.say("Hi Liam")
    check(page)
    page.get_by_role("button", name=re.compile("Keyboard shortcuts")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Return to assistant").click()
    expect(page.get_by_label("Note for the assistant")).to_be_focused()
    check(page)
    page.keyboard.press("Escape")
    desk.give_back("")


def still(new_context: NewContext, scheme: str, window: dict[str, int] = WINDOW) -> Page:
    """A page without motion: half-faded text has no contrast to measure."""
    return new_context(color_scheme=scheme, reduced_motion="reduce", viewport=window).new_page()


def check(page: Page) -> None:
    """No violation of axe's rules, of any weight, in the page as it is now."""
    assert violations(page) == []


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press the key until the element has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        if target.evaluate("element => element.matches(':focus')"):
            return
    raise AssertionError(f"{MOST_TABS} times {key} did not reach {target}")


def brightness(element: Locator) -> float:
    """Mean of the background's channels, 0 to 255."""
    colour = element.evaluate("element => getComputedStyle(element).backgroundColor")
    channels = [float(number) for number in re.findall(r"[\d.]+", colour)[:3]]
    return sum(channels) / 3
