"""How fast the three processes answer over the chat API, alone and in a crowd, and what they need."""

from __future__ import annotations

import asyncio
import time

from bench.clients import WebEntrance
from bench.report import Report, console
from bench.servers import READY_WITHIN_S, fresh_stack
from bench.suites.traffic import Traffic


def run() -> None:
    """Measure; raises ``RuntimeError`` when the stack does not get ready."""
    report = Report("turns")
    console.print("turns: preparing shop, index and models ...")
    with fresh_stack() as stack:
        begin = time.monotonic()
        stack.start()
        stack.wait_ready(READY_WITHIN_S)
        report.line("start", {"ready": round(time.monotonic() - begin, 1)}, "s")
        pids = {name: process.pid for name, process in stack.processes.items()}
        traffic = Traffic(report, "web", lambda session: WebEntrance(session, stack.url), pids, barred=True)
        asyncio.run(traffic.run())
