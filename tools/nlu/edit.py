"""New lines in NLU files: each where its intent stands, and not a character else is changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tools.errors import ToolError
from tools.nlu.files import Block, blocks_of, nlu_files, read_blocks

Lines = Mapping[str, Sequence[str]]
"""Intent -> new example lines, annotated."""


def homes(folder: Path) -> dict[str, Block]:
    """For each intent with examples the block that new ones go to: the one that holds most."""
    found: dict[str, Block] = {}
    for block in read_blocks(nlu_files(folder)):
        if block.kind == "intent" and block.items:
            known = found.get(block.name)
            if known is None or len(block.items) > len(known.items):
                found[block.name] = block
    return found


def add_lines(folder: Path, new: Lines) -> list[Path]:
    """Write the lines behind the last example of their intent; returns the files that changed.

    Every file is made anew beside the old one and checked before the first is put in place.
    Raises ``ToolError``.
    """
    known = homes(folder)
    if lost := sorted(set(new) - set(known)):
        raise ToolError(f"no examples of {', '.join(lost)} in {folder}: write the first ones by hand")
    by_file: dict[Path, dict[str, Sequence[str]]] = {}
    for intent, lines in new.items():
        by_file.setdefault(known[intent].file, {})[intent] = lines
    fresh = {file: _edited(file, known, lines) for file, lines in by_file.items()}
    _replace(fresh)
    return sorted(fresh)


def _edited(file: Path, known: Mapping[str, Block], new: Lines) -> tuple[bytes, bytes]:
    """A file's bytes before and after."""
    old = file.read_bytes()
    text = old.decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    # From the bottom up, so that places further up stay right.
    for intent in sorted(new, key=lambda name: known[name].items[-1][0], reverse=True):
        block = known[intent]
        at = block.items[-1][0] + 1
        lines[at:at] = [block.before + _one_line(line) for line in new[intent]]
    edited = end.join(lines)
    _check(file, text.replace("\r\n", "\n"), edited.replace("\r\n", "\n"), known, new)
    return old, edited.encode("utf-8")


def _one_line(line: str) -> str:
    if not line.strip() or line != " ".join(line.split()):
        raise ToolError(f"not one line of text: {line!r}")
    return line


def _check(file: Path, old: str, edited: str, known: Mapping[str, Block], new: Lines) -> None:
    """Raise unless YAML reads the old blocks with the new lines at the end of theirs."""
    before, after = blocks_of(file, old), blocks_of(file, edited)
    for was, is_ in zip(before, after, strict=True):
        added = list(new.get(was.name, ())) if was == known.get(was.name) else []
        if [line for _, line in is_.items] != [line for _, line in was.items] + added:
            raise ToolError(f"{file}: the edit would have changed more than it should; nothing was written")


def _replace(fresh: Mapping[Path, tuple[bytes, bytes]]) -> None:
    written: list[tuple[Path, Path]] = []
    try:
        for file, (_, edited) in fresh.items():
            written.append((_beside(file, edited), file))
        for file, (old, _) in fresh.items():
            if file.read_bytes() != old:
                raise ToolError(f"{file} was changed meanwhile; nothing was written")
        for aside, file in written:
            aside.replace(file)
    finally:
        _clear(aside for aside, _ in written)


def _beside(file: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    aside = Path(name)
    aside.chmod(file.stat().st_mode & 0o777)
    return aside


def _clear(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
