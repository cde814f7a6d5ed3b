"""What the purchase model looks at: names, and how a session's values become one row of numbers.

The raw names are those of the UCI data set "Online Shoppers Purchasing Intention", and of what a shop's own
log knows beside them. Whatever is unknown is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from models.errors import DataError

Value = float | int | str | bool | None

ANALYTICS = "PageValues"
COUNTS = ("Administrative", "Informational", "ProductRelated")
SECONDS = ("Administrative_Duration", "Informational_Duration", "ProductRelated_Duration")
KINDS = ("administrative", "information", "product")
RATES = ("BounceRates", "ExitRates", "SpecialDay")
CODES = ("OperatingSystems", "Browser", "Region", "TrafficType")
# What the data set does not have and a shop's own log does: a model that never saw them gives them no weight.
OWN = ("Searches", "BasketItems", "Messages")
_SATURDAY = 5
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YES: Mapping[str, float] = {"false": 0.0, "0": 0.0, "true": 1.0, "1": 1.0}
_WORDS: Mapping[str, Mapping[str, float]] = {
    "Month": {name.lower(): float(at) for at, name in enumerate(_MONTHS, 1)},
    "VisitorType": {"new_visitor": 0.0, "returning_visitor": 1.0, "other": 2.0},
    "Weekend": _YES,
    # Whether the shopper waits or waited for a person.
    "Waiting": _YES,
}
RAW = (*COUNTS, *SECONDS, *RATES, ANALYTICS, *CODES, *_WORDS, *OWN)
DERIVED = (
    "pages",
    "seconds",
    "seconds_per_product_page",
    "seconds_per_information_page",
    "seconds_per_administrative_page",
    "product_share",
    "administrative_share",
    "exit_less_bounce",
    "exits_expected",
    "exits_expected_of_all",
    "bounces_expected",
)
_AT = {name: at for at, name in enumerate(RAW)}


def names(with_analytics: bool) -> tuple[str, ...]:
    """Columns of one variant, in the order of ``matrix``."""
    return tuple(name for name in (*RAW, *DERIVED) if with_analytics or name != ANALYTICS)


def number(name: str, value: Value) -> float:
    """One raw value as a float, NaN when it is empty, negative or a word never seen.

    Raises ``DataError`` for an unknown name, text where a number belongs, and infinity.
    """
    if name not in _AT:
        raise DataError(f"unknown feature {name!r}; known are {', '.join(RAW)}")
    if value is None or value == "":
        return math.nan
    if name in _WORDS:
        text = str(value).strip().lower()
        return _WORDS[name].get(text[:3] if name == "Month" else text, math.nan)
    try:
        result = float(value)
    except ValueError as error:
        raise DataError(f"{name} must be a number, not {str(value)[:40]!r}") from error
    if math.isinf(result):
        raise DataError(f"{name} must be a finite number")
    # The data set writes -1 where a duration is unknown; nothing here can be negative.
    return result if result >= 0 else math.nan


def raw_row(features: Mapping[str, Value]) -> NDArray[np.float64]:
    """A session's values as float64 of shape (len(RAW),), in its order; what is missing is NaN."""
    row = np.full(len(RAW), np.nan)
    for name, value in features.items():
        known = number(name, value)
        row[_AT[name]] = known
    return row


def matrix(raw: NDArray[np.float64], with_analytics: bool) -> NDArray[np.float64]:
    """Raw rows (n, len(RAW)) with the derived columns, float64 (n, len(names(with_analytics)))."""
    columns = {name: raw[:, at] for name, at in _AT.items()}
    administrative, information, products = (columns[name] for name in COUNTS)
    pages = administrative + information + products
    seconds = [columns[name] for name in SECONDS]
    derived: Sequence[NDArray[np.float64]] = (
        pages,
        seconds[0] + seconds[1] + seconds[2],
        seconds[2] / np.maximum(products, 1),
        seconds[1] / np.maximum(information, 1),
        seconds[0] / np.maximum(administrative, 1),
        products / np.maximum(pages, 1),
        administrative / np.maximum(pages, 1),
        columns["ExitRates"] - columns["BounceRates"],
        columns["ExitRates"] * products,
        columns["ExitRates"] * pages,
        columns["BounceRates"] * products,
    )
    kept = [columns[name] for name in RAW if with_analytics or name != ANALYTICS]
    return np.column_stack([*kept, *derived])


def session_features(
    counters: Mapping[str, float],
    at: date,
    returning: bool | None = None,
    signals: Mapping[str, Value] | None = None,
) -> dict[str, Value]:
    """Features of a live session from what the widget counts, with the shopper's local date.

    ``counters`` has the pages seen by kind ("administrative", "information", "product"), the seconds spent on
    them ("product_seconds", ...), "searches" and "basket_items"; ``signals`` has "messages", "waiting" and
    "returning", which stands for ``returning`` where that is not told. Other keys are passed over. A kind
    without pages counts as zero; a kind with pages but without a time is unknown, as is whatever else is
    missing.
    """
    told = signals or {}
    known = returning if returning is not None else told.get("returning")
    found: dict[str, Value] = {
        "Month": _MONTHS[at.month - 1],
        "Weekend": at.weekday() >= _SATURDAY,
        "VisitorType": None if known is None else ("Returning_Visitor" if known else "New_Visitor"),
        "Searches": counters.get("searches"),
        "BasketItems": counters.get("basket_items"),
        "Messages": told.get("messages"),
        "Waiting": told.get("waiting"),
    }
    for kind, count, duration in zip(KINDS, COUNTS, SECONDS, strict=True):
        pages = counters.get(kind, 0)
        found[count] = pages
        found[duration] = counters.get(f"{kind}_seconds") if pages else 0.0
    return found
