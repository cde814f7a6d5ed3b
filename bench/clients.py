"""The two ways in: the chat API that the widget uses, and Rasa's own webhook."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from yarl import URL

from web.texts import Texts

# Long enough that a slow reply is measured as slow and not as lost.
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Answer:
    """What came back: the reply's text, or why there was none."""

    text: str
    error: str | None = None


class Line(Protocol):
    """One open conversation."""

    async def say(self, text: str) -> Answer:
        """Send a message and wait for the whole reply."""


class Entrance(Protocol):
    """Opens conversations."""

    async def open(self) -> Line:
        """A new conversation."""


class WebEntrance:
    """Conversations over ``web``: POST /api/conversations and its messages."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = URL(url)
        self._unreachable = Texts.load().say("unreachable")

    async def open(self) -> Line:
        """Create a conversation; raises ``ClientError`` when it is refused."""
        async with self._session.post(self._url / "api/conversations", json={}) as response:
            response.raise_for_status()
            made = await response.json()
        url = self._url / "api/conversations" / made["id"] / "messages"
        headers = {"Authorization": f"Bearer {made['token']}"}
        return _Line(lambda text: self._session.post(url, json={"text": text}, headers=headers), self._read)

    def _read(self, content: Any) -> Answer:
        answer = _texts(content["messages"])
        return Answer(answer.text, "unreachable") if self._unreachable in answer.text else answer


class RasaEntrance:
    """Conversations straight with Rasa's webhook of the channel ``channel``."""

    _senders = itertools.count()

    def __init__(self, session: ClientSession, url: str, channel: str, run: str) -> None:
        self._session = session
        self._url = URL(f"{url}/webhooks/{channel}/webhook")
        self._run = run

    async def open(self) -> Line:
        """A sender that Rasa has not met."""
        sender = f"{self._run}-{next(self._senders)}"
        return _Line(
            lambda text: self._session.post(self._url, json={"sender": sender, "message": text}), _texts
        )


class _Line:
    def __init__(self, post: Callable[[str], Any], read: Callable[[Any], Answer]) -> None:
        self._post, self._read = post, read

    async def say(self, text: str) -> Answer:
        try:
            async with self._post(text) as response:
                if response.status != 200:
                    return Answer("", f"status {response.status}")
                answer = self._read(await response.json())
        except (ClientError, OSError, TimeoutError) as error:
            return Answer("", type(error).__name__)
        except (ValueError, KeyError, TypeError):
            return Answer("", "malformed")
        return answer if answer.text or answer.error else Answer("", "empty")


def _texts(entries: list[dict[str, Any]]) -> Answer:
    return Answer("\n".join(entry.get("text") or "" for entry in entries).strip())


@asynccontextmanager
async def client_session(connections: int) -> AsyncIterator[ClientSession]:
    """A session with that many kept-alive connections and no cookies."""
    async with ClientSession(
        connector=TCPConnector(limit=connections),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=PATIENCE_S),
    ) as session:
        yield session
