"""Shoppers of the demo shop who write as they like; order numbers and postcodes are found as Rasa would."""

from __future__ import annotations

import re
from typing import Any

from actions.services import Services
from shop.types import Order
from tests.unit.actions.talk import Talk

MAYA, NOAH, HANNAH = "maya_chen_1042", "noah_brandt_6019", "hannah_weiss_4921"
JOSE, SOFIA, DANIEL = "jose_alvarez_8044", "sofia_reyes_3371", "daniel_okafor_2210"
OLIVER, PRIYA, EMMA = "oliver_hayes_5530", "priya_natarajan_3866", "emma_lindqvist_7233"
_PATTERNS = {
    "order_id": re.compile(r"#?A\d{5}\b"),
    "email": re.compile(r"[\w.]+@[\w.]+\w"),
    "postcode": re.compile(r"(?<![#\w])\d{5}\b"),
}


def shopper(services: Services, user_id: str) -> Talk:
    """Somebody signed in."""
    return Talk(services, {"user_id": user_id})


def tell(
    talk: Talk, text: str, intent: str = "inform", *, sure: float = 0.95, part: tuple[int, int] | None = None
) -> list[str | None]:
    """Say something; ``part`` when it is one of several requests of a message."""
    parts: dict[str, Any] = {"part": part[0], "parts": part[1]} if part else {}
    talk.metadata = {k: v for k, v in talk.metadata.items() if k not in {"part", "parts"}} | parts
    details = [(kind, found) for kind, p in _PATTERNS.items() for found in p.findall(text)]
    return talk.say(text, intent, *details, sure=sure)


def order(talk: Talk, order_id: str) -> Order:
    """The order as the shop has it now."""
    return talk.services.store.order_for(talk.metadata["user_id"], order_id)


def skus(talk: Talk, order_id: str) -> list[str]:
    """What is in it."""
    return [item.item_id for item in order(talk, order_id).items]


def requested(talk: Talk, order_id: str) -> dict[str, Any]:
    """What was asked to be returned or exchanged."""
    return dict(order(talk, order_id).extra)
