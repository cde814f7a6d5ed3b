"""What can go wrong with the store itself, each with a message an engineer can act on."""

from __future__ import annotations


class StoreError(Exception):
    """The store, its policy or a file for it is not usable; the message says why."""


class StoreNotReady(StoreError):
    """The database is missing, unreachable, locked or not migrated."""


class PolicyError(StoreError):
    """The policy file is missing or does not fit."""


class ImportRefused(StoreError):
    """The file cannot be imported. `place` is where in it, like ``orders/#A10001/items/0/price``."""

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = problem
        super().__init__(f"{place}: {problem}" if place else problem)


class StoreNotEmpty(StoreError):
    """The store holds other data, and nobody asked to replace it."""
