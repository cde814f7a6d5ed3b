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
from tests.support.stack import content_hash

SETTINGS = HERE / "stock"
INPUT = ("domain.yml", "data/nlu/*.yml", "data/rules/*.yml", "bench/stock/*.yml")
MODEL_NAME = "stock"
NICENESS = 15


class StockTrainingFailed(RuntimeError):
    """Rasa could not train its own defaults; the message holds the end of its log."""


def stock_model() -> tuple[Path, float]:
    """The trained stock model and the seconds its training took; trains when the input is new."""
    folder = STOCK_STATE / content_hash(*INPUT)
    model, facts = folder / f"{MODEL_NAME}.tar.gz", folder / "facts.json"
    if not facts.exists():
        seconds = _train(_copy_of_input(folder / "input"), folder)
        facts.write_text(json.dumps({"seconds": round(seconds, 1)}))
    return model, float(json.loads(facts.read_text())["seconds"])


def _copy_of_input(target: Path) -> Path:
    """A copy to train from, so that nothing changes under a training that takes a quarter of an hour."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT / "data", target / "data")
    shutil.copy2(ROOT / "domain.yml", target)
    shutil.copy2(SETTINGS / "config.yml", target)
    shutil.copy2(SETTINGS / "stories.yml", target / "data")
    return target


def _train(source: Path, folder: Path) -> float:
    environment = {**os.environ, "RASA_CACHE_DIRECTORY": str(STOCK_STATE / "cache"), "OMP_NUM_THREADS": "1"}
    environment |= {"TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false"}
    command = ["nice", "-n", str(NICENESS), str(RASA), "train", "--out", str(folder)]
    begin = time.monotonic()
    with (folder / "train.log").open("wb") as log:
        done = subprocess.run(
            [*command, "--fixed-model-name", MODEL_NAME],
            cwd=source,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        raise StockTrainingFailed((folder / "train.log").read_text(errors="replace")[-2000:])
    return time.monotonic() - begin


if __name__ == "__main__":
    print(*stock_model())
