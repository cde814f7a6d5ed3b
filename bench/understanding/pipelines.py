"""Aisle's pipeline and Rasa's stock one, trained on any examples and asked about any messages.

Trained models are kept by the content of what they were made from, so that nothing is trained twice.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from bench.paths import HERE, RASA, RASA_PYTHON, ROOT, STATE
from bench.report import console
from tests.support.stack import content_hash

KEPT = STATE / "understanding"
MODEL_NAME = "nlu"
# What Aisle's models depend on besides the examples.
OURS = (
    "config.yml",
    "dialogue/*.py",
    "dialogue/*.yml",
    "models/dialogue_encoder/*",
    "models/encoder_export.*",
)
STOCKS = ("bench/stock/config.yml",)


@dataclass(frozen=True)
class Trained:
    """A model, its training time in seconds and its size in megabytes, with the encoder it needs."""

    name: str
    model: Path
    seconds: float
    megabytes: float


def aisle(nlu: Path) -> Trained:
    """The pipeline of config.yml with an encoder tuned to these examples."""
    folder = _folder("aisle", nlu, OURS)
    encoder = folder / "encoder"
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    for component in config["pipeline"]:
        if "folder" in component:
            component["folder"] = str(encoder)
    tuning = [sys.executable, "-m", "models", "train", "encoder", "--nlu", str(nlu), "--out", str(encoder)]
    return _trained("aisle", folder, nlu, config["pipeline"], [tuning], extra=encoder)


def stock(nlu: Path) -> Trained:
    """Rasa's default pipeline as `rasa init` writes it."""
    folder = _folder("stock", nlu, STOCKS)
    config = yaml.safe_load((HERE / "stock" / "config.yml").read_text("utf-8"))
    return _trained("stock", folder, nlu, config["pipeline"], [])


def _folder(name: str, nlu: Path, depends: Sequence[str]) -> Path:
    digest = sha256(content_hash(*depends).encode())
    for path in sorted(nlu.rglob("*.yml")):
        digest.update(path.read_bytes())
    return KEPT / f"{name}-{digest.hexdigest()[:16]}"


def _trained(
    name: str, folder: Path, nlu: Path, pipeline: Any, before: list[list[str]], extra: Path | None = None
) -> Trained:
    facts, model = folder / "facts.json", folder / f"{MODEL_NAME}.tar.gz"
    if not facts.exists():
        console.print(f"{name}: training on {nlu.name} ...")
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "config.yml"
        config.write_text(
            yaml.safe_dump(
                {"recipe": "default.v1", "assistant_id": name, "language": "en", "pipeline": pipeline}
            )
        )
        train = [str(RASA), "train", "nlu", "--nlu", str(nlu), "--config", str(config), "--out", str(folder)]
        begin = time.monotonic()
        for command in [*before, [*train, "--fixed-model-name", MODEL_NAME]]:
            _run(command, folder / "train.log")
        took = time.monotonic() - begin
        size = (
            model.stat().st_size + sum(p.stat().st_size for p in extra.iterdir())
            if extra
            else model.stat().st_size
        )
        facts.write_text(json.dumps({"seconds": round(took, 1), "megabytes": round(size / 1e6, 1)}))
    return Trained(name, model, **json.loads(facts.read_text()))


def _run(command: Sequence[str], log: Path) -> None:
    environment = {**os.environ, "RASA_CACHE_DIRECTORY": str(KEPT / "cache")}
    with log.open("ab") as out:
        done = subprocess.run(
            ["bash", "-c", '. scripts/rasa-environment; exec "$@"', "bash", *command],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        raise RuntimeError(f"training failed:\n{log.read_text(errors='replace')[-2000:]}")


def understood(model: Path, texts: Sequence[str], *, requests: bool = False) -> list[dict[str, Any]]:
    """What the model makes of each text; see ``rasa_side``. Raises RuntimeError with its output."""
    command = [str(RASA_PYTHON), "-m", "bench.understanding.rasa_side", str(model)]
    done = subprocess.run(
        [
            "bash",
            "-c",
            '. scripts/rasa-environment; exec "$@"',
            "bash",
            *command,
            *(["--requests"] * requests),
        ],
        cwd=ROOT,
        input="".join(f"{json.dumps(text)}\n" for text in texts),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the messages could not be parsed:\n{done.stderr[-2000:]}")
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if len(found) != len(texts):
        raise RuntimeError(f"{len(found)} answers to {len(texts)} messages:\n{done.stderr[-2000:]}")
    return found
