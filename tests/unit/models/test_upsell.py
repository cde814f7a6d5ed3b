"""The upsell rule, moment by moment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import ModelError
from models.upsell import RULE_PATH, Decision, Moment, UpsellRule

GOOD = Moment(
    errand_open=False,
    mood="neutral",
    intents_so_far=("greet", "order_status", "thank"),
    handoff=False,
    likelihood=0.2,
    offers_made=0,
    minutes_since_offer=None,
    consent=True,
)


@pytest.fixture(scope="module")
def rule() -> UpsellRule:
    return UpsellRule.load()


@pytest.mark.parametrize("likelihood", [0.05, 0.2, 0.6])
@pytest.mark.parametrize("mood", ["neutral", "positive"])
def test_a_good_moment_is_taken(rule: UpsellRule, likelihood: float, mood: str) -> None:
    assert rule.decide(replace(GOOD, likelihood=likelihood, mood=mood)) == Decision(True, "offer")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"consent": False}, "no_consent"),
        ({"handoff": True}, "handoff"),
        ({"errand_open": True}, "errand_open"),
        ({"mood": "negative"}, "mood"),
        ({"mood": ""}, "mood"),
        ({"mood": "something new"}, "mood"),
        ({"offers_made": 1}, "enough_offers"),
        ({"offers_made": 99}, "enough_offers"),
        ({"minutes_since_offer": 5.0}, "too_soon"),
        ({"minutes_since_offer": float("nan")}, "too_soon"),
        ({"likelihood": None}, "likelihood_unknown"),
        ({"likelihood": float("nan")}, "likelihood_unknown"),
        ({"likelihood": 0.049}, "unlikely_to_buy"),
        ({"likelihood": 0.0}, "unlikely_to_buy"),
        ({"likelihood": 0.601}, "buys_anyway"),
    ],
)
def test_what_stands_against_an_offer(rule: UpsellRule, change: dict[str, object], reason: str) -> None:
    assert rule.decide(replace(GOOD, **change)) == Decision(False, reason)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "intent",
    [
        "complaint",
        "cancel_order",
        "refund_status",
        "return_item",
        "exchange_item",
        "missing_or_damaged",
        "payment_problem",
        "ask_human",
    ],
)
@pytest.mark.parametrize("place", [0, 2])
def test_never_after_a_sensitive_errand(rule: UpsellRule, intent: str, place: int) -> None:
    heard = list(GOOD.intents_so_far)
    heard.insert(place, intent)
    assert rule.decide(replace(GOOD, intents_so_far=tuple(heard))) == Decision(False, "sensitive_errand")


def test_consent_is_the_first_thing_asked(rule: UpsellRule) -> None:
    worst = Moment(True, "negative", ("complaint",), True, None, 9, 0.0, consent=False)
    assert rule.decide(worst).reason == "no_consent"


def test_a_second_offer_waits(rule: UpsellRule) -> None:
    patient = replace(rule, max_offers=2)
    assert not patient.decide(replace(GOOD, offers_made=1, minutes_since_offer=29.9)).offer
    assert patient.decide(replace(GOOD, offers_made=1, minutes_since_offer=30.0)).offer


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_least: 0.05", "at_least: 0.9"),
        ("at_least: 0.05", "at_least: low"),
        ("max_offers: 1", "max_offers: -1"),
        ("[neutral, positive]", "neutral"),
        ("max_offers", "most_offers"),
        ("likelihood:", "likelihood: ["),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "upsell.yml"
    path.write_text(RULE_PATH.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ModelError, match="upsell"):
        UpsellRule.load(path)


def test_a_missing_rule_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not a valid upsell rule"):
        UpsellRule.load(tmp_path / "nothing.yml")


def test_every_silencing_intent_is_one_the_assistant_knows(rule: UpsellRule) -> None:
    domain = (RULE_PATH.parents[1] / "domain.yml").read_text("utf-8")
    assert all(f"- {intent}" in domain for intent in rule.silencing_intents)


def test_a_refused_offer_is_the_last(rule: UpsellRule) -> None:
    assert rule.decide(replace(GOOD, refused=True)) == Decision(False, "refused_before")


def test_the_groups_are_dealt_once_and_in_the_share_asked_for(rule: UpsellRule) -> None:
    arms = {f"shopper-{n}": rule.arm(f"shopper-{n}") for n in range(5000)}
    assert all(rule.arm(who) == arm for who, arm in arms.items())
    held = sum(arm == "held_out" for arm in arms.values())
    # Four standard deviations of a fair draw.
    assert abs(held - 5000 * rule.hold_out) < 4 * (5000 * rule.hold_out * (1 - rule.hold_out)) ** 0.5
    assert any(replace(rule, hold_out_salt="second").arm(who) != arm for who, arm in arms.items())


def test_a_share_held_out_of_all_is_no_rule(tmp_path: Path) -> None:
    path = tmp_path / "upsell.yml"
    path.write_text(RULE_PATH.read_text("utf-8").replace("share: 0.1", "share: 1.0"), "utf-8")
    with pytest.raises(ModelError, match="held out"):
        UpsellRule.load(path)
