"""Frames: one fact a shop may state, ways to state it, and ways to ask for it.

The files under ``frames/`` are plain text. ``@ A | B`` gives the titles of the documents in which the next
frames stand, ``@@`` that of one frame, ``@@@ product`` marks frames of products; ``# id | heading | heading``
opens a frame; ``=`` states the fact, ``?`` asks for it, ``!`` sounds near and is not answered by it, and
``~`` names frames whose sentences may answer, too. ``wide/`` holds more facts, ``situations/`` what people
ask who tell what happened to them instead of asking, and near misses that are hard to tell apart.
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
_WIDE, _SITUATIONS = FRAMES / "wide", FRAMES / "situations"


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
def frames(*, wide: bool = True) -> tuple[Frame, ...]:
    """All frames, or those without ``wide/`` and ``situations/``; ``near`` holds both ways.

    Raises ``ValueError`` naming a line that does not fit.
    """
    files = [file for file in sorted(FRAMES.glob("*.txt")) if file.name not in {_FOREIGN, *_MORE}]
    files += sorted(_WIDE.glob("*.txt")) if wide else []
    found = [frame for file in files for frame in _read(file)]
    by_id = {frame.id: frame for frame in found}
    if len(by_id) != len(found):
        raise ValueError("two frames have the same id")
    more_said = [FRAMES / name for name in _MORE] + (sorted(_SITUATIONS.glob("*.txt")) if wide else [])
    for more in (frame for file in more_said for frame in _read(file)):
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
