"""The same load on Rasa alone: with Aisle's settings, and with Rasa's stock settings.

Both have the same training data, tracker store and action server, and both are asked directly at their
webhook, so that nothing but the settings differs.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
from functools import partial

from bench.clients import RasaEntrance
from bench.paths import RASA_PYTHON, ROOT
from bench.report import Report, console
from bench.servers import RasaKind, aisle_rasa, fresh_stack, running_rasa, stock_rasa, wait_for
from bench.stock.train import stock_model
from bench.suites.traffic import Traffic
from tests.support.stack import Stack

DEVELOPMENT_SET = ROOT / "tests" / "data" / "nlu_dev.yml"


def run() -> None:
    """Train the stock settings unless that was done, then measure both."""
    report = Report("stock")
    console.print("stock: training Rasa's stock settings, once for the same data (up to an hour) ...")
    model, took = stock_model()
    report.line("stock_training", took, "s")
    kinds = (aisle_rasa(), stock_rasa(model))
    for kind in kinds:
        _intents(report, kind)
    with fresh_stack() as stack:
        stack.start("actions")
        actions = stack.processes["actions"]
        url = f"http://127.0.0.1:{stack.ports['actions']}/health"
        wait_for(url, actions, stack.var / "logs" / "actions.log")
        for kind in kinds:
            _traffic(report, kind, stack)


def _intents(report: Report, kind: RasaKind) -> None:
    console.print(f"{kind.name}: intents of the development set ...")
    measuring = [str(RASA_PYTHON), "-m", "bench.stock.intents", str(kind.model), str(DEVELOPMENT_SET)]
    done = subprocess.run(
        ["bash", "-c", '. scripts/rasa-environment; exec "$@"', "bash", *measuring],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the development set could not be parsed:\n{done.stderr[-2000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    report.line(f"{kind.name}_intents", found["share"], "share of messages")
    report.line(f"{kind.name}_parse", found["ms"], "ms")


def _traffic(report: Report, kind: RasaKind, stack: Stack) -> None:
    console.print(f"{kind.name}: starting Rasa ...")
    with running_rasa(kind, stack) as rasa:
        report.line(f"{kind.name}_start", {"ready": round(rasa.start_s, 1)}, "s")
        pids = {"rasa": rasa.pid, "actions": stack.processes["actions"].pid}
        run = f"{kind.name}-{time.time_ns()}"
        entrance = partial(RasaEntrance, url=rasa.url, channel=kind.channel, run=run)
        asyncio.run(Traffic(report, kind.name, entrance, pids, barred=False).run())
