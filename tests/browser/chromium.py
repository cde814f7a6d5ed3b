"""Debian's Chromium, as the browser tests and the README's picture use it."""

from __future__ import annotations

import shutil

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A page that a test answers itself counts as one of the wide net, which may not ask this machine.
    "--disable-features=LocalNetworkAccessChecks",
]
# The machine may be shared, and three processes answer: a wait ends as soon as what is waited for is there.
PATIENCE_MS = 30_000
# All rules that axe has on by itself, and the one of WCAG 2.2 AA that it has not.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def find_chromium() -> str | None:
    """Path of the browser; None where there is none."""
    return shutil.which("chromium")


def launch(playwright: Playwright, path: str) -> Browser:
    """Start it without a window."""
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


def violations(page: Page) -> list[str]:
    """What axe finds in the page as it is now, of any weight; one line an element."""
    return [
        f"{violation['impact']} {violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in Axe().run(page, options=AXE).response["violations"]
        for node in violation["nodes"]
    ]
