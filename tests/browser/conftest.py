"""A real Chromium over the real stack. Every page is watched: an error in its console fails the test."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import PATIENCE_MS, find_chromium, launch
from tests.browser.desk import ROBIN_EMAIL
from tests.browser.watch import Watch
from tests.browser.widget import Widget
from tests.support.shopper import Shopper
from tests.support.stack import AGENT_PASSWORD, Stack
from web.desk.auth import COOKIE, HEADER

# Where the widget keeps its conversation in the browser.
CONVERSATION = "aisle-conversation"
WINDOW = {"width": 1280, "height": 860}

expect.set_options(timeout=PATIENCE_MS)

NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Without one the tests are skipped, but never in CI.

    For this folder only: Playwright's synchronous interface keeps an event loop running in the main thread,
    and no asynchronous test could run beside it.
    """
    found = find_chromium()
    if found is None:
        missing = "no chromium on this machine; `apt-get install chromium` brings it"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(f"CI must run the browser tests: {missing}")
        pytest.skip(missing)
    with sync_playwright() as playwright:
        launched = launch(playwright, found)
        yield launched
        launched.close()


@pytest.fixture(scope="package", autouse=True)
def browser_first(browser: Browser) -> None:
    """Where there is no browser, nobody waits for the stack before hearing so."""


@pytest.fixture
def watch(stack: Stack) -> Iterator[Watch]:
    """What the pages of the test did behind the scenes; it must have been nothing bad."""
    watching = Watch(stack.url)
    yield watching
    assert watching.problems() == []


@pytest.fixture
def new_context(browser: Browser, watch: Watch, stack: Stack) -> Iterator[NewContext]:
    """Opens browser contexts, each somebody else's browser, all watched."""
    opened: list[BrowserContext] = []

    def open_context(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": WINDOW, **options})
        context.set_default_timeout(PATIENCE_MS)
        watch.follow(context)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        leave(context, stack.url)
        context.close()


def leave(context: BrowserContext, url: str) -> None:
    """Shopper and agent go: the next test's queue is empty, and nobody is at the desk unless it says so."""
    stored = context.storage_state()
    for page in context.pages:
        page.close()
    for entry in [one for origin in stored["origins"] for one in origin["localStorage"]]:
        if entry["name"] == CONVERSATION:
            known = json.loads(entry["value"])
            headers = {"Authorization": f"Bearer {known['token']}"}
            httpx.post(
                f"{url}/api/conversations/{known['id']}/end", headers=headers, timeout=PATIENCE_MS / 1000
            )
    if any(cookie.get("name") == COOKIE for cookie in context.cookies()):
        left = context.request.post(f"{url}/desk/api/logout", headers={HEADER: "1"})
        assert left.status in (200, 401)  # who was deactivated is signed out already


@pytest.fixture
def context(new_context: NewContext) -> BrowserContext:
    """The shopper's browser."""
    return new_context()


@pytest.fixture
def page(context: BrowserContext, stack: Stack) -> Page:
    """The storefront's home page."""
    opened = context.new_page()
    opened.goto(stack.url)
    return opened


@pytest.fixture
def widget(page: Page) -> Widget:
    """The widget on the storefront's home page, open."""
    return Widget(page).open()


@pytest.fixture
def visitors(stack: Stack) -> Iterator[Callable[..., Shopper]]:
    """Opens conversations over HTTP, as `Shopper` is made; whatever happens, they are ended."""
    opened: list[Shopper] = []

    def open_one(**options: Any) -> Shopper:
        opened.append(Shopper(stack.url, **options))
        return opened[-1]

    yield open_one
    for visitor in opened:
        with visitor:
            visitor.end()


@pytest.fixture
def visitor(visitors: Callable[..., Shopper]) -> Shopper:
    """A shopper nobody knows."""
    return visitors()


@pytest.fixture(scope="session")
def robin(running_stack: Stack) -> str:
    """The email of Robin, an agent who leads nobody; the password is Kim's."""
    account = ("--name", "Robin", "--role", "agent", "--password-stdin")
    running_stack.run("web", "agent", "add", ROBIN_EMAIL, *account, stdin=AGENT_PASSWORD)
    return ROBIN_EMAIL
