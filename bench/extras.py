"""Packages that a comparison stands on, installed beside Aisle's environment so that this stays as locked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.paths import ROOT


class NotInstalled(RuntimeError):
    """Something a comparison stands on is not here and could not be had."""


def install(packages: Path, target: Path) -> None:
    """Install a list of pinned packages, without what they depend on, into a folder; once for each list."""
    mark, wanted = target / "installed", packages.read_text("utf-8")
    if mark.is_file() and mark.read_text("utf-8") == wanted:
        return
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--upgrade"]
    done = subprocess.run([*pip, "--target", str(target), "-r", str(packages)], check=False)
    if done.returncode:
        raise NotInstalled(f"pip could not install {packages.relative_to(ROOT)}")
    mark.write_text(wanted, "utf-8")


def environment(target: Path, **more: str) -> dict[str, str]:
    """The environment of a process that may use what was installed there, on one thread."""
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{target}", "OMP_NUM_THREADS": "1", **more}
