"""The shop's policy, typed and read from one YAML file: the only place its limits are written down.

A section that a shop does not have is left out; code that needs one says so instead of assuming a limit.
"""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from shop.errors import PolicyError
from shop.types import Claim

ClaimField = Literal["email", "order_id", "first_name", "last_name", "postcode"]
Texts = Annotated[tuple[str, ...], Field(min_length=1)]


def _exact(value: object) -> object:
    """YAML reads 4.95 as a float; its shortest text is the number that was written."""
    return Decimal(str(value)) if isinstance(value, float) else value


Price = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0)]


class Section(BaseModel):
    """A part of the policy: frozen, and strict about names, so that a misspelling is not a missing rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Days(Section):
    """From how many to how many days."""

    min: int = Field(ge=0)
    max: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Days:
        if self.min > self.max:
            raise ValueError("min is more than max")
        return self


class Identify(Section):
    """Which claims together prove who somebody is: any one of the sets."""

    any_of: Annotated[tuple[Annotated[tuple[ClaimField, ...], Field(min_length=1)], ...], Field(min_length=1)]

    def missing(self, claim: Claim) -> tuple[str, ...]:
        """Fields still to ask for: of the set nearest to being whole, the earlier of two as near."""
        lacking = [tuple(name for name in names if not claim.given(name)) for names in self.any_of]
        return min(lacking, key=len)


class Cancel(Section):
    """When an order may be cancelled, and why."""

    states: Texts
    reasons: Texts

    def accepted(self, reason: str) -> str | None:
        """The policy's own wording of that reason, or None when it is not one of them."""
        asked = " ".join(reason.casefold().split())
        return next((known for known in self.reasons if known.casefold() == asked), None)


class Modify(Section):
    """What may be changed on an order that has not left."""

    states: Texts
    fields: tuple[Literal["address", "payment", "items"], ...]
    item_changes_per_order: int = Field(ge=0)
    same_product_only: bool
    status_after_items: str


class Returns(Section):
    """What may come back, until when, and where the money goes."""

    states: Texts
    window_days: int | None = Field(None, gt=0)
    free_label: bool | None = None
    refund_to: tuple[Literal["original", "gift_card"], ...]
    refund_starts: Literal["request", "arrival"] = "request"
    not_returnable: tuple[str, ...] = ()
    status_after: str


class Exchange(Section):
    """What may be swapped for another variant."""

    states: Texts
    window_days: int | None = Field(None, gt=0)
    same_product_only: bool
    status_after: str


class Refund(Section):
    """How money goes back: at once for some kinds of payment, in business days for the rest."""

    at_once: tuple[str, ...]
    business_days: Days


class DeliveryOption(Section):
    """One way to have an order delivered."""

    name: str
    countries: Texts
    price: Price
    free_from: Price | None = None
    business_days: Days
    same_day_before: time | None = None

    def price_of(self, goods: Decimal) -> Decimal:
        """What delivery costs for goods of that value."""
        return Decimal(0) if self.free_from is not None and goods >= self.free_from else self.price


class Delivery(Section):
    """All ways of delivery, and from which value on somebody has to sign."""

    options: Annotated[tuple[DeliveryOption, ...], Field(min_length=1)]
    signature_over: Price | None = None

    def option(self, name: str) -> DeliveryOption | None:
        """The option of that name, or None."""
        return next((option for option in self.options if option.name == name), None)


class Warranty(Section):
    """For how many years goods are covered; some categories longer."""

    years: int = Field(gt=0)
    category_years: dict[str, int] = {}

    def years_of(self, category: str) -> int:
        """Years of warranty for a product of that category."""
        return self.category_years.get(category, self.years)


class Newsletter(Section):
    """What somebody gets for signing up."""

    amount: Price
    first_order_over: Price


class Offers(Section):
    """Prices, codes and cards."""

    price_match_days: int = Field(ge=0)
    promo_codes_per_order: int = Field(ge=0)
    gift_cards_expire: bool
    newsletter: Newsletter | None = None


class Support(Section):
    """When people are at the desk, in the policy's time zone."""

    days: Texts
    opens: time
    closes: time


class Policy(Section):
    """All rules of one shop."""

    shop: str
    currency: str = Field(pattern="^[A-Z]{3}$")
    timezone: str
    identify: Identify
    cancel: Cancel
    refund: Refund
    modify: Modify | None = None
    returns: Returns | None = None
    exchange: Exchange | None = None
    delivery: Delivery | None = None
    warranty: Warranty | None = None
    offers: Offers | None = None
    payments: Texts
    support: Support | None = None

    def missing(self, claim: Claim) -> tuple[str, ...]:
        """Which fields of the claim to ask for next; () when it holds enough to be checked."""
        return self.identify.missing(claim)


def load_policy(path: Path | str) -> Policy:
    """Read a policy file. Raises `PolicyError` naming the file and the entry that does not fit."""
    path = Path(path)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Policy.model_validate(content)
    except OSError as error:
        raise PolicyError(f"the policy {path.name} cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PolicyError(f"the policy {path.name} is not YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(part) for part in first["loc"]) or "the whole file"
        raise PolicyError(f"the policy {path.name} does not fit at {place}: {first['msg']}") from error
