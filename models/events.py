"""The shop's own log of visits as training data: sessions that bought or not, and baskets that were bought.

Reads the table ``events`` of the conversations' database, which ``web`` writes with the shopper's consent
alone; whoever withdrew it, or whose time is over, is not in it any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np
import yaml
from sqlalchemy import Engine, column, create_engine, select, table
from sqlalchemy.exc import SQLAlchemyError

from models.errors import DataError, ModelError
from models.purchase.data import Sessions
from models.purchase.features import KINDS, RAW, Value, raw_row, session_features
from models.purchase.train import Source
from models.recommender.data import Basket, distinct

CONFIG_PATH = Path(__file__).with_name("events.yml")
_MINUTE_MS = 60_000
_ROWS_AT_ONCE = 10_000
# The kind of event that tells that a person was asked for.
WAITING = "waiting"
_EVENTS = table(
    "events",
    *(
        column(name)
        for name in ("id", "conversation_id", "at_ms", "kind", "product_id", "page_kind", "seconds", "detail")
    ),
)


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the log: ``visitor`` is a conversation's pseudonym, ``order`` the number of an order."""

    visitor: str
    at_ms: int
    kind: str
    product_id: str | None = None
    page_kind: str | None = None
    seconds: float | None = None
    order: str | None = None


@dataclass(frozen=True)
class EventsConfig:
    """What ``events.yml`` says."""

    gap_minutes: float
    min_events_before: int


@lru_cache(maxsize=1)
def load_config(path: Path = CONFIG_PATH) -> EventsConfig:
    """Read the configuration; raises ``ModelError`` if it does not fit."""
    try:
        config = EventsConfig(**yaml.safe_load(path.read_text("utf-8")))
        fits = config.gap_minutes > 0 and config.min_events_before >= 1
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise ModelError(f"{path} is not a valid configuration: {error}") from error
    if not fits:
        raise ModelError(f"{path}: gap_minutes must be above 0, min_events_before 1 or more")
    return config


def read_events(url: str) -> list[Event]:
    """All events, each visitor's together in order of time; raises ``DataError`` if there are none."""
    engine = create_engine(url)
    try:
        found = list(_rows(engine))
    except SQLAlchemyError as error:
        raise DataError("cannot read the log of visits: run `python -m web migrate` first") from error
    finally:
        engine.dispose()
    if not found:
        raise DataError("the log of visits is empty: nobody has consented to it yet, or it is not kept")
    return found


def _rows(engine: Engine) -> Iterator[Event]:
    c = _EVENTS.c
    asked = select(
        c.conversation_id, c.at_ms, c.kind, c.product_id, c.page_kind, c.seconds, c.detail
    ).order_by(c.conversation_id, c.at_ms, c.id)
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(asked):
            order = row.detail if row.kind == "purchase" else None
            yield Event(
                row.conversation_id, row.at_ms, row.kind, row.product_id, row.page_kind, row.seconds, order
            )


def visits(events: Iterable[Event]) -> Iterator[tuple[bool, list[Event]]]:
    """Each visit with whether the visitor was here before; ``events`` in the order of ``read_events``."""
    gap = load_config().gap_minutes * _MINUTE_MS
    for _, own in groupby(events, key=lambda one: one.visitor):
        visit: list[Event] = []
        returned = False
        for one in own:
            if visit and one.at_ms - visit[-1].at_ms >= gap:
                yield returned, visit
                visit, returned = [], True
            visit.append(one)
        yield returned, visit


def sessions(events: Sequence[Event]) -> tuple[Sessions, Source]:
    """Labelled sessions, each as it was before its first purchase; raises ``DataError`` if there is none.

    A visit is counted as the widget's counters count it live, so that the model meets in use what it learnt.
    """
    rows, bought = [], []
    # A log from before waits were kept says nothing of them.
    waits_kept = any(one.kind == WAITING for one in events)
    waited: set[str] = set()
    for returned, visit in visits(events):
        purchase = next((at for at, one in enumerate(visit) if one.kind == "purchase"), None)
        before, visitor = visit[:purchase], visit[0].visitor
        if len(before) >= load_config().min_events_before:
            waits = visitor in waited or any(one.kind == WAITING for one in before)
            rows.append(raw_row(_features(before, returned, waits if waits_kept else None)))
            bought.append(int(purchase is not None))
        if any(one.kind == WAITING for one in visit):
            waited.add(visitor)
    if not rows:
        raise DataError("the log of visits has no visit that says anything before a purchase")
    found = Sessions(np.vstack(rows).reshape(-1, len(RAW)), np.array(bought, dtype=np.int64))
    digest = hashlib.sha256(found.raw.tobytes() + found.bought.tobytes()).hexdigest()
    return found, Source("from the shop's own log of visits", digest, "the shop's own")


def _features(visit: Sequence[Event], returned: bool, waited: bool | None) -> Mapping[str, Value]:
    counters: dict[str, float] = {}
    inside: dict[str, None] = {}
    for one in visit:
        if one.kind == "page_view" and one.page_kind in KINDS:
            _add(counters, one.page_kind, 1)
            if one.seconds is not None:
                _add(counters, f"{one.page_kind}_seconds", one.seconds)
        elif one.kind == "search":
            _add(counters, "searches", 1)
        elif one.kind in ("basket_add", "basket_remove") and one.product_id:
            inside.pop(one.product_id, None)
            if one.kind == "basket_add":
                inside[one.product_id] = None
            counters["basket_items"] = len(inside)
    messages = sum(one.kind == "message" for one in visit)
    day = datetime.fromtimestamp(visit[-1].at_ms / 1000, UTC).date()
    # Where nobody can know whether they were here before, neither does the assistant when it asks.
    return session_features(counters, day, returned or None, {"messages": messages, "waiting": waited})


def _add(counters: dict[str, float], name: str, value: float) -> None:
    counters[name] = counters.get(name, 0) + value


def baskets(events: Iterable[Event]) -> list[Basket]:
    """What was bought together, in order of time: of one order number, or of one visit where there is none.

    Raises ``DataError`` if nothing was bought.
    """
    found: dict[tuple[str, int, str | None], list[Event]] = {}
    for at, (_, visit) in enumerate(visits(events)):
        for one in visit:
            if one.kind == "purchase" and one.product_id:
                key = (one.visitor, 0 if one.order else at, one.order)
                found.setdefault(key, []).append(one)
    if not found:
        raise DataError("the log of visits has no purchases to learn from")
    ordered = sorted(found.values(), key=lambda bought: (bought[0].at_ms, bought[0].visitor))
    return [distinct(one.product_id for one in bought if one.product_id) for bought in ordered]
