"""Takes the README's picture: the demo storefront with a real conversation in the widget."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from settings import ROOT
from tests.browser.chromium import PATIENCE_MS, find_chromium, launch
from tests.browser.widget import Widget
from tests.support.stack import Stack

TARGET = ROOT / "docs" / "storefront.png"
WINDOW: ViewportSize = {"width": 1280, "height": 880}
# Sharp on the screens most people read a README on.
SCALE = 1.5
ORDER = "Where is my order #A10004? I'm liam.novak@example.com"
QUESTION = "How long is the warranty on tents?"


def take(browser: Browser, url: str) -> None:
    """Ask about an order and a policy, and take the picture once both answers stand there."""
    page = browser.new_page(viewport=WINDOW, device_scale_factor=SCALE, reduced_motion="reduce")
    page.goto(url)
    page.get_by_role("button", name="No, thanks").click()
    widget = Widget(page).open()
    widget.say(ORDER)
    expect(widget.order("#A10004")).to_contain_text("On its way")
    answer = widget.say(QUESTION)
    expect(answer).to_contain_text("5 years")
    answer.locator("summary").first.click()
    expect(answer.locator("blockquote").first).to_be_in_viewport(ratio=1)
    page.screenshot(path=TARGET)


def main() -> None:
    """Start everything on free ports, take the picture, stop everything."""
    found = find_chromium()
    if found is None:
        sys.exit("no chromium on this machine; `apt-get install chromium` brings it")
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder) / "var")
        stack.prepare()
        stack.start()
        try:
            stack.wait_ready()
            with sync_playwright() as playwright:
                browser = launch(playwright, found)
                take(browser, stack.url)
                browser.close()
        finally:
            stack.stop()
    print(f"Wrote {TARGET.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
