"""What a product costs and whether it can be had, told from the shop's records."""

from __future__ import annotations

import re

from actions.errands.state import CONFIRM, VARIANT
from actions.phrases import money, options, product_card
from actions.pointed import PRODUCT_ID, coming_in, singled_out, talked_about, undecided, which_product
from actions.reply import Reply
from actions.resolve.lists import pattern
from actions.resolve.options import options_of, variants_with, wished_options
from actions.resolve.words import points_back, telling
from actions.services import Services
from actions.turn import AWAITING, Turn
from actions.versions import counts_versions, tell_versions
from shop.types import Product, Variant

# More versions than this are shown on the card, not in the sentence.
MAX_LISTED = 4
# "Do you sell canoes?" is about canoes, whatever was talked about before.
_WANTS_OTHER = re.compile(
    r"\b(?:sell|carry|(?:have|got|stock) any) (?!left|more|other|in\b)\w", re.IGNORECASE
)
# What an errand's summary tells, and no product's price.
_OF_THEIR_MONEY = re.compile(
    r"\b(?:get|getting|receive|be) (?:back|refunded)|refund|\b(?:price )?difference\b|\bin total\b",
    re.IGNORECASE,
)
# Questions that tell prices when they are put again.
_TELLING = frozenset({CONFIRM, VARIANT})


def tell_product(turn: Turn, reply: Reply, services: Services) -> None:
    """Price or stock of the product in question; asks which when several fit."""
    if of_what_is_chosen(turn, services):
        return
    found = products_in(turn, reply, services)
    if not found:
        if turn.more and _OF_THEIR_MONEY.search(turn.words):
            # "How much do I get back?", said beside the return whose summary tells it.
            return
        if turn.slot(AWAITING) in _TELLING and not _names_something(turn):
            return
        reply.say("utter_product_not_found" if _names_something(turn) else "utter_which_product")
        return
    found = coming_in(turn.words, found)
    if len(found) > 1:
        reply.say("utter_which_product", buttons=which_product(found, _again(turn)))
        return
    product = services.store.product(found[0].product_id) or found[0]
    reply.remember("product", product.product_id)
    if counts_versions(turn.words):
        tell_versions(turn.words, product, reply, services)
        return
    card: dict[str, object] = {"products": [product_card(product, services.store.policy.currency)]}
    wishes = wished_options(turn.words, product)
    utmost = _utmost(turn.words, product, wishes)
    if turn.intent == "ask_stock":
        _tell_stock(reply, product, wishes, card)
    elif utmost is not None:
        price = money(utmost.price, services.store.policy.currency)
        values = {"name": product.name, "options": options(utmost.options), "price": price}
        reply.fill("utter_price_option", values, custom=card)
    else:
        tell_price(reply, product, wishes, card, services.store.policy.currency)


def of_what_is_chosen(turn: Turn, services: Services) -> bool:
    """ "How much extra is that?", of the versions or the summary that are said again and tell it."""
    more = turn.slot(AWAITING) in _TELLING and pattern("wishes", "surcharge_more").search(turn.words)
    return bool(more) and not services.finder.find(turn.words)


def _utmost(text: str, product: Product, wishes: dict[str, str]) -> Variant | None:
    """The cheapest or the dearest version that can be had, where one is asked for."""
    low = pattern("wishes", "cheapest").search(text) is not None
    if not low and not pattern("wishes", "dearest").search(text):
        return None
    among = [v for v in (variants_with(product, wishes) if wishes else product.variants) if v.available]
    if not among:
        return None
    return min(among, key=lambda v: v.price) if low else max(among, key=lambda v: v.price)


def _again(turn: Turn) -> str:
    """The intent a button must carry so that the same question is asked of the chosen product."""
    return turn.intent if turn.intent in {"ask_stock", "ask_price", "product_question"} else "ask_price"


def products_in(turn: Turn, reply: Reply, services: Services) -> list[Product]:
    """The products a message is about, best first: chosen, named, or talked about; [] when none is."""
    chosen = singled_out(turn, services)
    if chosen or turn.entity(PRODUCT_ID):
        return [chosen] if chosen else []
    if between := undecided(turn, services):
        return between
    matches = services.finder.find(turn.words)
    product = talked_about(turn, reply, services)
    if product and points_back(turn.words) and not any(match.named for match in matches):
        return [product]
    if matches:
        return [match.product for match in matches]
    about_other = turn.entity("product") or _WANTS_OTHER.search(turn.words)
    if about_other and not points_back(turn.words) and not (product and wished_options(turn.words, product)):
        return []
    return [product] if product else []


def _names_something(turn: Turn) -> bool:
    """Whether the message says what it asks for, so that "which product?" would be deaf."""
    return bool(turn.entity("product") or telling(turn.words)) and not points_back(turn.words)


def tell_price(
    reply: Reply, product: Product, wishes: dict[str, str], card: dict[str, object], currency: str
) -> None:
    """The price of a product, or of its wished version."""
    variants = variants_with(product, wishes) if wishes else []
    prices = product.price_range
    if wishes and variants and len({v.price for v in variants}) == 1:
        reply.say(
            "utter_price_option",
            custom=card,
            name=product.name,
            options=", ".join(wishes.values()),
            price=money(variants[0].price, currency),
        )
    elif prices is None:
        reply.say("utter_product_not_found")
    elif prices[0] == prices[1]:
        reply.say("utter_price_one", custom=card, name=product.name, price=money(prices[0], currency))
    else:
        low, high = (money(price, currency) for price in prices)
        reply.say("utter_price_range", custom=card, name=product.name, price=low, price_to=high)


def _tell_stock(reply: Reply, product: Product, wishes: dict[str, str], card: dict[str, object]) -> None:
    wished = variants_with(product, wishes) if wishes else list(product.variants)
    if wishes:
        response = _stock_of_wish(wished)
        reply.say(
            response,
            custom=card,
            name=product.name,
            options=", ".join(wishes.values()),
            wish=", ".join(wishes.values()),
            available=_offered(product),
        )
        return
    there = [v for v in wished if v.available]
    gone = [v for v in wished if not v.available]
    response = "utter_in_stock" if not gone else ("utter_partly_in_stock" if there else "utter_sold_out")
    reply.say(response, custom=card, name=product.name, available=_listed(there), sold_out=_listed(gone))


def _stock_of_wish(wished: list[Variant]) -> str:
    if not wished:
        return "utter_no_such_option"
    return "utter_option_in_stock" if any(v.available for v in wished) else "utter_option_sold_out"


def _listed(variants: list[Variant]) -> str:
    shown = "; ".join(options(v.options) or v.item_id for v in variants[:MAX_LISTED])
    return f"{shown}; +{len(variants) - MAX_LISTED}" if len(variants) > MAX_LISTED else shown


def _offered(product: Product) -> str:
    return "; ".join(", ".join(values) for values in options_of(product).values())
