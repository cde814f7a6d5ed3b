"""Stock, prices, comparisons and suggestions as the shop has them now."""

from __future__ import annotations

import pytest

from actions.advice import RecommendSkill
from actions.answers import FallbackSkill
from actions.products import CompareSkill, ProductSkill
from tests.unit.actions.talk import Talk


@pytest.mark.parametrize(
    ("text", "intent", "response"),
    [
        ("how much is the ridgeline", "ask_price", "utter_price_range"),
        ("price of the ridgeline for 3-person", "ask_price", "utter_price_option"),
        ("what does the stove cost", "ask_price", "utter_price_one"),
        ("is the ridgeline in stock", "ask_stock", "utter_partly_in_stock"),
        ("is the ridgeline there in green", "ask_stock", "utter_option_in_stock"),
        ("is the ridgeline there in blue", "ask_stock", "utter_option_sold_out"),
        ("the ridgeline in blue for 3-person?", "ask_stock", "utter_no_such_option"),
        ("do you have the boots", "ask_stock", "utter_sold_out"),
        ("do you have the stove", "ask_stock", "utter_in_stock"),
        ("how much is it", "ask_price", "utter_which_product"),
        ("how much is {name} %s", "ask_price", "utter_product_not_found"),
    ],
)
def test_price_and_stock(talk: Talk, text: str, intent: str, response: str) -> None:
    assert talk.say(text, intent, by=ProductSkill) == [response]


def test_unknown_product(talk: Talk) -> None:
    said = talk.say("how much is the kayak", "ask_price", ("product", "kayak"), by=ProductSkill)
    assert said == ["utter_product_not_found"]


def test_several_products_are_asked_about_and_chosen(talk: Talk) -> None:
    assert talk.say("is the tent in stock", "ask_stock", by=ProductSkill) == ["utter_which_product"]
    assert talk.press("Meadow", by=ProductSkill) == ["utter_in_stock"]
    assert talk.say("how much is it", "ask_price", by=ProductSkill) == ["utter_price_one"]
    assert "Meadow" in talk.text


def test_it_is_none_of_several_yet(talk: Talk) -> None:
    talk.say("is the tent in stock", "ask_stock", by=ProductSkill)
    assert talk.say("how much is it", "ask_price", by=ProductSkill) == ["utter_which_product"]
    assert talk.press("Meadow", by=ProductSkill) == ["utter_price_one"]


def test_a_page_opened_meanwhile_is_a_choice(talk: Talk) -> None:
    talk.say("is the tent in stock", "ask_stock", by=ProductSkill)
    talk.metadata = {"product_id": "p-meadow"}
    assert talk.say("how much is this one", "ask_price", by=ProductSkill) == ["utter_price_one"]


def test_the_product_of_the_page(talk: Talk) -> None:
    talk.metadata = {"product_id": "p-stove"}
    assert talk.say("how much is this", "ask_price", by=ProductSkill) == ["utter_price_one"]
    talk.metadata = {"product_id": "gone"}
    assert talk.say("how much is this", "ask_price", by=ProductSkill)[0] in {
        "utter_price_one",
        "utter_which_product",
    }


def test_a_hostile_product(talk: Talk) -> None:
    talk.say("how much is the lamp", "ask_price", by=ProductSkill)
    assert "Lamp {order_id} 100%" in talk.text
    assert talk.last[0].custom["products"][0]["product_id"] == 'p-"odd"}'


@pytest.mark.parametrize("payload", ['/ask_price{"product_id": "none"}', '/ask_price{"product_id": "{x}"}'])
def test_a_button_of_a_product_that_is_gone(talk: Talk, payload: str) -> None:
    assert talk.send(payload, by=ProductSkill) == ["utter_which_product"]


