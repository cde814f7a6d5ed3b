"""Runs in Rasa's environment: how many messages of a file a model understands, as one JSON object.

``python -m bench.stock.intents MODEL FILE``; the intent counts as the assistant acts on it, so a fallback is
a miss except for messages that are out of scope.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time

import numpy as np
from rasa.core.agent import Agent
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.utils.log_utils import configure_structlog

OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"


async def measure(model: str, file: str) -> dict[str, dict[str, float]]:
    """Shares of right intents and of fallbacks, and milliseconds to parse a message."""
    examples = RasaYAMLReader().read(file).intent_examples
    agent = Agent.load(model)
    right, before, fallbacks, took = 0, 0, 0, []
    for example in examples:
        wanted, begin = example.get("intent"), time.perf_counter()
        parsed = await agent.parse_message(example.get("text"))
        took.append(1000 * (time.perf_counter() - begin))
        ranking = [item["name"] for item in parsed["intent_ranking"] if item["name"] != FALLBACK]
        got = parsed["intent"]["name"]
        fallbacks += got == FALLBACK
        right += got == wanted or (got == FALLBACK and wanted == OUT_OF_SCOPE)
        before += ranking[:1] == [wanted]
    n = len(examples)
    p50, p95 = np.percentile(took, [50, 95])
    return {
        "share": {"right": right / n, "right_before_fallback": before / n, "fallback": fallbacks / n, "n": n},
        "ms": {"p50": round(float(p50), 2), "p95": round(float(p95), 2)},
    }


if __name__ == "__main__":
    # Without it every message is logged, which takes longer than understanding it.
    configure_structlog(logging.WARNING)
    print(json.dumps(asyncio.run(measure(sys.argv[1], sys.argv[2]))))
