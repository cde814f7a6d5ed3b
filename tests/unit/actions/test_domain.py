"""domain.yml, the rules and the Python code name the same things."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.answers import GUIDES, QUESTION_OF_BUTTON
from actions.errands.catalogue import ERRANDS
from actions.errands.orders import TOLD_STATUSES
from actions.errands.refusing import BY_ACTION
from actions.skills import SKILLS
from shop.refusals import Refusal
from tests.unit.actions.talk import PLACEHOLDER, ROOT, domain

SOURCES = sorted((ROOT / "actions").rglob("*.py"))
# `utter_action` is the key under which Rasa keeps the name of a response.
NAME = re.compile(r"utter_(?!action\b)[a-z_]+")


def rules() -> list[dict[str, Any]]:
    files = sorted((ROOT / "data" / "rules").glob("*.yml"))
    return [rule for file in files for rule in yaml.safe_load(file.read_text())["rules"]]


def steps(kind: str) -> set[str]:
    return {step[kind] for rule in rules() for step in rule["steps"] if kind in step}


def responses_in_python() -> set[str]:
    """Whole names in string constants, and those that an f-string makes of an enumeration."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {name for name in NAME.findall(node.value) if not name.endswith("_")}
    made = {f"utter_order_{status}" for status in {*TOLD_STATUSES, "other"}}
    codes = {refusal.code for refusal in Refusal.__subclasses__()} - {"wrong_state"}
    made |= {f"utter_refused_{code}" for code in codes}
    made |= {f"utter_refused_{code}_{action}" for code, actions in BY_ACTION.items() for action in actions}
    # Stems: each is said in three ways, by who pays the difference.
    swaps = {
        "utter_confirm_items",
        "utter_items_changed",
        "utter_confirm_exchange",
        "utter_exchange_requested",
    }
    made |= {f"{name}_{money}" for name in swaps for money in ("more", "less", "same")}
    made |= {f"utter_ask_{field}" for field in ("email", "order_id", "postcode")}
    return (found - swaps) | made


def test_every_response_named_in_python_exists() -> None:
    assert responses_in_python() <= set(domain()["responses"])


def test_every_response_is_said_by_somebody() -> None:
    assert set(domain()["responses"]) <= responses_in_python() | steps("action")


def test_every_action_is_registered_and_used() -> None:
    registered = {skill.action for skill in SKILLS}
    assert registered == set(domain()["actions"])
    assert registered <= steps("action")
    assert len(registered) == len(SKILLS)


def test_every_intent_has_a_rule_and_every_rule_an_intent() -> None:
    assert steps("intent") == {*domain()["intents"], "nlu_fallback"}


def test_every_intent_has_one_rule_only() -> None:
    named = [step["intent"] for rule in rules() for step in rule["steps"] if "intent" in step]
    assert len(named) == len(set(named))


def test_every_intent_has_examples() -> None:
    files = (ROOT / "data" / "nlu").glob("*.yml")
    blocks = [block for file in files for block in yaml.safe_load(file.read_text())["nlu"]]
    assert {block["intent"] for block in blocks if "intent" in block} == set(domain()["intents"])


def test_intents_named_in_python_exist() -> None:
    intents = set(domain()["intents"])
    assert {errand.intent for errand in ERRANDS} <= intents
    assert set(GUIDES) | set(QUESTION_OF_BUTTON) <= intents


def test_a_guide_for_every_intent_that_is_guided() -> None:
    guided = {
        rule["steps"][0]["intent"]
        for rule in rules()
        if any(step.get("action") == "action_guide" for step in rule["steps"])
    }
    assert guided == set(GUIDES)


def test_buttons_send_intents_that_exist() -> None:
    for name, variations in domain()["responses"].items():
        for button in (b for v in variations for b in v.get("buttons", [])):
            intent = re.match(r"/([a-z_]+)", button["payload"])
            assert intent, name
            assert intent[1] in domain()["intents"], name


def test_pressed_policy_questions_have_words() -> None:
    """A button without words of its own would search the documents for nothing."""
    answered = {
        rule["steps"][0]["intent"]
        for rule in rules()
        if any(step.get("action") == "action_answer" for step in rule["steps"])
    }
    payloads = re.findall(r'payload: "/([a-z_]+)"', (ROOT / "domain.yml").read_text())
    assert answered & set(payloads) <= set(QUESTION_OF_BUTTON)


def given(call: ast.Call) -> set[str] | None:
    """The values a call of say() passes; None when they come from a mapping."""
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return {str(keyword.arg) for keyword in call.keywords} - {"buttons", "custom"}


def say_calls() -> list[tuple[Path, str, set[str]]]:
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            named = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "say"
            )
            if not named or not isinstance(node, ast.Call) or not node.args:
                continue
            for name in [c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant)]:
                values = given(node)
                if values is not None and isinstance(name, str) and name in domain()["responses"]:
                    found.append((path, name, values))
    return found


@pytest.mark.parametrize(("path", "name", "values"), say_calls(), ids=lambda part: str(part)[-40:])
def test_every_placeholder_of_a_response_is_given(path: Path, name: str, values: set[str]) -> None:
    del path
    for variation in domain()["responses"][name]:
        assert set(PLACEHOLDER.findall(variation["text"])) <= values


def test_responses_of_rules_have_no_placeholders() -> None:
    for name in steps("action") & set(domain()["responses"]):
        for variation in domain()["responses"][name]:
            assert not PLACEHOLDER.findall(variation["text"])


def test_no_slot_is_filled_by_what_a_shopper_types() -> None:
    for slot in domain()["slots"].values():
        assert slot["mappings"] == [{"type": "custom"}]
        assert slot["influence_conversation"] is False
