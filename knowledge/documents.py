"""Reads a folder of documents in all formats, and says what it skipped, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.config import IngestLimits
from knowledge.errors import IngestError
from knowledge.faq import read_csv, read_json
from knowledge.html import read_html
from knowledge.markdown import read_markdown
from knowledge.outline import Reading, title_of
from knowledge.pdf import read_pdf
from knowledge.plain import read_text
from knowledge.types import Document

_TextReader = Callable[[str, str, str, int], Reading]
_READERS: dict[str, _TextReader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".txt": read_text,
    ".csv": read_csv,
    ".json": read_json,
    ".jsonl": read_json,
}
_PDF = ".pdf"
FORMATS = "Markdown, HTML, PDF, text, CSV or JSON"


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
    """Read every document below ``folder``; hidden files are not looked at.

    Raises ``IngestError`` if the folder is missing.
    """
    if not folder.is_dir():
        raise IngestError(f"{folder} is not a folder")
    found = Folder()
    for path in _files(folder):
        source = path.relative_to(folder).as_posix()
        try:
            reading = _read(path, folder, source, limits)
        except (OSError, ValueError) as error:
            found.skipped.append(Skipped(source, str(error)))
            continue
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


def _read(path: Path, folder: Path, source: str, limits: IngestLimits) -> Reading:
    """One document; raises ``ValueError`` with the reason when it is to be skipped."""
    suffix = path.suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None and suffix != _PDF:
        raise ValueError(f"not {FORMATS} ({suffix or 'no suffix'})")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError("a link that leads out of the folder")
    size, most = path.stat().st_size, limits.max_pdf_bytes if reader is None else limits.max_file_bytes
    if size > most:
        raise ValueError(f"{size} bytes, more than {most}")
    # Markdown without a title keeps the file's name as it is: its sources are cited by it already.
    title = path.stem if reader is read_markdown else title_of(path.stem)
    if reader is None:
        return read_pdf(path.read_bytes(), source, title, limits.max_sentence_chars, limits.max_pdf_pages)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (byte {error.start})") from error
    return reader(text, source, title, limits.max_sentence_chars)
