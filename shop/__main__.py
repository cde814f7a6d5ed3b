"""The shop's command line: `python -m shop migrate | demo [--force] | import FILE | export FILE`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress as Bar

from settings import get_settings
from shop.demo import write_demo
from shop.errors import StoreError, StoreNotEmpty
from shop.exporting import export_file
from shop.importing import Progress, import_file
from shop.migrate import migrate

FAILED = 2
# Smaller imports are over before a bar has been read.
_BAR_FROM_ROWS = 5000


@contextmanager
def _bar(title: str) -> Iterator[Progress]:
    """A progress bar on stderr, for imports that take a while in front of a person."""
    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, visible=False)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total >= _BAR_FROM_ROWS)

        yield show


def _migrate(_options: argparse.Namespace) -> str:
    before, after = migrate(get_settings().shop_url)
    return f"The shop database is up to date ({after})." if before == after else f"Migrated to {after}."


def _import(options: argparse.Namespace) -> str:
    url = get_settings().shop_url
    migrate(url)
    with _bar(f"Importing {options.file.name}") as progress:
        try:
            rows = import_file(url, options.file, replace=options.replace, progress=progress)
        except StoreNotEmpty as error:
            raise StoreNotEmpty(f"{error}; --replace puts the file in its place") from error
    return f"Imported {rows.summary()}."


def _export(options: argparse.Namespace) -> str:
    document = export_file(get_settings().shop_url, options.file)
    counts = ", ".join(f"{len(document[name])} {name}" for name in ("products", "users", "orders"))
    return f"Exported {counts} to {options.file.name}."


def _demo(options: argparse.Namespace) -> str:
    url = get_settings().shop_url
    migrate(url)
    with _bar("Writing the demo shop") as progress:
        rows = write_demo(url, force=options.force, progress=progress)
    return f"Wrote the demo shop: {rows.summary()}." if rows else "The demo shop is there already."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m shop", description="The shop's database (AISLE_DATABASE_URL)."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("migrate", help="bring the database's tables up to date")
    command.set_defaults(run=_migrate)
    command = commands.add_parser("demo", help="write the demo shop")
    command.add_argument("--force", action="store_true", help="replace whatever the store holds")
    command.set_defaults(run=_demo)
    command = commands.add_parser("import", help="fill the store from an exported file")
    command.add_argument("file", type=Path)
    command.add_argument("--replace", action="store_true", help="replace what the store holds")
    command.set_defaults(run=_import)
    command = commands.add_parser("export", help="write the store to a file")
    command.add_argument("file", type=Path)
    command.set_defaults(run=_export)
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
