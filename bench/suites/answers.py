"""Right, refused and cited answers on the development questions, by ``python -m knowledge calibrate``."""

from __future__ import annotations

import json

from bench.paths import ROOT
from bench.report import Report, console
from bench.servers import fresh_stack

QUESTIONS = ROOT / "tests" / "data" / "answers_dev.jsonl"
TIMES = {"ms_p50": "p50", "ms_p95": "p95"}
COUNTS = ("questions", "answerable")


def run() -> None:
    """Measure in a fresh demo shop with its documents indexed."""
    report = Report("answers")
    console.print("answers: preparing the index, then asking the development questions ...")
    with fresh_stack() as stack:
        found = json.loads(stack.run("knowledge", "calibrate", str(QUESTIONS)).splitlines()[-1])
    report.line("questions", {name: found[name] for name in COUNTS}, "questions")
    report.line("times", {ours: found[theirs] for theirs, ours in TIMES.items()}, "ms")
    apart = {*TIMES, *COUNTS, "fitted"}
    shares = {name: value for name, value in found.items() if name not in apart}
    report.line("decision", shares, "share of questions")
