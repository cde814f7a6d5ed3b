"""What is told of a shopper's own orders: every figure is computed here from the export, never copied."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from actions.errands.records.facts import FACTS
from actions.products import ProductSkill
from actions.resolve.lists import pattern
from actions.resolve.products import ProductFinder
from actions.services import Services
from models.embedder import Embedder
from shop import Store
from shop.importing import import_file
from shop.migrate import migrate
from tests.unit.actions.shop_file import ORDERS, PRODUCTS, customer, product, variant
from tests.unit.actions.talk import ROOT, Talk

INTENT = "ask_order_details"
TOTALS = {o["order_id"]: sum(i["price"] for i in o["items"]) for o in ORDERS}


def dollars(amount: float) -> str:
    return f"${amount:,.2f}"


MAYAS = sum(total for number, total in TOTALS.items() if number.startswith("#A1001"))
LAST_TWO = TOTALS["#A10012"] + TOTALS["#A10013"]


@pytest.mark.parametrize(
    ("text", "response", "says"),
    [
        ("how many orders do I have", "utter_records_count", "4"),
        ("how many orders did I place in January", "utter_records_count", "4"),
        ("how many orders are still open", "utter_records_count", "2"),
        ("which ones have been cancelled so far", "utter_record_contents", "#A10015"),
        ("list my orders", "utter_records_list", "#A10014: Trail Boots · delivered · $120.00"),
        ("my orders", "utter_records_list", "#A10015"),
        ("which of my orders was more expensive", "utter_record_dearest", "$249.00, for #A10013"),
        ("what's my cheapest order", "utter_record_cheapest", "$45.50, for #A10012"),
        ("cheapest thing i ordered", "utter_record_things", "Basin Stove"),
        ("what did I pay for my last two orders", "utter_records_total", dollars(LAST_TWO)),
        ("how much have I spent with you", "utter_records_total_refunded", dollars(MAYAS - 149)),
        ("what was the total of my last order", "utter_record_total", "$45.50"),
        ("how much was the meadow tent order", "utter_record_total_refunded", "leaves $0.00"),
        ("what did the stove cost me", "utter_record_thing", "$45.50"),
        ("what size were the boots I bought", "utter_record_thing", "size: 42"),
        ("which order has the stove in it", "utter_record_thing", "#A10012"),
        ("how many tents did I order", "utter_record_thing_count", "ordered 2"),
        ("how many things were in my last order", "utter_records_item_count", "1"),
        ("did i order a red or a blue meadow tent", "utter_record_thing", "red"),
        ("which card did I use for the boots", "utter_record_paid_by", "Visa ending in 4821 ($120.00)"),
        ("when did I order the boots", "utter_record_placed", "January 10, 2026"),
        ("when was my last purchase", "utter_record_placed", "January 20, 2026"),
        ("tracking number of the boots", "utter_record_tracking", "TRACK14"),
        ("where did I have the boots delivered to", "utter_record_address", "1 Main Street"),
        ("which of my orders was refunded", "utter_record_refund", "Visa ending in 4821 ($149.00)"),
        ("what's in my last order", "utter_record_contents", "Basin Stove"),
        ("which promo code did I use last time", "utter_not_in_your_records", ""),
        ("what was the first thing I ever bought", "utter_record_contents", "#A10015"),
        ("what was in #A99999", "utter_order_not_found", "A99999"),
        ("what did I order in 2019", "utter_not_in_your_records", ""),
        ("how much was delivery on my last order", "utter_not_in_your_records", ""),
        ("how many blue ridgeline tents did I order", "utter_not_like_that_in_your_orders", "green"),
    ],
)
def test_questions_about_orders(maya: Talk, text: str, response: str, says: str) -> None:
    assert maya.say(text, INTENT) == [response]
    assert says in maya.text


def test_several_questions_at_once(maya: Talk) -> None:
    said = maya.say("what was in my last order and how much was it altogether", INTENT)
    assert said == ["utter_record_total", "utter_record_contents"]
    said = maya.say("when did I order the boots and which card did I use", INTENT)
    assert said == ["utter_record_paid_by", "utter_record_placed"]


def test_a_number_comes_before_all_else(maya: Talk) -> None:
    assert maya.say("what was in A10014", INTENT, ("order_id", "A10014")) == ["utter_record_contents"]
    assert maya.last[0].custom["order"]["order_id"] == "#A10014"
    assert maya.say("and which card did I use", INTENT) == ["utter_record_paid_by"]
    assert "#A10014" in maya.text


@pytest.mark.parametrize("number", ["A99999", "A20001", "9" * 3000])
def test_nobody_elses_number(maya: Talk, number: str) -> None:
    assert maya.say(f"what was in {number}", INTENT, ("order_id", number)) == ["utter_order_not_found"]
    assert "Stove" not in maya.text
    assert len(maya.text) < 200


@pytest.mark.parametrize("text", ["did I buy a kayak", "what did I pay for the kayak"])
def test_what_was_never_ordered(maya: Talk, text: str) -> None:
    assert maya.say(text, INTENT, ("product", "kayak")) == ["utter_not_in_your_orders"]


def test_a_thing_of_another_order(maya: Talk) -> None:
    said = maya.say("is the stove in order A10014", INTENT, ("order_id", "A10014"))
    assert said == ["utter_not_like_that_in_your_orders"]
    assert "#A10012" in maya.text


def test_no_orders(services: Services) -> None:
    new = Talk(services, {"user_id": "new"})
    assert new.say("how many orders do I have", INTENT) == ["utter_no_orders"]


def test_a_button_tells_all(maya: Talk) -> None:
    assert maya.send(f"/{INTENT}") == ["utter_records_list"]


def test_nothing_is_told_to_a_stranger(talk: Talk) -> None:
    assert talk.say("what was in my last order", INTENT) == ["utter_ask_email"]
    assert talk.say("maya.torres@example.com", "inform", ("email", "maya.torres@example.com"))
    said = talk.say("A10014", "inform", ("order_id", "A10014"))
    assert said == ["utter_identified", "utter_record_contents"]
    assert "#A10012" in talk.text


def test_the_number_that_proves_who_asks_is_the_order(talk: Talk) -> None:
    talk.say("which card did I use", INTENT)
    talk.say("maya.torres@example.com", "inform", ("email", "maya.torres@example.com"))
    talk.say("A10014", "inform", ("order_id", "A10014"))
    assert "#A10014 was paid with" in talk.text
    assert talk.say("how many orders do I have", INTENT) == ["utter_records_count"]


def test_an_open_errand_goes_on_afterwards(maya: Talk) -> None:
    maya.say("cancel A10012", "cancel_order", ("order_id", "A10012"))
    said = maya.say("what was in it", INTENT)
    assert said[-2:] == ["utter_back_to", "utter_ask_reason"]


# A store without dates and delivery prices, with several of a kind and a gift card, as tau2 retail has it.

SHIRTS = product(
    "p-shirt",
    "T-Shirt",
    *(
        variant(f"S{number}", 40.1 + number, available=number > 0, color=color, size=size)
        for number, (color, size) in enumerate([("red", "S"), ("red", "M"), ("blue", "M"), ("blue", "L")])
    ),
)
LAMP = product("p-lamp", "Desk Lamp", variant("L1", 137.77, color="white"))


def unit(made: dict[str, Any], item_id: str) -> dict[str, Any]:
    found = made["variants"][item_id]
    kept = {key: found[key] for key in ("item_id", "price", "options")}
    return {"name": made["name"], "product_id": made["product_id"], **kept}


def undated(number: str, status: str, method: str, *items: dict[str, Any]) -> dict[str, Any]:
    total = round(sum(item["price"] for item in items), 2)
    paid = {"transaction_type": "payment", "amount": total, "payment_method_id": method}
    return {
        "order_id": number,
        "user_id": "mia_1",
        "address": customer("mia_1", "Mia", "Li", "94016", [])["address"],
        "items": list(items),
        "status": status,
        "fulfillments": [],
        "payment_history": [paid],
    }


UNDATED = [
    undated(
        "#W1000001", "delivered", "gift_card_1", unit(SHIRTS, "S0"), unit(SHIRTS, "S2"), unit(LAMP, "L1")
    ),
    undated("#W1000002", "pending (item modified)", "credit_card_mia_1", unit(SHIRTS, "S2")),
]

PAID_W1 = UNDATED[0]["payment_history"][0]["amount"]


@pytest.fixture
def mia(tmp_path: Path, services: Services, embedder: Embedder) -> Iterator[Talk]:
    who = customer("mia_1", "Mia", "Li", "94016", [o["order_id"] for o in UNDATED])
    who["payment_methods"]["gift_card_1"] = {"source": "gift_card", "id": "gift_card_1", "balance": 49.1}
    content = {
        "products": {p["product_id"]: p for p in (SHIRTS, LAMP, PRODUCTS[2])},
        "users": {"mia_1": who},
        "orders": {o["order_id"]: o for o in UNDATED},
    }
    (tmp_path / "export.json").write_text(json.dumps(content))
    url = f"sqlite:///{tmp_path / 'other.db'}"
    migrate(url)
    import_file(url, tmp_path / "export.json")
    with Store.open(url, ROOT / "shop" / "policies" / "tau2_retail.yml") as store:
        finder = ProductFinder(store.products, embedder)
        yield Talk(replace(services, store=store, finder=finder), {"user_id": "mia_1"})


@pytest.mark.parametrize(
    ("text", "response", "says"),
    [
        ("how many t-shirts did I order", "utter_record_thing_count", "ordered 3"),
        ("how many blue t-shirts did I order", "utter_record_thing_count", "ordered 2"),
        ("how many pending orders do I have", "utter_records_count", "#W1000002"),
        ("when did I order the lamp", "utter_not_in_your_records", ""),
        ("what did I buy last month", "utter_no_dates_on_record", ""),
        ("what did I pay in total for both orders", "utter_records_total", dollars(PAID_W1 + 42.1)),
        ("what was the price of all my t-shirts", "utter_record_things_total", "$124.30"),
        (
            "which payment method did I use for the lamp",
            "utter_record_paid_by",
            f"gift card ({dollars(PAID_W1)})",
        ),
        ("tracking of my last order", "utter_not_in_your_records", ""),
        ("did I ever buy a stove from you", "utter_not_in_your_orders", "Stove"),
    ],
)
def test_a_store_without_dates(mia: Talk, text: str, response: str, says: str) -> None:
    details = (("product", "stove"),) if "stove" in text else ()
    assert mia.say(text, INTENT, *details) == [response]
    assert says.casefold() in mia.text.casefold()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("how many T-shirt options are there", "4 versions of the T-Shirt, 3 of them available"),
        ("how many versions of the t-shirt do you have in blue", "2 versions of the T-Shirt (blue), 2 of"),
        ("how many kinds of desk lamp do you have", "one version of the Desk Lamp; available right now: 1"),
    ],
)
def test_versions_are_counted(mia: Talk, text: str, says: str) -> None:
    mia.say(text, "ask_stock", by=ProductSkill)
    assert says in mia.text


def test_every_list_of_words_is_a_pattern() -> None:
    assert all(pattern("records", fact.asked).search("") is None for fact in FACTS)
