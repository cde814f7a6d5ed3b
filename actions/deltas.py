"""Text of an answer while it is being written, for whoever listens (`web` does)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

Delta = dict[str, str]


class DeltaHub:
    """Passes pieces of text from worker threads to listeners on the event loop.

    A listener that does not keep up loses pieces, never the answer: the whole text follows by the usual way.
    """

    def __init__(self, depth: int = 1000) -> None:
        self._depth = depth
        self._listeners: set[asyncio.Queue[Delta]] = set()

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Delta]]:
        """A queue that receives every piece while the block runs."""
        queue: asyncio.Queue[Delta] = asyncio.Queue(self._depth)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def publish(self, conversation: str, text: str) -> None:
        """Send a piece to all listeners. Call it on the event loop's thread."""
        for queue in self._listeners:
            if not queue.full():
                queue.put_nowait({"conversation": conversation, "text": text})
