"""Advice: what suits a wish, goes with a product, is like another, or is popular; live prices and stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from actions.another import asked_of_another
from actions.candidates import cheapest, in_basket, latest_bought, owned, sellable, shopper_of, with_options
from actions.phrases import product_card
from actions.pointed import ever_shown, pointed_at, shown
from actions.reply import Reply
from actions.resolve.budget import TOPIC, Budget, budget_in, without_budget
from actions.resolve.lists import pattern
from actions.resolve.words import telling
from actions.services import Services
from actions.skill import Skill
from actions.turn import Heard, Turn
from shop.types import Product

SHOWN = 3
# A product fits the words when its likeness is within this of the best one.
LIKENESS_BAND = 0.12
# Below this likeness the words name no kind of product.
LIKENESS_FLOOR = 0.22
# Of so many likest the recommender chooses, so that the popular does not crowd out what was asked for.
LIKEST = 6
POPULAR = "ask_popular"
ADVISED = frozenset({POPULAR, "ask_recommendation", "gift_idea"})
SIMILAR = "similar"
# How products are introduced that have one reason in common.
_INTRODUCED = {"together": "utter_recommend_with", SIMILAR: "utter_recommend_like"}
_SMALLEST_STEP = Decimal("0.01")


# Replies that suggested something.
SUGGESTING = frozenset(
    {"utter_recommend", "utter_recommend_with", "utter_recommend_like", "utter_popular", "utter_trending"}
)


@dataclass(frozen=True)
class Reason:
    """The name of what speaks for a product, and how: bought together with it, or similar to it."""

    because: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Advice:
    """Products to show in order, each with its reason, and how they are introduced."""

    products: Sequence[tuple[Product, Reason]]
    response: str
    because: str = ""


class RecommendSkill(Skill):
    """Suggests products: for a wish in words, to go with an order, like another, or what is popular."""

    action: ClassVar[str] = "action_recommend"
    digresses: ClassVar[bool] = True

    async def serve(self, turn: Turn, reply: Reply) -> None:
        """Filter, rank, and show at most three cards, with the reason where there is a true one."""
        if await asked_of_another(turn, reply, self.services):
            return
        adviser = Adviser(turn, shopper_of(turn, reply), self.services)
        say_advice(adviser.found(), reply, self.services)


def say_advice(advice: Advice, reply: Reply, services: Services) -> None:
    """Show the products with their reasons; what introduces them, or says that there are none."""
    currency = services.store.policy.currency
    cards = [product_card(product, currency, why.because, why.kind) for product, why in advice.products]
    reply.say(advice.response, custom={"products": cards} if cards else None, because=advice.because)


class Adviser:
    """One turn's advice. What the shopper has, and what lies in their basket, is never suggested."""

    def __init__(self, turn: Turn, user_id: str | None, services: Services) -> None:
        self._turn = turn
        self._user_id = user_id
        self._services = services
        self._excluded = {*owned(services, user_id), *in_basket(turn)}
        self._budget = budget_in(turn.words) if turn.words else Budget()
        self._wish = without_budget(turn.words)

    def found(self) -> Advice:
        """Whatever kind of advice the words ask for."""
        return self.like_another() or self.others() or self.rising() or self.ranked()

    def others(self) -> Advice | None:
        """For the wish told before, what was not shown yet; None unless others than those are asked for."""
        earlier = self._advised() if self._says("others") else None
        if earlier is None or not self._shown():
            return None
        turn = replace(self._turn, text=earlier.text, intent=earlier.intent, entities=earlier.entities)
        again = Adviser(turn, self._user_id, self._services)
        again._excluded |= ever_shown(self._turn)
        return again.ranked()

    def _advised(self) -> Heard | None:
        """The last message before this one that told what advice is wished for."""
        before = self._turn.heard[:-1]
        return next((message for message in reversed(before) if message.intent in ADVISED), None)

    def like_another(self) -> Advice | None:
        """Others of a product's kind, the likest first; None when none is asked for.

        "Too expensive" after products asks for what is like the first and costs less than all that was shown.
        """
        seen = self._seen() if self._says("cheaper") else []
        model = self._product_meant() if self._says("like_it") else next(iter(seen), None)
        if model is None:
            return None
        budget = self._budget
        if budget == Budget() and self._says("cheaper"):
            dearest = min(cheapest(product) for product in ([model] if self._says("like_it") else seen))
            budget = Budget(most=dearest - _SMALLEST_STEP)
        others = {p.product_id: p for p in sellable(self._services, self._excluded, budget)}
        found = self._services.adviser().similar(model.product_id, SHOWN, only=list(others))
        kin = [others[one.product_id] for one in found if one.kind == SIMILAR]
        if not kin:
            return Advice((), "utter_recommend_like_none", model.name)
        return Advice([(product, Reason()) for product in kin], "utter_recommend_like", model.name)

    def rising(self) -> Advice | None:
        """What is looked at and bought more than before; None unless asked for and known."""
        trending = self._turn.metadata.get("trending")
        if self._turn.intent != POPULAR or not isinstance(trending, list):
            return None
        fitting = {p.product_id: p for p in self._fitting([])}
        risen = [fitting[str(one)] for one in trending if str(one) in fitting][:SHOWN]
        return Advice([(product, Reason()) for product in risen], "utter_trending") if risen else None

    def ranked(self) -> Advice:
        """What the recommender ranks first among what fits the words."""
        basket = self._basket()
        fitting = {p.product_id: p for p in self._fitting(basket)}
        found = self._services.adviser().recommend(basket, SHOWN, exclude=basket, only=list(fitting))
        products = [(fitting[r.product_id], Reason(self._name(r.because), r.kind)) for r in found]
        if not products:
            return Advice((), "utter_recommend_none")
        if self._turn.intent == POPULAR:
            return Advice(products, "utter_popular")
        reasons = {why for _, why in products}
        only = reasons.pop() if len(reasons) == 1 else Reason()
        return Advice(products, _INTRODUCED.get(only.kind or "", "utter_recommend"), only.because or "")

    def _says(self, name: str) -> bool:
        """Whether the words of that list are in the message."""
        return pattern(TOPIC, name).search(self._turn.words) is not None

    def _name(self, product_id: str | None) -> str | None:
        product = self._services.finder.product(product_id) if product_id else None
        return product.name if product else None

    def _product_meant(self) -> Product | None:
        pointed = pointed_at(self._turn, self._services)
        if pointed:
            return pointed
        named = self._named()
        known = named[0] if named else self._turn.slot("product") or self._turn.metadata.get("product_id")
        return self._services.finder.product(str(known)) if known else None

    def _named(self) -> list[str]:
        """Products that the words name; the only one that they may mean counts too."""
        found = self._services.finder.find(self._turn.words)
        return [match.product.product_id for match in found if match.named or len(found) == 1]

    def _shown(self) -> list[Product]:
        """What was suggested in the last reply, as it is now."""
        return [] if SUGGESTING.isdisjoint(self._turn.last_said()) else self._seen()

    def _seen(self) -> list[Product]:
        """Products of the last reply, whatever it was about, unless the wish names one itself."""
        return [] if self._services.finder.find(self._wish) else shown(self._turn, self._services)

    def _basket(self) -> list[str]:
        """What the advice goes with: the product named, or talked about, or what the shopper chose before.

        Words that say what is wanted stand for themselves: "a gift for someone who hikes" goes with nothing.
        """
        turn = self._turn
        if turn.intent == POPULAR:
            return []
        if self._says("goes_with"):
            named = self._named()
            if named:
                return named[:1]
        elif turn.intent == "gift_idea" or telling(self._wish):
            return []
        talked_about = turn.slot("product") or turn.metadata.get("product_id")
        if talked_about:
            return [str(talked_about)]
        if in_basket(turn):
            return in_basket(turn)
        return latest_bought(self._services, self._user_id) if turn.metadata.get("consent") else []

    def _fitting(self, basket: Sequence[str]) -> list[Product]:
        """Products in stock, within the price, as wished, and of the kind the words ask for."""
        turn, finder = self._turn, self._services.finder
        possible = sellable(self._services, {*self._excluded, *basket}, self._budget)
        if basket or not telling(self._wish):
            return possible
        kind = finder.of_kind(self._wish)
        if kind:
            possible = [product for product in possible if product.product_id in kind]
        possible = with_options(possible, [e.value for e in turn.entities if e.kind == "option"])
        if turn.intent == POPULAR:
            return possible
        likeness = finder.alike(self._wish)
        likest = sorted(possible, key=lambda product: -likeness.get(product.product_id, 0.0))[:LIKEST]
        best = likeness.get(likest[0].product_id, 0.0) if likest else 0.0
        if best < LIKENESS_FLOOR:
            return possible
        return [product for product in likest if likeness[product.product_id] >= best - LIKENESS_BAND]
