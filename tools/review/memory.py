"""Which messages an engineer has decided on, so that they are not shown again. Holds digests, no text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from tools.errors import ToolError
from tools.nlu.examples import key


def digest(wording: str) -> str:
    """The same for messages that differ only in case, punctuation and what was replaced."""
    return sha256(key(wording).encode()).hexdigest()


class Memory:
    """A file of JSON lines; with ``file`` None nothing outlives this run."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._known = set(_read(file)) if file else set()

    def __contains__(self, digest: str) -> bool:
        return digest in self._known

    def add(self, digests: Iterable[str], decision: str, intent: str | None = None) -> None:
        """Note a decision; raises ``ToolError`` when it cannot be written."""
        new = [each for each in dict.fromkeys(digests) if each not in self._known]
        self._known.update(new)
        if self._file is None or not new:
            return
        at = datetime.now(UTC).isoformat(timespec="seconds")
        lines = [{"digest": each, "decision": decision, "intent": intent, "at": at} for each in new]
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as stream:
                stream.write("".join(json.dumps(line) + "\n" for line in lines))
        except OSError as error:
            raise ToolError(f"cannot write {self._file}: {error}") from error


def _read(file: Path) -> Iterable[str]:
    if not file.exists():
        return
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield str(json.loads(line)["digest"])
        except (ValueError, KeyError, TypeError) as error:
            raise ToolError(f"{file}, line {number}: not a decision; remove the line or the file") from error
