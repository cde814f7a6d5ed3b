"""What pages do behind the scenes: console errors, uncaught exceptions, requests."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

# Asking who is signed in is how the desk finds out that nobody is; browsers log every 401.
EXPECTED = (r"401 \(Unauthorized\).*/desk/api/me",)
LOCAL_SCHEMES = {"data", "blob", "about"}


class Watch:
    """Collects what contexts report, and tells what of it is a fault."""

    def __init__(self, url: str) -> None:
        self._hosts = {urlsplit(url).netloc}
        self._reported: list[str] = []
        self._allowed = list(EXPECTED)
        self.requests: list[Request] = []

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of the context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self._reported.append(f"uncaught: {error.error}"))
        context.on("request", lambda request: self.requests.append(request))

    def allow(self, pattern: str) -> None:
        """Expect reports that match the regular expression."""
        self._allowed.append(pattern)

    def invite(self, host: str) -> None:
        """Let pages of that host be asked as well: the test answers in its place."""
        self._hosts.add(host)

    def sent(self, path_end: str) -> list[str]:
        """Bodies of the POST requests so far whose path ends so."""
        return [
            request.post_data or ""
            for request in self.requests
            if request.method == "POST" and urlsplit(request.url).path.endswith(path_end)
        ]

    def problems(self) -> list[str]:
        """Reports nobody expected, and requests to anybody but the stack."""
        strangers = {
            f"asked a stranger: {request.url}"
            for request in self.requests
            if (address := urlsplit(request.url)).scheme not in LOCAL_SCHEMES
            and address.netloc not in self._hosts
        }
        unexpected = [
            report
            for report in self._reported
            if not any(re.search(pattern, report, re.DOTALL) for pattern in self._allowed)
        ]
        return unexpected + sorted(strangers)

    def _console(self, message: ConsoleMessage) -> None:
        # Violations of the Content-Security-Policy are errors too.
        if message.type in {"error", "warning"}:
            self._reported.append(f"{message.type}: {message.text} {message.location.get('url', '')}")
