"""Answers on the development questions, beside the plain recipe on the same documents, questions and model.

The questions are put to the demo shop and to six more invented ones, each in a collection of its own, and of
these also those that lean on the one before.
"""

from __future__ import annotations

import json
from typing import Any

from bench.extras import NotInstalled
from bench.paths import ROOT
from bench.recipe import measure_recipe
from bench.report import Bar, Report, console
from bench.servers import fresh_stack

DATA = ROOT / "tests" / "data"
DEMO = ("answers_dev.jsonl", "answers_hard_dev.jsonl")
OTHERS = ("ashgrove", "pawprint", "ohmstead", "dovetail", "pennywren", "voltaro")
TIMES = {"ms_p50": "p50", "ms_p95": "p95", "ms_first_p95": "first_p95"}
COUNTS = ("questions", "answerable")
BARS = {
    "correct": Bar(at_least=0.92),
    "refused": Bar(at_least=0.95),
    "recall_at_3": Bar(at_least=0.97),
    "unsupported_sentences": Bar(at_most=0),
}
TIME_BARS = {"first_p95": Bar(below=600.0), "p95": Bar(below=2500.0)}


def run() -> None:
    """Measure in a fresh demo shop with its documents indexed."""
    report = Report("answers")
    console.print("answers: preparing the indexes, then asking the development questions ...")
    with fresh_stack() as stack:
        questions = [f"shop={DATA / name}" for name in DEMO]
        whole = stack.var / "questions.jsonl"
        whole.write_text("".join((DATA / name).read_text("utf-8") for name in DEMO), "utf-8")
        sets = [("demo", f"shop={whole}")]
        for name in OTHERS:
            folder = DATA / "shops" / name
            stack.run("knowledge", "ingest", str(folder / "docs"), "--collection", name)
            sets.append((name, f"{name}={folder / 'questions.jsonl'}"))
            sets.append((f"{name}_followups", f"{name}={folder / 'followups.jsonl'}"))
        for name, given in sets:
            found = json.loads(stack.run("knowledge", "calibrate", given).splitlines()[-1])
            _tell(report, name, found)
        _recipe(report, [question.partition("=")[2] for question in questions], str(stack.var))


def _tell(report: Report, name: str, found: dict[str, Any]) -> None:
    apart = {*TIMES, *COUNTS, "fitted", "following", "by_kind", "memory_mb"}
    shares = {key: value for key, value in found.items() if key not in apart}
    report.line(f"{name}_questions", {key: found[key] for key in COUNTS}, "questions")
    report.line(f"{name}_answers", shares, "share of questions", BARS)
    report.line(f"{name}_by_kind", found["by_kind"], "share right")
    report.line(f"{name}_times", {ours: found[theirs] for theirs, ours in TIMES.items()}, "ms", TIME_BARS)
    report.line(f"{name}_memory", {"resident": found["memory_mb"]}, "MB")


def _recipe(report: Report, files: list[str], folder: str) -> None:
    console.print("answers: the plain recipe (LangChain, Chroma, SmolLM2) on a sample of the questions ...")
    try:
        report.line("plain_recipe", measure_recipe(files, folder), "share of questions, ms")
    except NotInstalled as error:
        report.skipped("plain_recipe", str(error))
