"""The policy files, and what is said when one does not fit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from shop import PolicyError
from shop.policy import load_policy

POLICIES = Path(__file__).parents[3] / "shop" / "policies"


def test_the_demo_policy_says_the_brief() -> None:
    policy = load_policy(POLICIES / "demo.yml")
    assert policy.delivery
    assert policy.warranty
    assert policy.returns
    assert policy.offers
    standard = policy.delivery.option("standard")
    assert standard
    assert standard.price_of(Decimal("49.99")) == Decimal("4.95")
    assert standard.price_of(Decimal(50)) == 0
    assert (standard.business_days.min, standard.business_days.max) == (3, 5)
    assert policy.delivery.option("canada").price == Decimal("14.95")  # type: ignore[union-attr]
    assert policy.delivery.option("teleport") is None
    assert policy.warranty.years_of("tents") == 5
    assert policy.warranty.years_of("audio") == 2
    assert policy.returns.window_days == 30
    assert (policy.refund.business_days.min, policy.refund.business_days.max) == (5, 7)
    assert policy.cancel.states == ("pending",)
    assert policy.cancel.accepted("Takes too  LONG") == "takes too long"


def test_the_tau2_policy_takes_two_reasons() -> None:
    policy = load_policy(POLICIES / "tau2_retail.yml")
    assert policy.cancel.reasons == ("no longer needed", "ordered by mistake")
    assert policy.cancel.accepted("found it cheaper") is None
    assert policy.delivery is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "whole file"),
        ("[1", "not YAML"),
        ("shop: X", "currency"),
        ("MISSPELLED", "windowdays"),
        ("DAYS", "refund/business_days"),
        ("CLAIM", "identify/any_of"),
        ("ZONE", "timezone"),
        ("NAIVE", "stands_still_at"),
        ("NOWHERE", "returns/refund_to"),
    ],
)
def test_a_policy_that_does_not_fit_is_named(tmp_path: Path, text: str, said: str) -> None:
    good = (POLICIES / "demo.yml").read_text(encoding="utf-8")
    changes = {
        "MISSPELLED": ("window_days: 30\n  free", "windowdays: 30\n  free"),
        "DAYS": ("{min: 5, max: 7}", "{min: 7, max: 5}"),
        "CLAIM": ("[email, order_id]", "[email, shoe_size]"),
        "ZONE": ("America/New_York", "America/Larkfield"),
        "NAIVE": ("T15:00:00+00:00", "T15:00:00"),
        "NOWHERE": ("refund_to: [original, gift_card]", "refund_to: []"),
    }
    path = tmp_path / "policy.yml"
    path.write_text(good.replace(*changes[text]) if text in changes else text, encoding="utf-8")
    with pytest.raises(PolicyError, match=said) as caught:
        load_policy(path)
    assert "policy.yml" in str(caught.value)


def test_a_missing_policy(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        load_policy(tmp_path / "none.yml")


def test_what_stays_sold_is_found_by_whole_words() -> None:
    returns = load_policy(POLICIES / "demo.yml").returns
    assert returns
    found = {
        "Merino Hike Socks": "worn underwear and socks",
        "a pair of SOCKS": "worn underwear and socks",
        "Worldplug with socket": None,
        "Cinder stove fuel": "opened stove fuel",
        "E-gift cards": "gift cards",
        "Outlet, final sale": "final-sale items",
    }
    for text, what in found.items():
        entry = returns.exception(["Thing", text])
        assert (entry.what if entry else None) == what, text
    both = returns.exception(["merino socks", "final sale"])
    assert both
    assert not both.told_only


def test_the_published_store_has_only_what_its_policy_says() -> None:
    policy = load_policy(POLICIES / "tau2_retail.yml")
    assert policy.modify
    assert policy.modify.status_after_items == "pending (item modified)"
    assert policy.modify.note_no_difference
    assert (policy.reorder, policy.stands_still_at) == (None, None)
    assert policy.returns
    assert policy.returns.window_days is None
    assert policy.returns.not_returnable == ()
