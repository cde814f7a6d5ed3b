"""How likely this visit ends in a purchase, from what the widget and the conversation tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from actions.services import Services
from models.purchase import Likelihood
from models.purchase.features import KINDS, session_features

# Of a prediction so many of its strongest reasons are kept.
REASONS = 5
_DECIMALS = 4


def foreseen(
    services: Services, session: Mapping[str, Any] | None, signals: Mapping[str, Any] | None
) -> Likelihood | None:
    """The prediction; None when no page was seen: the average would be no reason to offer.

    Raises ``DataError``, ``TypeError`` or ``ValueError`` for values that do not fit.
    """
    counters = session or {}
    if not any(counters.get(kind) for kind in KINDS):
        return None
    features = session_features(counters, datetime.now(UTC).date(), signals=signals or {})
    return services.purchase.predict(features)


def as_json(found: Likelihood | None) -> dict[str, Any]:
    """``{probability, variant, why: [[feature, log odds]]}``, the strongest first; null where unknown."""
    if found is None:
        return {"probability": None, "variant": None, "why": []}
    why = [[name, round(value, _DECIMALS)] for name, value in found.contributions.items()]
    return {
        "probability": round(found.probability, _DECIMALS),
        "variant": found.variant,
        "why": why[:REASONS],
    }
