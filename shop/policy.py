"""The shop's policy, typed and read from one YAML file: the only place its limits are written down.

A section that a shop does not have is left out; code that needs one says so instead of assuming a limit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from shop.errors import PolicyError
from shop.types import Claim, PaymentMethod

ClaimField = Literal["email", "order_id", "first_name", "last_name", "postcode"]
Texts = Annotated[tuple[str, ...], Field(min_length=1)]
Destinations = Annotated[tuple[Literal["original", "gift_card"], ...], Field(min_length=1)]


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
    """What may be changed on an order that has not left.

    After its last item change an order has the status `status_after_items`; where that is not one of `states`
    nothing more can be changed. `refund_to` limits where a price difference goes back to; without it, any of
    the customer's methods will do.
    """

    states: Texts
    fields: tuple[Literal["address", "payment", "items"], ...]
    item_changes_per_order: int = Field(ge=0)
    same_product_only: bool
    same_country: bool = False
    refund_to: Destinations | None = None
    note_no_difference: bool = False
    status_after_items: str


class KeptGoods(Section):
    """Goods that stay sold: `words` are looked for in a product's name, category and keywords.

    With `told_only` it depends on what nobody here can see (opened, worn): the shopper is told, not refused.
    """

    what: str
    words: tuple[str, ...] = ()
    told_only: bool = False

    def covers(self, texts: Iterable[str]) -> bool:
        """Whether one of the words stands, whole, in one of the texts; a plural counts as the word."""
        return any(
            re.search(rf"(?<!\w){re.escape(word)}s?(?!\w)", text, re.IGNORECASE)
            for word in self.words
            for text in texts
        )


class Returns(Section):
    """What may come back, until when, and where the money goes."""

    states: Texts
    window_days: int | None = Field(None, gt=0)
    free_label: bool | None = None
    refund_to: Destinations
    refund_starts: Literal["request", "arrival"] = "request"
    not_returnable: tuple[KeptGoods, ...] = ()
    status_after: str

    def exception(self, texts: Collection[str]) -> KeptGoods | None:
        """The entry that covers goods described by these texts; one that refuses before one that tells."""
        found = [entry for entry in self.not_returnable if entry.covers(texts)]
        return min(found, key=lambda entry: entry.told_only, default=None)


class Exchange(Section):
    """What may be swapped for another variant. What may not be returned may not be exchanged either.

    `refund_to` limits where a price difference goes back to, as in `Modify`.
    """

    states: Texts
    window_days: int | None = Field(None, gt=0)
    same_product_only: bool
    refund_to: Destinations | None = None
    status_after: str


class Reorder(Section):
    """Ordering the same again; a shop without this section does not offer it. `status` is a new order's."""

    status: str


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
    # Only for a store whose dates stand still, like the demo's: the moment it is there, always.
    stands_still_at: AwareDatetime | None = None
    identify: Identify
    cancel: Cancel
    refund: Refund
    modify: Modify | None = None
    returns: Returns | None = None
    exchange: Exchange | None = None
    reorder: Reorder | None = None
    delivery: Delivery | None = None
    warranty: Warranty | None = None
    offers: Offers | None = None
    payments: Texts
    support: Support | None = None

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError(f"{name!r} is no time zone like America/New_York") from error
        return name

    def missing(self, claim: Claim) -> tuple[str, ...]:
        """Which fields of the claim to ask for next; () when it holds enough to be checked."""
        return self.identify.missing(claim)

    def day(self, moment: datetime) -> date:
        """The calendar day of that moment where the shop is: windows are counted in these."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()

    def takes(self, method: PaymentMethod) -> bool:
        """Whether the shop takes that way to pay."""
        return method.kind in self.payments or method.brand in self.payments


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
