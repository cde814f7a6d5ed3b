"""The log of visits as training data: what a session was before it bought, and what was bought together."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine, insert

from models.cli import main
from models.errors import DataError, ModelError
from models.events import CONFIG_PATH, Event, baskets, load_config, read_events, sessions
from models.purchase import PurchaseModel
from models.purchase.features import RAW
from models.recommender import Recommender
from settings import get_settings
from web.tables import conversations, events, metadata

START = int(datetime(2026, 11, 21, 10, tzinfo=UTC).timestamp() * 1000)  # a Saturday
MINUTE = 60_000


def view(at: float, kind: str = "product", seconds: float | None = 30.0, visitor: str = "v") -> Event:
    return Event(visitor, START + int(at * MINUTE), "page_view", page_kind=kind, seconds=seconds)


def event(at: float, kind: str, product: str | None = None, order: str | None = None) -> Event:
    return Event("v", START + int(at * MINUTE), kind, product, order=order)


def features(log: Sequence[Event]) -> list[tuple[dict[str, float], int]]:
    """What is known of each session, and whether it bought."""
    found, _ = sessions(log)
    return [
        ({name: value for name, value in zip(RAW, row, strict=True) if not np.isnan(value)}, int(label))
        for row, label in zip(found.raw, found.bought, strict=True)
    ]


def test_a_session_is_what_it_was_before_it_bought() -> None:
    log = [
        view(0),
        view(1, "information", None),
        event(2, "search"),
        event(2.5, "product_view", "p-1"),
        event(3, "basket_add", "p-1"),
        event(3, "basket_add", "p-2"),
        event(4, "basket_remove", "p-2"),
        event(4, "message"),
        event(5, "purchase", "p-1", "A1"),
        view(6),
        event(7, "search"),
    ]
    assert features(log) == [
        (
            {
                "Administrative": 0,
                "Administrative_Duration": 0,
                "Informational": 1,
                "ProductRelated": 1,
                "ProductRelated_Duration": 30,
                "Month": 11,
                "Weekend": 1,
                "Searches": 1,
                "BasketItems": 1,
                "Messages": 1,
            },
            1,
        )
    ]


def test_silence_begins_another_visit_and_who_comes_back_returns() -> None:
    found = features([view(0), view(10), view(45), event(46, "purchase", "p-1")])
    assert [(row["ProductRelated"], row.get("VisitorType"), label) for row, label in found] == [
        (2, None, 0),
        (1, 1, 1),
    ]


def test_who_waited_for_a_person_is_known_from_then_on() -> None:
    found = features([view(0), view(1), event(2, "waiting"), view(100), view(101, visitor="w")])
    assert [one.get("Waiting") for one, _ in found] == [1.0, 1.0, 0.0]


def test_a_log_without_waits_says_nothing_of_them() -> None:
    ((found, _),) = features([view(0), view(1)])
    assert "Waiting" not in found


def test_a_purchase_out_of_nothing_teaches_nothing() -> None:
    assert len(features([event(0, "purchase", "p-1"), view(60)])) == 1
    with pytest.raises(DataError, match="no visit"):
        sessions([event(0, "purchase", "p-1")])


def test_visitors_are_not_mixed() -> None:
    found = features([view(0, visitor="a"), view(1, visitor="a"), view(0.5, visitor="b")])
    assert [row["ProductRelated"] for row, _ in found] == [2, 1]
    assert all("VisitorType" not in row for row, _ in found)


def test_baskets_are_orders_and_visits_without_an_order_number() -> None:
    log = [
        event(0, "purchase", "p-1", "A1"),
        event(0, "purchase", "p-2", "A1"),
        event(1, "purchase", "p-3"),
        event(2, "purchase", "p-4"),
        event(2, "purchase", "p-4"),
        event(50, "purchase", "p-5", "A1"),
        event(51, "purchase", "p-6"),
        event(52, "purchase"),
    ]
    assert baskets(log) == [("p-1", "p-2", "p-5"), ("p-3", "p-4"), ("p-6",)]
    with pytest.raises(DataError, match="no purchases"):
        baskets([view(0)])


def shop_log(visitors: int, seed: int = 2) -> list[dict[str, object]]:
    """Rows of the table: who puts something into the basket tends to buy it with its companion."""
    chosen, rows = random.Random(seed), []
    for at in range(visitors):
        key, now = f"c{at:031d}", START + at * 7 * MINUTE
        pages, wants = chosen.randint(1, 12), chosen.random() < 0.4
        product = chosen.choice(["p-tent", "p-bike"])
        told = [{"kind": "page_view", "page_kind": "product", "seconds": 20.0}] * pages
        told += [{"kind": "basket_add", "product_id": product}] * wants
        if wants and chosen.random() < 0.8:
            companion = {"p-tent": "p-pegs", "p-bike": "p-lock"}[product]
            told += [
                {"kind": "purchase", "product_id": name, "detail": f"A{at}"} for name in (product, companion)
            ]
        rows += [{"conversation_id": key, "at_ms": now + i * 1000, **one} for i, one in enumerate(told)]
    return rows


@pytest.fixture
def chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an empty chat database, also set as the configured one."""
    url = f"sqlite:///{tmp_path / 'chat.db'}"
    monkeypatch.setenv("AISLE_CHAT_DATABASE_URL", url)
    get_settings.cache_clear()
    engine = create_engine(url)
    metadata.create_all(engine)
    engine.dispose()
    yield url
    monkeypatch.undo()
    get_settings.cache_clear()


