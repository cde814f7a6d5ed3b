"""What a scripted customer is: who, what for, how he says it, and what must have come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Json = dict[str, Any]
# A change of the database that the policy allows: its kind and details, see effects.py.
Effect = tuple[str, Mapping[str, Any]]

# What errands that the shop may refuse end with, besides being done.
REFUSED = "refused"


@dataclass(frozen=True)
class Twist:
    """A change of mind: what the summary shows when it comes, and what is said to it."""

    seen: tuple[str, ...]
    say: str


@dataclass(frozen=True)
class Errand:
    """One thing to be done or told.

    ``does`` names the family of summaries and results (``cancel``, ``return``, ...), or is empty for a
    question. ``answers`` are what he says when asked for something, the first time, the second, ...
    ``summary`` are the parts of a right summary; to another one he says ``correction``. ``told`` are parts
    that one reply must have. ``refused``: it ends by being refused, pressed once with ``pressure``.
    ``declines``: it ends with his "no" to the summary or offer. ``aside`` is a question he asks when he is
    first asked for its key.
    """

    does: str = ""
    order: str | None = None
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    summary: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    correction: str = ""
    twist: Twist | None = None
    told: tuple[str, ...] = ()
    refused: bool = False
    pressure: str = ""
    declines: str = ""
    accepts: str = ""
    aside: Mapping[str, str] = field(default_factory=dict)
    person: bool = False
    again: str = ""

    def but(self, **changes: Any) -> Errand:
        """The same with these fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Stage:
    """A message and the errands it is about."""

    say: str
    errands: tuple[Errand, ...]


@dataclass(frozen=True)
class Customer:
    """One customer. ``effects`` are what the policy lets come of his errands, in their order."""

    skill: str
    user_id: str
    identity: Mapping[str, str]
    stages: tuple[Stage, ...]
    effects: tuple[Effect, ...] = ()
    # Whether a person is where this may end, too.
    person: bool = False
