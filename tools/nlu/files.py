"""Blocks and examples of NLU files, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.errors import ToolError
from tools.nlu.examples import Example, example

_HEAD = re.compile(
    r"^(?P<indent>\s*)-\s+(?P<kind>intent|regex|synonym|lookup):\s*(?P<quote>['\"]?)(?P<name>[^'\"#\s][^'\"#]*?)"
    r"(?P=quote)\s*(?:#.*)?$"
)
_EXAMPLES = re.compile(r"^\s+examples:\s*\|[+-]?\s*$")
_ITEM = re.compile(r"^(?P<before>\s*-\s+)(?P<line>.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """An intent, regex, synonym or lookup; ``items``: index of each line in the file, and its text."""

    kind: str
    name: str
    file: Path
    items: tuple[tuple[int, str], ...]
    # What stands before the text of an item, like "    - ".
    before: str

    def examples(self) -> Iterator[Example]:
        """The examples of an intent."""
        return (example(self.name, line, self.file, index + 1) for index, line in self.items)


def nlu_files(folder: Path) -> list[Path]:
    """The YAML files below a folder, in order."""
    return sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")])


def read_blocks(files: Iterable[Path]) -> list[Block]:
    """All blocks of these files, in order. Raises ``ToolError`` for one that cannot be read."""
    return [block for file in files for block in blocks_of(file, _text(file))]


def read_examples(files: Iterable[Path]) -> list[Example]:
    """All examples of intents in these files, in order. Raises ``ToolError`` for one that cannot be read."""
    return [e for block in read_blocks(files) if block.kind == "intent" for e in block.examples()]


def blocks_of(file: Path, text: str) -> list[Block]:
    """The blocks of a file's text; raises ``ToolError`` where lines and YAML do not tell the same."""
    lines = text.split("\n")
    heads = [(index, found) for index, line in enumerate(lines) if (found := _HEAD.match(line))]
    ends = [*(index for index, _ in heads), len(lines)][1:]
    blocks = [_block(file, lines, index, found, end) for (index, found), end in zip(heads, ends, strict=True)]
    read = [(block.kind, block.name, [line for _, line in block.items]) for block in blocks]
    if read != list(_meant(file, text)):
        raise ToolError(f"{file}: not the layout expected (`- intent: name`, `examples: |`, `- text` lines)")
    return blocks


def _block(file: Path, lines: Sequence[str], head: int, found: re.Match[str], end: int) -> Block:
    items: list[tuple[int, str]] = []
    before = found["indent"] + "    - "
    inside = False
    for index in range(head + 1, end):
        if not inside:
            inside = bool(_EXAMPLES.match(lines[index]))
            continue
        item = _ITEM.match(lines[index])
        if item and len(item["before"]) - len(item["before"].lstrip()) > len(found["indent"]):
            items.append((index, item["line"]))
            before = item["before"]
    return Block(found["kind"], found["name"].strip(), file, tuple(items), before)


def _meant(file: Path, text: str) -> Iterator[tuple[str, str, list[str]]]:
    """What YAML makes of the file."""
    try:
        entries = (yaml.safe_load(text) or {}).get("nlu") or []
        for entry in entries:
            kind = next(kind for kind in ("intent", "regex", "synonym", "lookup") if kind in entry)
            items = [_ITEM.match(line) for line in entry["examples"].split("\n")]
            yield kind, str(entry[kind]), [item["line"] for item in items if item]
    except (yaml.YAMLError, AttributeError, KeyError, StopIteration, TypeError) as error:
        raise ToolError(f"{file}: not the layout expected of an NLU file: {error!r}") from error


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ToolError(f"cannot read {file}: {error}") from error
