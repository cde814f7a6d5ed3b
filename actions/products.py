"""Stock, price and comparison, read from the shop at the moment of the question."""

from __future__ import annotations

import re
from typing import ClassVar

from actions.advice import Adviser, say_advice
from actions.another import asked_of_another
from actions.candidates import shopper_of
from actions.documents import ask_documents, say_answer
from actions.phrases import product_card
from actions.pointed import shown, singled_out
from actions.product_facts import of_what_is_chosen, products_in, tell_price, tell_product
from actions.reply import Reply
from actions.resolve.budget import bounded
from actions.resolve.products import Match, ProductFinder
from actions.resolve.words import points_back
from actions.services import Services
from actions.skill import Skill
from actions.turn import Turn
from shop.types import Product

# What stands between the two products of a comparison.
_BETWEEN = re.compile(r"\s(?:and|or|vs\.?|versus|against|with|from|than|to)\s|[,;/]", re.IGNORECASE)


class ProductSkill(Skill):
    """Answers what a product costs and whether it can be had."""

    action: ClassVar[str] = "action_product"
    digresses: ClassVar[bool] = True

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Find the product and tell; a price that is none of a product ("membership") is in the documents.

        So is that of "do you deliver to Hawaii, and what does it cost": the part before tells what it is.
        """
        if await asked_of_another(turn, reply, self.services):
            return
        if _wishes_within_a_price(turn, self.services):
            say_advice(Adviser(turn, shopper_of(turn, reply), self.services).found(), reply, self.services)
            return
        told = turn.follows or not (points_back(turn.words) or of_what_is_chosen(turn, self.services))
        if turn.words and told and not products_in(turn, reply, self.services):
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
                tell_price(reply, product, {}, card, currency)
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
