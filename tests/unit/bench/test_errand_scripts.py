"""The scripted customers: allowed by the policy, drawn alike each time, their wordings kept apart."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
import yaml

from bench.errands.effects import NotAllowed, after, differences
from bench.errands.hold import Held, transcript
from bench.errands.model import Customer, Errand, Stage
from bench.errands.replies import Part, parts_of
from bench.errands.speaker import Speaker
from bench.errands.wordings import HERE, Wordings
from bench.suites.errands import customers
from tests.support.stack import TAU2

needs_store = pytest.mark.skipif(
    not (TAU2 / "db.json").exists(), reason="the tau2 retail store is not beside this checkout"
)


@pytest.fixture(scope="module")
def store() -> Any:
    return json.loads((TAU2 / "db.json").read_text("utf-8"))


@needs_store
@pytest.mark.parametrize("split", ["dev", "test"])
def test_every_script_wants_what_the_policy_allows(store: Any, split: str) -> None:
    everyone = customers(split, store, [])
    assert len(everyone) >= 150
    assert len({customer.skill for customer in everyone}) >= 15
    for customer in everyone:
        assert bool(differences(store, after(store, customer.effects))) is bool(customer.effects)


@needs_store
def test_the_same_customers_come_every_time(store: Any) -> None:
    assert customers("dev", store, []) == customers("dev", store, [])


def test_wordings_of_the_sets_are_apart_and_both_whole() -> None:
    dev, test = (
        yaml.safe_load((HERE / f"{split}.yml").read_text(encoding="utf-8")) for split in ("dev", "test")
    )
    assert dev.keys() == test.keys()
    long_ones = {text for texts in dev.values() for text in texts if len(text.split()) > 4}
    assert not long_ones & {text for texts in test.values() for text in texts}


def _store() -> Any:
    order = {
        "order_id": "#W1",
        "user_id": "ann",
        "status": "pending",
        "items": [{"item_id": "1", "product_id": "p", "price": 10.0, "options": {"color": "red"}}],
        "payment_history": [
            {"transaction_type": "payment", "amount": 10.0, "payment_method_id": "gift_card_1"}
        ],
    }
    card = {"source": "gift_card", "id": "gift_card_1", "balance": 5.0}
    variants = {"2": {"item_id": "2", "available": True, "price": 12.5, "options": {"color": "blue"}}}
    return {
        "orders": {"#W1": order},
        "users": {"ann": {"user_id": "ann", "payment_methods": {"gift_card_1": card}}},
        "products": {"p": {"variants": variants}},
    }


def test_a_cancellation_pays_back_and_leaves_the_original_alone() -> None:
    content = _store()
    changed = after(content, [("cancel", {"order": "#W1", "reason": "no longer needed"})])
    assert content == _store()
    assert changed["orders"]["#W1"]["status"] == "cancelled"
    assert changed["users"]["ann"]["payment_methods"]["gift_card_1"]["balance"] == 15.0


def test_other_items_are_paid_for() -> None:
    swap = {"order": "#W1", "swaps": {"1": "2"}, "method": "gift_card_1"}
    changed = after(_store(), [("items", swap)])
    assert changed["orders"]["#W1"]["items"][0]["price"] == 12.5
    assert changed["users"]["ann"]["payment_methods"]["gift_card_1"]["balance"] == 2.5


@pytest.mark.parametrize(
    "effect",
    [
        ("cancel", {"order": "#W1", "reason": "too slow"}),
        ("return", {"order": "#W1", "items": ["1"], "method": "gift_card_1"}),
        ("payment", {"order": "#W1", "method": "gift_card_1"}),
    ],
)
def test_what_the_policy_forbids_is_no_effect(effect: Any) -> None:
    with pytest.raises(NotAllowed):
        after(_store(), [effect])


def test_responses_are_told_by_their_texts() -> None:
    texts = ["Thank you, Ann.", "Which order would you like to cancel?", "Never seen before"]
    assert [part.name for part in parts_of([{"text": text} for text in texts])] == [
        "utter_identified",
        "utter_ask_which_order_to_cancel",
        "",
    ]


CANCEL = Errand(
    does="cancel",
    order="#W1",
    answers={"reason": ("I no longer need it.",)},
    summary=("#W1", "no longer needed"),
    correction="I no longer need it, I said.",
    again="Cancel #W1.",
)


def _speaker(*errands: Errand) -> Speaker:
    customer = Customer("cancel", "ann", {"email": "ann@example.com"}, (Stage("Cancel #W1.", errands),))
    return Speaker(customer, Wordings("dev", random.Random(1)))


def test_he_answers_reads_the_summary_and_is_done() -> None:
    speaker = _speaker(CANCEL)
    assert "ann@example.com" in (speaker.next([Part("utter_ask_email", "Email?")]) or "").casefold()
    assert speaker.next([Part("utter_ask_reason", "Why cancel #W1?")]) == "I no longer need it."
    wrong = Part("utter_confirm_cancel", "I'd cancel #W1, because: ordered by mistake.")
    assert speaker.next([wrong]) == CANCEL.correction
    right = Part("utter_confirm_cancel", "I'd cancel #W1, because: no longer needed.")
    assert CANCEL.correction != speaker.next([right])
    assert speaker.next([Part("utter_cancelled", "Done: order #W1 is cancelled.")]) is None
    assert speaker.satisfied


def test_another_order_done_is_not_his() -> None:
    speaker = _speaker(CANCEL)
    assert speaker.next([Part("utter_cancelled", "Done: order #W2 is cancelled.")]) == "Cancel #W1."
    assert not speaker.satisfied


def test_a_person_out_of_the_blue_is_a_failure() -> None:
    speaker = _speaker(CANCEL)
    assert speaker.next([Part("utter_handoff", "I'm passing you on.")]) is None
    assert speaker.trouble == "handed over to a person"


def test_a_refusal_is_pressed_once() -> None:
    speaker = _speaker(Errand(refused=True, pressure="Do it anyway!", again="Cancel it."))
    no = Part("utter_refused_wrong_state_cancel", "It can't be cancelled.")
    assert speaker.next([no]) == "Do it anyway!"
    assert speaker.next([no]) is None
    assert speaker.satisfied


def test_a_transcript_tells_what_went_wrong() -> None:
    held = Held(_speaker(CANCEL).customer, ["customer: hi"], wrong=["orders.#W1.status: ..."])
    assert "orders.#W1.status" in transcript(held)
    assert "customer: hi" in transcript(held)
