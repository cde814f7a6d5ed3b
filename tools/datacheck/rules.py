"""Rules and stories that disagree about what to do."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tools.datacheck.findings import Finding, error
from tools.datacheck.project import Project

Said = tuple[str, str, str]
"""Action, name of the rule or story, file."""


def disagreements(project: Project) -> Iterator[Finding]:
    """After the same steps under the same conditions two actions, and stories against a rule."""
    after: dict[str, set[Said]] = defaultdict(set)
    by_intent: dict[str, set[Said]] = defaultdict(set)
    stories: list[tuple[str, Said]] = []
    for file, rule in project.rules:
        is_rule = rule["kind"] == "rules"
        name = str(rule.get("rule") or rule.get("story"))
        history: list[Any] = [rule["kind"], rule.get("condition")]
        steps = rule.get("steps") or []
        for step, previous in zip(steps, [None, *steps], strict=False):
            if "action" in step:
                said = (str(step["action"]), name, file)
                after[json.dumps(history, default=str)].add(said)
                if previous and "intent" in previous and not is_rule:
                    stories.append((str(previous["intent"]), said))
            history.append(step)
        plain = is_rule and not rule.get("condition") and len(steps) > 1
        if plain and "intent" in steps[0] and "action" in steps[1]:
            by_intent[str(steps[0]["intent"])].add((str(steps[1]["action"]), name, file))
    for several in after.values():
        if len({action for action, _, _ in several}) > 1:
            yield _finding("disagree after the same steps", several)
    for intent, told in stories:
        ruled = by_intent.get(intent, set())
        if ruled and told[0] not in {action for action, _, _ in ruled}:
            yield _finding(f"disagree about {intent}", {told, *ruled})


def _finding(what: str, said: set[Said]) -> Finding:
    shown = ", ".join(f'"{name}" ({action})' for action, name, _ in sorted(said))
    return error("disagreement", f"{shown} {what}", *sorted({file for _, _, file in said}))
