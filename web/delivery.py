"""Messages get their place in a conversation here: stored first, then shown to every open socket and desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from web.chat_store import ADD_MESSAGES, ChatStore, Write, message_row
from web.db import now_ms
from web.live import Conversation
from web.messages import Draft, Message


class DeskListener(Protocol):
    """Who wants to know what happens in conversations that a person has, or should have."""

    def messages(self, conversation: Conversation, sent: Sequence[Message]) -> None:
        """New messages of a conversation that is waiting for, or with, an agent."""

    def queue_changed(self) -> None:
        """A conversation joined, left or moved within the queue."""


class Delivery:
    """Appends messages to conversations. The caller holds the conversation's lock."""

    def __init__(self, store: ChatStore, desk: DeskListener) -> None:
        self._store = store
        self._desk = desk

    async def post(
        self,
        conversation: Conversation,
        drafts: Sequence[Draft],
        also: Iterable[Write] = (),
    ) -> list[Message]:
        """Store the drafts (and ``also``) in one transaction, then show them; returns them with their places.

        Raises ``sqlalchemy.exc.IntegrityError`` when a client id or a place is taken; nothing is stored then.
        """
        at_ms, first = now_ms(), conversation.last_seq + 1
        sent = [
            Message(seq, d.sender, d.text, at_ms, d.extra, d.raw, d.client_id, d.awaits_reply)
            for seq, d in enumerate(drafts, first)
        ]
        rows = [message_row(conversation.id, m, d.reply_to) for m, d in zip(sent, drafts, strict=True)]
        added: list[Write] = [(ADD_MESSAGES, rows)] if rows else []
        await self._store.write([*added, *also])
        conversation.last_seq += len(sent)
        for message in sent:
            for button in message.extra.get("buttons", ()):
                conversation.offered[button["payload"]] = button["title"]
        self.show(conversation, sent)
        return sent

    def show(self, conversation: Conversation, sent: Sequence[Message]) -> None:
        """Put messages in front of whoever has the conversation open."""
        conversation.send_messages(sent)
        if conversation.state != "assistant":
            self._desk.messages(conversation, sent)
