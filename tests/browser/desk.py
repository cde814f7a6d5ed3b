"""The desk as an agent uses it."""

from __future__ import annotations

from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.support.stack import AGENT_EMAIL, AGENT_PASSWORD

ROBIN_EMAIL = "robin@larkfield.example"
KEYS = {"Tab", "Shift+Tab", "Enter", "Escape", "Space", "ArrowDown", "ArrowUp", "Home", "End"}


class Desk:
    """The desk in one tab."""

    def __init__(self, page: Page, url: str, to: str = "") -> None:
        self.page = page
        self.queue = page.locator("aisle-queue")
        self.filters = page.get_by_role("group", name="Conversations to show")
        self.summary = page.get_by_role("region", name="Summary")
        self.history = page.get_by_role("log", name="Conversation history")
        self.reply = page.get_by_role("textbox", name="Your reply")
        page.goto(f"{url}/desk{to}")

    def sign_in(self, email: str = AGENT_EMAIL) -> Self:
        """Fill the login form, by keyboard alone, and wait for the queue."""
        expect(self.page.get_by_label("Email")).to_be_focused()
        self.type(email, "Tab", AGENT_PASSWORD, "Enter")
        expect(self.page.get_by_text("Live", exact=True)).to_be_visible()
        return self

    def type(self, *texts: str) -> None:
        """Type texts; what is the name of a key is pressed."""
        for text in texts:
            if text in KEYS:
                self.page.keyboard.press(text)
            else:
                self.page.keyboard.type(text)

    def waiting(self, text: str) -> Locator:
        """The conversation with that text that began to wait last."""
        self.filters.get_by_role("button", name="Waiting").click()
        return self.queue.locator("button.entry", has_text=text).last

    def take(self, text: str) -> None:
        """Open that conversation and take it."""
        self.waiting(text).click()
        self.page.get_by_role("button", name="Take", exact=True).click()
        expect(self.reply).to_be_focused()

    def say(self, text: str) -> None:
        """Write to the shopper."""
        self.reply.fill(text)
        self.reply.press("Enter")
        expect(self.history.get_by_text(text, exact=True)).to_be_visible()

    def give_back(self, note: str) -> None:
        """Return the conversation to the assistant, with a note."""
        self.page.get_by_role("button", name="Return to assistant").click()
        self.page.get_by_label("Note for the assistant").fill(note)
        self.page.get_by_role("dialog").get_by_role("button", name="Return to assistant").click()
        expect(self.reply).to_have_count(0)
