"""Entities: defined, annotated, and annotated alike."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from tools.datacheck.findings import Finding, error, warning
from tools.datacheck.project import Project
from tools.nlu.examples import Example

_IN_PAYLOAD = re.compile(r"\"(\w+)\"\s*:")
# A text annotated at least this often is expected to be annotated wherever it stands.
OFTEN = 5
# Where it is left out less often than this, it was probably forgotten.
SELDOM = 0.2


def entities(project: Project) -> Iterator[Finding]:
    """Entities nobody can find, and annotations of entities that do not exist."""
    examples = [*project.examples, *project.tests]
    for example in examples:
        for detail in example.details:
            if detail.entity not in project.entities:
                message = f"[{detail.text}]({detail.entity}): no such entity in domain.yml"
                yield error("unknown-entity", message, project.where(example))
    annotated = {detail.entity for example in project.examples for detail in example.details}
    patterns = {block.name for block in project.blocks if block.kind in {"regex", "lookup"}}
    brought = annotated | _by_buttons(project) | project.components.strings
    for entity in sorted(project.entities - brought):
        if entity in patterns:
            yield warning(
                "entity-not-annotated", f"{entity} has a pattern, but no example is annotated with it"
            )
        else:
            yield error(
                "entity-without-examples", f"{entity}: no example, pattern, component or button brings it"
            )


def _by_buttons(project: Project) -> frozenset[str]:
    payloads = [
        str(button.get("payload"))
        for variations in (project.domain.get("responses") or {}).values()
        for variation in variations
        for button in variation.get("buttons") or []
    ]
    in_domain = {name for payload in payloads for name in _IN_PAYLOAD.findall(payload)}
    return project.python.payload_entities | in_domain


def annotated_alike(project: Project) -> Iterator[Finding]:
    """The same text annotated as two entities, or in some examples only."""
    places: dict[str, dict[str, list[Example]]] = defaultdict(lambda: defaultdict(list))
    for example in project.examples:
        for detail in example.details:
            places[detail.text.casefold()][detail.entity].append(example)
    for text, kinds in sorted(places.items()):
        if len(kinds) > 1:
            counts = ", ".join(f"{entity} {len(found)}" for entity, found in sorted(kinds.items()))
            rare = min(kinds.values(), key=len)
            yield warning(
                "annotated-differently",
                f'"{text}" is annotated as {counts}',
                *(project.where(example) for example in rare[:3]),
            )
    often = {text: kinds for text, kinds in places.items() if sum(map(len, kinds.values())) >= OFTEN}
    yield from _forgotten(project, often)


def _forgotten(project: Project, often: dict[str, dict[str, list[Example]]]) -> Iterator[Finding]:
    bare: dict[str, list[Example]] = defaultdict(list)
    patterns = {text: re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-])") for text in often if len(text) > 2}
    for example in project.examples:
        left = _unannotated(example)
        for text, pattern in patterns.items():
            if text in left and pattern.search(left):
                bare[text].append(example)
    for text, examples in sorted(bare.items()):
        counted = Counter({entity: len(found) for entity, found in often[text].items()})
        if len(examples) < SELDOM * counted.total():
            message = f'"{text}" is annotated {counted.total()} times and left bare {len(examples)} times'
            yield warning("not-annotated", message, *(project.where(example) for example in examples[:3]))


def _unannotated(example: Example) -> str:
    text = list(example.plain.casefold())
    if len(text) != len(example.plain):
        return ""  # folding changed the length, places no longer fit
    for detail in example.details:
        text[detail.begin : detail.end] = "\n" * (detail.end - detail.begin)
    return "".join(text)
