"""How well a purchase is foreseen: cross-validated on labelled sessions, when there are any."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from bench.paths import ROOT
from bench.report import Report, console
from tests.support.stack import Stack

FOLDER_VARIABLE = "AISLE_BENCH_DATA"
DEFAULT_FOLDER = ROOT.parent / "shared" / "data"
SESSIONS = "online_shoppers_intention.csv"


def run() -> None:
    """Train on folds of the sessions and score on the rest; a line that says why when there are none."""
    report = Report("upsell")
    sessions = Path(os.environ.get(FOLDER_VARIABLE, DEFAULT_FOLDER)) / SESSIONS
    if not sessions.is_file():
        report.skipped("purchase", f"no {SESSIONS}; {FOLDER_VARIABLE} names the folder that holds it")
        return
    console.print("upsell: cross-validating the purchase model ...")
    with tempfile.TemporaryDirectory() as folder:
        out = ["--data", str(sessions.resolve()), "--out", f"{folder}/purchase"]
        found = json.loads(Stack(Path(folder)).run("models", "train", "purchase", *out).splitlines()[-1])
    report.line("sessions", {"n": found.pop("n")}, "sessions")
    for variant, scores in found.items():
        report.line(f"purchase_{variant}", scores, "score")