def fill(url: str, rows: list[dict[str, object]]) -> None:
    engine = create_engine(url)
    keys = sorted({str(row["conversation_id"]) for row in rows})
    with engine.begin() as connection:
        for key in keys:
            connection.execute(
                insert(conversations).values(
                    id=key,
                    token_hash=b"x" * 32,
                    state="assistant",
                    consent=True,
                    counters="{}",
                    created_ms=START,
                )
            )
        for row in rows:
            connection.execute(insert(events).values(**row))
    engine.dispose()


def test_both_models_learn_from_the_log(
    chat: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(chat, shop_log(400))
    assert main(["train", "purchase", "--events", "--out", str(tmp_path / "purchase")]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["n"] == 400
    model = PurchaseModel.load(tmp_path / "purchase")
    assert model.predict({"BasketItems": 1}).probability > model.predict({"ProductRelated": 3}).probability
    assert "own log of visits" in (tmp_path / "purchase" / "card.md").read_text("utf-8")
    assert main(["train", "recommender", "--events", "--out", str(tmp_path / "recommender")]) == 0
    first = Recommender.load(tmp_path / "recommender").recommend(["p-tent"], 1)[0]
    assert (first.product_id, first.because) == ("p-pegs", "p-tent")


@pytest.mark.parametrize(
    ("visitors", "bought", "told"),
    [(0, True, "empty"), (50, True, "50 sessions are too few"), (300, False, "0 of 300 sessions bought")],
)
def test_a_log_that_says_too_little_is_refused(
    chat: str, visitors: int, bought: bool, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(chat, [row for row in shop_log(visitors) if bought or row["kind"] != "purchase"])
    assert main(["train", "purchase", "--events", "--out", str(tmp_path / "model")]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


def test_a_database_without_the_log_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="python -m web migrate"):
        read_events(f"sqlite:///{tmp_path / 'nothing.db'}")


def test_events_come_in_the_order_of_their_visitors_and_time(chat: str) -> None:
    rows = shop_log(30)
    random.Random(1).shuffle(rows)
    fill(chat, rows)
    found = read_events(chat)
    assert len(found) == len(rows)
    assert [(one.visitor, one.at_ms) for one in found] == sorted((one.visitor, one.at_ms) for one in found)


def test_a_configuration_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.yml"
    for old, new in (("gap_minutes: 30", "gap_minutes: 0"), ("gap_minutes", "gap")):
        path.write_text(CONFIG_PATH.read_text("utf-8").replace(old, new), "utf-8")
        with pytest.raises(ModelError, match=r"events\.yml"):
            load_config(path)
