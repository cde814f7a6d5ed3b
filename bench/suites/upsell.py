"""How well a purchase and the next product are foreseen, beside other ways, and how the cost grows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from bench.extras import NotInstalled, environment, install
from bench.paths import ROOT
from bench.report import Bar, Report, console
from bench.upsell.classifiers import baselines
from bench.upsell.rankers import DRAWS, Known, Popularity, cosine, plain_ease
from models.purchase import PurchaseModel
from models.purchase.data import read_sessions
from models.purchase.evaluate import predict_ms
from models.purchase.model import VARIANTS, WITH, WITHOUT
from models.purchase.train import train
from models.recommender import Recommender
from models.recommender.config import load_config
from models.recommender.data import Basket, read_baskets
from models.recommender.ease import fit
from models.recommender.evaluate import score

FOLDER_VARIABLE = "AISLE_BENCH_DATA"
DEFAULT_FOLDER = ROOT.parent / "shared" / "data"
SESSIONS, BASKETS = "online_shoppers_intention.csv", "online_retail_baskets.csv"
PACKAGES, TARGET = ROOT / "requirements" / "implicit.txt", ROOT / "var" / "implicit"
# Products and baskets of the invented shops.
SIZES = ((4_000, 20_000), (40_000, 100_000), (400_000, 1_000_000))
# The last part of the baskets, in time order, is what the rest is scored on.
HELD_OUT = 0.2
ASKED = 500
# Per cent of the baskets, in time order.
WINDOWS = (60, 70, 80, 90, 100)

PURCHASE_BARS = {
    WITH: {"roc_auc": Bar(at_least=0.930), "average_precision": Bar(at_least=0.750), "ece": Bar(below=0.02)},
    WITHOUT: {
        "roc_auc": Bar(at_least=0.775),
        "average_precision": Bar(at_least=0.38),
        "ece": Bar(below=0.02),
    },
}
NEXT_BARS = {"hr@10": Bar(at_least=0.34), "ndcg@10": Bar(at_least=0.212)}


def run() -> None:
    """All lines of the suite; a line that says why where something cannot be measured."""
    report = Report("upsell")
    folder = Path(os.environ.get(FOLDER_VARIABLE, DEFAULT_FOLDER))
    for name, file, measured in (("purchase", SESSIONS, _purchase), ("next_item", BASKETS, _next_item)):
        path = (folder / file).resolve()
        if path.is_file():
            measured(report, path)
        else:
            report.skipped(name, f"no {file}; {FOLDER_VARIABLE} names the folder that holds it")
    _growth(report)


def _purchase(report: Report, path: Path) -> None:
    console.print("upsell: cross-validating the purchase model ...")
    with tempfile.TemporaryDirectory() as folder:
        found = train(path, Path(folder) / "purchase")
        model = PurchaseModel.load(Path(folder) / "purchase")
    sessions = read_sessions(path)
    report.line("sessions", {"n": found["n"], "bought": int(sessions.bought.sum())}, "sessions")
    for variant, with_analytics in VARIANTS.items():
        report.line(f"purchase_{variant}", found[variant], "score", PURCHASE_BARS[variant])
        bins = {"bins": found["reliability"][variant]}
        report.line(f"purchase_{variant}_reliability", bins, "foreseen, bought, sessions")
        console.print("upsell: cross-validating what it is compared with ...")
        for name, scores in baselines(sessions, with_analytics).items():
            report.line(f"purchase_{variant}_{name}", scores, "score")
    milliseconds = {"p50": predict_ms(model, sessions.raw[:ASKED])}
    report.line("purchase_prediction", milliseconds, "ms, explained", {"p50": Bar(below=2)})


def _next_item(report: Report, path: Path) -> None:
    baskets = read_baskets(path)
    cut = round(len(baskets) * (1 - HELD_OUT))
    train_on, test = baskets[:cut], baskets[cut:]
    console.print("upsell: training recommenders ...")
    start = time.process_time()
    model, second = Recommender.learn(train_on)
    console.print(f"upsell: second stage: {second}")
    report.line("next_item_training", {"s": round(time.process_time() - start, 1)}, "s of one core")
    report.line("next_item", score(model, test, DRAWS), "score", NEXT_BARS)
    report.line("next_item_request", _request_ms(model, test), "ms of one core", {"p95": Bar(at_most=5)})
    first = Recommender(fit(train_on), len(train_on))
    report.line("next_item_first_stage", score(first, test, DRAWS), "score")
    many = fit(train_on, replace(load_config(), dense_items=1))
    found = score(Recommender(many, len(train_on)), test, DRAWS)
    report.line("next_item_as_of_many_products", found, "score")
    known = Known(train_on)
    others: dict[str, Callable[[Known], Any]] = {
        "popularity": Popularity,
        "item_knn": cosine,
        "ease": plain_ease,
    }
    for name, make in others.items():
        report.line(f"next_item_{name}", score(make(known), test, DRAWS), "score")
    _implicit(report, train_on, test)
    _windows(report, baskets)


def _windows(report: Report, baskets: list[Basket]) -> None:
    """Each window of the time, by what was learnt on all before it, and their mean."""
    lines: list[dict[str, float]] = []
    for start, end in pairwise(WINDOWS):
        console.print(f"upsell: learning on what was before {start} % ...")
        cut, stop = (round(len(baskets) * share / 100) for share in (start, end))
        train_on, test = baskets[:cut], baskets[cut:stop]
        values: dict[str, float] = {}
        ways: dict[str, Callable[[list[Basket]], Any]] = {
            "ours": lambda given: Recommender.learn(given)[0],
            "first_stage": lambda given: Recommender(fit(given), len(given)),
            "ease": lambda given: plain_ease(Known(given)),
        }
        for name, make in ways.items():
            found = score(make(train_on), test, DRAWS)
            values |= {f"{name}_{metric}": found[metric] for metric in NEXT_BARS}
        report.line(f"next_item_window_{start}-{end}", values, "score")
        lines.append(values)
    mean = {name: round(sum(line[name] for line in lines) / len(lines), 5) for name in lines[0]}
    bars = {f"ours_{metric}": bar for metric, bar in NEXT_BARS.items()}
    report.line("next_item_windows", mean, "score", bars)


def _request_ms(model: Recommender, test: list[Basket]) -> dict[str, float]:
    times = []
    for basket in test[:ASKED]:
        start = time.process_time()
        model.recommend(basket, load_config().at)
        times.append(1000 * (time.process_time() - start))
    p50, p95 = np.percentile(times, [50, 95])
    return {"n": len(times), "p50": round(float(p50), 2), "p95": round(float(p95), 2)}


def _implicit(report: Report, train_on: list[Basket], test: list[Basket]) -> None:
    console.print("upsell: implicit's ALS and BPR ...")
    try:
        install(PACKAGES, TARGET)
    except NotInstalled as error:
        report.skipped("next_item_implicit", str(error))
        return
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("train.csv", "test.csv")]
        for file, baskets in zip(files, (train_on, test), strict=True):
            file.write_text("".join(",".join(basket) + "\n" for basket in baskets), "utf-8")
        found = _run("bench.upsell.implicit_run", *(str(file) for file in files))
    for name, scores in found.items():
        report.line(f"next_item_implicit_{name}", scores, "score")


def _growth(report: Report) -> None:
    for items, baskets in SIZES:
        console.print(f"upsell: {items} products, {baskets} baskets ...")
        bars = {"request_p95_ms": Bar(at_most=5)} if items == SIZES[0][0] else None
        found = _run("bench.upsell.growth_run", str(items), str(baskets))
        report.line(f"growth_{items}", found, "s and ms of one core, MB (10^6 bytes)", bars)


def _run(module: str, *arguments: str) -> dict[str, Any]:
    """A module in a process of its own, so that its memory is its own; its last line is the result."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(TARGET), stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
