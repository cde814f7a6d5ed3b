"""What offers did, as the shop reads it: by group, with intervals, for leads only."""

from __future__ import annotations

import csv
import io
import sqlite3
import time
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.unit.web.conftest import Web
from web.events.calibration import Guess, calibration
from web.events.trends import Trends
from web.keys import ENGINE, TRENDS
from web.tables import agents as agents_table

DAY_MS = 24 * 3600 * 1000


class Log:
    """Writes events and decisions straight into the database, each of a conversation of its own."""

    def __init__(self, site: Web) -> None:
        self._path = site.settings.var / "chat.db"
        self._now = time.time_ns() // 1_000_000

    def _conversation(self, database: sqlite3.Connection, name: str) -> None:
        columns = "id, token_hash, state, consent, counters, created_ms"
        values = (name, b"", "assistant", True, "{}", self._now)
        database.execute(f"INSERT OR IGNORE INTO conversations ({columns}) VALUES (?, ?, ?, ?, ?, ?)", values)

    def event(self, who: str, kind: str, *, days: float = 0.5, **values: Any) -> None:
        self._insert("events", who, days, kind=kind, **values)

    def decision(self, who: str, reason: str = "offer", *, days: float = 0.5, **values: Any) -> None:
        self._insert("offers", who, days, reason=reason, **values)

    def group(self, arm: str, shoppers: int, **outcomes: int) -> None:
        """So many shoppers in a group, of whom so many had each outcome."""
        for n in range(shoppers):
            had: Any = {f"{name}_ms": self._now if n < count else None for name, count in outcomes.items()}
            self.decision(f"{arm}-{n}", arm=arm, product_id="p-tent", **had)

    def _insert(self, table: str, who: str, days: float, **values: Any) -> None:
        row = {"conversation_id": who, "at_ms": self._now - int(days * DAY_MS)} | values
        with sqlite3.connect(self._path) as database:
            self._conversation(database, who)
            marks = ", ".join("?" for _ in row)
            database.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()])


@pytest.fixture
async def led(agents: Web) -> Web:
    """`web` with Sam signed in as a lead."""
    engine: AsyncEngine = agents.client.app[ENGINE]
    async with engine.begin() as connection:
        lead = update(agents_table).where(agents_table.c.email == "sam@example.com").values(role="lead")
        await connection.execute(lead)
    await agents.desk()
    return agents


@pytest.fixture
def log(led: Web) -> Log:
    return Log(led)


async def read(led: Web, days: int = 30) -> dict[str, Any]:
    found: dict[str, Any] = await led.desk_get(f"insights?days={days}")
    return found


@pytest.mark.parametrize("path", ["insights", "insights.csv"])
async def test_only_leads_read_it(agents: Web, path: str) -> None:
    assert (await agents.client.get(f"/desk/api/{path}")).status == 401
    await agents.desk("kim@example.com")
    response = await agents.client.get(f"/desk/api/{path}")
    assert response.status == 403
    assert (await response.json())["error"]["code"] == "role_missing"


@pytest.mark.parametrize("days", ["91", "x", "-1"])
async def test_days_have_a_limit(led: Web, days: str) -> None:
    assert (await led.client.get(f"/desk/api/insights?days={days}")).status == 400


async def test_without_anything_there_is_nothing_to_say(led: Web) -> None:
    found = await read(led)
    assert (found["events"], found["decisions"], found["reasons"]) == (0, 0, [])
    assert found["effect"] == {"clicked": None, "added": None, "bought": None}
    assert all(group["shoppers"] == 0 for group in found["groups"])
    assert found["trends"] == {"products": [], "searches": [], "top": []}
    assert found["likelihood"]["error"] is None
    assert len(found["daily"]) == 30


async def test_groups_are_told_with_their_intervals(led: Web, log: Log) -> None:
    log.group("offered", 40, clicked=20, added=12, bought=10)
    log.group("held_out", 10, clicked=1, added=1, bought=1)
    found = await read(led)
    offered, held_out = found["groups"]
    assert (offered["arm"], offered["shoppers"], offered["bought"]["count"]) == ("offered", 40, 10)
    assert offered["bought"]["low"] < offered["bought"]["rate"] == 0.25 < offered["bought"]["high"]
    assert (held_out["shoppers"], held_out["bought"]["rate"]) == (10, 0.1)
    assert found["effect"]["clicked"]["distinguishable"] is True
    assert found["effect"]["bought"]["value"] == pytest.approx(0.15)
    assert found["effect"]["bought"]["distinguishable"] is False


async def test_a_shopper_counts_once(led: Web, log: Log) -> None:
    for _ in range(5):
        log.decision("a", arm="held_out", product_id="p-tent")
    log.decision("b", arm="held_out", product_id="p-tent", bought_ms=1)
    log.decision("b", arm="held_out", product_id="p-lamp")
    _, held_out = (await read(led))["groups"]
    assert (held_out["shoppers"], held_out["bought"]["count"]) == (2, 1)


