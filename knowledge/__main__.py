"""``python -m knowledge``: ingest documents, ask questions, calibrate the thresholds."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from knowledge import commands
from knowledge.errors import KnowledgeError
from models.errors import ModelError
from settings import get_settings


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description="Documents and answers.")
    actions = parser.add_subparsers(dest="action", required=True)

    ingest = actions.add_parser("ingest", help="index a folder of documents, and the shop's products")
    ingest.add_argument("folder", type=Path, metavar="DIR")
    ingest.add_argument("--products", action=argparse.BooleanOptionalAction, default=None)

    ask = actions.add_parser("ask", help="answer one question, or a file of JSON lines")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--batch", type=Path, metavar="FILE", help='lines of {"question": ...}; - reads stdin')
    ask.add_argument("--product", metavar="ID", help="the product that the question is about")
    ask.add_argument("--after", action="append", default=[], metavar="QUESTION", help="asked before")
    ask.add_argument("--json", action="store_true", help="print one JSON object")
    ask.add_argument("--explain", action="store_true", help="tell what was found and decided")

    calibrate = actions.add_parser("calibrate", help="measure, and fit the decision on development questions")
    calibrate.add_argument("files", nargs="+", metavar="[COLLECTION=]FILE")
    for action in (ingest, ask, calibrate):
        action.add_argument("--collection", metavar="NAME", help="default: AISLE_COLLECTION")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did its work, 1 when it could not, 2 when it was called wrongly."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.action == "ask" and (options.question is None) == (options.batch is None):
        parser.error("give either a question or --batch FILE")
    settings = get_settings()
    collection = options.collection or settings.collection
    try:
        if options.action == "ingest":
            return commands.ingest(settings, options.folder, collection, options.products)
        if options.action == "calibrate":
            return commands.calibrate(settings, options.files, collection)
        if options.batch is not None:
            return commands.ask_batch(settings, options.batch, collection, options.product)
        return commands.ask(
            settings,
            options.question,
            collection,
            options.product,
            options.after,
            as_json=options.json,
            explained=options.explain,
        )
    except (KnowledgeError, ModelError, OSError) as error:
        print(f"knowledge: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
