"""The shop's page about offers, for leads: numbers, and the same as a table to take along."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from web.desk.common import BASE, reading
from web.errors import ApiError, json_response
from web.keys import DESK_AUTH, INSIGHTS
from web.requests import count

_MOST_DAYS = 90
_DEFAULT_DAYS = 30
_COLUMNS = ("section", "name", "measure", "count", "of", "value", "low", "high")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")

Row = tuple[object, ...]


def setup(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get(f"{BASE}/insights", insights)
    app.router.add_get(f"{BASE}/insights.csv", table)


async def insights(request: web.Request) -> web.Response:
    """GET insights?days=30: offers, their effect, trends (leads); see ``web.events.insights``."""
    return json_response(await _read(request))


async def table(request: web.Request) -> web.Response:
    """GET insights.csv?days=30: the same as one table (leads)."""
    found = await _read(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows([_safe(cell) for cell in row] for row in rows(found))
    headers = {"Content-Disposition": 'attachment; filename="insights.csv"', "Cache-Control": "no-store"}
    return web.Response(text=text.getvalue(), content_type="text/csv", headers=headers)


async def _read(request: web.Request) -> dict[str, Any]:
    await reading(request)
    await request.app[DESK_AUTH].lead(request)
    days = count(request.query.get("days"), "days") or _DEFAULT_DAYS
    if days > _MOST_DAYS:
        raise ApiError(400, "invalid_field", field="days")
    return await request.app[INSIGHTS].read(days)


def rows(found: dict[str, Any]) -> Iterator[Row]:
    """The insights as rows of ``_COLUMNS``, one number (with its interval, where it has one) each."""
    for group in found["groups"]:
        for name, value in group.items():
            if isinstance(value, dict):
                yield "group", group["arm"], name, *_share(value)
    for name, effect in found["effect"].items():
        if effect is not None:
            yield "effect", "", name, "", "", effect["value"], effect["low"], effect["high"]
    for day in found["daily"]:
        for name in ("offered", "taken", "accepted", "refused"):
            yield "day", day["day"], name, day[name], "", "", "", ""
    for reason in found["reasons"]:
        yield "silence", reason["reason"], "decisions", reason["count"], "", "", "", ""
    for one in found["likelihood"]["bins"]:
        name = f"{one['low']:.1f}-{one['high']:.1f}"
        yield "likelihood", name, "decisions", one["count"], "", one["predicted"], "", ""
        yield "likelihood", name, "bought", *_share(one["bought"])
    yield from _trends(found["trends"])


def _trends(found: dict[str, Any]) -> Iterator[Row]:
    for section in ("products", "searches"):
        for one in found[section]:
            yield (
                f"rising {section}",
                one["shown"],
                "shoppers",
                one["recent"],
                "",
                one["growth"],
                one["low"],
                "",
            )
    for one in found["top"]:
        for name in ("viewed", "added", "bought"):
            yield "top products", one["name"], name, one[name], "", "", "", ""


def _share(value: dict[str, Any]) -> Row:
    return value["count"], value["of"], value["rate"], value["low"], value["high"]


def _safe(cell: object) -> object:
    """A text that a spreadsheet would calculate becomes one that it shows (OWASP, CSV injection)."""
    if isinstance(cell, str) and cell.startswith(_DANGEROUS):
        return f"'{cell}"
    return "" if cell is None else cell
