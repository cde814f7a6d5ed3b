"""Products that were just shown, and which of them a message means: "the second one", "the cheaper one"."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from actions.candidates import cheapest, shopper_of
from actions.errands.state import DISCUSSED
from actions.reply import Button, Reply, payload
from actions.resolve.budget import TOPIC
from actions.resolve.lists import pattern
from actions.resolve.options import wished_options
from actions.resolve.words import points_back
from actions.said import last_reply
from actions.services import Services
from actions.turn import AWAITING, Turn
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
    """The one of several products shown, or offered as buttons, that the message means by place or price."""
    among = (shown(turn, services) or offered(turn, services)) if turn.words else []
    if len(among) < 2:
        return None
    if pattern(TOPIC, "cheaper_one").search(turn.words):
        return min(among, key=cheapest)
    if pattern(TOPIC, "dearer_one").search(turn.words):
        return max(among, key=cheapest)
    return _at_place(turn.entity("ordinal"), among)


def singled_out(turn: Turn, services: Services) -> Product | None:
    """The product of the button that was pressed, or the one pointed at among those shown."""
    pressed = turn.entity(PRODUCT_ID)
    return services.finder.product(pressed) if pressed else pointed_at(turn, services)


def undecided(turn: Turn, services: Services) -> list[Product]:
    """What is left of an open "which product?" where the message says "it" and names none."""
    if not points_back(turn.words) or services.finder.find(turn.words):
        return []
    asked = offered(turn, services)
    if turn.metadata.get(PRODUCT_ID) in {product.product_id for product in asked}:
        return []  # its page was opened meanwhile
    return coming_in(turn.words, asked)


def coming_in(text: str, products: list[Product]) -> list[Product]:
    """Those that have a version as it is wished, "in white"; all where none has."""
    return [product for product in products if wished_options(text, product)] or products


def talked_about(turn: Turn, reply: Reply, services: Services) -> Product | None:
    """The product of the conversation or of the page, else the one that the order just spoken of holds."""
    known = turn.slot("product") or turn.metadata.get(PRODUCT_ID)
    return services.finder.product(str(known)) if known else _of_the_order(turn, reply, services)


def _of_the_order(turn: Turn, reply: Reply, services: Services) -> Product | None:
    """The only product of that order, where the message says "it" and nothing else is under way."""
    user_id, order_id = shopper_of(turn, reply), reply.current(turn.slots, DISCUSSED)
    busy = turn.slot(AWAITING) or turn.follows
    if not user_id or not order_id or busy or not points_back(turn.words):
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


def offered(turn: Turn, services: Services) -> list[Product]:
    """The products between which the last reply let choose, in the order of its buttons."""
    products = (services.store.product(product_id) for _, product_id in _on_buttons(turn))
    return [product for product in products if product]


def asked_of_each(turn: Turn) -> str:
    """The intent of the question that an open "which product?" would put to the chosen one, "" for none."""
    return next((intent for intent, _ in _on_buttons(turn)), "")


def _on_buttons(turn: Turn) -> list[tuple[str, str]]:
    """Intent and product of the last reply's buttons that name a product."""
    parts = (button.payload.partition("{") for _, buttons, _ in last_reply(turn) for button in buttons)
    details = ((intent.removeprefix("/"), json.loads(brace + rest)) for intent, brace, rest in parts if brace)
    return [(intent, str(found[PRODUCT_ID])) for intent, found in details if PRODUCT_ID in found]


def _at_place(place: str | None, among: Sequence[Product]) -> Product | None:
    if place == LAST:
        return among[-1]
    number = int(place) if place and place.isdigit() else 0
    return among[number - 1] if 1 <= number <= len(among) else None


def _cards(custom: Mapping[str, object]) -> list[Mapping[str, object]]:
    cards = custom.get("products")
    return [card for card in cards if isinstance(card, Mapping)] if isinstance(cards, list) else []
