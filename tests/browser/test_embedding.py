"""The one script tag: its attributes, its methods and events, and what it leaves of the page alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewContext
from tests.browser.test_reach import brightness, check
from tests.browser.widget import Widget
from tests.support.stack import Stack

Embed = Callable[..., Page]


@pytest.fixture
def embed(new_context: NewContext, stack: Stack) -> Embed:
    """Opens the storefront with further attributes on the widget's tag."""

    def opened(attributes: str, **options: object) -> Page:
        page = new_context(reduced_motion="reduce", **options).new_page()

        def with_attributes(route: Route) -> None:
            answer = route.fetch()
            tag = f'src="/widget.js" {attributes} '
            route.fulfill(response=answer, body=answer.text().replace('src="/widget.js" ', tag))

        page.route(re.compile(f"^{re.escape(stack.url)}/(help)?$"), with_attributes)
        page.goto(stack.url)
        return page

    return opened


def test_one_global_and_no_style_leaves_the_widget(page: Page, widget: Widget, stack: Stack) -> None:
    widget.say("hello")
    ours = page.evaluate("Object.keys(window).filter(name => /aisle/i.test(name))")
    assert ours in ([], ["Aisle"])
    blank = page.context.new_page()
    blank.goto(f"{stack.url}/help")
    expect(Widget(blank).launcher).to_be_visible()
    # The page's own styles do not reach in: its buttons' look is not the widget's.
    page.add_style_tag(url=f"{stack.url}/assets/shop.css")
    assert page.evaluate("document.styleSheets.length") <= 3


@pytest.mark.parametrize(
    ("language", "open_label", "field"),
    [
        ("de", "Chat öffnen", "Ihre Nachricht"),
        ("fr-CA", "Discuter avec nous", "Votre message"),
        ("es", "Chatea con nosotros", "Tu mensaje"),
        ("zh-CN", "与我们聊天", "您的消息"),
    ],
)
def test_the_interface_speaks_the_language(embed: Embed, language: str, open_label: str, field: str) -> None:
    page = embed(f'data-language="{language}"')
    page.get_by_role("button", name=open_label).click()
    expect(page.get_by_role("textbox", name=field)).to_be_focused()
    check(page)


def test_right_to_left_turns_the_widget(embed: Embed) -> None:
    page = embed("""data-language="ar" data-texts='{"widget": {"title": "مساعدة"}}'""")
    page.get_by_role("button", name="Chat with us").click()
    dialog = page.get_by_role("dialog", name="مساعدة")
    expect(dialog).to_be_visible()
    close = dialog.get_by_role("button", name="Close chat").bounding_box()
    person = dialog.get_by_role("button", name="Talk to a person").bounding_box()
    assert close is not None
    assert person is not None
    assert close["x"] < person["x"]
    check(page)


def test_attributes_place_colour_and_name_it(embed: Embed) -> None:
    page = embed(
        'data-position="left" data-theme="dark" data-accent="#ffcc00" data-title="Ask Lark" '
        'data-launcher="label" data-label="Questions?"'
    )
    launcher = page.locator("aisle-chat button[aria-haspopup]")
    expect(launcher).to_have_text("Questions?")
    box = launcher.bounding_box()
    assert box is not None
    assert box["x"] < 100
    launcher.click()
    dialog = page.get_by_role("dialog", name="Ask Lark")
    assert brightness(dialog) < 64
    # Black on yellow, not white.
    assert launcher.evaluate("element => getComputedStyle(element).color") == "rgb(0, 0, 0)"
    check(page)


def test_the_page_can_open_it_with_a_text_and_hears_of_it(embed: Embed) -> None:
    page = embed('data-launcher="none"')
    page.wait_for_function("window.Aisle")
    listen = "name => void Aisle.on(name, () => (window.heard ??= []).push(name))"
    for name in ("open", "message", "close"):
        page.evaluate(listen, name)
    expect(page.locator("aisle-chat button[aria-haspopup]")).to_be_hidden()
    page.evaluate("Aisle.open({ text: 'What does express delivery cost?' })")
    widget = Widget(page)
    expect(widget.field).to_have_value("What does express delivery cost?")
    widget.field.press("Enter")
    expect(widget.replies.last).to_contain_text("$12.95")
    page.evaluate("Aisle.close()")
    assert page.evaluate("window.heard") == ["open", "message", "close"]


def test_the_widget_asks_before_it_tells_what_pages_were_seen(embed: Embed) -> None:
    page = embed('data-consent="ask"')
    page.get_by_role("button", name="No, thanks").click()
    page.evaluate("localStorage.removeItem('aisle-consent')")
    page.reload()
    widget = Widget(page).open()
    card = widget.panel.get_by_role("region", name="Privacy and your data")
    card.get_by_role("button", name="Yes, that is fine").click()
    expect(card).to_have_count(0)
    assert page.evaluate("localStorage.getItem('aisle-consent')") == "yes"


def test_on_a_small_screen_the_page_behind_is_out_of_reach(new_context: NewContext, stack: Stack) -> None:
    page = new_context(viewport={"width": 390, "height": 780}, has_touch=True).new_page()
    page.goto(stack.url)
    widget = Widget(page).open()
    for _ in range(25):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.localName")
        assert inside in ("aisle-chat", "body"), inside
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()


def test_beside_the_page_the_keyboard_may_leave_it(page: Page, widget: Widget) -> None:
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.localName") not in ("aisle-chat", "body"):
            return
    raise AssertionError("the keyboard is caught in the widget")
