"""Runs the checks."""

from __future__ import annotations

import sys

from tools.datacheck.cli import main

if __name__ == "__main__":
    sys.exit(main())
