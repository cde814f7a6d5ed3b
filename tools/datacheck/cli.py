"""``python -m tools.datacheck``: everything that contradicts, as a list; exits 1 when there is an error."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from models.errors import ModelError
from settings import ROOT, get_settings
from tools.datacheck import details, examples, names, near, rules
from tools.datacheck.findings import Finding, Level
from tools.datacheck.project import Project
from tools.errors import ToolError
from tools.vectors import Encoder

EXIT_OK, EXIT_FINDINGS, EXIT_ERROR = 0, 1, 2
CHECKS: tuple[Callable[[Project], Iterator[Finding]], ...] = (
    examples.contradictions,
    examples.test_contradictions,
    examples.leakage,
    examples.variety,
    details.entities,
    details.annotated_alike,
    names.twice,
    names.intents,
    names.entities_of_config,
    names.actions,
    names.responses,
    rules.disagreements,
)
# Of warnings of one kind these many are listed; --all lists every one.
SHOWN = 15


def main(argv: Sequence[str] | None = None) -> int:
    """Check and list; returns 0, 1 with errors, or 2 when a file cannot be read."""
    arguments = _parser().parse_args(argv)
    project = Project(arguments.root.resolve())
    try:
        findings = check(project, None if arguments.fast else Encoder(get_settings()))
    except (ToolError, ModelError) as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_ERROR
    if arguments.json:
        print(json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=1))
    else:
        for line in lines(findings, None if arguments.all else SHOWN):
            print(line)
    return EXIT_FINDINGS if any(finding.level is Level.ERROR for finding in findings) else EXIT_OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.datacheck", description=__doc__)
    parser.add_argument("--json", action="store_true", help="all findings as JSON")
    parser.add_argument("--all", action="store_true", help=f"every warning, not {SHOWN} of a kind")
    parser.add_argument(
        "--fast", action="store_true", help="without the checks that need the sentence encoder"
    )
    parser.add_argument("--root", type=Path, default=ROOT, metavar="DIR", help="default: this project")
    return parser


def check(project: Project, encoder: Encoder | None) -> list[Finding]:
    """All findings, errors first; raises ``ToolError`` for a file that cannot be read."""
    found = [finding for run in CHECKS for finding in run(project)]
    if encoder is not None:
        found += near.near(project, encoder)
    return sorted(found, key=lambda finding: finding.level is not Level.ERROR)


def lines(findings: Sequence[Finding], shown: int | None) -> Iterator[str]:
    """The list as it is read: by kind, with places."""
    by_check: dict[tuple[Level, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        by_check[finding.level, finding.check].append(finding)
    for (level, name), same in by_check.items():
        yield f"{level} {name}: {len(same)}"
        listed = same if shown is None or level is Level.ERROR else same[:shown]
        for finding in listed:
            places = f"  [{', '.join(finding.places)}]" if finding.places else ""
            yield f"  {finding.message}{places}"
        if len(listed) < len(same):
            yield f"  ... and {len(same) - len(listed)} more (--all)"
    errors = sum(finding.level is Level.ERROR for finding in findings)
    yield f"{errors} errors, {len(findings) - errors} warnings"
