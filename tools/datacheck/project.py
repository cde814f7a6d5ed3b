"""Everything that is checked, read once."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tools.datacheck.python import Python
from tools.errors import ToolError
from tools.nlu.examples import Example, key, read_line
from tools.nlu.files import Block, nlu_files, read_blocks

_ROW = re.compile(r"^\|\s*`?([a-z_]+)`?\s*\|", re.MULTILINE)
_QUOTED = re.compile(r"`([a-z_]+)`")

# What examples teach; a set that tests something else may hold their words.
_TAUGHT = frozenset({"intent", "intents", "entities"})


@dataclass(frozen=True)
class Project:
    """An assistant in a folder laid out like this one."""

    root: Path

    @cached_property
    def domain(self) -> dict[str, Any]:
        """domain.yml."""
        return self._mapping("domain.yml")

    @cached_property
    def config(self) -> dict[str, Any]:
        """config.yml."""
        return self._mapping("config.yml")

    @property
    def intents(self) -> frozenset[str]:
        """Intents of the domain."""
        return frozenset(_names(self.domain.get("intents")))

    @property
    def entities(self) -> frozenset[str]:
        """Entities of the domain."""
        return frozenset(_names(self.domain.get("entities")))

    @property
    def actions(self) -> frozenset[str]:
        """Custom actions of the domain."""
        return frozenset(_names(self.domain.get("actions")))

    @property
    def defined_twice(self) -> list[tuple[str, str]]:
        """Kind and name of what the domain lists more than once, with which Rasa does not start."""
        counted = {
            kind: Counter(_names(self.domain.get(kind))) for kind in ("intents", "entities", "actions")
        }
        return [(kind, name) for kind, names in counted.items() for name, count in names.items() if count > 1]

    @property
    def responses(self) -> frozenset[str]:
        """Responses of the domain."""
        return frozenset(self.domain.get("responses") or {})

    @cached_property
    def blocks(self) -> list[Block]:
        """All of data/nlu."""
        return read_blocks(nlu_files(self.root / "data" / "nlu"))

    @cached_property
    def examples(self) -> list[Example]:
        """The examples of data/nlu."""
        return [e for block in self.blocks if block.kind == "intent" for e in block.examples()]

    @cached_property
    def tests(self) -> list[Example]:
        """Test messages with an intent: the NLU files of tests/data."""
        files = [f for f in nlu_files(self.root / "tests" / "data") if "nlu" in (self._yaml(f) or {})]
        return [e for block in read_blocks(files) if block.kind == "intent" for e in block.examples()]

    @cached_property
    def kept_apart(self) -> dict[str, str]:
        """Every test message, by its key, with its place: also JSON lines that tell intents or details."""
        found = {example.key: self.place(example.file, example.number) for example in self.tests}
        for file in sorted((self.root / "tests" / "data").glob("*.jsonl")):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                told = json.loads(line) if line.strip() else {}
                text = told.get("text")
                if isinstance(text, str) and _TAUGHT & told.keys():
                    found.setdefault(key(read_line(text)[0]), self.place(file, number))
        return found

    @cached_property
    def rules(self) -> list[tuple[str, dict[str, Any]]]:
        """Rules and stories of data/, each with its file."""
        found = []
        for file in sorted((self.root / "data").rglob("*.yml")):
            read = self._yaml(file) or {}
            for kind in ("rules", "stories"):
                found += [(self.place(file), {**one, "kind": kind}) for one in read.get(kind) or []]
        return found

    @cached_property
    def documented(self) -> frozenset[str]:
        """Intents that docs/intents.md names, in its table or in backquotes."""
        page = self._page()
        return frozenset(self.table) | frozenset(_QUOTED.findall(page))

    @cached_property
    def table(self) -> frozenset[str]:
        """Intents with a row of their own in docs/intents.md."""
        return frozenset(_ROW.findall(self._page())) - {"intent"}

    @cached_property
    def python(self) -> Python:
        """What the code of actions/ names."""
        return Python(sorted((self.root / "actions").rglob("*.py")))

    @cached_property
    def components(self) -> Python:
        """What the code of dialogue/ names."""
        return Python(sorted((self.root / "dialogue").rglob("*.py")))

    def place(self, file: Path, number: int | None = None) -> str:
        """A file, and a line in it, as an editor takes it."""
        shown = str(file.relative_to(self.root))
        return shown if number is None else f"{shown}:{number}"

    def where(self, example: Example) -> str:
        """The place of an example."""
        return self.place(example.file, example.number)

    def _page(self) -> str:
        page = self.root / "docs" / "intents.md"
        return page.read_text(encoding="utf-8") if page.is_file() else ""

    def _mapping(self, name: str) -> dict[str, Any]:
        read = self._yaml(self.root / name)
        if not isinstance(read, dict):
            raise ToolError(f"{name} is not a mapping")
        return read

    def _yaml(self, file: Path) -> Any:
        try:
            return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
        except (OSError, yaml.YAMLError) as error:
            raise ToolError(f"cannot read {file}: {error}") from error


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _names(entries: Any) -> list[str]:
    """Names in a list of the domain, whose entries may be mappings with settings."""
    return [next(iter(entry)) if isinstance(entry, dict) else str(entry) for entry in entries or []]