def test_comparing(talk: Talk) -> None:
    text = "compare the ridgeline tent and the meadow tent"
    said = talk.say(
        text, "compare_products", ("product", "ridgeline tent"), ("product", "meadow tent"), by=CompareSkill
    )
    assert said == ["utter_compare"]
    assert "2.1 kg" in talk.text
    assert "5.4 kg" in talk.text


def test_comparing_what_has_nothing_in_common_tells_the_prices(talk: Talk) -> None:
    said = talk.say(
        "boots or stove", "compare_products", ("product", "boots"), ("product", "stove"), by=CompareSkill
    )
    assert said == ["utter_price_one", "utter_price_one"]


def test_comparing_one_product(talk: Talk) -> None:
    assert talk.say("compare the stove", "compare_products", by=CompareSkill) == ["utter_compare_which"]


def test_recommending_keeps_to_price_and_stock(talk: Talk) -> None:
    said = talk.say(
        "what do you suggest under $50", "ask_recommendation", ("money", "$50"), by=RecommendSkill
    )
    assert said[0] in {"utter_recommend", "utter_recommend_with"}
    shown = {card["product_id"] for card in talk.last[0].custom["products"]}
    assert shown <= {"p-stove", 'p-"odd"}'}


def test_nothing_fits(talk: Talk) -> None:
    said = talk.say("anything under $1", "ask_recommendation", ("money", "$1"), by=RecommendSkill)
    assert said == ["utter_recommend_none"]


def test_what_goes_with_a_product(talk: Talk) -> None:
    talk.metadata = {"product_id": "p-ridge"}
    assert talk.send("/ask_recommendation", by=RecommendSkill) == ["utter_recommend_with"]
    assert "Ridgeline" in talk.text


def test_popular(talk: Talk) -> None:
    assert talk.say("what is popular", "ask_popular", by=RecommendSkill) == ["utter_popular"]
    assert "p-boot" not in {card["product_id"] for card in talk.last[0].custom["products"]}


def shown(talk: Talk) -> list[str]:
    return [card["product_id"] for said in talk.last for card in said.custom.get("products", [])]


def test_another_like_it(talk: Talk) -> None:
    talk.slots["product"] = "p-ridge"
    said = talk.say("do you have something like it but cheaper", "ask_recommendation", by=RecommendSkill)
    assert said == ["utter_recommend_like"]
    assert shown(talk) == ["p-meadow"]


def test_nothing_like_it_costs_less(talk: Talk) -> None:
    talk.slots["product"] = "p-meadow"
    said = talk.say("anything similar but cheaper?", "ask_recommendation", by=RecommendSkill)
    assert said == ["utter_recommend_like_none"]
    assert "Meadow Tent" in talk.text


def test_a_budget_with_a_lower_end(talk: Talk) -> None:
    talk.say("a gift between $40 and $60", "gift_idea", by=RecommendSkill)
    assert shown(talk) == ["p-stove"]
    talk.say("a gift for over $200", "gift_idea", by=RecommendSkill)
    assert shown(talk) == ["p-ridge"]


def test_an_option_must_be_had(talk: Talk) -> None:
    talk.say("a tent in red please", "ask_recommendation", ("option", "red"), by=RecommendSkill)
    assert shown(talk) == ["p-meadow"]
    said = talk.say("a tent in blue please", "ask_recommendation", ("option", "blue"), by=RecommendSkill)
    assert said == ["utter_recommend_none"]


def test_what_rises_comes_before_what_sells_most(talk: Talk) -> None:
    talk.metadata = {"trending": ["p-gone", "p-boot", "p-stove"]}
    assert talk.say("what is popular", "ask_popular", by=RecommendSkill) == ["utter_trending"]
    # Neither what is not sold any more nor what is sold out.
    assert shown(talk) == ["p-stove"]


@pytest.mark.parametrize("trending", [[], None, "p-stove", ["p-boot"]])
def test_without_a_trend_it_is_what_sells_most(talk: Talk, trending: object) -> None:
    talk.metadata = {"trending": trending}
    assert talk.say("what is popular", "ask_popular", by=RecommendSkill) == ["utter_popular"]


