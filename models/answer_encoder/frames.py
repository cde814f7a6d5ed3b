"""Frames: one fact a shop may state, ways to state it, and ways to ask for it.

The files under ``frames/`` are plain text. ``@ A | B`` gives the titles of the documents in which the next
frames stand, ``@@`` that of one frame, ``@@@ product`` marks frames of products; ``# id | heading | heading``
opens a frame; ``=`` states the fact, ``?`` asks for it, and ``~`` names frames whose sentences may answer,
too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
FRAMES = HERE / "frames"
_FOREIGN = "foreign.txt"
# More ways to say and ask what the other files know: their frames bear the same ids, and nothing else.
_MORE = ("variants.txt", "variants_wide.txt", "near.txt")


@dataclass
class Frame:
    """One fact: document titles, headings, statements, questions, and frames that may answer as well.

    ``beside``: questions that sound near and that it does not answer.
    """

    id: str
    titles: tuple[str, ...]
    headings: tuple[str, ...]
    of_product: bool
    says: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    near: set[str] = field(default_factory=set)


@cache
def frames() -> tuple[Frame, ...]:
    """All frames; ``near`` holds both ways. Raises ``ValueError`` naming a line that does not fit."""
    found = [
        frame
        for file in sorted(FRAMES.glob("*.txt"))
        if file.name not in {_FOREIGN, *_MORE}
        for frame in _read(file)
    ]
    by_id = {frame.id: frame for frame in found}
    if len(by_id) != len(found):
        raise ValueError("two frames have the same id")
    for more in (frame for name in _MORE for frame in _read(FRAMES / name)):
        by_id[more.id].says.extend(more.says)
        by_id[more.id].asks.extend(more.asks)
        by_id[more.id].beside.extend(more.beside)
    for frame in found:
        for other in frame.near:
            by_id[other].near.add(frame.id)
    return tuple(found)


@cache
def foreign() -> tuple[str, ...]:
    """Questions that no shop's documents answer."""
    return tuple(line for line in (FRAMES / _FOREIGN).read_text("utf-8").splitlines() if line)


@cache
def slots() -> dict[str, Any]:
    """What ``slots.yml`` says."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / "slots.yml").read_text("utf-8"))
    return loaded


def _read(file: Path) -> Iterator[Frame]:
    titles: tuple[str, ...] = ()
    product = False
    frame: Frame | None = None
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        mark, _, text = line.strip().partition(" ")
        if mark == "#":
            if frame:
                yield frame
            name, *headings = _parts(text)
            frame = Frame(name, titles, tuple(headings), product)
        elif mark == "@":
            titles = _parts(text)
        elif mark == "@@@":
            product = True
        elif frame is None or mark not in {"", "@@", "=", "?", "!", "~"}:
            if mark:
                raise ValueError(f"{file.name}:{number}: {line}")
        elif mark == "@@":
            frame.titles = _parts(text)
        elif mark == "=":
            frame.says.append(text)
        elif mark == "?":
            frame.asks.append(text)
        elif mark == "!":
            frame.beside.append(text)
        elif mark == "~":
            frame.near.update(text.split())
    if frame:
        yield frame


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|"))
