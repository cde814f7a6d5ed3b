"""Products that were just shown, and which of them a message means: "the second one", "the cheaper one"."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from actions.candidates import cheapest, shopper_of
from actions.errands.state import DISCUSSED
from actions.reply import Button, Reply, payload
from actions.resolve.budget import TOPIC
from actions.resolve.lists import pattern
from actions.resolve.words import points_back
from actions.said import last_reply, offered
from actions.services import Services
from actions.turn import Turn
from shop import Refusal
from shop.types import Product

LAST = "last"
# More products than this are no choice by buttons.
MAX_CHOICES = 5
PRODUCT_ID = "product_id"


def shown(turn: Turn, services: Services) -> list[Product]:
    """Products whose cards were in the last reply, in their order, as they are now."""
    cards = [card for _, _, custom in last_reply(turn) for card in _cards(custom)]
    products = (services.store.product(str(card.get("product_id"))) for card in cards)
    return [product for product in products if product]


def ever_shown(turn: Turn) -> set[str]:
    """Ids of all products whose cards this conversation has seen."""
    said = [event for event in turn.events if event.get("event") == "bot"]
    custom = [(event.get("data") or {}).get("custom") or {} for event in said]
    return {str(card.get("product_id")) for one in custom for card in _cards(one)}


def pointed_at(turn: Turn, services: Services) -> Product | None:
    """The one of several shown products that the message means by its place or its price."""
    among = shown(turn, services) if turn.words else []
    if len(among) < 2:
        return None
    if pattern(TOPIC, "cheaper_one").search(turn.words):
        return min(among, key=cheapest)
    if pattern(TOPIC, "dearer_one").search(turn.words):
        return max(among, key=cheapest)
    return _at_place(turn.entity("ordinal"), among)


def undecided(turn: Turn, services: Services) -> list[Product]:
    """The products of an open "which product?" where the message says "it" and chooses none."""
    if not points_back(turn.words) or services.finder.find(turn.words):
        return []
    asked = (_product_id(sent) for sent in sorted(offered(turn)))
    products = (services.store.product(product_id) for product_id in asked if product_id)
    return [product for product in products if product]


def of_the_order(turn: Turn, reply: Reply, services: Services) -> Product | None:
    """The only product of the shopper's order that was spoken of last, where the message says "it"."""
    user_id, order_id = shopper_of(turn, reply), reply.current(turn.slots, DISCUSSED)
    if not user_id or not order_id or not points_back(turn.words):
        return None
    try:
        items = services.store.order_for(user_id, str(order_id)).items
    except Refusal:
        return None
    products = {item.product_id for item in items}
    return services.store.product(products.pop()) if len(products) == 1 else None


def which_product(products: Sequence[Product], intent: str) -> list[Button]:
    """Buttons that ask the same thing of one of the products."""
    buttons = [Button(p.name, payload(intent, **{PRODUCT_ID: p.product_id})) for p in products]
    return buttons[:MAX_CHOICES]


def _product_id(sent: str) -> str | None:
    _, brace, details = sent.partition("{")
    return json.loads(brace + details).get(PRODUCT_ID) if brace else None


def _at_place(place: str | None, among: Sequence[Product]) -> Product | None:
    if place == LAST:
        return among[-1]
    number = int(place) if place and place.isdigit() else 0
    return among[number - 1] if 1 <= number <= len(among) else None


def _cards(custom: Mapping[str, object]) -> list[Mapping[str, object]]:
    cards = custom.get("products")
    return [card for card in cards if isinstance(card, Mapping)] if isinstance(cards, list) else []
