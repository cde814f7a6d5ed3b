"""The engineer's side: questions in plain text, answers from the keyboard or a pipe."""

from __future__ import annotations

import readline
import sys
from collections.abc import Sequence
from typing import Protocol


class Terminal(Protocol):
    """Says lines and asks questions."""

    def say(self, line: str = "") -> None:
        """Show a line."""

    def ask(self, question: str, choices: Sequence[str] = ()) -> str | None:
        """The answer, stripped; None at the end of the input. ``choices`` complete what is typed with Tab."""


class Console:
    """The terminal this runs in."""

    def __init__(self) -> None:
        self._choices: Sequence[str] = ()
        readline.set_completer(self._complete)
        readline.set_completer_delims(" ")
        readline.parse_and_bind("tab: complete")
        readline.parse_and_bind("set show-all-if-ambiguous on")

    def say(self, line: str = "") -> None:
        """Show a line."""
        print(line, flush=True)

    def ask(self, question: str, choices: Sequence[str] = ()) -> str | None:
        """The answer, stripped; None at the end of the input (Ctrl-D) and at Ctrl-C."""
        self._choices = choices
        try:
            answer = input(question).strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return None
        if not sys.stdin.isatty():
            print(answer)  # what comes from a pipe is shown as what is typed
        return answer

    def _complete(self, typed: str, number: int) -> str | None:
        fitting = [choice for choice in self._choices if choice.startswith(typed)]
        return fitting[number] if number < len(fitting) else None
