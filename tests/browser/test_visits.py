"""What is collected of a visit, by the database: nothing before a yes, and nothing of it after a no."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.test_privacy import visit
from tests.browser.widget import Widget
from tests.support.stack import Stack

PRODUCT = "p-nightjar-400"
PATIENCE_S = 10.0
# What a page tells as it is left is on its way while the next one loads; longer than that it never takes.
SETTLED_S = 1.0


class Visit:
    """The log of the one conversation that this browser has, as the database has it."""

    def __init__(self, page: Page, stack: Stack) -> None:
        self._page = page
        self._database = stack.var / "chat.db"

    @property
    def id(self) -> str | None:
        kept = Widget(self._page).stored("aisle-conversation")
        return kept["id"] if kept else None

    def rows(self, columns: str, table: str = "events") -> list[tuple[Any, ...]]:
        with sqlite3.connect(self._database) as database:
            wanted = f"SELECT {columns} FROM {table} WHERE conversation_id = ? ORDER BY id"
            return database.execute(wanted, (self.id,)).fetchall()

    def until(self, columns: str, row: tuple[Any, ...], table: str = "events") -> None:
        """Wait until there is such a row."""
        end = time.monotonic() + PATIENCE_S
        while row not in self.rows(columns, table):
            assert time.monotonic() < end, (row, self.rows(columns, table))
            self._page.wait_for_timeout(50)


def agree(page: Page) -> None:
    """Say yes, and wait for the conversation that what is told belongs to."""
    with page.expect_response("**/api/conversations"):
        page.get_by_role("region", name="Privacy choice").get_by_role("button", name="Yes").click()


def refuse(page: Page) -> None:
    """Change the choice to no, and wait until the server knows."""
    page.get_by_role("button", name="Privacy choice").click()
    with page.expect_response("**/events") as told:
        page.get_by_role("region", name="Privacy choice").get_by_role("button", name="No").click()
    assert told.value.ok


def test_a_walk_through_the_store_is_recorded(page: Page, stack: Stack) -> None:
    agree(page)
    log = Visit(page, stack)
    page.get_by_role("searchbox").fill("Nightjar headlamp")
    page.get_by_role("searchbox").press("Enter")
    log.until("kind, detail", ("search", "nightjar headlamp"))
    page.get_by_role("link", name="Nightjar").first.click()
    page.get_by_role("button", name="to basket").first.click()
    log.until("kind, product_id", ("product_view", PRODUCT))
    log.until("kind, product_id", ("basket_add", PRODUCT))
    page.get_by_role("link", name="Check out").click()
    expect(page.get_by_text("nothing is charged, nothing is sent")).to_be_visible()
    page.get_by_role("button", name="Place the order").click()
    expect(page.get_by_text("nothing was charged and nothing will be sent")).to_be_visible()
    log.until("kind, product_id", ("purchase", PRODUCT))
    page.goto(f"{stack.url}/basket")
    expect(page.get_by_text("Your basket is empty")).to_be_visible()
    Widget(page).open().say("Hello")
    log.until("kind, detail", ("message", "shopper"))
    views = log.rows("page_kind, seconds IS NOT NULL")
    assert ("product", 1) in views
    assert ("information", 1) in views


def test_what_is_taken_out_of_the_basket_is_recorded(page: Page, stack: Stack) -> None:
    agree(page)
    page.goto(f"{stack.url}/p/{PRODUCT}")
    page.get_by_role("button", name="to basket").first.click()
    page.get_by_role("button", name="Remove").click()
    Visit(page, stack).until("kind, product_id", ("basket_remove", PRODUCT))


def test_nothing_is_collected_of_who_refuses(page: Page, stack: Stack) -> None:
    page.get_by_role("region", name="Privacy choice").get_by_role("button", name="No").click()
    walk(page, stack)
    Widget(page).open().say("Hello")
    page.wait_for_timeout(SETTLED_S * 1000)
    log = Visit(page, stack)
    assert log.id
    assert (log.rows("kind"), log.rows("reason", "offers")) == ([], [])


def test_a_no_deletes_what_was_collected_and_stops_it_at_once(page: Page, stack: Stack) -> None:
    agree(page)
    walk(page, stack)
    log = Visit(page, stack)
    log.until("kind, product_id", ("product_view", PRODUCT))
    refuse(page)
    assert log.rows("kind") == []
    walk(page, stack)
    Widget(page).open().say("Hello")
    page.wait_for_timeout(SETTLED_S * 1000)
    assert log.rows("kind") == []
    with sqlite3.connect(stack.var / "chat.db") as database:
        found = database.execute("SELECT consent, counters FROM conversations WHERE id = ?", (log.id,))
        assert found.fetchone() == (0, "{}")


def test_a_no_in_the_widget_counts_the_same(page: Page, stack: Stack) -> None:
    agree(page)
    walk(page, stack)
    widget = Widget(page).open()
    log = Visit(page, stack)
    log.until("kind, product_id", ("product_view", PRODUCT))
    widget.choose("Privacy and your data")
    expect(widget.panel.get_by_text("Steps of your visits")).to_be_visible()
    with page.expect_response("**/events"):
        widget.panel.get_by_role("checkbox", name="Use what I look at").uncheck()
    assert log.rows("kind") == []


def test_an_offer_that_is_clicked_is_counted(new_context: NewContext, stack: Stack) -> None:
    page = new_context().new_page()
    page.goto(f"{stack.url}/signin")
    page.get_by_role("button", name="Continue as Liam").click()
    agree(page)
    # As much interest as makes an offer welcome.
    for _ in range(7):
        visit(page, f"{stack.url}/p/{PRODUCT}")
        visit(page, f"{stack.url}/c/lighting")
    widget = Widget(page).open()
    widget.say("Where is my order?")
    card = widget.root.locator("aisle-product").last
    expect(card).to_be_visible()
    log = Visit(page, stack)
    ((arm, product_id, clicked),) = log.rows("arm, product_id, clicked_ms", "offers")
    assert (arm, clicked) == ("offered", None)
    with page.context.expect_page() as opened:
        card.get_by_role("link").first.click()
    assert opened.value.url.endswith(f"/p/{product_id}")
    log.until("kind, product_id", ("offer_click", product_id))
    card.get_by_role("button", name="Add to basket").click()
    log.until("kind, product_id", ("basket_add", product_id))
    log.until("clicked_ms IS NOT NULL, added_ms IS NOT NULL", (1, 1), "offers")
    assert all("moment" not in text for text in widget.texts())


def walk(page: Page, stack: Stack) -> None:
    """Look at a product, search, and put something into the basket."""
    visit(page, f"{stack.url}/p/{PRODUCT}")
    visit(page, f"{stack.url}/search?q=tent")
    page.goto(f"{stack.url}/p/{PRODUCT}")
    page.get_by_role("button", name="to basket").first.click()
    visit(page, stack.url)
