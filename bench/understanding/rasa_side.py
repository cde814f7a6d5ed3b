"""Runs in Rasa's environment: what a model makes of messages, as JSON lines on stdout.

``python -m bench.understanding.rasa_side MODEL [--requests]`` reads one JSON string a line. Each line of the
answer holds ``intent``, ``entities`` and ``ms``; with ``--requests`` also ``requests``, the intents that the
channel would serve one after another.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from typing import Any

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

from dialogue.channel import Parses
from dialogue.requests import load_settings, requests
from dialogue.splitting import SplitModel

WARM_UP = 20


async def parse(agent: Agent, text: str) -> dict[str, Any]:
    """Intent, details and milliseconds of one message."""
    begin = time.perf_counter()
    parsed = await agent.parse_message(text)
    took = 1000 * (time.perf_counter() - begin)
    spans = {(e["entity"], e["start"], e["end"]) for e in parsed.get("entities") or []}
    ranking = parsed.get("intent_ranking") or []
    return {"intent": parsed["intent"], "ranking": ranking[:3], "entities": sorted(spans), "ms": took}


async def served(agent: Agent, text: str) -> list[str]:
    """The intents that one message is served under, in their order."""
    found = await requests(text, Parses(agent).read, load_settings(), SplitModel.load())
    return [request.intent for request in found]


async def main(model: str, with_requests: bool) -> None:
    """Answer line by line."""
    agent = Agent.load(model)
    for _ in range(WARM_UP):
        await agent.parse_message("where is my order")
    for line in sys.stdin:
        text = json.loads(line)
        found = await parse(agent, text)
        if with_requests:
            found["requests"] = await served(agent, text)
        print(json.dumps(found))


if __name__ == "__main__":
    # Without it every message is logged, which takes longer than understanding it.
    configure_structlog(logging.WARNING)
    asyncio.run(main(sys.argv[1], "--requests" in sys.argv))
