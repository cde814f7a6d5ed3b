"""An engineer who answers from a list."""

from __future__ import annotations

from collections.abc import Sequence


class Script:
    """A terminal that answers from a list."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.said: list[str] = []

    def say(self, line: str = "") -> None:
        self.said.append(line)

    def ask(self, question: str, choices: Sequence[str] = ()) -> str | None:
        self.said.append(question)
        return self.answers.pop(0) if self.answers else None

    @property
    def screen(self) -> str:
        return "\n".join(self.said)
