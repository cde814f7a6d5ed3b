"""Whether to offer something after an errand, and what."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from actions.phrases import product_card
from actions.reply import Reply
from actions.services import Services
from actions.tone import climate
from actions.turn import Turn
from models.purchase.features import KINDS, session_features
from models.upsell import Moment

log = logging.getLogger(__name__)


def maybe_offer(turn: Turn, reply: Reply, services: Services) -> None:
    """Offer one product that goes with the order just told about, if the rule says so."""
    offers: list[Mapping[str, Any]] = list(turn.slot("offers") or [])
    likelihood = _likelihood(turn.metadata.get("session") or {}, services)
    decision = services.upsell.decide(
        Moment(
            errand_open=False,
            mood=climate(turn),
            intents_so_far=tuple(message.intent for message in turn.heard),
            handoff=bool(turn.slot("handed_over")),
            likelihood=likelihood,
            offers_made=len(offers),
            minutes_since_offer=_minutes_since(offers),
            consent=bool(turn.metadata.get("consent")),
        )
    )
    log.info(
        "upsell in %s: offer=%s reason=%s likelihood=%s",
        turn.conversation,
        decision.offer,
        decision.reason,
        likelihood,
    )
    if decision.offer:
        _offer(turn, reply, services, offers)


def _likelihood(counters: Mapping[str, float], services: Services) -> float | None:
    """Of a purchase in this visit; None when no page was seen: the average would be no reason to offer."""
    if not any(counters.get(kind) for kind in KINDS):
        return None
    features = session_features(counters, datetime.now(UTC).date())
    return services.purchase.predict(features).probability


def _minutes_since(offers: list[Mapping[str, Any]]) -> float | None:
    return (time.time() - float(offers[-1]["at"])) / 60 if offers else None


def _offer(turn: Turn, reply: Reply, services: Services, offers: list[Mapping[str, Any]]) -> None:
    order_id = reply.current(turn.slots, "served")
    user_id = turn.metadata.get("user_id") or reply.current(turn.slots, "user_id")
    if not order_id or not user_id:
        return
    bought = {item.product_id for order in services.store.orders_of(user_id) for item in order.items}
    order = services.store.order_for(user_id, order_id)
    basket = [item.product_id for item in order.items]
    sellable = [p.product_id for p in services.store.products() if p.in_stock]
    best = services.recommender.recommend(basket, 1, exclude=bought, only=sellable)
    product = services.store.product(best[0].product_id) if best else None
    because = services.finder.product(best[0].because) if best and best[0].because else None
    if product is None or because is None:
        return
    card = product_card(product, services.store.policy.currency, because.name)
    reply.say("utter_offer", custom={"products": [card]}, because=because.name)
    reply.remember("offers", [*offers, {"product_id": product.product_id, "at": time.time()}])
