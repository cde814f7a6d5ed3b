"""The desk as an agent uses it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.support.stack import AGENT_EMAIL, AGENT_PASSWORD


class Desk:
    """The desk in one tab."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.queue = page.locator("aisle-queue")
        self.filters = page.get_by_role("group", name="Conversations to show")
        self.summary = page.get_by_role("region", name="Summary")
        self.history = page.get_by_role("log", name="Conversation history")
        self.reply = page.get_by_role("textbox", name="Your reply")
        page.goto(f"{url}/desk")

    def sign_in(self) -> None:
        """Fill the login form and wait for the queue."""
        self.page.get_by_label("Email").fill(AGENT_EMAIL)
        self.page.get_by_label("Password").fill(AGENT_PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_text("Live", exact=True)).to_be_visible()

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
