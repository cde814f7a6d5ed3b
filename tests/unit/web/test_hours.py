"""Business hours, and addresses seen through proxies."""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from settings import ROOT
from tests.unit.web.conftest import Web
from web.proxies import client_of
from web.visitor.hours import Hours, HoursError

WEEK = """
timezone: Europe/Berlin
week:
  monday: ["09:00-12:00", "13:00-17:30"]
  saturday: ["22:00-24:00"]
  sunday: ["00:00-02:00"]
closed: [2026-06-08]
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def hours(tmp_path: Path) -> Hours:
    (tmp_path / "hours.yml").write_text(WEEK)
    return Hours.load(tmp_path / "hours.yml")


@pytest.mark.parametrize(
    ("moment", "closes", "opens"),
    [
        ("2026-06-01T07:00", "2026-06-01T10:00", None),  # Monday 9:00 in Berlin
        ("2026-06-01T06:59", None, "2026-06-01T07:00"),
        ("2026-06-01T10:00", None, "2026-06-01T11:00"),  # lunch
        ("2026-06-01T15:30", None, "2026-06-06T20:00"),
        ("2026-06-06T21:00", "2026-06-07T00:00", None),  # over midnight
        ("2026-06-07T01:00", None, "2026-06-13T20:00"),  # Monday the 8th is closed
        ("2026-12-07T08:00", "2026-12-07T11:00", None),  # winter: one hour later in UTC
    ],
)
def test_hours_are_local_time(hours: Hours, moment: str, closes: str | None, opens: str | None) -> None:
    assert hours.closes_at(at(moment)) == (at(closes) if closes else None)
    if opens:
        assert hours.opens_at(at(moment)) == at(opens)


def test_the_demo_shop_never_closes() -> None:
    hours = Hours.load(ROOT / "web" / "hours.yml")
    assert all(
        hours.open_at(datetime(2026, 3, day, hour, 59, tzinfo=UTC))
        for day in range(1, 30)
        for hour in range(24)
    )


def test_without_any_opening_none_is_promised(tmp_path: Path) -> None:
    (tmp_path / "hours.yml").write_text("timezone: UTC\nweek: {}\n")
    assert Hours.load(tmp_path / "hours.yml").opens_at(at("2026-06-01T07:00")) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "week: {}",
        "timezone: Mars/Base\nweek: {}",
        "timezone: UTC\nweek: {someday: []}",
        'timezone: UTC\nweek: {monday: ["9-17"]}',
        'timezone: UTC\nweek: {monday: ["17:00-09:00"]}',
        "timezone: UTC\nweek: {}\nclosed: [tomorrow]",
    ],
)
def test_hours_that_do_not_fit_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "hours.yml").write_text(text)
    with pytest.raises(HoursError, match=r"hours\.yml"):
        Hours.load(tmp_path / "hours.yml")


TRUSTED = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ([], "10.0.0.1"),
        (["203.0.113.9"], "203.0.113.9"),
        (["1.2.3.4, 203.0.113.9, 10.0.0.7"], "203.0.113.9"),
        (["1.2.3.4", "203.0.113.9"], "203.0.113.9"),
        (["evil, 10.0.0.7"], "10.0.0.7"),
        (["2001:db8::7, fd00::1"], "2001:db8::7"),
        ([",".join(["10.0.0.9"] * 5000)], "10.0.0.9"),
    ],
)
def test_only_what_trusted_proxies_add_is_believed(forwarded: list[str], client: str) -> None:
    assert client_of("10.0.0.1", forwarded, TRUSTED) == client


async def test_shoppers_behind_a_proxy_are_told_apart(start: Any) -> None:
    site: Web = await start(trusted_proxies=["127.0.0.0/8"], conversations_per_minute=1)

    async def create(address: str) -> int:
        response = await site.client.post("/api/conversations", headers={"X-Forwarded-For": address})
        return response.status

    assert [await create("203.0.113.1"), await create("203.0.113.1"), await create("203.0.113.2")] == [
        201,
        429,
        201,
    ]


async def test_nobody_is_believed_unless_the_shop_says_so(start: Any) -> None:
    site: Web = await start(conversations_per_minute=1)
    statuses = [
        (await site.client.post("/api/conversations", headers={"X-Forwarded-For": f"203.0.113.{n}"})).status
        for n in range(2)
    ]
    assert statuses == [201, 429]
