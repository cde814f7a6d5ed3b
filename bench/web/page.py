"""One page in Chromium: what the widget adds to it in bytes and time, and what axe says of each state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import PATIENCE_MS, find_chromium, launch, violations
from tests.browser.widget import Widget

QUESTION = "How long do I have to return something?"
ORDER = "Where is my order #A10004? My email is liam.novak@example.com"
_RESOURCES = """() => performance.getEntriesByType('resource')
    .filter(entry => /\\/widget\\.js|\\/static\\//.test(entry.name))
    .map(entry => [new URL(entry.name).pathname, entry.encodedBodySize, entry.decodedBodySize])"""
_TIMINGS = """() => new Promise(resolve => {
    const paints = Object.fromEntries(performance.getEntriesByType('paint').map(p => [p.name, p.startTime]));
    const [page] = performance.getEntriesByType('navigation');
    let largest = 0, blocked = 0;
    new PerformanceObserver(list => { for (const e of list.getEntries()) largest = e.startTime; })
        .observe({type: 'largest-contentful-paint', buffered: true});
    new PerformanceObserver(list => {
        for (const e of list.getEntries()) blocked += Math.max(0, e.duration - 50);
    }).observe({type: 'longtask', buffered: true});
    let shift = 0;
    new PerformanceObserver(list => { for (const e of list.getEntries()) shift += e.value; })
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => resolve({first_paint: paints['first-contentful-paint'], largest_paint: largest,
        loaded: page.loadEventEnd, blocked, layout_shift: shift}), 500);
})"""


def measure(url: str, line: Callable[..., None]) -> None:
    """All of it against a running stack. Raises ``RuntimeError`` where there is no Chromium."""
    found = find_chromium()
    if found is None:
        raise RuntimeError("no chromium on this machine; `apt-get install chromium` brings it")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = launch(playwright, found)
        _page(browser, url, line)
        browser.close()


def _page(browser: Browser, url: str, line: Callable[..., None]) -> None:
    _timings(browser.new_page(), url)  # the server's first page is slower than all others
    bare = browser.new_context()
    bare.route("**/widget.js", lambda route: route.abort())
    line("page_without_widget", _timings(bare.new_page(), url), "ms (layout_shift: score)")
    page = browser.new_context(reduced_motion="reduce").new_page()
    line("page_with_widget", _timings(page, url), "ms (layout_shift: score)")
    before = _bytes(page)
    found = {"closed": len(violations(page))}
    began = page.evaluate("performance.now()")
    widget = Widget(page).open()
    opened = page.evaluate("performance.now()") - began
    found["open"] = len(violations(page))
    widget.say(QUESTION).locator("summary").first.click()
    found["answered"] = len(violations(page))
    after = _bytes(page)
    widget.say(ORDER)
    widget.say("Can you recommend a headlamp?")
    found["cards"] = len(violations(page))
    widget.panel.get_by_role("button", name="Talk to a person").first.click()
    expect(widget.panel.locator("aisle-leave-form")).to_be_visible()
    found["person"] = len(violations(page))
    line("bytes_before_opening", before, "bytes")
    line("bytes_after_opening", after, "bytes")
    line("opening", {"click_to_writing": round(opened, 1)}, "ms")
    line("axe", found, "violations")


def _timings(page: Page, url: str) -> dict[str, float]:
    page.goto(url, wait_until="load")
    told: dict[str, Any] = page.evaluate(_TIMINGS)
    return {
        name: round(float(value or 0), 3 if name == "layout_shift" else 1) for name, value in told.items()
    }


def _bytes(page: Page) -> dict[str, int]:
    entries = page.evaluate(_RESOURCES)
    return {
        "files": len(entries),
        "transferred": sum(size for _, size, _ in entries),
        "unpacked": sum(size for _, _, size in entries),
    }
