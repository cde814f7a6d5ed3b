"""The plain recipe: LangChain's splitter and Chroma retriever before SmolLM2, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.paths import ROOT

PACKAGES = ROOT / "requirements" / "recipe.txt"
TARGET = ROOT / "var" / "recipe"
MODEL = ROOT / "var" / "models" / "smollm2"


class NotInstalled(RuntimeError):
    """LangChain or the model is not here and could not be had."""


def measure_recipe(files: list[str], folder: str) -> dict[str, Any]:
    """Metrics of the recipe on every n-th question of the files; raises ``NotInstalled``."""
    _install()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{TARGET}",
        "OMP_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
        "ANONYMIZED_TELEMETRY": "False",
    }
    command = [sys.executable, "-m", "bench.recipe_run", folder, *files]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the recipe ended with {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _install() -> None:
    if not (MODEL / "config.json").is_file():
        raise NotInstalled("the model is not here: run `python -m models fetch generator`")
    if (TARGET / "installed").is_file() and _stamp() == (TARGET / "installed").read_text("utf-8"):
        return
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--upgrade"]
    done = subprocess.run([*pip, "--target", str(TARGET), "-r", str(PACKAGES)], check=False)
    if done.returncode:
        raise NotInstalled("pip could not install requirements/recipe.txt")
    (TARGET / "installed").write_text(_stamp(), "utf-8")


def _stamp() -> str:
    return Path(PACKAGES).read_text("utf-8")
