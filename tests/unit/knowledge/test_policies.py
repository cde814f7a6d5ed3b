"""The demo shop's documents: fit to be quoted, and in agreement with the shop's policy."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from knowledge.config import load_answering
from knowledge.documents import read_folder
from settings import ROOT
from tests.unit.knowledge.conftest import POLICIES

FOLDER = read_folder(POLICIES, load_answering().ingest)
UNCLEAR = re.compile(r"^(it|they|this|that|these|those|he|she)\b", re.IGNORECASE)


def test_there_are_enough_and_all_are_read() -> None:
    assert len(FOLDER.documents) >= 20
    assert FOLDER.skipped == []


@pytest.mark.parametrize("document", FOLDER.documents, ids=lambda d: d.source)
def test_a_sentence_stands_by_itself(document: Any) -> None:
    assert document.title
    assert len(document.sections) >= 3
    for section in document.sections:
        assert 2 <= len(section.statements) <= 5, section.heading
        for statement in section.statements:
            assert statement.endswith("."), statement
            assert not UNCLEAR.match(statement), statement


def test_the_documents_agree_with_the_policy() -> None:
    policy = yaml.safe_load((ROOT / "shop" / "policies" / "demo.yml").read_text())
    text = {d.source: " ".join(s for x in d.sections for s in x.statements) for d in FOLDER.documents}
    assert f"{policy['returns']['window_days']} days" in text["returns.md"]
    assert f"{policy['exchange']['window_days']} days" in text["exchanges.md"]
    days = policy["refund"]["business_days"]
    assert f"{days['min']} to {days['max']} business days" in text["refunds.md"]
    for option in policy["delivery"]["options"]:
        days = option["business_days"]
        file = "pickup.md" if "pickup" in option["name"] else "delivery.md"
        assert f"{days['min']} to {days['max']} business days" in text[file]
        assert (f"${option['price']:.2f}" if option["price"] else "free") in text[file]
    assert f"${policy['delivery']['signature_over']:.0f}" in text["delivery.md"]
    assert f"{policy['warranty']['years']} years" in text["warranty.md"]
    assert f"{policy['warranty']['category_years']['tents']} years" in text["warranty.md"]
    assert f"{policy['offers']['price_match_days']} days" in text["price-match.md"]
    newsletter = policy["offers"]["newsletter"]
    assert f"${newsletter['amount']:.0f} off" in text["newsletter.md"]
    assert f"over ${newsletter['first_order_over']:.0f}" in text["newsletter.md"]
    for reason in policy["cancel"]["reasons"]:
        assert (
            reason.replace("found it cheaper", "found cheaper").replace("takes", "take")
            in (text["cancellations.md"])
        )
