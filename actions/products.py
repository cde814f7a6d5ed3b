"""Stock, price and comparison, read from the shop at the moment of the question."""

from __future__ import annotations

import re
from typing import ClassVar

from actions.advice import Adviser, say_advice
from actions.answers import ask_documents, say_answer
from actions.candidates import shopper_of
from actions.errands.state import CONFIRM, VARIANT
from actions.phrases import money, options, product_card
from actions.pointed import PRODUCT_ID, coming_in, shown, singled_out, talked_about, undecided, which_product
from actions.reply import Reply
from actions.resolve.budget import bounded
from actions.resolve.lists import pattern
from actions.resolve.options import options_of, variants_with, wished_options
from actions.resolve.products import Match, ProductFinder
from actions.resolve.words import points_back, telling
from actions.services import Services
from actions.skill import Skill
from actions.turn import AWAITING, Turn
from actions.versions import counts_versions, tell_versions
from shop.types import Product, Variant

# More versions than this are shown on the card, not in the sentence.
MAX_LISTED = 4
# What stands between the two products of a comparison.
_BETWEEN = re.compile(r"\s(?:and|or|vs\.?|versus|against|with|from|than|to)\s|[,;/]", re.IGNORECASE)

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


class ProductSkill(Skill):
    """Answers what a product costs and whether it can be had."""

    action: ClassVar[str] = "action_product"
    digresses: ClassVar[bool] = True

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Find the product and tell; a price that is none of a product ("membership") is in the documents.

        So is that of "do you deliver to Hawaii, and what does it cost": the part before tells what it is.
        """
        if _wishes_within_a_price(turn, self.services):
            say_advice(Adviser(turn, shopper_of(turn, reply), self.services).found(), reply, self.services)
            return
        told = turn.follows or not (points_back(turn.words) or _of_what_is_chosen(turn, self.services))
        if turn.words and told and not _products_in(turn, reply, self.services):
            answer = await ask_documents(turn, self.services, turn.words)
            if answer is not None and say_answer(reply, answer):
                return
        tell_product(turn, reply, self.services)


def _wishes_within_a_price(turn: Turn, services: Services) -> bool:
    """ "Do u hav any tents under 200 bucks" asks what suits, not for the price or stock of one."""
    if not bounded(turn.words) or points_back(turn.words) or singled_out(turn, services):
        return False
    kinds = services.finder.find(turn.words)
    return bool(kinds) and not any(match.named for match in kinds)


def tell_product(turn: Turn, reply: Reply, services: Services) -> None:
    """Price or stock of the product in question; asks which when several fit."""
    if _of_what_is_chosen(turn, services):
        return
    found = _products_in(turn, reply, services)
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
        _tell_price(reply, product, wishes, card, services.store.policy.currency)


def _of_what_is_chosen(turn: Turn, services: Services) -> bool:
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


def _products_in(turn: Turn, reply: Reply, services: Services) -> list[Product]:
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


def _tell_price(
    reply: Reply, product: Product, wishes: dict[str, str], card: dict[str, object], currency: str
) -> None:
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


class CompareSkill(Skill):
    """Two products side by side: their specifications and prices."""

    action: ClassVar[str] = "action_compare"
    digresses: ClassVar[bool] = True

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Compare the two products the message names, or the named one with the one talked about."""
        pair = self._pair(turn)
        if len(pair) < 2:
            reply.say("utter_compare_which")
            return
        first, second = pair[0], pair[1]
        currency = self.services.store.policy.currency
        rows = _rows(first, second)
        if not rows:
            for product in pair:
                card: dict[str, object] = {"products": [product_card(product, currency)]}
                _tell_price(reply, product, {}, card, currency)
            return
        reply.say(
            "utter_compare",
            custom={"products": [product_card(first, currency), product_card(second, currency)]},
            first=first.name,
            second=second.name,
            rows="\n".join(rows),
        )

    def _pair(self, turn: Turn) -> list[Product]:
        named: dict[str, Product] = {}
        spoken = turn.said("product", max(len(turn.heard) - 1, 0))
        for match in _named_in([*_BETWEEN.split(turn.words), turn.words, *spoken], self.services.finder):
            named.setdefault(match.product.product_id, match.product)
        known = turn.slot("product")
        if len(named) == 1 and known and known not in named:
            talked_about = self.services.finder.product(known)
            if talked_about:
                named[known] = talked_about
        fresh = (self.services.store.product(product_id) for product_id in list(named)[:2])
        found = [product for product in fresh if product is not None]
        # "What's the difference?", right after some were shown.
        seen = shown(turn, self.services) if len(found) < 2 else []
        return seen[:2] if len(seen) > 1 and all(product in seen for product in found) else found


def _named_in(texts: list[str], finder: ProductFinder) -> list[Match]:
    """Products that the pieces of a comparison name, those first that a piece names alone."""
    found = [finder.find(text) for text in texts if text]
    sure = [matches[0] for matches in found if len(matches) == 1]
    return sure + [match for matches in found for match in matches[:2]]


def _rows(first: Product, second: Product) -> list[str]:
    shared = [name for name in first.specs if name in second.specs]
    return [f"{name}: {first.specs[name]} / {second.specs[name]}" for name in shared]
