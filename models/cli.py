"""The command line of the models; every command that measures prints one JSON object of metrics last."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.errors import ModelError

EXIT_OK = 0
EXIT_ERROR = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or 2 after a clear line on stderr."""
    arguments = _parser().parse_args(argv)
    try:
        result: dict[str, Any] = arguments.run(arguments)
    except ModelError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_ERROR
    print(json.dumps(result))  # noqa: T201
    return EXIT_OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    export = commands.add_parser("export-encoder", help="the sentence encoder as ONNX for Rasa's environment")
    export.add_argument("folder", type=Path, metavar="DIR")
    export.add_argument("--fp32", action="store_true", help="full precision instead of int8")
    export.add_argument("--force", action="store_true", help="export again although DIR is up to date")
    export.set_defaults(run=_export_encoder)
    return parser


def _export_encoder(arguments: argparse.Namespace) -> dict[str, Any]:
    from models.encoder_export import export_encoder, is_current, read_manifest
    from models.progress import working

    if not arguments.force and is_current(arguments.folder, fp32=arguments.fp32):
        return read_manifest(arguments.folder)
    with working("Exporting the sentence encoder"):
        return export_encoder(arguments.folder, fp32=arguments.fp32)
