"""Every contradiction is found in a project that has it, and none in one that has none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from settings import ROOT
from tools.datacheck.cli import check, lines, main
from tools.datacheck.findings import Finding, Level
from tools.datacheck.project import Project
from tools.datacheck.python import Python
from tools.vectors import Encoder

DOMAIN = """intents: [greet, order_status, cancel_order]
entities: [order_id, reason]
actions: [action_errand]
responses:
  utter_greet:
    - text: Hi
      buttons: [{title: Cancel, payload: /cancel_order}]
  utter_order_sent: [{text: Sent}]
"""
CONFIG = """pipeline: [{name: WhitespaceTokenizer}]
policies:
  - name: dialogue.policy.ErrandPolicy
    action: action_errand
    digressions: [greet]
    details: {order: [order_id]}
"""
RULES = """rules:
  - rule: Hello
    steps: [{intent: greet}, {action: utter_greet}]
  - rule: Status
    steps: [{intent: order_status}, {action: action_errand}]
  - rule: Cancelling
    steps: [{intent: cancel_order}, {action: action_errand}]
  - rule: Missed
    steps: [{intent: nlu_fallback}, {action: utter_greet}]
"""
CODE = '''GUIDES = {"cancel_order": "how"}
STEERING = frozenset("""greet order_status""".split())


def serve(turn, reply, status):
    if turn.intent == "greet" or turn.intent in STEERING or GUIDES.get(turn.intent):
        reply.say(f"utter_order_{status}", payload("cancel_order", reason="none"))
    app.router.add_get("/health", serve)
'''
INTENTS = """| intent | the shopper ... | not |
| --- | --- | --- |
| greet | says hello | |
| order_status | asks | |
| cancel_order | stops | |
"""
OPENINGS = "where when has did please show tell track is any could would i what".split()


def nlu(intent: str, *more: str, word: str = "parcel") -> str:
    own = [f"{opening} number {n} {word} of {intent}" for n, opening in enumerate(OPENINGS * 2)]
    return f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {line}\n" for line in [*own, *more])


Make = Callable[..., Project]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def write(**changed: str) -> Project:
        order = nlu("order_status", "track [A10428](order_id)")
        files = {
            "domain.yml": DOMAIN,
            "config.yml": CONFIG,
            "data/rules/all.yml": RULES,
            "data/nlu/all.yml": f"nlu:\n{nlu('greet')}{order}{nlu('cancel_order')}",
            "tests/data/dev.yml": "nlu:\n"
            + "".join(
                f"- intent: {i}\n  examples: |\n    - kept for {i}\n"
                for i in ("greet", "order_status", "cancel_order")
            ),
            "docs/intents.md": INTENTS,
            "actions/all.py": CODE,
        }
        for name, text in {
            **files,
            **{key.replace("__", "/"): text for key, text in changed.items()},
        }.items():
            file = tmp_path / name if "." in name else next(tmp_path / f for f in files if f.startswith(name))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return Project(tmp_path)

    return write


def checks(project: Project, encoder: Encoder | None = None) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in check(project, encoder):
        found.setdefault(finding.check, []).append(finding)
    return found


def test_a_project_without_contradictions(make: Make) -> None:
    assert checks(make()) == {}


def extra(*examples: tuple[str, str]) -> str:
    blocks = "".join(f"- intent: {intent}\n  examples: |\n    - {line}\n" for intent, line in examples)
    return (
        f"nlu:\n{nlu('greet')}{nlu('order_status', 'track [A10428](order_id)')}{nlu('cancel_order')}{blocks}"
    )


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        (
            "contradiction",
            {"data__nlu": extra(("greet", "Track A10428!"))},
            '"track A10428" stands under greet and order_status',
        ),
        ("repeated", {"data__nlu": extra(("order_status", "Track A10428!"))}, "2 times under order_status"),
        (
            "leakage",
            {"data__nlu": extra(("greet", "Kept for order_status!"))},
            "is taught under greet and tested",
        ),
        ("unknown-entity", {"data__nlu": extra(("greet", "hi [Ann](person)"))}, "[Ann](person): no such"),
        (
            "few-examples",
            {"data__nlu": "nlu:\n- intent: greet\n  examples: |\n    - hi\n"},
            "greet has 1 examples",
        ),
        (
            "annotated-differently",
            {"data__nlu": extra(("greet", "hi [a10428](reason)"))},
            '"a10428" is annotated as order_id 1, reason 1',
        ),
        ("unknown-intent", {"data__nlu": extra(("great", "hi"))}, "great is used in data/nlu"),
        (
            "unknown-intent",
            {"config.yml": CONFIG.replace("[greet]", "[grete]")},
            "grete is used in config.yml",
        ),
        ("unknown-intent", {"actions__": CODE.replace('== "greet"', '== "grit"')}, "grit is used in actions"),
        (
            "unknown-intent",
            {"actions__": CODE.replace('{"cancel', '{"chancel')},
            "chancel_order is used in actions",
        ),
        ("unknown-intent", {"docs__": INTENTS + "| ask_why | asks | |\n"}, "ask_why is used in the table"),
        (
            "unknown-intent",
            {"domain.yml": DOMAIN.replace("/cancel_order", "/cancel")},
            "cancel is used in buttons of domain.yml",
        ),
        ("intent-not-documented", {"docs__": INTENTS.replace("| greet", "| `hello`")}, "what greet means"),
        (
            "intent-without-rule",
            {"data__rules": RULES.replace("{intent: greet}", "{intent: nlu_fallback}")},
            "greet",
        ),
        ("intent-not-tested", {"tests__": "nlu: []\n"}, "greet"),
        ("intent-without-examples", {"data__nlu": "nlu:\n" + nlu("greet")}, "order_status has no examples"),
        ("entity-without-examples", {"data__nlu": "nlu:\n" + nlu("greet")}, "order_id: no example"),
        ("unknown-entity", {"config.yml": CONFIG.replace("[order_id]", "[number]")}, "details.order"),
        ("unknown-action", {"data__rules": RULES.replace("action_errand", "action_erand")}, "action_erand"),
        (
            "defined-twice",
            {"domain.yml": DOMAIN.replace("order_id, reason", "order_id, order_id, reason")},
            "order_id stands more than once among the entities",
        ),
        ("unused-response", {"domain.yml": DOMAIN + "  utter_bye: [{text: Bye}]\n"}, "nobody says utter_bye"),
        (
            "unknown-response",
            {"actions__": CODE.replace('f"utter_order_{status}', '"utter_gone')},
            "utter_gone",
        ),
        (
            "disagreement",
            {
                "data__rules": RULES
                + "  - rule: Hello again\n    steps: [{intent: greet}, {action: action_errand}]\n"
            },
            '"Hello again" (action_errand), "Hello" (utter_greet)',
        ),
        (
            "disagreement",
            {
                "data__rules": RULES
                + "stories:\n  - story: Once\n    steps: [{intent: greet}, {action: action_errand}]\n"
            },
            "disagree about greet",
        ),
    ],
)
def test_what_is_wrong_is_found(make: Make, name: str, changed: dict[str, str], said: str) -> None:
    found = checks(make(**changed))
    assert name in found
    assert any(said in finding.message for finding in found[name]), found[name]


def test_an_entity_may_come_from_a_component(make: Make) -> None:
    project = make(**{"domain.yml": DOMAIN.replace("reason]", "reason, phone]")})
    assert "entity-without-examples" in checks(project)
    (project.root / "dialogue").mkdir()
    (project.root / "dialogue" / "details.py").write_text('KINDS = {"phone": 1}\n')
    assert checks(Project(project.root)) == {}


def test_rules_with_other_conditions_may_differ(make: Make) -> None:
    more = """  - rule: Hello later
    condition: [{slot_was_set: [{late: true}]}]
    steps: [{intent: greet}, {action: action_errand}]
