"""The vocabulary of errands: what one needs, how each need is filled, and what it finally does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from actions.errands.context import Context
from actions.errands.state import Question


class Outcome(Enum):
    """What came of trying to fill a need."""

    FILLED = "filled"
    ASKED = "asked"
    ENDED = "ended"
    HANDED_OVER = "handed over"
    # It has become another errand, whose needs are to be filled.
    TURNED = "turned"


class Need(Protocol):
    """Something an errand cannot do without."""

    def fill(self, ctx: Context) -> Outcome:
        """Fill it from what is known, or ask, or end the errand having said why."""


@runtime_checkable
class Listening(Protocol):
    """A need that takes its detail from any message, whatever was asked for."""

    def listen(self, ctx: Context) -> None:
        """Note what this message says about it."""


@dataclass(frozen=True)
class Errand:
    """What a shopper can have done.

    ``intent`` starts it; ``hears`` are intents that, while it is open, only bring it details. Needs are
    filled in order. An errand with ``confirm`` lists the details and runs only after an explicit yes.
    ``unless`` finds the words that turn the request around ("don't cancel"). ``beside`` finds the words that
    ask for it in the same sentence as for one of ``beside_of`` ("... and the payment method to ...").
    ``welcome_offer`` marks errands after which a suggestion may be in place.
    """

    intent: str
    needs: Sequence[Need]
    run: Callable[[Context], None]
    confirm: Callable[[Context, str], Question] | None = None
    declined: Callable[[Context], None] | None = None
    hears: frozenset[str] = frozenset()
    unless: re.Pattern[str] | None = None
    beside: re.Pattern[str] | None = None
    beside_of: frozenset[str] = frozenset()
    welcome_offer: bool = False


def ask(ctx: Context, question: Question) -> Outcome:
    """Ask the shopper and wait; a question that keeps missing its answer goes to a person."""
    return Outcome.ASKED if ctx.put(question) else Outcome.HANDED_OVER