async def test_days_reasons_and_answers(led: Web, log: Log) -> None:
    log.decision("a", arm="offered", product_id="p", answer="refused")
    log.decision("b", arm="offered", product_id="p", answer="accepted")
    log.decision("c", arm="offered", product_id="p", clicked_ms=1)
    log.decision("d", "mood")
    log.decision("e", "mood")
    log.decision("f", "held_out", arm="held_out", product_id="p")
    log.decision("old", "capped", days=40)
    found = await read(led)
    assert found["reasons"] == [{"reason": "mood", "count": 2}, {"reason": "held_out", "count": 1}]
    whole = {name: sum(day[name] for day in found["daily"]) for name in ("offered", "taken", "refused")}
    assert whole == {"offered": 3, "taken": 2, "refused": 1}
    assert found["decisions"] == 6


async def test_the_likelihood_is_held_against_what_was_bought(led: Web, log: Log) -> None:
    for n in range(40):
        log.decision(f"c{n}", "likelihood_high", days=5, likelihood=0.25)
        if n < 10:
            log.event(f"c{n}", "purchase", days=4.9, product_id="p")
        elif n < 20:
            log.event(f"c{n}", "purchase", days=3.5, product_id="p")  # another day's
    log.decision("now", "likelihood_high", days=0.1, likelihood=0.95)
    likelihood = (await read(led))["likelihood"]
    bins = likelihood["bins"]
    assert (bins[2]["count"], bins[2]["bought"]["rate"], bins[2]["predicted"]) == (40, 0.25, 0.25)
    assert (bins[9]["count"], bins[9]["predicted"]) == (1, None)
    assert (likelihood["ended"], likelihood["error"]) == (40, 0.0)


async def test_what_rises_is_told_by_shoppers(led: Web, log: Log) -> None:
    for n in range(12):
        log.event(f"r{n}", "product_view", days=2, product_id="p-tent")
        log.event(f"r{n}", "search", days=2, detail="quiet tent")
        log.event(f"b{n}", "product_view", days=20, product_id="p-hostile")
        log.event(f"r{n}", "product_view", days=2, product_id="p-nobody-sells")
    for _ in range(30):
        log.event("one", "search", days=1, detail="my own secret")
    trends: Trends = led.client.app[TRENDS]
    await trends.refresh()
    assert trends.trending == ("p-tent",)
    found = (await read(led))["trends"]
    assert [one["shown"] for one in found["products"]] == ["Ridge Tent"]
    assert [one["name"] for one in found["searches"]] == ["quiet tent"]
    assert next((one["name"], one["viewed"]) for one in found["top"]) == (
        "Lamp <script>alert('x')</script>",
        12,
    )


async def test_the_assistant_is_told_what_rises(led: Web, log: Log) -> None:
    for n in range(12):
        log.event(f"r{n}", "product_view", days=2, product_id="p-tent")
        log.event(f"b{n}", "product_view", days=20, product_id="p-hostile")
    await led.client.app[TRENDS].refresh()
    chat = await led.open()
    await chat.say("what is popular now?")
    assert led.rasa.asked[-1]["metadata"]["trending"] == ["p-tent"]


async def test_the_table_has_the_same_numbers(led: Web, log: Log) -> None:
    log.group("offered", 4, clicked=2, added=1, bought=1)
    log.group("held_out", 4, clicked=0, added=0, bought=0)
    for n in range(12):
        log.event(f"r{n}", "search", days=2, detail="=cmd|' /C calc'!A0")
        log.event(f"b{n}", "search", days=20, detail="tent")
    response = await led.client.get("/desk/api/insights.csv?days=7")
    assert response.content_type == "text/csv"
    assert "insights.csv" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(await response.text())))
    (offered,) = (
        r for r in rows if (r["section"], r["name"], r["measure"]) == ("group", "offered", "clicked")
    )
    assert (offered["count"], offered["of"], offered["value"]) == ("2", "4", "0.5")
    (effect,) = (r for r in rows if r["section"] == "effect" and r["measure"] == "clicked")
    assert float(effect["low"]) < 0.5 < float(effect["high"])
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]


async def test_the_page_is_the_desks(led: Web) -> None:
    first, second = [await led.client.get(path) for path in ("/desk", "/insights")]
    assert (first.status, await first.text()) == (second.status, await second.text())


def test_a_likelihood_that_is_too_high_has_an_error() -> None:
    found = calibration([Guess(0.9, n < 15, True) for n in range(30)])
    assert found["error"] == pytest.approx(0.4)
    assert calibration([Guess(1.0, True, True)])["bins"][9]["count"] == 1
    assert calibration([Guess(1.0, True, True)])["error"] is None
    assert calibration([])["ended"] == 0
