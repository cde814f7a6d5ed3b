"""Scripted customers with errands on the imported store: how many are served right, and how fast."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Sequence

import numpy as np
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bench.errands.hold import Held, hold, transcript
from bench.errands.maker import Maker
from bench.errands.model import Customer, Json
from bench.errands.skills import SKILLS
from bench.errands.wordings import Wordings
from bench.errands.world import NoneLeft, World
from bench.paths import STATE
from bench.report import Bar, Report, console
from bench.servers import READY_WITHIN_S, fresh_stack
from tests.support.stack import TAU2, Stack

SPLITS = {"dev": 20261, "test": 20262}
MOST_DRAWS = 20
FAILED = STATE / "errands"
BARS = {"all": Bar(at_least=0.95), "p50": Bar(below=100)}


def run() -> None:
    """Both sets, or the one that AISLE_BENCH_SPLIT names; AISLE_BENCH_SKILLS takes some by name.

    Failed conversations are written to var/bench/errands. Raises ``RuntimeError`` when the stack does not
    get ready.
    """
    report = Report("errands")
    if not (TAU2 / "db.json").is_file():
        report.skipped("success", "the imported retail store is not beside this checkout")
        return
    split = os.environ.get("AISLE_BENCH_SPLIT")
    wanted = [name for name in os.environ.get("AISLE_BENCH_SKILLS", "").split(",") if name]
    console.print("errands: preparing shop, index and models ...")
    with fresh_stack("tau2") as stack:
        stack.start()
        stack.wait_ready(READY_WITHIN_S)
        stack.snapshot_shop()
        before = stack.export()
        for name in [split] if split else SPLITS:
            _measure(report, name, _play(name, wanted, stack, before))


def customers(split: str, content: Json, wanted: Sequence[str]) -> list[Customer]:
    """All customers of a set, the same ones each time; of the skills that are wanted, or of all."""
    made = []
    used: set[str] = set()
    for skill, scripts in SKILLS.items():
        draw = random.Random(f"{SPLITS[split]} {skill}")
        words = Wordings(split, draw)
        for script in scripts:
            if len(used) > len(content["users"]) // 2:
                used.clear()
            made.append(_make(script, Maker(World(content, draw, used), words, draw)))
    return [c for c in made if not wanted or c.skill in wanted]


def _make(script: Callable[[Maker], Customer], maker: Maker) -> Customer:
    """By the script; with another draw where the one drawn cannot do it."""
    for _ in range(MOST_DRAWS):
        try:
            return script(maker)
        except NoneLeft:
            continue
    raise RuntimeError(f"the store has nobody for {script.__module__}.{script.__name__}")


def _play(split: str, wanted: Sequence[str], stack: Stack, before: Json) -> list[Held]:
    folder = FAILED / split
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    everyone = customers(split, before, wanted)
    words = Wordings(split, random.Random(SPLITS[split]))
    done: list[Held] = []
    with Progress(
        TextColumn("errands, {task.fields[split]}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]} failed"),
        TimeRemainingColumn(),
        console=console,
    ) as progress:
        task = progress.add_task("errands", total=len(everyone), split=split, failed=0)
        for number, customer in enumerate(everyone):
            held = hold(customer, stack, words, before)
            done.append(held)
            stack.restore_shop(stack.snapshot)
            if not held.succeeded:
                (folder / f"{customer.skill}-{number:03d}.txt").write_text(transcript(held), encoding="utf-8")
            progress.update(task, advance=1, failed=sum(not h.succeeded for h in done))
    return done


def _measure(report: Report, split: str, done: Sequence[Held]) -> None:
    skills = sorted({held.customer.skill for held in done})
    by_skill = {skill: _share([h for h in done if h.customer.skill == skill]) for skill in skills}
    errands = [sum(len(stage.errands) for stage in h.customer.stages) for h in done]
    ms = [took for held in done for took in held.ms]
    p50, p95 = np.percentile(ms, [50, 95]) if ms else (0.0, 0.0)
    report.line(
        f"{split}_errands",
        {
            "customers": len(done),
            "all": _share(done),
            "by_skill": by_skill,
            "turns_per_errand": round(sum(h.turns for h in done) / max(sum(errands), 1), 2),
            "p50": round(float(p50), 1),
            "p95": round(float(p95), 1),
        },
        "share; turns; ms in the middle of an errand",
        bars=BARS,
    )


def _share(held: Sequence[Held]) -> float:
    return round(sum(h.succeeded for h in held) / max(len(held), 1), 4)
