"""The client of Rasa's webhook, and the shape its entries take as messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout

_MAX_QUESTION_CHARS = 500
_MAX_QUOTE_IN_URL = 240
_SHOWN = ("products", "order", "citations", "form")
_FORGET_TIMEOUT_S = 5.0


class RasaUnavailable(Exception):
    """Rasa could not be reached, was too slow, failed, or had nothing to say."""


@dataclass(slots=True)
class Part:
    """One message of a reply: text, and what is shown with it (buttons, products, order, citations)."""

    text: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Reply:
    """What Rasa answered: messages, and what it asks of ``web``."""

    parts: list[Part] = field(default_factory=list)
    handoff: dict[str, Any] | None = None
    identified: str | None = None
    unanswered: str | None = None
    moments: list[dict[str, Any]] = field(default_factory=list)
    """Whether something was to be offered, each time an errand ended; see ``web.events.offers``."""
    offer_answer: str | None = None


class RasaClient:
    """Speaks to the ``aisle`` channel at ``url`` through a shared session (kept alive, one pool)."""

    def __init__(self, session: ClientSession, url: str, base_url: str, *, pictures: bool = False) -> None:
        """``pictures``: the storefront has one for each category, to be shown on product cards."""
        self._session = session
        self._webhook = f"{url}/webhooks/aisle/webhook"
        self._url = url
        self._base_url = base_url
        self._pictures = pictures

    async def ask(self, sender: str, message: str, metadata: Mapping[str, Any]) -> Reply:
        """Send one message and wait for the whole reply; the caller bounds the time.

        Raises ``RasaUnavailable`` when no reply can be had, an empty reply included.
        """
        body = orjson.dumps({"sender": sender, "message": message, "metadata": metadata})
        try:
            async with self._session.post(
                self._webhook, data=body, headers={"Content-Type": "application/json"}
            ) as response:
                if response.status != 200:
                    raise RasaUnavailable(f"Rasa answered {response.status}")
                raw = await response.read()
        except (ClientError, OSError, TimeoutError) as error:
            raise RasaUnavailable(f"Rasa cannot be reached: {type(error).__name__}") from error
        return self._read(raw)

    async def forget(self, sender: str) -> None:
        """Delete all that Rasa remembers of a conversation. Raises ``RasaUnavailable``."""
        url = f"{self._url}/webhooks/aisle/conversations/{quote(sender, safe='')}"
        try:
            async with self._session.delete(url, timeout=ClientTimeout(total=_FORGET_TIMEOUT_S)) as response:
                if response.status != 200:
                    raise RasaUnavailable(f"Rasa answered {response.status}")
        except (ClientError, OSError, TimeoutError) as error:
            raise RasaUnavailable(f"Rasa cannot be reached: {type(error).__name__}") from error

    async def ready(self, timeout_s: float) -> bool:
        """Whether Rasa answers and has a model that it can use."""
        try:
            probe = self._session.get(f"{self._url}/webhooks/aisle/", timeout=ClientTimeout(total=timeout_s))
            async with probe as response:
                return response.status == 200
        except (ClientError, OSError, TimeoutError):
            return False

    def _read(self, raw: bytes) -> Reply:
        try:
            entries = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise RasaUnavailable("Rasa's reply is not JSON") from error
        if not isinstance(entries, list):
            raise RasaUnavailable("Rasa's reply is not a list")
        reply = read_entries(entries, self._base_url, pictures=self._pictures)
        if not reply.parts and reply.handoff is None:
            raise RasaUnavailable("Rasa's reply is empty")
        return reply


def read_entries(entries: Iterable[object], base_url: str, *, pictures: bool = False) -> Reply:
    """Entries of Rasa's reply as messages: custom entries join the text before, unless a key is taken."""
    reply = Reply()
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        text, buttons, custom = entry.get("text"), entry.get("buttons"), entry.get("custom")
        if isinstance(text, str) and text.strip():
            reply.parts.append(Part(text.strip()))
        if shown := _buttons(buttons):
            _join(reply, "buttons", shown)
        if isinstance(custom, dict):
            _read_custom(reply, custom, base_url, pictures)
    return reply


def citation_url(source: str, quoted: str, base_url: str) -> str:
    """Where a citation can be read: the help page with the quote marked, or the product's page."""
    if source.startswith("product:"):
        return f"{base_url}/p/{quote(source.removeprefix('product:'), safe='')}"
    path, _, anchor = source.partition("#")
    page = f"{base_url}/help/{quote(path.removesuffix('.md'))}?q={quote(quoted[:_MAX_QUOTE_IN_URL], safe='')}"
    return f"{page}#{quote(anchor)}" if anchor else page


def _join(reply: Reply, key: str, value: object) -> None:
    if not reply.parts or key in reply.parts[-1].extra:
        reply.parts.append(Part())
    reply.parts[-1].extra[key] = value


def _read_custom(reply: Reply, custom: dict[str, Any], base_url: str, pictures: bool) -> None:
    if buttons := _buttons(custom.get("buttons")):
        _join(reply, "buttons", buttons)
    for key in _SHOWN:
        if custom.get(key):
            _join(reply, key, _with_urls(key, custom[key], base_url, pictures))
    if isinstance(custom.get("handoff"), dict):
        reply.handoff = custom["handoff"]
    unanswered = custom.get("unanswered")
    if isinstance(unanswered, str) and unanswered.strip():
        reply.unanswered = unanswered.strip()[:_MAX_QUESTION_CHARS]
    if isinstance(custom.get("moment"), dict):
        reply.moments.append(custom["moment"])
    if isinstance(custom.get("offer_answer"), str):
        reply.offer_answer = custom["offer_answer"]
    identified = custom.get("identified")
    if isinstance(identified, dict) and isinstance(identified.get("user_id"), str):
        reply.identified = identified["user_id"]


def _with_urls(key: str, value: Any, base_url: str, pictures: bool) -> Any:
    if not isinstance(value, list):
        return value
    items = [dict(item) for item in value if isinstance(item, dict)]
    for item in items:
        if key == "citations":
            item["url"] = citation_url(str(item.get("source", "")), str(item.get("quote", "")), base_url)
        elif key == "products" and not _is_web_address(item.get("url")):
            item["url"] = f"{base_url}/p/{quote(str(item.get('product_id', '')), safe='')}"
        if key == "products" and pictures and item.get("category"):
            item.setdefault("image", f"{base_url}/img/{quote(str(item['category']), safe='')}.svg")
    return items


def _is_web_address(url: object) -> bool:
    return isinstance(url, str) and url.startswith(("https://", "http://", "/")) and not url.startswith("//")


def _buttons(buttons: object) -> list[dict[str, str]]:
    if not isinstance(buttons, list):
        return []
    return [
        {"title": str(button["title"]), "payload": str(button["payload"])}
        for button in buttons
        if isinstance(button, dict) and button.get("title") and button.get("payload")
    ]
