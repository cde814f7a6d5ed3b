"""The manager's pages: numbers, and the questions the documents do not answer."""

from __future__ import annotations

import re

from aiohttp import web

from web.desk.common import BASE, audit, reading, writing
from web.errors import ApiError, json_response
from web.keys import NOTES, NUMBERS
from web.messages import clean
from web.requests import count, json_object

_STATES = ("open", "draft", "done", "dismissed")
_MAX_DRAFT_CHARS = 20_000
_MOST_DAYS = 90
_DEFAULT_DAYS = 7


def setup(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get(f"{BASE}/numbers", numbers)
    app.router.add_get(f"{BASE}/unanswered", unanswered)
    app.router.add_post(f"{BASE}/unanswered/{{question}}", settle)
    app.router.add_get(f"{BASE}/drafts.md", drafts)


async def numbers(request: web.Request) -> web.Response:
    """GET numbers?days=7: see ``web.desk.numbers``."""
    await reading(request)
    days = count(request.query.get("days"), "days") or _DEFAULT_DAYS
    if days > _MOST_DAYS:
        raise ApiError(400, "invalid_field", field="days")
    return json_response(await request.app[NUMBERS].read(days))


async def unanswered(request: web.Request) -> web.Response:
    """GET unanswered?state=open|draft|done|dismissed: the to-do list of the help documents."""
    await reading(request)
    state = request.query.get("state", "open")
    if state not in _STATES:
        raise ApiError(400, "invalid_field", field="state")
    return json_response({"questions": await request.app[NOTES].unanswered(state)})


async def settle(request: web.Request) -> web.Response:
    """POST unanswered/{question} ``{state, draft?}``: an answer becomes a draft document, or it is done."""
    agent = await writing(request)
    content = await json_object(request)
    state, draft = content.get("state"), content.get("draft")
    if state not in _STATES:
        raise ApiError(400, "invalid_field", field="state")
    if draft is not None and (not isinstance(draft, str) or len(draft) > _MAX_DRAFT_CHARS):
        raise ApiError(400, "invalid_field", field="draft")
    cleaned = clean(draft) if draft is not None else None
    if state == "draft" and not cleaned:
        raise ApiError(400, "invalid_field", field="draft")
    question = count(request.match_info["question"], "question")
    await request.app[NOTES].settle(question, state, cleaned, agent.id)
    await audit(request, agent, "unanswered", detail=f"{question}: {state}")
    return json_response({"questions": await request.app[NOTES].unanswered("open")})


async def drafts(request: web.Request) -> web.Response:
    """GET drafts.md: all drafts as one Markdown document, to be reviewed and put with the help documents."""
    await reading(request)
    found = await request.app[NOTES].unanswered("draft")
    parts = [f"## {_heading(one['question'])}\n\n{one['draft']}" for one in found]
    headers = {"Content-Disposition": 'attachment; filename="drafts.md"', "Cache-Control": "no-store"}
    text = "\n\n".join(["# Drafts from the desk", *parts]) + "\n"
    return web.Response(text=text, content_type="text/markdown", headers=headers)


def _heading(question: str) -> str:
    return re.sub(r"\s+", " ", question).strip().lstrip("#").strip()
