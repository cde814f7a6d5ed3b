"""A conversation as a file to keep: plain text in its language, or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import orjson

from web.messages import Message
from web.texts import Texts


def as_text(messages: Iterable[Message], created_ms: int, texts: Texts) -> str:
    """The transcript as text, one paragraph a message, times in UTC."""
    heading = texts.say("transcript_title", date=_moment(created_ms))
    return "\n\n".join([heading, *(_paragraph(message, texts) for message in messages)]) + "\n"


def as_json(messages: Iterable[Message], created_ms: int) -> bytes:
    """The transcript as JSON: ``{created_at, messages}``."""
    shown = [message.to_json() for message in messages]
    return orjson.dumps({"created_at": _moment(created_ms), "messages": shown}, option=orjson.OPT_INDENT_2)


def _paragraph(message: Message, texts: Texts) -> str:
    name = message.extra.get("name") if message.sender == "agent" else None
    who = str(name or texts.say(f"transcript_{message.sender}"))
    lines = [f"[{_moment(message.at_ms)}] {who}:", *([message.text] if message.text else [])]
    return "\n".join([*lines, *_more(message.extra, texts)])


def _more(extra: Any, texts: Texts) -> Iterator[str]:
    for file in extra.get("files") or ():
        yield texts.say("transcript_photo", name=file["name"])
    for product in extra.get("products") or ():
        yield f"- {product.get('name')} ({product.get('price')})"
    if order := extra.get("order"):
        yield f"- {order.get('order_id')}: {order.get('status')}, {order.get('total')}"
    for citation in extra.get("citations") or ():
        yield texts.say("transcript_source", title=citation.get("title"), url=citation.get("url") or "")


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