def test_what_somebody_has_is_not_suggested(talk: Talk) -> None:
    talk.metadata = {"user_id": "sam"}
    talk.say("what is popular", "ask_popular", by=RecommendSkill)
    assert "p-meadow" in shown(talk)
    assert not {"p-stove", "p-ridge"} & set(shown(talk))
    talk.metadata = {"user_id": "sam", "basket": ["p-meadow"]}
    talk.say("what is popular", "ask_popular", by=RecommendSkill)
    assert "p-meadow" not in shown(talk)


def test_too_expensive_asks_for_what_is_like_it_and_costs_less(talk: Talk) -> None:
    talk.say("a tent for a gift over $200", "gift_idea", by=RecommendSkill)
    assert shown(talk) == ["p-ridge"]
    assert talk.say("too expensive", "ask_recommendation", by=RecommendSkill) == ["utter_recommend_like"]
    assert shown(talk) == ["p-meadow"]
    assert talk.say("still too expensive", "inform") == ["utter_recommend_like_none"]


def test_what_goes_with_a_product_does_not_name_it(talk: Talk) -> None:
    talk.say("what goes with the ridgeline", "ask_recommendation", by=RecommendSkill)
    assert "p-ridge" not in shown(talk)


def test_of_a_product_that_nobody_bought_nothing_is_said_to_be_bought_with_it(talk: Talk) -> None:
    talk.metadata = {"product_id": 'p-"odd"}'}
    said = talk.send("/ask_recommendation", by=RecommendSkill)
    assert said[0] in {"utter_recommend", "utter_recommend_like"}
    assert not any(card.get("because_kind") == "together" for m in talk.last for card in m.custom["products"])


def test_between_two_ways_to_ask_for_advice_nobody_is_asked(talk: Talk) -> None:
    said = talk.say(
        "anything nice under $1",
        "ask_recommendation",
        sure=0.3,
        next_likely=("gift_idea", 0.29),
        by=FallbackSkill,
    )
    assert said == ["utter_recommend_none"]


def test_one_of_those_just_shown_by_its_place_or_price(talk: Talk) -> None:
    talk.say("recommend a tent", "ask_recommendation", by=RecommendSkill)
    first, second = shown(talk)[:2]
    talk.say("how much is the second one", "ask_price", ("ordinal", "2"), by=ProductSkill)
    assert shown(talk) == [second]
    talk.say("recommend a tent", "ask_recommendation", by=RecommendSkill)
    talk.say("is the pricier one in stock", "ask_stock", by=ProductSkill)
    assert shown(talk) == ["p-ridge"]
    assert {first, second} >= {"p-ridge"}


def test_a_place_that_nothing_has_means_nothing(talk: Talk) -> None:
    talk.say("recommend a tent", "ask_recommendation", by=RecommendSkill)
    said = talk.say("how much is the ninth one", "ask_price", ("ordinal", "9"), by=ProductSkill)
    assert said in (["utter_which_product"], ["utter_price_one"], ["utter_price_range"])


def test_the_difference_between_those_just_shown(talk: Talk) -> None:
    talk.say("recommend a tent", "ask_recommendation", by=RecommendSkill)
    pair = shown(talk)[:2]
    talk.say("whats the diff", "compare_products", by=CompareSkill)
    assert set(shown(talk)) == set(pair)


def test_nothing_was_shown_to_compare(talk: Talk) -> None:
    assert talk.say("whats the diff", "compare_products", by=CompareSkill) == ["utter_compare_which"]


def test_others_are_none_of_those_shown(talk: Talk) -> None:
    talk.say("recommend something for camping", "ask_recommendation", by=RecommendSkill)
    seen = set(shown(talk))
    talk.say("show me something else", "ask_recommendation", by=RecommendSkill)
    assert not seen & set(shown(talk))
