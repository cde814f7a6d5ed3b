"""Shoppers: one alone, or many at once who think between their messages."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.clients import Entrance, Line
from bench.conversations import Conversation, Turn

SEED = 20
# A pause is this share of the mean at least, and as much above it at most.
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 1.5


@dataclass(frozen=True)
class Sample:
    """One turn as it went: kind, milliseconds, when it ended (monotonic seconds), and how."""

    kind: str
    ms: float
    ended: float
    error: str | None
    on_script: bool


@dataclass(frozen=True)
class Load:
    """How many shoppers, how many messages a second they offer together, and for how long."""

    shoppers: int
    offered_per_s: float
    seconds: float

    @property
    def mean_gap_s(self) -> float:
        """Seconds between two messages of one shopper, when replies do not take longer."""
        return self.shoppers / self.offered_per_s


async def one_shopper(entrance: Entrance, conversations: Sequence[Conversation], turns: int) -> list[Sample]:
    """Whole conversations after each other, without pauses, until at least that many turns are made."""
    samples: list[Sample] = []
    for conversation in itertools.cycle(conversations):
        if len(samples) >= turns:
            break
        line = await entrance.open()
        samples.extend([await _take(line, turn) for turn in conversation])
    return samples


async def many_shoppers(
    entrance: Entrance, conversations: Sequence[Conversation], load: Load
) -> tuple[list[Sample], float]:
    """All shoppers until the time is over; the samples, and the end of the time (monotonic seconds).

    A closed loop: a shopper sends the next message at the planned moment, or at once when the reply came
    later than that. So what cannot be served in time lowers the rate and is never queued without bound.
    """
    end = time.monotonic() + load.seconds
    shoppers = (_shopper(entrance, conversations, number, load, end) for number in range(load.shoppers))
    return [sample for samples in await asyncio.gather(*shoppers) for sample in samples], end


async def _shopper(
    entrance: Entrance, conversations: Sequence[Conversation], number: int, load: Load, end: float
) -> list[Sample]:
    chance = random.Random(SEED + number)
    samples: list[Sample] = []
    planned = time.monotonic() + chance.uniform(0, load.mean_gap_s)
    at = number % len(conversations)
    for conversation in itertools.cycle((*conversations[at:], *conversations[:at])):
        line: Line | None = None
        for turn in conversation:
            await asyncio.sleep(max(0.0, planned - time.monotonic()))
            if time.monotonic() >= end:
                return samples
            line = line or await entrance.open()
            planned = time.monotonic() + load.mean_gap_s * chance.uniform(SHORTEST_PAUSE, LONGEST_PAUSE)
            samples.append(await _take(line, turn))
    return samples


async def _take(line: Line, turn: Turn) -> Sample:
    begin = time.monotonic()
    answer = await line.say(turn.say)
    ended = time.monotonic()
    on_script = answer.error is None and turn.expects.search(answer.text) is not None
    return Sample(turn.kind, (ended - begin) * 1000, ended, answer.error, on_script)
