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
        self._listeners: set[asyncio.Queue[Delta | None]] = set()

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Delta | None]]:
        """A queue that receives every piece while the block runs, and None when there will be no more."""
        queue: asyncio.Queue[Delta | None] = asyncio.Queue(self._depth)
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

    def close(self) -> None:
        """Tell all listeners that the process is about to end."""
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)
