"""``python -m bench [SUITE]``: all measurements or one suite, one JSON object a line on stdout."""

from __future__ import annotations

import argparse
import sys

from bench.report import console
from bench.suites import SUITES


def main() -> int:
    """Run; 0 when everything was measured, 1 when a suite could not be. A missed bar is a result, too."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("suite", nargs="?", choices=sorted(SUITES), help="default: all")
    wanted = parser.parse_args().suite
    failed = False
    for name in [wanted] if wanted else SUITES:
        try:
            SUITES[name]()
        except (RuntimeError, OSError):
            failed = True
            console.print_exception()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
