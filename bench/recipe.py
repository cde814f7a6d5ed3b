"""The plain recipe: LangChain's splitter and Chroma retriever before SmolLM2, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from bench.extras import NotInstalled, environment, install
from bench.paths import ROOT

PACKAGES = ROOT / "requirements" / "recipe.txt"
TARGET = ROOT / "var" / "recipe"
MODEL = ROOT / "var" / "models" / "smollm2"


def measure_recipe(files: list[str], folder: str) -> dict[str, Any]:
    """Metrics of the recipe on every n-th question of the files; raises ``NotInstalled``."""
    _install()
    told = environment(TARGET, HF_HUB_OFFLINE="1", ANONYMIZED_TELEMETRY="False")
    command = [sys.executable, "-m", "bench.recipe_run", folder, *files]
    done = subprocess.run(command, cwd=ROOT, env=told, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the recipe ended with {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _install() -> None:
    if not (MODEL / "config.json").is_file():
        raise NotInstalled("the model is not here: run `python -m models fetch generator`")
    install(PACKAGES, TARGET)
