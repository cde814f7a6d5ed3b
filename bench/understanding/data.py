"""Labelled messages: the shop's own sets, files of the Bitext form, and training folders made from them."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

OUT_OF_SCOPE = "out_of_scope"
_ANNOTATED = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Span:
    """A detail in a text: its kind and where it stands."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Message:
    """A message with the intents it asks for (one, or several in order), its details and tags of style."""

    text: str
    intents: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    tags: str = ""

    @property
    def intent(self) -> str:
        """The only intent, or the first."""
        return self.intents[0]


def read_nlu(path: Path) -> list[Message]:
    """Messages of a file in Rasa's NLU format, annotations taken out."""
    blocks = yaml.safe_load(path.read_text("utf-8"))["nlu"]
    return [
        Message(_ANNOTATED.sub(r"\1", line.strip()[2:].strip()), (block["intent"],))
        for block in blocks
        for line in block["examples"].splitlines()
        if line.strip().startswith("- ")
    ]


def read_requests(path: Path) -> list[Message]:
    """Messages of a JSON-lines file with ``text`` and ``intents``."""
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [Message(line["text"], tuple(line["intents"])) for line in lines]


def read_bitext(path: Path) -> list[Message]:
    """Messages of a CSV file of the Bitext form. Raises RuntimeError when it is of another."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return [
            Message(row["utterance"], (row["intent"],), _spans(row), row.get("tags") or "") for row in rows
        ]
    except (KeyError, ValueError) as error:
        raise RuntimeError(f"{path.name} is not of the Bitext form: {error}") from error


def _spans(row: dict[str, str]) -> tuple[Span, ...]:
    if not row["entity_type"]:
        return ()
    return (Span(row["entity_type"], int(row["start_offset"]), int(row["end_offset"])),)


def some_of_each(messages: Sequence[Message], count: int | None, seed: int = 7) -> list[Message]:
    """``count`` messages of each intent, drawn by seed; all of them for None."""
    if count is None:
        return list(messages)
    by_intent: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_intent[message.intent].append(message)
    rng = Random(seed)
    return [
        message
        for intent in sorted(by_intent)
        for message in rng.sample(by_intent[intent], min(count, len(by_intent[intent])))
    ]


def write_nlu(folder: Path, messages: Iterable[Message]) -> Path:
    """A training folder in Rasa's NLU format, details annotated; returns it."""
    lines: dict[str, list[str]] = defaultdict(list)
    for message in messages:
        lines[message.intent].append(f"- {_annotated(message)}")
    content = {
        "version": "3.1",
        "nlu": [{"intent": intent, "examples": "\n".join(texts)} for intent, texts in sorted(lines.items())],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nlu.yml").write_text(yaml.safe_dump(content, allow_unicode=True, width=10_000), "utf-8")
    return folder


def _annotated(message: Message) -> str:
    text = " ".join(message.text.split()) if not message.spans else message.text.replace("\n", " ")
    for span in sorted(message.spans, key=lambda s: -s.start):
        text = f"{text[: span.start]}[{text[span.start : span.end]}]({span.kind}){text[span.end :]}"
    return text
