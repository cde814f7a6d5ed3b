"""Understanding: Bitext, the shop's own test sets, misspellings, several requests; beside stock Rasa."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from bench.paths import ROOT, STATE
from bench.report import Bar, Report, console
from bench.understanding import scores
from bench.understanding.data import (
    Message,
    read_bitext,
    read_nlu,
    read_requests,
    some_of_each,
    write_nlu,
)
from bench.understanding.pipelines import Trained, aisle, stock, understood
from dialogue.typos import misspell
from models.dialogue_encoder.examples import read_nlu as read_examples

SHARED = ROOT.parent / "shared" / "data"
TESTS = ROOT / "tests" / "data"
SIZES: dict[str, int | None] = {"5": 5, "10": 10, "25": 25, "all": None}
BARS = {"all": 0.995, "25": 0.97, "10": 0.93}
ENTITY_BAR = Bar(at_least=0.97)
# Rasa's own pipeline learns for hours on thousands of examples: both are given so many of each intent.
STOCK_SIZES = ("10",)
FEW = 10
SPLITS = {
    "test": ("understanding_test.yml", "requests_test.jsonl"),
    "dev": ("nlu_dev.yml", "requests_dev.jsonl"),
}
TYPO_SEED = 11


def run() -> None:
    """Other files of the Bitext form where AISLE_BENCH_TRAIN and _TEST name them; else all of it.

    AISLE_BENCH_SPLIT=dev looks at the development sets, so that the test sets are seen once;
    AISLE_BENCH_STOCK=0 leaves stock Rasa out, AISLE_BENCH_STOCK=all has it learn all examples, for hours.
    """
    report = Report("understanding")
    train, test = os.environ.get("AISLE_BENCH_TRAIN"), os.environ.get("AISLE_BENCH_TEST")
    if train and test:
        _score_files(report, Path(train), Path(test))
        return
    stocks = os.environ.get("AISLE_BENCH_STOCK", "1")
    split = os.environ.get("AISLE_BENCH_SPLIT", "test")
    _shop(report, split, with_stock=stocks == "all")
    if stocks != "0":
        _few(report, split)
    _bitext(report, with_stock=stocks != "0")


def _score_files(report: Report, train: Path, test: Path) -> None:
    examples, messages = read_bitext(train), read_bitext(test)
    trained = aisle(_training(examples, f"files-{train.stem}"))
    found = understood(trained.model, [message.text for message in messages])
    figures = {"intent_accuracy": scores.accuracy(messages, found), **scores.entity_f1(messages, found)}
    report.line("bitext_files", {**figures, **scores.by_style(messages, found), "n": len(messages)}, "share")


def _training(examples: list[Message], name: str) -> Path:
    return write_nlu(STATE / "understanding" / "nlu" / name, examples)


def _bitext(report: Report, *, with_stock: bool) -> None:
    files = [SHARED / f"bitext_customer_service_{split}.csv" for split in ("train", "dev")]
    if not all(file.is_file() for file in files):
        report.skipped("bitext", "the Bitext files are not beside the checkout")
        return
    train, dev = (read_bitext(file) for file in files)
    for size, count in SIZES.items():
        folder = _training(some_of_each(train, count), f"bitext-{size}")
        _bitext_line(report, aisle(folder), size, dev)
        if with_stock and size in STOCK_SIZES:
            _bitext_line(report, stock(folder), size, dev)


def _bitext_line(report: Report, trained: Trained, size: str, dev: list[Message]) -> None:
    found = understood(trained.model, [message.text for message in dev])
    values = {
        "intent_accuracy": scores.accuracy(dev, found),
        **scores.entity_f1(dev, found),
        **scores.by_style(dev, found),
        "n": len(dev),
        "training_s": trained.seconds,
    }
    bars = {"intent_accuracy": Bar(at_least=BARS[size])} if size in BARS else {}
    if size == "all":
        bars["entity_f1"] = ENTITY_BAR
    ours = trained.name == "aisle"
    report.line(f"{trained.name}_bitext_{size}", values, "share", bars if ours else None)


def _shop(report: Report, split: str, *, with_stock: bool) -> None:
    intents, requests = SPLITS[split]
    messages, doubles = read_nlu(TESTS / intents), read_requests(TESTS / requests)
    nlu = ROOT / "data" / "nlu"
    for trained in (aisle(nlu), *([stock(nlu)] if with_stock else [])):
        console.print(f"{trained.name}: the shop's {split} sets ...")
        ours = trained.name == "aisle"
        _intents(report, trained, messages, split, ours=ours)
        if ours:
            _requests(report, trained, doubles, split)
            _cost(report, trained)


def _few(report: Report, split: str) -> None:
    """Both pipelines taught the same few examples, and asked the same messages."""
    examples = [Message(one.text, (one.intent,)) for one in read_examples(ROOT / "data" / "nlu")]
    folder = _training(some_of_each(examples, FEW), f"shop-{FEW}")
    messages = read_nlu(TESTS / SPLITS[split][0])
    for trained in (aisle(folder), stock(folder)):
        console.print(f"{trained.name}: the shop's {split} set after {FEW} examples an intent ...")
        _intents(report, trained, messages, f"{split}_after_{FEW}", ours=False)
        report.line(f"{trained.name}_training_after_{FEW}", {"took": trained.seconds}, "s")


def _intents(report: Report, trained: Trained, messages: list[Message], split: str, *, ours: bool) -> None:
    rng = Random(TYPO_SEED)
    texts = [message.text for message in messages]
    plain = understood(trained.model, texts)
    misspelt = understood(trained.model, [misspell(text, rng) for text in texts])
    values, slipped = scores.shop_intents(messages, plain), scores.shop_intents(messages, misspelt)
    bars = {
        "intent_accuracy": Bar(at_least=0.92),
        "out_of_scope_rejected": Bar(at_least=0.85),
        "good_rejected": Bar(at_most=0.05),
    }
    report.line(f"{trained.name}_shop_{split}", values, "share", bars if ours else None)
    lost = round(values["intent_accuracy"] - slipped["intent_accuracy"], 4)
    report.line(
        f"{trained.name}_shop_{split}_misspelt",
        {**slipped, "lost": lost},
        "share",
        {"lost": Bar(at_most=0.04)} if ours else None,
    )
    parse = f"{trained.name}_parse" if ours else f"{trained.name}_parse_{split}"
    report.line(parse, scores.times(plain), "ms", {"p50": Bar(below=15.0)} if ours else None)


def _requests(report: Report, trained: Trained, doubles: list[Message], split: str) -> None:
    values = _served(trained, doubles)
    report.line(f"aisle_requests_{split}", values, "share", {"both_served": Bar(at_least=0.9)})
    if split == "dev":
        hard = read_requests(TESTS / "requests_hard_dev.jsonl")
        report.line("aisle_requests_hard_dev", _served(trained, hard), "share")
        _singles(report, trained)


def _served(trained: Trained, doubles: list[Message]) -> dict[str, float]:
    found = understood(trained.model, [message.text for message in doubles], requests=True)
    return {
        "both_served": scores.both_served(doubles, found),
        "exactly": scores.exactly_served(doubles, found),
        "n": len(doubles),
    }


def _singles(report: Report, trained: Trained) -> None:
    singles = read_requests(TESTS / "requests_single_dev.jsonl")
    found = understood(trained.model, [message.text for message in singles], requests=True)
    values = {
        "kept_whole": round(sum(len(one["requests"]) == 1 for one in found) / len(singles), 4),
        "right": scores.exactly_served(singles, found),
        "n": len(singles),
    }
    report.line("aisle_single_requests_dev", values, "share")


def _cost(report: Report, trained: Trained) -> None:
    report.line("aisle_training", {"took": trained.seconds}, "s", {"took": Bar(below=240.0)})
    report.line("aisle_model", {"size": trained.megabytes}, "MB", {"size": Bar(below=60.0)})
