"""Texts of products are encoded once, at once when few are new, and beside the turn when many are."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from actions.described import AT_ONCE, Described


@dataclass(frozen=True)
class Thing:
    product_id: str
    name: str
    category: str = "things"
    description: str = ""


class Slow:
    """An encoder that waits until it may, and counts what it was asked."""

    def __init__(self, free: bool = True, fails: bool = False) -> None:
        self.may = threading.Event()
        self.asked: list[int] = []
        self._fails = fails
        if free:
            self.may.set()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(len(texts))
        if not self.may.wait(30) or self._fails:
            raise RuntimeError("no")
        return np.ones((len(texts), 2), dtype=np.float32)


def things(count: int, start: int = 0) -> list[Thing]:
    return [Thing(f"p{at}", f"thing {at}") for at in range(start, start + count)]


def test_few_new_texts_are_known_at_once_and_only_once() -> None:
    catalogue, encoder = [things(3)], Slow()
    described = Described(lambda: catalogue[-1], encoder)  # type: ignore[arg-type, return-value]
    content = described.content()
    assert content is not None
    assert "p2" in content
    assert described.content() is content
    catalogue.append(things(4))
    content = described.content()
    assert content is not None
    assert "p3" in content
    assert encoder.asked == [3, 1]


def test_nobody_waits_for_many_new_texts() -> None:
    catalogue, encoder = things(AT_ONCE + 1), Slow(free=False)
    described = Described(lambda: catalogue, encoder)  # type: ignore[arg-type, return-value]
    assert described.content() is None
    assert described.content() is None
    assert described.building
    encoder.may.set()
    described.wait(30)
    content = described.content()
    assert content is not None
    assert f"p{AT_ONCE}" in content
    assert encoder.asked == [AT_ONCE + 1]


def test_what_was_known_serves_while_many_are_new() -> None:
    catalogue, encoder = [things(3)], Slow()
    described = Described(lambda: catalogue[-1], encoder)  # type: ignore[arg-type, return-value]
    before = described.content()
    encoder.may.clear()
    catalogue.append(things(AT_ONCE + 10))
    assert described.content() is before
    encoder.may.set()
    described.wait(30)
    assert described.content() is not before


def test_texts_that_cannot_be_encoded_are_not_tried_for_ever() -> None:
    catalogue, encoder = things(AT_ONCE + 1), Slow(fails=True)
    described = Described(lambda: catalogue, encoder)  # type: ignore[arg-type, return-value]
    assert described.content() is None
    described.wait(30)
    assert described.content() is None
    assert encoder.asked == [AT_ONCE + 1]
