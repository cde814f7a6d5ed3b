"""Whether this is a moment to offer something: an explicit rule over ``upsell.yml``, with its reason."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from models.errors import ModelError

RULE_PATH = Path(__file__).with_name("upsell.yml")
GRANTED = "offer"
# Nothing in stock goes with it that the shopper does not have.
NOTHING_FITTING = "nothing_fitting"
# The two groups whose difference is what offers bring.
OFFERED, HELD_OUT = "offered", "held_out"


@dataclass(frozen=True)
class Moment:
    """What is known when an offer could be made.

    ``likelihood`` is the probability of a purchase, ``None`` if unknown; ``minutes_since_offer`` is ``None``
    when none was made; ``consent`` is the shopper's consent to personalisation; ``refused``: an offer in this
    conversation was turned down.
    """

    errand_open: bool
    mood: str
    intents_so_far: tuple[str, ...]
    handoff: bool
    likelihood: float | None
    offers_made: int
    minutes_since_offer: float | None
    consent: bool
    refused: bool = False


@dataclass(frozen=True)
class Decision:
    """Whether to offer, and why or why not, as a word for the log: ``offer`` or what stood against it."""

    offer: bool
    reason: str


@dataclass(frozen=True)
class UpsellRule:
    """The rule with its thresholds; see ``upsell.yml`` for what they mean."""

    welcome_moods: frozenset[str]
    silencing_intents: frozenset[str]
    max_offers: int
    min_minutes_between: float
    likelihood_at_least: float
    likelihood_at_most: float
    hold_out: float
    hold_out_salt: str

    @classmethod
    def load(cls, path: Path = RULE_PATH) -> Self:
        """Read the rule; raises ``ModelError`` if the file is missing or does not fit."""
        try:
            raw = yaml.safe_load(path.read_text("utf-8"))
            rule = cls(**_fields(raw))
        except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(f"{path} is not a valid upsell rule: {error!r}") from error
        if not 0 <= rule.likelihood_at_least <= rule.likelihood_at_most <= 1:
            raise ModelError(f"{path}: the likelihood band must lie in order between 0 and 1")
        if rule.max_offers < 0 or rule.min_minutes_between < 0:
            raise ModelError(f"{path}: max_offers and min_minutes_between must not be negative")
        if not 0 <= rule.hold_out < 1:
            raise ModelError(f"{path}: the share held out must lie between 0 and 1")
        return rule

    def decide(self, moment: Moment) -> Decision:
        """Apply the rule. What protects the shopper is asked first, so that it is also the reason given."""
        for reason, stands_against in self._objections():
            if stands_against(moment):
                return Decision(False, reason)
        return Decision(True, GRANTED)

    def arm(self, who: str) -> str:
        """The group of a shopper: the same whenever it is asked, and as good as drawn by lot."""
        digest = hashlib.sha256(f"{self.hold_out_salt}:{who}".encode()).digest()
        drawn = int.from_bytes(digest[:8], "big") / 2**64
        return HELD_OUT if drawn < self.hold_out else OFFERED

    def _objections(self) -> tuple[tuple[str, Callable[[Moment], bool]], ...]:
        return (
            ("no_consent", lambda m: not m.consent),
            ("handoff", lambda m: m.handoff),
            ("sensitive_errand", lambda m: not self.silencing_intents.isdisjoint(m.intents_so_far)),
            ("mood", lambda m: m.mood not in self.welcome_moods),
            ("errand_open", lambda m: m.errand_open),
            ("refused_before", lambda m: m.refused),
            ("enough_offers", lambda m: m.offers_made >= self.max_offers),
            ("too_soon", self._too_soon),
            ("likelihood_unknown", lambda m: m.likelihood is None or not math.isfinite(m.likelihood)),
            ("unlikely_to_buy", lambda m: (m.likelihood or 0.0) < self.likelihood_at_least),
            ("buys_anyway", lambda m: (m.likelihood or 0.0) > self.likelihood_at_most),
        )

    def _too_soon(self, moment: Moment) -> bool:
        since = moment.minutes_since_offer
        return since is not None and not since >= self.min_minutes_between


def _fields(raw: Mapping[str, Any]) -> dict[str, Any]:
    band = raw["likelihood"]
    return {
        "welcome_moods": _names(raw["welcome_moods"]),
        "silencing_intents": _names(raw["silencing_intents"]),
        "max_offers": int(raw["max_offers"]),
        "min_minutes_between": float(raw["min_minutes_between"]),
        "likelihood_at_least": float(band["at_least"]),
        "likelihood_at_most": float(band["at_most"]),
        "hold_out": float(raw["hold_out"]["share"]),
        "hold_out_salt": str(raw["hold_out"]["salt"]),
    }


def _names(values: Any) -> frozenset[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError("a list of names is needed")
    return frozenset(values)
