"""The widget as a shopper uses it."""

from __future__ import annotations

from typing import Any, Self

from playwright.sync_api import FilePayload, Locator, Page, expect


class Widget:
    """The widget on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("aisle-chat")
        self.panel = page.get_by_role("dialog", name="Help")
        self.field = page.get_by_role("textbox", name="Your message")
        self.launcher = self.root.locator("button[aria-haspopup]")
        self.replies = self.root.locator("article[data-from='assistant']")
        self.own = self.root.locator("article[data-side='own']")

    def open(self) -> Self:
        """Press the launcher and wait until one can write."""
        self.page.get_by_role("button", name="Chat with us").click()
        expect(self.field).to_be_focused()
        return self

    def say(self, text: str) -> Locator:
        """Write, send, and return the last reply once it is there."""
        before = self.replies.count()
        self.field.fill(text)
        self.field.press("Enter")
        return self._answered(before)

    def press(self, title: str) -> Locator:
        """Press the newest button of that name and return the last reply once it is there."""
        before = self.replies.count()
        self.button(title).click()
        return self._answered(before)

    def button(self, title: str) -> Locator:
        """The newest quick reply of that name."""
        return self.root.locator(".choice", has_text=title).last

    def choose(self, entry: str) -> None:
        """An entry of the menu."""
        self.panel.get_by_role("button", name="Options").click()
        self.panel.get_by_role("button", name=entry).or_(self.panel.get_by_role("switch", name=entry)).click()

    def attach(self, *files: FilePayload) -> None:
        """Hand files to the composer, as its button would."""
        self.root.locator("aisle-composer input[type=file]").set_input_files(list(files))

    def say_to_person(self, text: str) -> None:
        """Write and send without expecting the assistant to answer."""
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.own.get_by_text(text, exact=True)).to_be_visible()

    def order(self, order_id: str) -> Locator:
        """The newest card of that order."""
        return self.root.get_by_role("region", name=f"Order {order_id}").last

    def texts(self) -> list[str]:
        """All bubbles, oldest first."""
        return self.root.locator("article .bubble").all_inner_texts()

    def stored(self, key: str) -> Any:
        """An entry of the widget's storage that is kept over tabs, parsed."""
        return self.page.evaluate("key => JSON.parse(localStorage.getItem(key))", key)

    def _answered(self, before: int) -> Locator:
        expect(self.replies.nth(before)).to_be_visible()
        # A reply may be several messages; it is whole when buttons and field wait for the shopper again.
        expect(self.root.locator("article[data-status]")).to_have_count(0)
        expect(self.root.locator(".typing")).to_have_count(0)
        return self.replies.last
