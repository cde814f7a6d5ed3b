"""Intents, actions and responses that one file names and another does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.datacheck.findings import Finding, error, warning
from tools.datacheck.project import Project

# Rasa's own.
FALLBACK = "nlu_fallback"
_DEFAULT_ACTIONS = re.compile(
    r"action_(?:listen|restart|session_start|default_fallback|deactivate_loop|back)"
)
_INTENT_LISTS = ("digressions", "always")
_ENTITY_LISTS = ("details", "hints")
_BUTTON = re.compile(r"/([a-z_]+)")


def intents(project: Project) -> Iterator[Finding]:
    """Every intent is defined, has examples, is documented, and something reacts to it; and nothing more."""
    defined = project.intents
    for name, used in _uses(project).items():
        for intent in sorted(used - defined - {FALLBACK}):
            yield error("unknown-intent", f"{intent} is used in {name} but not defined in domain.yml")
    taught = {example.intent for example in project.examples}
    for intent in sorted(defined - taught):
        yield error("intent-without-examples", f"{intent} has no examples in data/nlu")
    ruled = _uses(project)["rules and stories"]
    for intent in sorted(defined - ruled):
        yield error("intent-without-rule", f"no rule or story says what to do about {intent}")
    for intent in sorted(defined - project.documented):
        yield error("intent-not-documented", f"docs/intents.md does not say what {intent} means")
    tested = {example.intent for example in project.tests}
    for intent in sorted((defined & project.table) - tested):
        yield warning("intent-not-tested", f"no message of tests/data is of intent {intent}")


def _uses(project: Project) -> dict[str, frozenset[str]]:
    steps = [step for _, rule in project.rules for step in rule.get("steps") or []]
    policies = [*(project.config.get("policies") or []), *(project.config.get("pipeline") or [])]
    named = {intent for policy in policies for key in _INTENT_LISTS for intent in policy.get(key) or []}
    return {
        "data/nlu": frozenset(example.intent for example in project.examples),
        "tests/data": frozenset(example.intent for example in project.tests),
        "rules and stories": frozenset(str(step["intent"]) for step in steps if "intent" in step),
        "config.yml": frozenset(named),
        "actions": project.python.intents | project.python.payloads,
        "buttons of domain.yml": frozenset(_buttons(project)),
        "the table of docs/intents.md": project.table,
    }


def _buttons(project: Project) -> Iterator[str]:
    for variations in (project.domain.get("responses") or {}).values():
        for variation in variations:
            for button in variation.get("buttons") or []:
                found = _BUTTON.match(str(button.get("payload")))
                if found:
                    yield found[1]


def twice(project: Project) -> Iterator[Finding]:
    """Names that domain.yml lists more than once, as merges leave them."""
    for kind, name in project.defined_twice:
        yield error("defined-twice", f"{name} stands more than once among the {kind} of domain.yml")


def entities_of_config(project: Project) -> Iterator[Finding]:
    """Entities that a policy waits for exist."""
    for policy in project.config.get("policies") or []:
        for key in _ENTITY_LISTS:
            for awaited, names in (policy.get(key) or {}).items():
                for entity in sorted(set(names) - project.entities):
                    message = (
                        f"{key}.{awaited} of {policy.get('name')} names {entity}, which domain.yml lacks"
                    )
                    yield error("unknown-entity", message, "config.yml")


def actions(project: Project) -> Iterator[Finding]:
    """Rules name actions and responses that exist, and every one that exists is used."""
    steps = {
        str(step["action"])
        for _, rule in project.rules
        for step in rule.get("steps") or []
        if "action" in step
    }
    known = project.actions | project.responses
    for action in sorted(steps - known):
        if not _DEFAULT_ACTIONS.fullmatch(action):
            yield error("unknown-action", f"{action} is named in a rule or story but not in domain.yml")
    named_in_config = {
        str(policy.get(key)) for policy in project.config.get("policies") or [] for key in policy
    }
    for action in sorted(project.actions - steps - named_in_config):
        yield warning("unused-action", f"no rule or policy runs {action}")


def responses(project: Project) -> Iterator[Finding]:
    """Responses that nobody says, and responses that do not exist."""
    steps = {str(step.get("action")) for _, rule in project.rules for step in rule.get("steps") or []}
    python = project.python
    for name in sorted(python.responses - project.responses):
        if not any(other.startswith(name) for other in project.responses):
            yield error("unknown-response", f"{name} is named in actions but not defined in domain.yml")
    for name in sorted(project.responses - steps - python.responses):
        if not any(pattern.fullmatch(name) for pattern in python.response_patterns):
            yield warning("unused-response", f"nobody says {name}")
