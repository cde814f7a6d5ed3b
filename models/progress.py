"""Progress on the terminal's error stream, so that standard output stays machine-readable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)


@contextmanager
def working(label: str) -> Iterator[None]:
    """Show a spinner and the time for work whose end cannot be foreseen."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        progress.add_task(label, total=None)
        yield


def steps(label: str, total: int) -> _Steps:
    """A progress bar of ``total`` steps: ``with steps(...) as bar: bar.done()``."""
    return _Steps(label, total)


class _Steps:
    def __init__(self, label: str, total: int) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._task = self._progress.add_task(label, total=total)

    def __enter__(self) -> _Steps:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def done(self, count: int = 1) -> None:
        """Mark ``count`` more steps as done."""
        self._progress.advance(self._task, count)

    def at(self, done: int, of: int) -> None:
        """``done`` of ``of`` steps are done: for work that finds out on its way how much there is."""
        self._progress.update(self._task, completed=done, total=of)
