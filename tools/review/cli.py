"""``python -m tools.review``: collect, decide, measure, keep or undo."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from models.errors import ModelError
from models.progress import working
from settings import ROOT, get_settings
from tools.errors import ToolError
from tools.nlu.edit import add_lines
from tools.nlu.examples import Example
from tools.nlu.files import nlu_files, read_examples
from tools.review.clusters import Cluster, clusters_of
from tools.review.conversations import read_conversations
from tools.review.doubts import OUT_OF_SCOPE, Reason
from tools.review.effect import effect, report
from tools.review.intents import meanings
from tools.review.memory import Memory
from tools.review.messages import Collected, Message, collect
from tools.review.people import Nobody, people_of
from tools.review.places import Places, moment
from tools.review.session import Decided, Session
from tools.review.standing import Standing
from tools.review.terminal import Console, Terminal
from tools.review.understand import Understood, understand
from tools.review.vocabulary import vocabulary
from tools.vectors import Encoder

EXIT_OK = 0
EXIT_ERROR = 2
# Reasons that are gone when the assistant by now understands the message.
PASSING = frozenset({Reason.NOT_UNDERSTOOD, Reason.UNSURE, Reason.HANDED_OVER})


def main(argv: Sequence[str] | None = None, terminal: Terminal | None = None) -> int:
    """One sitting; returns 0, or 2 after a clear line on stderr."""
    arguments = _parser().parse_args(argv)
    try:
        _review(arguments, terminal or Console())
    except (ToolError, ModelError) as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_ERROR
    return EXIT_OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.review", description=__doc__)
    add = parser.add_argument
    add("--since", type=_moment, default="30d", metavar="WHEN", help="7d, 36h, 2w or a date (default: 30d)")
    add("--limit", type=int, default=40, metavar="N", help="clusters in one sitting (default: 40)")
    add("--min-cluster", type=int, default=1, metavar="N", help="only what was written at least N times")
    add("--sure", type=float, default=0.6, metavar="P", help="below this confidence in doubt (default: 0.6)")
    add("--dry-run", action="store_true", help="write and remember nothing")
    add("--data", type=Path, default=ROOT / "data" / "nlu", metavar="DIR", help="default: data/nlu")
    add("--development", type=Path, default=ROOT / "tests" / "data" / "nlu_dev.yml", metavar="FILE")
    return parser


def _moment(said: str) -> float:
    try:
        return moment(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError("neither like 7d, 36h, 2w nor a date") from error


def _review(arguments: argparse.Namespace, terminal: Terminal) -> None:
    places = Places.of(get_settings(), arguments.data, arguments.development)
    memory = Memory(places.memory)
    examples = read_examples(nlu_files(places.data))
    collected = _collect(arguments, places, memory, examples, terminal)
    if not collected.messages:
        terminal.say("Nothing to look at.")
        return
    encoder = Encoder(get_settings())
    clusters = _clusters(arguments, collected.messages, places, encoder, terminal)
    if not clusters:
        return
    if arguments.dry_run:
        memory = Memory(None)
    standing = Standing(examples, read_examples(nlu_files(places.kept_apart)), encoder)
    entities = frozenset(yaml.safe_load(places.domain.read_text(encoding="utf-8"))["entities"])
    terminal.say("Enter accepts a proposal, ? explains the rest.")
    decided = Session(terminal, standing, memory, meanings(places.intents), entities).run(clusters)
    _finish(decided, places, memory, terminal, dry_run=arguments.dry_run)


def _collect(
    arguments: argparse.Namespace,
    places: Places,
    memory: Memory,
    examples: Sequence[Example],
    terminal: Terminal,
) -> Collected:
    settings = get_settings()
    with people_of(settings) as people:
        if isinstance(people, Nobody):
            terminal.say(
                "The shop's database cannot be opened: names are known from the conversations alone."
            )
        words = vocabulary(examples, people.goods())
        conversations = read_conversations(places.tracker, arguments.since)
        collected = collect(conversations, people, memory, words, since=arguments.since, sure=arguments.sure)
    settled = f"; {collected.seen} decided on before" if collected.seen else ""
    doubtful = f"{collected.doubtful} not understood, corrected or in doubt"
    terminal.say(f"{collected.read} messages read, {doubtful}{settled}.")
    return collected


def _clusters(
    arguments: argparse.Namespace,
    messages: Sequence[Message],
    places: Places,
    encoder: Encoder,
    terminal: Terminal,
) -> list[Cluster]:
    with working("Asking the trained assistant"):
        understood = understand([message.clean.plain for message in messages], places.model)
    open_ = [
        (message, now)
        for message, now in zip(messages, understood, strict=True)
        if not settled_by_now(message, now, arguments.sure)
    ]
    if len(open_) < len(messages):
        terminal.say(f"{len(messages) - len(open_)} of them are understood by now.")
    left, now = [message for message, _ in open_], [one for _, one in open_]
    found = clusters_of(left, encoder.encode([message.clean.wording for message in left]), now)
    wanted = [cluster for cluster in found if cluster.times >= arguments.min_cluster]
    shown = wanted[: arguments.limit]
    terminal.say(
        f"{len(left)} wordings in {len(found)} clusters"
        + (f", {len(shown)} of them in this sitting." if len(shown) < len(found) else ".")
    )
    return shown


def settled_by_now(message: Message, now: Understood, sure: float) -> bool:
    """Whether the assistant as it is trained now understands what it did not understand then."""
    if now.rejected or now.confidence < sure or now.intent == OUT_OF_SCOPE:
        return False
    if message.labels:
        return set(message.labels) == {now.intent} and message.reasons <= PASSING | {Reason.CORRECTED}
    return message.reasons <= PASSING | {Reason.OUT_OF_SCOPE}


def _finish(decided: Decided, places: Places, memory: Memory, terminal: Terminal, *, dry_run: bool) -> None:
    if not decided.count:
        terminal.say("Nothing accepted, nothing changed.")
        return
    terminal.say()
    for intent, lines in decided.lines.items():
        terminal.say(f"{intent}: +{len(lines)}")
        for line in lines:
            terminal.say(f"    - {line}")
    terminal.say()
    for line in report(effect(decided.lines, places.data, places.development), decided.lines):
        terminal.say(line)
    terminal.say()
    if dry_run:
        terminal.say("Dry run: nothing was changed.")
        return
    answer = terminal.ask(f"Keep these {decided.count} lines? keep / undo > ", ("keep", "undo"))
    if answer not in {"keep", "k", "yes", "y"}:
        terminal.say("Undone: nothing was changed, and these messages will be shown again.")
        return
    changed = add_lines(places.data, decided.lines)
    for intent, digests in decided.digests.items():
        memory.add(digests, "accepted", intent)
    terminal.say(f"Kept in {', '.join(map(_shown, changed))}. `make setup` trains with them.")


def _shown(file: Path) -> str:
    return str(file.relative_to(ROOT) if file.is_relative_to(ROOT) else file)
