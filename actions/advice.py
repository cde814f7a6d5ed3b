"""Recommendations: hard filters from the words, then the recommender's order."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from actions.phrases import product_card
from actions.reply import Reply
from actions.resolve.words import telling
from actions.services import Services
from actions.skill import Skill
from actions.turn import Turn
from shop.types import Product

SHOWN = 3
# A product fits the words when its likeness is within this of the best one.
LIKENESS_BAND = 0.12
# Below this likeness the words name no kind of product.
LIKENESS_FLOOR = 0.22
# Of so many likest the recommender chooses, so that the popular does not crowd out what was asked for.
LIKEST = 6
# "What goes with it" asks for company; other advice stands for itself.
_GOES_WITH = re.compile(
    r"\b(?:goe?s?|going|together|match(?:es)?|along) (?:well )?with\b|\b(?:get|buy|add) with\b", re.IGNORECASE
)
_BARE_LIMIT = re.compile(
    r"\b(?:under|below|less than|cheaper than|up to|max(?:imum)?|(?:not|no) more than) (?:of )?(\d[\d,.]*)\b"
    r"(?! ?(?:g|kg|lb|oz|l|liters?|litres?|cm|inch|inches|in|ml|people|persons?|pounds?)\b)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d{1,2})?)")


class RecommendSkill(Skill):
    """Suggests products: for a wish in words, to go with an order, or what is popular."""

    action: ClassVar[str] = "action_recommend"
    digresses: ClassVar[bool] = True

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Filter, rank, and show at most three cards, with the reason where there is a true one."""
        basket = _basket(turn, self.services)
        fitting = _fitting(turn, self.services, basket)
        currency = self.services.store.policy.currency
        ranked = self.services.recommender.recommend(basket, SHOWN, exclude=basket, only=fitting)
        products = [(self.services.store.product(r.product_id), r.because) for r in ranked]
        cards = [
            product_card(product, currency, _name(because, self.services))
            for product, because in products
            if product is not None and product.in_stock
        ]
        if not cards:
            reply.say("utter_recommend_none")
            return
        reasons = {str(card.get("because", "")) for card in cards}
        if turn.intent == "ask_popular":
            reply.say("utter_popular", custom={"products": cards})
        elif len(reasons) == 1 and (because := reasons.pop()):
            reply.say("utter_recommend_with", custom={"products": cards}, because=because)
        else:
            reply.say("utter_recommend", custom={"products": cards})


def _name(product_id: str | None, services: Services) -> str | None:
    product = services.finder.product(product_id) if product_id else None
    return product.name if product else None


def _basket(turn: Turn, services: Services) -> list[str]:
    """What the advice goes with: the product named, or talked about, or what the shopper bought last.

    Words that say what is wanted stand for themselves: "a gift for someone who hikes" goes with nothing.
    """
    if turn.intent == "ask_popular":
        return []
    if _GOES_WITH.search(turn.words):
        named = [match.product.product_id for match in services.finder.find(turn.words) if match.named]
        if named:
            return named[:1]
    elif turn.intent == "gift_idea" or telling(turn.words):
        return []
    talked_about = turn.slot("product") or turn.metadata.get("product_id")
    if talked_about:
        return [str(talked_about)]
    user_id = turn.metadata.get("user_id") or turn.slot("user_id")
    orders = services.store.orders_of(user_id) if user_id and turn.metadata.get("consent") else ()
    return list(dict.fromkeys(item.product_id for item in orders[0].items)) if orders else []


def _fitting(turn: Turn, services: Services, basket: list[str]) -> list[str]:
    """Ids of products in stock, within the price, and of the kind the words ask for."""
    limit = price_limit(turn.entity("money")) or _bare_limit(turn.words)
    products = [p for p in services.store.products() if p.in_stock and p.product_id not in basket]
    affordable = [p.product_id for p in products if limit is None or _cheapest(p) <= limit]
    if basket or not telling(turn.words):
        return affordable
    kind = services.finder.of_kind(turn.words)
    if kind:
        affordable = [product_id for product_id in affordable if product_id in kind]
    if turn.intent == "ask_popular":
        return affordable
    likeness = services.finder.alike(turn.words)
    likest = sorted(affordable, key=lambda product_id: -likeness.get(product_id, 0.0))[:LIKEST]
    best = likeness.get(likest[0], 0.0) if likest else 0.0
    if best < LIKENESS_FLOOR:
        return affordable
    return [product_id for product_id in likest if likeness[product_id] >= best - LIKENESS_BAND]


def _cheapest(product: Product) -> Decimal:
    return min((v.price for v in product.variants if v.available), default=Decimal("Infinity"))


def _bare_limit(text: str) -> Decimal | None:
    """The amount in "under 40", which no currency marks."""
    found = _BARE_LIMIT.search(text)
    return price_limit(found.group(1)) if found else None


def price_limit(text: str | None) -> Decimal | None:
    """The amount in "$40", "40 dollars", "1,200.50"; None when there is none."""
    found = _AMOUNT.search(text or "")
    try:
        return Decimal(found.group(1).replace(",", "")) if found else None
    except InvalidOperation:
        return None
