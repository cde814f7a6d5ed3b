"""What new examples do to every intent, as measured and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.progress import steps
from settings import ROOT
from tools.nlu.edit import Lines
from tools.nlu.examples import read_line
from tools.nlu.files import nlu_files, read_examples
from tools.review.conversations import FALLBACK
from tools.review.understand import in_rasas_environment

BAR = 10
LONGEST_TEXT = 60
_FROM_PROGRAMS = "EXTERNAL:"


@dataclass(frozen=True, slots=True)
class Judged:
    """A test message: its intent, what is understood before and after, and how probable the right one was."""

    text: str
    intent: str
    before: str
    after: str
    sure_before: float
    sure_after: float


def effect(new: Lines, data: Path, tests: Path, config: Path = ROOT / "config.yml") -> list[Judged]:
    """Train without and with the new lines and ask both; raises ``ToolError``."""
    added = [(intent, read_line(line)[0]) for intent, lines in new.items() for line in lines]
    request = {
        "config": str(config.resolve()),
        "train": [pair for pair in _pairs(nlu_files(data)) if not pair[1].startswith(_FROM_PROGRAMS)],
        "new": added,
        "tests": _pairs([tests]),
    }
    return [_judged(one) for one in _with_bar(request)]


def _pairs(files: Iterable[Path]) -> list[tuple[str, str]]:
    return [(example.intent, example.plain) for example in read_examples(files)]


def _with_bar(request: Mapping[str, Any]) -> Any:
    with steps("Training without and with the new lines", 1) as bar:
        return in_rasas_environment("effect", request, bar.at)


def _judged(told: Mapping[str, Any]) -> Judged:
    before, after = told["before"], told["after"]
    return Judged(
        str(told["text"]),
        str(told["intent"]),
        str(before["said"] or FALLBACK),
        str(after["said"] or FALLBACK),
        float(before["sure"]),
        float(after["sure"]),
    )


def report(tested: Sequence[Judged], new: Lines) -> Iterator[str]:
    """The lines of the report: every intent, then what is now understood in another way."""
    intents = sorted({one.intent for one in tested} | set(new))
    yield f"{'intent':<26}{'new':>4}   understood before -> after{'':<14}sure of it"
    for intent in intents:
        yield _row(intent, [one for one in tested if one.intent == intent], len(new.get(intent, ())))
    yield _row("all", tested, sum(map(len, new.values())))
    yield ""
    yield from _changes(tested)


def _row(intent: str, tested: Sequence[Judged], new: int) -> str:
    added = f"+{new}" if new else ""
    if not tested:
        return f"{intent:<26}{added:>4}   no test messages in the development set"
    n = len(tested)
    before, after = (
        sum(one.before == one.intent for one in tested),
        sum(one.after == one.intent for one in tested),
    )
    was, is_ = sum(one.sure_before for one in tested) / n, sum(one.sure_after for one in tested) / n
    mark = "  " if before == after else "▲ " if after > before else "▼ "
    shares = f"{_bar(before / n)} {before:>3} -> {_bar(after / n)} {after:>3} of {n:<4}"
    return f"{intent:<26}{added:>4} {mark}{shares} {was:.2f} -> {is_:.2f} {_signed(is_ - was)}".rstrip()


def _bar(share: float) -> str:
    full = round(share * BAR)
    return "█" * full + "░" * (BAR - full)


def _signed(change: float) -> str:
    return f"{change:+.2f}" if abs(change) >= 0.005 else ""


def _changes(tested: Sequence[Judged]) -> Iterator[str]:
    changed = [one for one in tested if one.before != one.after]
    if not changed:
        yield "No test message is understood in another way than before."
        return
    for title, chosen in (
        ("Now right", [one for one in changed if one.after == one.intent]),
        ("Now wrong", [one for one in changed if one.before == one.intent]),
        ("Wrong in another way", [one for one in changed if one.intent not in {one.before, one.after}]),
    ):
        if chosen:
            yield f"{title}: {len(chosen)}"
        for (before, after), count in Counter((one.before, one.after) for one in chosen).most_common():
            yield f"  {before} -> {after}: {count}"
            same = [one for one in chosen if (one.before, one.after) == (before, after)]
            for one in same:
                yield f'    "{one.text[:LONGEST_TEXT]}"  {one.sure_before:.2f} -> {one.sure_after:.2f}'
