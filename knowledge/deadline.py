"""Calls that must return in time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from knowledge.errors import IndexUnavailable

T = TypeVar("T")


class Deadline:
    """Runs calls in threads and gives up waiting after ``seconds``.

    A call that hangs keeps its (daemon) thread; ``most`` bounds how many may be under way.
    """

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds = seconds
        self._slots = threading.BoundedSemaphore(most)

    def call(self, what: str, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The function's result; its own exception; or ``IndexUnavailable`` naming ``what`` when late."""
        if not self._slots.acquire(timeout=self._seconds):
            raise IndexUnavailable(f"{what}: too many calls to Chroma are still waiting")
        outcome: list[T] = []
        failure: list[BaseException] = []

        def work() -> None:
            try:
                outcome.append(function(*args, **kwargs))
            except BaseException as error:  # handed to the caller below
                failure.append(error)
            finally:
                self._slots.release()

        thread = threading.Thread(target=work, name=f"chroma {what}", daemon=True)
        thread.start()
        thread.join(self._seconds)
        if failure:
            raise failure[0]
        if not outcome:
            raise IndexUnavailable(f"{what}: no answer from Chroma within {self._seconds:g} s")
        return outcome[0]
