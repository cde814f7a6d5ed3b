"""Examples that contradict each other, repeat, or stand in the tests as well."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from tools.datacheck.findings import Finding, error, warning
from tools.datacheck.project import Project
from tools.nlu.examples import Example

# Fewer examples of an intent teach little; this few are an oversight.
FEW, VERY_FEW = 20, 5
# Of an intent's examples at least this share should begin in a way of its own (two first words).
DISTINCT_OPENINGS = 0.4
# Messages of so few words are the same whoever writes them.
SHORT = 2
_FROM_PROGRAMS = "EXTERNAL:"


def contradictions(project: Project) -> Iterator[Finding]:
    """The same words under two intents, and twice under one."""
    return _same(project, project.examples, "", lambda example: f'"{example.plain}"')


def test_contradictions(project: Project) -> Iterator[Finding]:
    """The same among test messages, whose text is not shown: nobody should learn from it."""
    return _same(project, project.tests, "test-", lambda _: "a test message")


def _same(
    project: Project, examples: Sequence[Example], which: str, shown: Callable[[Example], str]
) -> Iterator[Finding]:
    by_key: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_key[example.key].append(example)
    for same in by_key.values():
        if len(same) < 2:
            continue
        intents = sorted({example.intent for example in same})
        places = [project.where(example) for example in same]
        if len(intents) > 1:
            message = f"{shown(same[0])} stands under {' and '.join(intents)}"
            yield error(f"{which}contradiction", message, *places)
        else:
            message = f"{shown(same[0])} stands {len(same)} times under {intents[0]}"
            yield warning(f"{which}repeated", message, *places)


def leakage(project: Project) -> Iterator[Finding]:
    """Training examples that are test messages; those that everybody writes ("yes") only warn."""
    for example in project.examples:
        test = project.kept_apart.get(example.key)
        if test:
            message = f'"{example.plain}" is taught under {example.intent} and tested with'
            short = len(example.key.split()) <= SHORT
            make, check = (warning, "short-leakage") if short else (error, "leakage")
            yield make(check, message, project.where(example), test)


def variety(project: Project) -> Iterator[Finding]:
    """Intents with too few examples, or with examples that begin alike."""
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for example in project.examples:
        if not example.plain.startswith(_FROM_PROGRAMS):
            by_intent[example.intent].append(example)
    for intent, examples in sorted(by_intent.items()):
        count = len(examples)
        if count < FEW:
            make = error if count < VERY_FEW else warning
            yield make("few-examples", f"{intent} has {count} examples; {FEW} is the least that varies")
        openings = Counter(" ".join(example.key.split()[:2]) for example in examples)
        share = len(openings) / count
        if count >= FEW and share < DISTINCT_OPENINGS:
            often = ", ".join(f'"{words} ..." {n}' for words, n in openings.most_common(3))
            yield warning("alike-openings", f"{intent}: {share:.0%} of {count} openings differ ({often})")
