"""The OpenAPI document: paths from the routes, summaries from the handlers, shapes from ``openapi.yml``."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

from web.errors import json_response

_SHAPES = Path(__file__).with_name("openapi.yml")
_DOCUMENTED = ("/api/", "/desk/api/", "/healthz")
_LEAD = re.compile(r"^(?:GET|POST|DELETE)\b[^:`]*(``[^`]*``)?[^:]*:\s*")


def setup(app: web.Application) -> None:
    """Add the route; the document is made of the routes there are when it is asked for."""
    app.router.add_get("/api/openapi.json", openapi)


async def openapi(request: web.Request) -> web.Response:
    """GET /api/openapi.json: this document, OpenAPI 3.1."""
    return json_response(document(request.app))


def document(app: web.Application) -> dict[str, Any]:
    """The document of an application.

    ``openapi.yml`` holds what no handler tells: bodies, answers, parameters. Raises ``ValueError`` when it
    speaks of an operation that is not there.
    """
    given = yaml.safe_load(_SHAPES.read_text(encoding="utf-8"))
    shapes: dict[str, Any] = given.pop("operations")
    paths: dict[str, dict[str, Any]] = {}
    for method, path, handler in operations(app):
        shape = shapes.pop(f"{method} {path}", {})
        paths.setdefault(path, {})[method.lower()] = _operation(method, path, handler, shape)
    if shapes:
        raise ValueError(f"openapi.yml describes what is not there: {', '.join(shapes)}")
    described: dict[str, Any] = given | {"paths": paths}
    return described


def operations(app: web.Application) -> list[tuple[str, str, Any]]:
    """Method, path and handler of each documented route, in the order of the paths."""
    found = []
    for route in app.router.routes():
        path = route.resource.canonical if route.resource else ""
        if path.startswith(_DOCUMENTED) and route.method != "HEAD":
            found.append((route.method, path, route.handler))
    return sorted(found, key=lambda one: (one[1], one[0]))


def _operation(method: str, path: str, handler: Any, shape: dict[str, Any]) -> dict[str, Any]:
    told = " ".join((inspect.getdoc(handler) or "").split())
    desk = path.startswith("/desk/")
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    for name, schema in shape.get("query", {}).items():
        parameters.append({"name": name, "in": "query", "schema": schema})
    # A handler may serve a collection and one of it.
    ending = "_one" if path.endswith("}") else ""
    operation: dict[str, Any] = {
        "operationId": f"{handler.__module__.split('.', 1)[-1]}.{handler.__name__}{ending}".replace(".", "_"),
        "tags": ["desk" if desk else "chat"],
        "summary": _LEAD.sub("", told) or told,
        "parameters": parameters,
        "security": shape.get("security", _security(desk, path, method)),
        "responses": _responses(shape),
    }
    if "body" in shape:
        kind = shape.get("body_type", "application/json")
        operation["requestBody"] = {"content": {kind: {"schema": shape["body"]}}}
    return operation


def _security(desk: bool, path: str, method: str) -> list[dict[str, list[str]]]:
    if desk:
        return [{"session": [], "own_page": []}] if method != "GET" else [{"session": []}]
    return [{"conversation": []}] if "{id}" in path else []


def _responses(shape: dict[str, Any]) -> dict[str, Any]:
    status = str(shape.get("status", 200))
    done: dict[str, Any] = {"description": "done"}
    if "answer" in shape:
        kind = shape.get("answer_type", "application/json")
        done["content"] = {kind: {"schema": shape["answer"]}}
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {status: done, "default": {"description": "refused", "content": error}}
