"""What the widget is given beside the words: forms, an order's timeline, a product's variants."""

from __future__ import annotations

import pytest

from actions.phrases import order_card, product_card
from actions.services import Services
from tests.unit.actions.shopping import JOSE, MAYA, NOAH, SOFIA, shopper, tell

LIAM = "liam_novak_4508"


def test_items_can_be_picked_together(demo: Services) -> None:
    jose = shopper(demo, JOSE)
    tell(jose, "i want to return some items from A10010", "return_item")
    form = jose.last[0].custom["form"]
    assert form["kind"] == "items"
    assert [item["payload"] for item in form["items"]] == ['/inform{"item": "0"}', '/inform{"item": "1"}']
    assert jose.say('/inform{"item":"0,1"}', "inform", ("item", "0,1")) == ["utter_ask_payment_for_refund"]


@pytest.mark.parametrize("places", ["0,7", "0,,1", "0,x", "-1", "1,1", ","])
def test_what_is_no_place_is_asked_again(demo: Services, places: str) -> None:
    jose = shopper(demo, JOSE)
    tell(jose, "i want to return some items from A10010", "return_item")
    again = jose.say(f'/inform{{"item":"{places}"}}', "inform", ("item", places))
    assert again == ["utter_ask_items_to_return"]


def test_an_address_comes_with_a_form(demo: Services) -> None:
    noah = shopper(demo, NOAH)
    tell(noah, "change the address of A10006", "change_address")
    assert noah.last[0].custom["form"] == {"kind": "address"}


def test_an_order_tells_when_it_left_and_came(demo: Services) -> None:
    orders = [demo.store.orders_of(user)[0] for user in (MAYA, SOFIA, LIAM)]
    events = {
        order.status: [event["what"] for event in order_card(order, "USD")["timeline"]] for order in orders
    }
    assert events == {"pending": [], "delivered": ["shipped", "delivered"], "shipped": ["shipped"]}


def test_a_product_comes_with_what_can_be_chosen(demo: Services) -> None:
    product = next(product for product in demo.store.products() if len(product.variants) > 1)
    card = product_card(product, "USD")
    assert [variant["item_id"] for variant in card["variants"]] == [v.item_id for v in product.variants]
    out = [variant for variant in card["variants"] if not variant["in_stock"]]
    assert all(variant["stock"] is None for variant in out)
