"""The OpenAPI document says what the routes do: every operation, and answers of the shapes it gives."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from sqlalchemy import update

from tests.unit.web.conftest import Web
from tests.unit.web.test_desk import hand_over
from web.keys import ENGINE
from web.openapi import document, operations
from web.tables import agents


@pytest.fixture
async def described(agents: Web) -> tuple[Web, dict[str, Any]]:
    response = await agents.client.get("/api/openapi.json")
    assert response.status == 200
    return agents, await response.json()


def check(described: dict[str, Any], path: str, answer: object, method: str = "get") -> None:
    """The answer has the shape that the document gives for it."""
    responses = described["paths"][path][method]["responses"]
    (status,) = responses.keys() - {"default"}
    schema = responses[status]["content"]["application/json"]["schema"]
    jsonschema.validate(answer, schema | {"components": described["components"]})


async def test_every_route_is_described_by_its_own_words(described: tuple[Web, dict[str, Any]]) -> None:
    site, told = described
    routes = {(method.lower(), path) for method, path, _ in operations(site.client.app)}
    assert {(method, path) for path, all_ in told["paths"].items() for method in all_} == routes
    assert len(routes) > 40
    identifiers = [one["operationId"] for all_ in told["paths"].values() for one in all_.values()]
    assert len(set(identifiers)) == len(identifiers)
    for path, all_ in told["paths"].items():
        for method, one in all_.items():
            assert one["summary"], (method, path)
            names = {p["name"] for p in one["parameters"] if p["in"] == "path"}
            assert names == {part[1:-1] for part in path.split("/") if part.startswith("{")}


async def test_what_nobody_may_read_is_told_to_need_a_key(described: tuple[Web, dict[str, Any]]) -> None:
    site, told = described
    for path, all_ in told["paths"].items():
        for method, one in all_.items():
            if "{" in path or path.startswith("/desk/api/") or method != "get":
                continue
            assert one["security"] == []
            assert (await site.client.get(path)).status in (200, 503)


async def test_answers_have_the_shapes_that_are_told(described: tuple[Web, dict[str, Any]]) -> None:
    site, told = described
    created = await (await site.client.post("/api/conversations", json={})).json()
    check(told, "/api/conversations", created, "post")
    chat = await hand_over(site)
    one = "/api/conversations/{id}"
    for path in ("messages", "privacy"):
        answer = await site.client.get(f"{chat.path}/{path}", headers=chat.headers)
        check(told, f"{one}/{path}", await answer.json())
    rated = await site.client.post(f"{chat.path}/rating", json={"score": 3}, headers=chat.headers)
    check(told, f"{one}/rating", await rated.json(), "post")
    check(told, "/api/support", await (await site.client.get("/api/support")).json())
    await site.desk()
    for path in ("conversations", "agents", "numbers"):
        check(told, f"/desk/api/{path}", await site.desk_get(path))
    async with site.client.app[ENGINE].begin() as connection:
        await connection.execute(update(agents).values(role="lead"))
    check(told, "/desk/api/insights", await site.desk_get("insights"))
    check(told, "/desk/api/conversations/{id}/brief", await site.desk_get(f"conversations/{chat.id}/brief"))


def test_a_description_of_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from aiohttp import web

    with pytest.raises(ValueError, match="not there"):
        document(web.Application())
