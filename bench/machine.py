"""What a figure was measured on: the machine, and the versions of what ran."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

from bench.paths import ROOT

OURS = ("torch", "rasa-sdk", "chromadb", "sentence-transformers", "aiohttp", "sqlalchemy", "lightgbm")
RASAS = ("rasa", "tensorflow", "onnxruntime", "sanic")
_CPU_INFO = Path("/proc/cpuinfo")


@cache
def machine() -> dict[str, Any]:
    """The processor, the cores this process may use, and the memory in GB (10^9 bytes)."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
    }


@cache
def versions() -> dict[str, str]:
    """Aisle's commit ("+" after it: with changes that are not committed), Python, and the main packages."""
    found = {"aisle": _commit(), "python": platform.python_version()}
    found |= _installed(OURS, metadata.distributions())
    site = next((ROOT / ".venv-rasa" / "lib").glob("python*/site-packages"), None)
    return found | (_installed(RASAS, metadata.distributions(path=[str(site)])) if site else {})


def _installed(names: Iterable[str], distributions: Iterable[metadata.Distribution]) -> dict[str, str]:
    wanted = set(names)
    return {d.metadata["Name"].lower(): d.version for d in distributions if _name(d) in wanted}


def _name(distribution: metadata.Distribution) -> str:
    return str(distribution.metadata["Name"] or "").lower()


def _cpu() -> str:
    if _CPU_INFO.exists():
        for line in _CPU_INFO.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _commit() -> str:
    commit = _git("rev-parse", "--short", "HEAD")
    return f"{commit}+" if _git("status", "--porcelain", "--untracked-files=no") else commit or "unknown"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
