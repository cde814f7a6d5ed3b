"""Writes random secrets for a development machine to a file that only its owner can read, once."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

NAMES = ("AISLE_SESSION_SECRET", "AISLE_IDENTITY_SECRET")
BYTES = 32


def main(path: Path) -> None:
    """Create the file unless it is there."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{name}={secrets.token_urlsafe(BYTES)}\n" for name in NAMES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
