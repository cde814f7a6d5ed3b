"""Reads a folder of documents and says what it skipped, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.config import IngestLimits
from knowledge.errors import IngestError
from knowledge.markdown import read_markdown
from knowledge.types import Document

_SUFFIXES = {".md", ".markdown"}


@dataclass(frozen=True)
class Skipped:
    """Something that did not enter the index."""

    source: str
    reason: str


@dataclass
class Folder:
    """The documents of a folder, in the order of their paths."""

    documents: list[Document] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def read_folder(folder: Path, limits: IngestLimits) -> Folder:
    """Read every Markdown file below ``folder``; hidden files are not looked at.

    Raises ``IngestError`` if the folder is missing.
    """
    if not folder.is_dir():
        raise IngestError(f"{folder} is not a folder")
    found = Folder()
    for path in _files(folder):
        source = path.relative_to(folder).as_posix()
        try:
            text = _read(path, folder, limits)
        except (OSError, ValueError) as error:
            found.skipped.append(Skipped(source, str(error)))
            continue
        reading = read_markdown(text, source, path.stem, limits.max_sentence_chars)
        found.skipped.extend(Skipped(source, f"{what} left out") for what in reading.left_out)
        if reading.document.sections:
            found.documents.append(reading.document)
        else:
            found.skipped.append(Skipped(source, "no text"))
    return found


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in inside.parts):
            yield path


def _read(path: Path, folder: Path, limits: IngestLimits) -> str:
    """The file's text; raises ``ValueError`` with the reason when it is to be skipped."""
    if path.suffix.lower() not in _SUFFIXES:
        raise ValueError(f"not Markdown ({path.suffix or 'no suffix'})")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError("a link that leads out of the folder")
    size = path.stat().st_size
    if size > limits.max_file_bytes:
        raise ValueError(f"{size} bytes, more than {limits.max_file_bytes}")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (byte {error.start})") from error
