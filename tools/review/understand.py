"""What the trained assistant makes of messages now, and what it proposes for them."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from settings import ROOT
from tools.errors import ToolError
from tools.review.conversations import FALLBACK

_IN_RASAS_ENVIRONMENT = ". scripts/rasa-environment && exec .venv-rasa/bin/python -m tools.review.rasa_side."
_TOLD_OF_A_FAILURE = 12


@dataclass(frozen=True, slots=True)
class Understood:
    """Intents with their probabilities, best first; ``rejected``: the assistant would ask again."""

    ranking: tuple[tuple[str, float], ...]
    rejected: bool

    @property
    def intent(self) -> str:
        """The best intent, "" where there is none."""
        return self.ranking[0][0] if self.ranking else ""

    @property
    def confidence(self) -> float:
        """How sure the assistant is of it."""
        return self.ranking[0][1] if self.ranking else 0.0


def understand(texts: Sequence[str], model: Path) -> list[Understood]:
    """Each text as the trained model reads it; raises ``ToolError`` when there is no model or it fails."""
    if not texts:
        return []
    if not model.is_file():
        raise ToolError(f"no trained model in {model}: `make setup` trains one")
    answer = in_rasas_environment("parse", {"model": str(model.resolve()), "texts": list(texts)})
    return [
        Understood(
            tuple(
                (entry["name"], float(entry["confidence"])) for entry in ranking if entry["name"] != FALLBACK
            ),
            any(entry["name"] == FALLBACK for entry in ranking[:1]),
        )
        for ranking in answer
    ]


def in_rasas_environment(
    program: str, request: Mapping[str, Any], on_progress: Callable[[int, int], None] | None = None
) -> Any:
    """Run a program of ``rasa_side``; it reads the request as JSON.

    It writes JSON lines: ``{"done": 1, "of": 2}`` and at last ``{"result": ...}``, which is returned. Raises
    ``ToolError`` with what it said when it fails.
    """
    result: list[Any] = []
    with tempfile.TemporaryFile("w+") as complaints:
        process = subprocess.Popen(  # noqa: S603
            ["/bin/bash", "-c", _IN_RASAS_ENVIRONMENT + program],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
        try:
            _hand_over(process, request)
            for line in process.stdout or ():
                _read_line(line, result, on_progress)
        finally:
            if process.poll() is None and not result:
                process.terminate()
            code = process.wait()
        if code != 0 or not result:
            complaints.seek(0)
            said = "".join(complaints.readlines()[-_TOLD_OF_A_FAILURE:])
            raise ToolError(f"rasa_side/{program}.py failed (exit {code}):\n{said}")
    return result[-1]


def _hand_over(process: subprocess.Popen[str], request: Mapping[str, Any]) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write(json.dumps(request))
        process.stdin.close()
    except BrokenPipeError:
        return  # it died at once; what it said is reported


def _read_line(line: str, result: list[Any], on_progress: Callable[[int, int], None] | None) -> None:
    try:
        told = json.loads(line)
    except ValueError:
        return  # a library that prints
    if isinstance(told, dict) and "result" in told:
        result.append(told["result"])
    elif isinstance(told, dict) and "done" in told and on_progress:
        on_progress(int(told["done"]), int(told["of"]))
