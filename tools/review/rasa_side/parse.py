"""How the trained model ranks the intents of texts: ``{"model": path, "texts": [...]}`` on standard input."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Sequence
from typing import Any

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog


async def rankings(model: str, texts: Sequence[str]) -> list[list[dict[str, Any]]]:
    """For each text the intents with their probabilities, best first."""
    agent = Agent.load(model)
    parsed = [await agent.parse_message(text) for text in texts]
    return [
        [{"name": item["name"], "confidence": item["confidence"]} for item in one["intent_ranking"]]
        for one in parsed
    ]


if __name__ == "__main__":
    # Without it every message is logged, which takes longer than understanding it and shows its text.
    configure_structlog(logging.WARNING)
    request = json.load(sys.stdin)
    print(json.dumps({"result": asyncio.run(rankings(request["model"], request["texts"]))}))
