"""Debian's Chromium, as the browser tests and the README's picture use it."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

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


def find_chromium() -> str | None:
    """Path of the browser; None where there is none."""
    return shutil.which("chromium")


def launch(playwright: Playwright, path: str) -> Browser:
    """Start it without a window."""
    return playwright.chromium.launch(executable_path=path, args=FLAGS)
