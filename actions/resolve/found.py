"""What a resolver hands back: nothing, one record, several that are all meant, or several to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Kind(StrEnum):
    """What to do with a finding: nothing there, take it, take them all, or ask."""

    NONE = "none"
    ONE = "one"
    ALL = "all"
    ASK = "ask"


@dataclass(frozen=True)
class Found(Generic[T]):
    """Records that words mean: ``meant`` for sure, and one of ``choices``, though which is left open."""

    meant: tuple[T, ...] = ()
    choices: tuple[T, ...] = ()

    @property
    def kind(self) -> Kind:
        """None, one, all of several, or several to ask about."""
        if self.choices:
            return Kind.ASK
        if not self.meant:
            return Kind.NONE
        return Kind.ONE if len(self.meant) == 1 else Kind.ALL

    @property
    def one(self) -> T | None:
        """The record when it is just one and nothing is open."""
        return self.meant[0] if self.kind is Kind.ONE else None


def one_of(candidates: tuple[T, ...]) -> Found[T]:
    """The finding when exactly one record was looked for and these fit."""
    return Found(candidates) if len(candidates) <= 1 else Found((), candidates)
