"""The processes under measurement: Aisle's three, and Rasa alone with one model or the other."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx

from bench.paths import HERE, RASA_MODEL, ROOT, STATE
from tests.support.stack import Stack, free_port

READY_WITHIN_S = 600.0
STOP_WITHIN_S = 15.0
POLL_S = 0.1

# The same environment as scripts/serve-rasa gives, with model and credentials to choose.
_SERVE_RASA = """. scripts/rasa-environment
exec .venv-rasa/bin/rasa run --interface 127.0.0.1 --port "$AISLE_RASA_PORT" \
    --model "$AISLE_RASA_MODEL" --credentials "$BENCH_CREDENTIALS" \
    --endpoints "$BENCH_ENDPOINTS" --log-file /dev/null"""


class NotReady(RuntimeError):
    """A server ended or took too long to get ready; the message names its log."""


@contextmanager
def fresh_stack(store: Literal["demo", "tau2"] = "demo") -> Iterator[Stack]:
    """A prepared stack with that store, not started, in a folder of its own; ended with the block.

    The folder goes with it, unless something went wrong: then its logs say what.
    """
    stack = Stack(STATE / f"run-{os.getpid()}", store=store)
    shutil.rmtree(stack.var, ignore_errors=True)
    stack.prepare()
    try:
        yield stack
    finally:
        stack.stop()
    shutil.rmtree(stack.var)


@dataclass(frozen=True)
class RasaKind:
    """A way to run Rasa: its name in the results, its model, its credentials, endpoints and channel."""

    name: str
    model: Path
    credentials: Path
    endpoints: Path
    channel: str


def aisle_rasa() -> RasaKind:
    """Rasa with Aisle's pipeline, policies and channel."""
    return RasaKind("aisle", RASA_MODEL, ROOT / "credentials.yml", ROOT / "endpoints.yml", "aisle")


def stock_rasa(model: Path) -> RasaKind:
    """Rasa with its default pipeline, default policies, tracker store and REST channel."""
    own = HERE / "stock"
    return RasaKind("stock", model, own / "credentials.yml", own / "endpoints.yml", "rest")


@dataclass(frozen=True)
class RunningRasa:
    """A Rasa that answers: its address, its process, and how long it took to be ready."""

    url: str
    pid: int
    start_s: float


@contextmanager
def running_rasa(kind: RasaKind, stack: Stack) -> Iterator[RunningRasa]:
    """Rasa alone, with the action server of ``stack``; ended with the block. Raises ``NotReady``."""
    port = free_port()
    environment = {
        **stack.environment,
        "AISLE_RASA_PORT": str(port),
        "AISLE_RASA_MODEL": str(kind.model),
        "AISLE_TRACKER_DB": str(stack.var / f"tracker-{kind.name}.db"),
        "BENCH_CREDENTIALS": str(kind.credentials),
        "BENCH_ENDPOINTS": str(kind.endpoints),
        "PATH": os.environ["PATH"],
    }
    begin = time.monotonic()
    log_path = stack.var / f"rasa-{kind.name}.log"
    with log_path.open("ab") as log:
        process = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", _SERVE_RASA],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/", process, log_path)
        yield RunningRasa(url, process.pid, time.monotonic() - begin)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the address answers 200. Raises ``NotReady`` when its process ends or time is over."""
    end = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(POLL_S)
    raise NotReady(f"{url} does not answer; see {log.relative_to(ROOT)}")