"""
    assert checks(make(data__rules=RULES + more)) == {}


def test_test_messages_of_json_lines_are_kept_apart_too(make: Make) -> None:
    project = make(data__nlu=extra(("greet", "and a good day to you")))
    (project.root / "tests" / "data" / "more.jsonl").write_text(
        '{"text": "And a good day to you!", "intents": ["greet"]}\n'
    )
    assert checks(project)["leakage"][0].places[1] == "tests/data/more.jsonl:1"


def test_what_everybody_writes_is_no_error(make: Make) -> None:
    tests = "nlu:\n- intent: greet\n  examples: |\n    - kept greet\n"
    found = checks(make(data__nlu=extra(("greet", "Kept greet!")), tests__=tests))
    assert [finding.level for finding in found["short-leakage"]] == [Level.WARNING]


def test_near_contradictions_and_near_leakage(make: Make, encoder: Encoder) -> None:
    project = make(
        data__nlu=extra(
            ("order_status", "when will my new boots be delivered to me"),
            ("cancel_order", "when will my new boots get delivered to me"),
            ("greet", "a very good morning to everyone in the team"),
        ),
        tests__="nlu:\n- intent: greet\n  examples: |\n    - a very good morning to everyone on the team\n",
    )
    found = checks(project, encoder)
    assert any("boots" in finding.message for finding in found["near-contradiction"])
    (leak,) = found["near-leakage"]
    assert "on the team" not in leak.message
    assert "alike" in found  # every line of an intent is nearly the same


def test_the_list_and_the_exit_code(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    project = make(data__nlu=extra(("greet", "track A10428")))
    assert main(["--fast", "--root", str(project.root)]) == 1
    said = capsys.readouterr().out
    assert "error contradiction: 1" in said
    assert "data/nlu/all.yml:" in said
    assert said.endswith("1 errors, 0 warnings\n")
    assert main(["--fast", "--json", "--root", str(project.root)]) == 1
    assert json.loads(capsys.readouterr().out)[0]["check"] == "contradiction"
    shutil.rmtree(project.root / "docs")
    (project.root / "domain.yml").unlink()
    assert main(["--fast", "--root", str(project.root)]) == 2
    assert "cannot read" in capsys.readouterr().err


def test_many_warnings_are_cut_and_errors_are_not() -> None:
    findings = [Finding(Level.WARNING, "alike", str(n)) for n in range(40)]
    findings += [Finding(Level.ERROR, "leakage", str(n)) for n in range(40)]
    assert sum(1 for _ in lines(findings, 15)) == 1 + 15 + 1 + 1 + 40 + 1


def test_intents_in_our_own_code_are_found() -> None:
    python = Python(sorted((ROOT / "actions").rglob("*.py")))
    assert {"ask_return_policy", "cancel_order", "complaint", "ask_human", "correct"} <= (
        python.intents | python.payloads
    )
    assert {"reason", "meant"} <= python.payload_entities


def test_this_project_does_not_contradict_itself() -> None:
    found = checks(Project(ROOT))
    never = {
        "contradiction",
        "defined-twice",
        "unknown-entity",
        "entity-without-examples",
        "unknown-action",
        "unknown-response",
        "disagreement",
    }
    assert not never & set(found), [found[name] for name in never & set(found)]
