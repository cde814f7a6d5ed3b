"""Trains Rasa's stock settings on Aisle's data: same examples, rules and domain, in a folder of their own.

``python -m bench.stock.train`` does it ahead of a measurement; a model is kept by the content of its input.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

from bench.paths import HERE, RASA, ROOT, STOCK_STATE
from bench.report import console
from tests.support.stack import content_hash

SETTINGS = HERE / "stock"
# What a trained model depends on; how it is served (endpoints.yml) is not among it.
INPUT = ("domain.yml", "data/nlu/*.yml", "data/rules/*.yml", "bench/stock/[cs]*.yml")
MODEL_NAME = "stock"
NICENESS = 15
TELL_EVERY_S = 60.0


class StockTrainingFailed(RuntimeError):
    """Rasa could not train its own defaults; the message holds the end of its log."""


def stock_model() -> tuple[Path, dict[str, float]]:
    """The trained stock model and what its training took (seconds); trains when the input is new."""
    folder = STOCK_STATE / content_hash(*INPUT)
    model, facts = folder / f"{MODEL_NAME}.tar.gz", folder / "facts.json"
    if not facts.exists():
        took = _train(_copy_of_input(folder / "input"), folder)
        facts.write_text(json.dumps(took))
    found: dict[str, float] = json.loads(facts.read_text())
    return model, found


def _copy_of_input(target: Path) -> Path:
    """A copy to train from, so that nothing changes under a training that takes a quarter of an hour."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT / "data", target / "data")
    shutil.copy2(ROOT / "domain.yml", target)
    shutil.copy2(SETTINGS / "config.yml", target)
    shutil.copy2(SETTINGS / "stories.yml", target / "data")
    return target


def _train(source: Path, folder: Path) -> dict[str, float]:
    environment = {**os.environ, "RASA_CACHE_DIRECTORY": str(STOCK_STATE / "cache"), "OMP_NUM_THREADS": "1"}
    environment |= {"TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false"}
    command = ["nice", "-n", str(NICENESS), str(RASA), "train", "--out", str(folder)]
    log = folder / "train.log"
    begin, spent = time.monotonic(), _processor_s()
    with log.open("wb") as out:
        training = subprocess.Popen(
            [*command, "--fixed-model-name", MODEL_NAME],
            cwd=source,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        _tell_progress(training, log)
    finally:
        training.terminate()
        training.wait()
    if training.returncode != 0:
        raise StockTrainingFailed(log.read_text(errors="replace")[-2000:])
    return {"took": round(time.monotonic() - begin, 1), "processor": round(_processor_s() - spent, 1)}


def _processor_s() -> float:
    """Processor time of the child processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _tell_progress(training: subprocess.Popen[bytes], log: Path) -> None:
    """Rasa's last line of progress now and then, until the training ends."""
    while True:
        try:
            training.wait(TELL_EVERY_S)
        except subprocess.TimeoutExpired:
            told = log.read_text(errors="replace").replace("\r", "\n").split("\n")
            epochs = [line for line in told if line.startswith("Epochs")]
            console.print(f"  {epochs[-1] if epochs else told[-1]}", markup=False, highlight=False)
        else:
            return


if __name__ == "__main__":
    print(*stock_model())
