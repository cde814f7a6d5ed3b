"""Whether to offer something after an errand, what, and what the shopper answers to it."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.candidates import in_basket, owned, sellable, shopper_of
from actions.foreseen import as_json, foreseen
from actions.phrases import product_card
from actions.reply import Reply
from actions.resolve.budget import TOPIC
from actions.resolve.lists import pattern
from actions.services import Services
from actions.tone import climate
from actions.turn import AWAITING, Turn
from models.purchase import Likelihood
from models.upsell import HELD_OUT, NOTHING_FITTING, OFFERED, Decision, Moment
from shop.types import Product

log = logging.getLogger(__name__)

OFFER = "utter_offer"
SLOT = "offers"
REFUSED, ACCEPTED = "refused", "accepted"
TOGETHER = "together"
_ANSWERS = {"affirm": ACCEPTED, "deny": REFUSED, "never_mind": REFUSED}


@dataclass(frozen=True)
class _Found:
    """A product to offer and the one in the order that speaks for it."""

    product: Product
    because: Product


def maybe_offer(turn: Turn, reply: Reply, services: Services) -> None:
    """Offer one product that goes with the order just told about, if the rule says so.

    Whatever is decided goes into the log and, with the shopper's consent, into the shop's record of such
    moments. Shoppers of the held-out group are told nothing where others get the offer.
    """
    offers: list[Mapping[str, Any]] = list(turn.slot(SLOT) or [])
    mood, likelihood = (
        climate(turn),
        foreseen(services, turn.metadata.get("session"), turn.metadata.get("signals")),
    )
    decision = services.upsell.decide(
        Moment(
            errand_open=False,
            mood=mood,
            intents_so_far=tuple(message.intent for message in turn.heard),
            handoff=bool(turn.slot("handed_over")),
            likelihood=likelihood.probability if likelihood else None,
            offers_made=len(offers),
            minutes_since_offer=_minutes_since(offers),
            consent=bool(turn.metadata.get("consent")),
            refused=any(offer.get("answer") == REFUSED for offer in offers),
        )
    )
    found = _choose(turn, reply, services) if decision.offer else None
    if decision.offer and found is None:
        decision = Decision(False, NOTHING_FITTING)
    arm = services.upsell.arm(shopper_of(turn, reply) or turn.conversation) if found else None
    if arm == HELD_OUT:
        decision = Decision(False, HELD_OUT)
    log.info(
        "upsell in %s: offer=%s reason=%s likelihood=%s",
        turn.conversation,
        decision.offer,
        decision.reason,
        likelihood.probability if likelihood else None,
    )
    if found:
        made = {"product_id": found.product.product_id, "at": time.time(), "arm": arm}
        reply.remember(SLOT, [*offers, made])
    if found and arm == OFFERED:
        _say(reply, found, services)
    if turn.metadata.get("consent"):
        reply.attach({"moment": _record(decision, arm, found, likelihood, mood)})


def answers_offer(turn: Turn, reply: Reply, services: Services) -> bool:
    """A yes or a no to the offer just made; the no is kept to from then on."""
    offers = list(turn.slot(SLOT) or [])
    answer = ACCEPTED if pattern(TOPIC, "taken_up").search(turn.words) else _ANSWERS.get(turn.intent)
    if answer is None or OFFER not in turn.last_said() or turn.slot(AWAITING) or not offers:
        return False
    reply.remember(SLOT, [*offers[:-1], {**offers[-1], "answer": answer}])
    product = services.store.product(str(offers[-1].get("product_id")))
    if answer == REFUSED or product is None:
        reply.say("utter_offer_refused", custom={"offer_answer": REFUSED})
        return True
    card = product_card(product, services.store.policy.currency)
    reply.remember("product", product.product_id)
    custom = {"products": [card], "offer_answer": ACCEPTED}
    reply.say("utter_offer_accepted", custom=custom, description=product.description)
    return True


def _minutes_since(offers: list[Mapping[str, Any]]) -> float | None:
    return (time.time() - float(offers[-1]["at"])) / 60 if offers else None


def _choose(turn: Turn, reply: Reply, services: Services) -> _Found | None:
    """What goes best with the order, in stock, not in the basket, never ordered; None without a reason."""
    order_id, user_id = reply.current(turn.slots, "served"), shopper_of(turn, reply)
    if not order_id or not user_id:
        return None
    order = services.store.order_for(user_id, order_id)
    bought = [item.product_id for item in order.items]
    possible = sellable(services, {*owned(services, user_id), *in_basket(turn)})
    found = services.adviser().recommend(bought, 1, only=[p.product_id for p in possible])
    # What is offered unasked must be what others bought with it, nothing less.
    best = next((one for one in found if one.kind == TOGETHER), None)
    product = services.store.product(best.product_id) if best else None
    because = services.finder.product(best.because) if best and best.because else None
    return _Found(product, because) if product and because else None


def _say(reply: Reply, found: _Found, services: Services) -> None:
    card = product_card(found.product, services.store.policy.currency, found.because.name, TOGETHER)
    reply.say(OFFER, custom={"products": [card]}, because=found.because.name)


def _record(
    decision: Decision, arm: str | None, found: _Found | None, likelihood: Likelihood | None, mood: str
) -> dict[str, Any]:
    """The moment as the shop keeps it: what was decided and why, and what the model saw."""
    seen = as_json(likelihood)
    return {
        "reason": decision.reason,
        "arm": arm,
        "product_id": found.product.product_id if found else None,
        "because": found.because.product_id if found else None,
        "likelihood": seen["probability"],
        "variant": seen["variant"],
        "mood": mood,
        "why": seen["why"],
    }
