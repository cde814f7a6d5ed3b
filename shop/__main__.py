"""The shop's command line: `python -m shop migrate | demo [--force] | import FILE | export FILE`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from settings import get_settings
from shop.errors import StoreError
from shop.migrate import migrate

FAILED = 2


def _migrate(_options: argparse.Namespace) -> str:
    before, after = migrate(get_settings().shop_url)
    return f"The shop database is up to date ({after})." if before == after else f"Migrated to {after}."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shop", description="The shop's database.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("migrate", help="bring the database's tables up to date")
    command.set_defaults(run=_migrate)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it is done, 2 with a line on stderr when it cannot be."""
    options = _parser().parse_args(arguments)
    try:
        print(options.run(options))
    except StoreError as error:
        print(f"python -m shop: {error}", file=sys.stderr)
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
