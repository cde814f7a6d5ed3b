"""Takes the README's picture: the demo storefront with a real conversation in the widget."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from settings import ROOT
from tests.support.stack import Stack

TARGET = ROOT / "docs" / "storefront.png"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTH, HEIGHT = 1280, 860
REPLY_WITHIN_MS = 15_000
SAID = (
    "is the order I placed for $62 delivered for free?",
    "where is my order #A10002?",
)


def chromium() -> str:
    """Debian's Chromium; exits with a clear line where there is none."""
    found = shutil.which("chromium")
    if found is None:
        sys.exit("no chromium on this machine; `apt-get install chromium` brings it")
    return found


def converse(page: Page) -> None:
    """Open the widget and say a few things, waiting for each reply."""
    page.get_by_role("button", name="chat").first.click()
    box = page.get_by_role("textbox")
    for number, text in enumerate(SAID, 1):
        box.fill(text)
        box.press("Enter")
        page.locator("[data-from='assistant']").nth(number - 1).wait_for(timeout=REPLY_WITHIN_MS)
    page.wait_for_timeout(800)


def main() -> None:
    """Start everything on free ports, take the picture, stop everything."""
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder) / "var")
        stack.prepare()
        stack.start()
        try:
            stack.wait_ready()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
                page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
                page.goto(f"{stack.url}/")
                converse(page)
                page.screenshot(path=TARGET)
                browser.close()
        finally:
            stack.stop()
    print(f"Wrote {TARGET.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
