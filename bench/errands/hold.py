"""Holding one conversation with the running assistant, and what it left in the database."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from bench.errands.effects import after, differences
from bench.errands.model import Customer, Json
from bench.errands.replies import parts_of
from bench.errands.speaker import Speaker
from bench.errands.wordings import Wordings
from tests.support.shopper import Shopper
from tests.support.stack import Stack

MOST_TURNS = 30


@dataclass
class Held:
    """A conversation that is over: what was said, how long replies took, and what is wrong with it."""

    customer: Customer
    lines: list[str] = field(default_factory=list)
    turns: int = 0
    ms: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def succeeded(self) -> bool:
        """Whether everything is as the customer and the policy wanted it."""
        return not self.wrong


def hold(customer: Customer, stack: Stack, wordings: Wordings, before: Json) -> Held:
    """Talk until he is done or gives up, then compare the store with what his errands should leave.

    ``ms`` are the replies to answers in the middle of an errand. Raises what ``Shopper`` does.
    """
    held = Held(customer)
    speaker = Speaker(customer, wordings)
    with Shopper(stack.url) as shopper:
        text: str | None = speaker.opening()
        while text is not None and held.turns < MOST_TURNS:
            middle = speaker.asked
            begin = time.monotonic()
            messages = _say(shopper, text, held)
            took = 1000 * (time.monotonic() - begin)
            held.turns += 1
            if middle:
                held.ms.append(took)
            held.lines += [f"customer: {text}", *_shown(messages), ""]
            text = speaker.next(parts_of(messages))
    if not speaker.satisfied:
        held.wrong.append(speaker.trouble or "the conversation ended before the errands did")
    held.wrong += differences(after(before, customer.effects), stack.export())
    return held


def _say(shopper: Shopper, text: str, held: Held) -> Sequence[dict[str, Any]]:
    try:
        return shopper.say(text)
    except (AssertionError, httpx.HTTPError) as error:
        held.wrong.append(f"no reply: {error!r}"[:300])
        return []


def _shown(messages: Sequence[dict[str, Any]]) -> list[str]:
    parts = parts_of(messages)
    return [f"  {part.name or '-'}: {part.text}" for part in parts]


def transcript(held: Held) -> str:
    """All that an engineer needs to see why it went wrong."""
    customer = held.customer
    head = [f"skill: {customer.skill}", f"customer: {customer.user_id}", "wrong:"]
    wanted = [f"  {kind} {dict(details)}" for kind, details in customer.effects] or ["  nothing changes"]
    return "\n".join([*head, *(f"  {w}" for w in held.wrong), "wanted:", *wanted, "", *held.lines, ""])
