"""The team: presence, notes and mentions, canned replies, accounts, the audit log."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from web.desk.auth import ROLES, AccountError, add_agent, hash_password
from web.desk.common import BASE, ONE, audit, conversation_of, reading, writing
from web.errors import ApiError, json_response
from web.keys import DESK, DESK_AUTH, ENGINE, NOTES, PRESENCE
from web.limits import MAX_NOTE_CHARS
from web.messages import clean, iso
from web.requests import count, flag, json_object
from web.tables import agents, audit_log

_MAX_CANNED_CHARS = 2000
_MOST_LINES = 500


def setup(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_post(f"{BASE}/presence", presence)
    app.router.add_get(f"{BASE}/agents", team)
    app.router.add_post(f"{BASE}/agents", hire)
    app.router.add_post(f"{BASE}/agents/{{agent}}", change)
    app.router.add_get(f"{BASE}/audit", log)
    app.router.add_get(f"{BASE}/mentions", mentions)
    app.router.add_post(f"{ONE}/notes", note)
    app.router.add_get(f"{BASE}/canned", canned)
    app.router.add_post(f"{BASE}/canned", keep_canned)
    app.router.add_post(f"{BASE}/canned/{{canned}}", keep_canned)
    app.router.add_delete(f"{BASE}/canned/{{canned}}", drop_canned)


async def presence(request: web.Request) -> web.Response:
    """POST presence ``{away}``: no new conversations for now, or again."""
    agent = await writing(request)
    away = flag(await json_object(request), "away")
    await request.app[PRESENCE].set_away(agent.id, away)
    return json_response({"away": away})


async def team(request: web.Request) -> web.Response:
    """GET agents: who is there, and how much they have."""
    await reading(request)
    return json_response({"agents": await request.app[PRESENCE].agents()})


async def hire(request: web.Request) -> web.Response:
    """POST agents ``{email, name, password, role?}``: a new account (administrators)."""
    await writing(request)
    admin = await request.app[DESK_AUTH].admin(request)
    content = await json_object(request)
    texts = [content.get(field) for field in ("email", "name", "password")]
    role = content.get("role", "agent")
    if not all(isinstance(text, str) for text in texts) or not isinstance(role, str):
        raise ApiError(400, "invalid_field", field="email")
    try:
        email, name, password = map(str, texts)
        await add_agent(request.app[ENGINE], email, name, password, role)
    except AccountError as problem:
        raise ApiError(400, "account_refused", why=str(problem)) from None
    await audit(request, admin, "agent_add", detail=str(texts[0])[:254])
    return json_response({"agents": await request.app[PRESENCE].agents()}, 201)


async def change(request: web.Request) -> web.Response:
    """POST agents/{agent} ``{role?, active?, password?}`` (administrators; not one's own account)."""
    await writing(request)
    admin = await request.app[DESK_AUTH].admin(request)
    agent_id = count(request.match_info["agent"], "agent")
    content = await json_object(request)
    values: dict[str, object] = {}
    if "role" in content:
        if content["role"] not in ROLES:
            raise ApiError(400, "invalid_field", field="role")
        values["role"] = content["role"]
    if "active" in content:
        values["active"] = flag(content, "active")
    if values and agent_id == admin.id:
        raise ApiError(403, "role_missing")  # there is always one administrator left
    if "password" in content:
        try:
            values["password_hash"] = hash_password(str(content["password"]))
        except AccountError as problem:
            raise ApiError(400, "account_refused", why=str(problem)) from None
    if not values:
        raise ApiError(400, "invalid_field", field="role")
    if not await _update(request.app[ENGINE], agent_id, values):
        raise ApiError(404, "agent_not_found")
    if values.keys() & {"active", "password_hash"}:
        await request.app[DESK_AUTH].end_sessions(agent_id)
        await request.app[DESK].close_sockets(agent_id)
    await audit(request, admin, "agent_change", detail=f"{agent_id}: {', '.join(sorted(values))}")
    return json_response({"agents": await request.app[PRESENCE].agents()})


async def _update(engine: AsyncEngine, agent_id: int, values: dict[str, object]) -> bool:
    async with engine.begin() as connection:
        done = await connection.execute(update(agents).where(agents.c.id == agent_id).values(**values))
    return bool(done.rowcount)


async def log(request: web.Request) -> web.Response:
    """GET audit?before=ID: the newest lines of the audit log (leads)."""
    await reading(request)
    await request.app[DESK_AUTH].lead(request)
    before = count(request.query.get("before"), "before")
    wanted = select(audit_log, agents.c.name).outerjoin(agents, agents.c.id == audit_log.c.agent_id)
    if before:
        wanted = wanted.where(audit_log.c.id < before)
    async with request.app[ENGINE].connect() as connection:
        rows = (await connection.execute(wanted.order_by(audit_log.c.id.desc()).limit(_MOST_LINES))).all()
    lines = [
        {
            "id": row.id,
            "at": iso(row.at_ms),
            "agent": row.name,
            "action": row.action,
            "conversation": row.conversation_id,
            "detail": row.detail,
            "ip": row.ip,
        }
        for row in rows
    ]
    return json_response({"lines": lines})


async def mentions(request: web.Request) -> web.Response:
    """GET mentions: notes that name this agent and were not seen yet."""
    agent = await reading(request)
    return json_response({"mentions": await request.app[NOTES].mentions_of(agent.id)})


async def note(request: web.Request) -> web.Response:
    """POST notes ``{text}``: for colleagues only; ``@name`` tells that colleague."""
    agent, conversation = await writing(request), await conversation_of(request)
    text = (await json_object(request)).get("text")
    if not isinstance(text, str) or len(text) > MAX_NOTE_CHARS:
        raise ApiError(400, "invalid_field", field="text")
    cleaned = clean(text)
    if not cleaned:
        raise ApiError(400, "empty_text")
    kept, named = await request.app[NOTES].add(conversation.id, agent.id, agent.name, cleaned)
    desk = request.app[DESK]
    desk.send({"type": "note", "conversation": conversation.id, "note": kept})
    for one in named:
        desk.send({"type": "mention", "conversation": conversation.id, "note": kept}, to=one)
    return json_response({"note": kept, "mentioned": named}, 201)


async def canned(request: web.Request) -> web.Response:
    """GET canned: the canned replies."""
    await reading(request)
    return json_response({"canned": await request.app[NOTES].canned()})


async def keep_canned(request: web.Request) -> web.Response:
    """POST canned, canned/{canned} ``{shortcut, text}`` (leads)."""
    await writing(request)
    lead = await request.app[DESK_AUTH].lead(request)
    content = await json_object(request)
    shortcut, text = content.get("shortcut"), content.get("text")
    if not isinstance(shortcut, str):
        raise ApiError(400, "invalid_field", field="shortcut")
    if not isinstance(text, str) or not clean(text) or len(text) > _MAX_CANNED_CHARS:
        raise ApiError(400, "invalid_field", field="text")
    known = request.match_info.get("canned")
    await request.app[NOTES].keep_canned(count(known, "canned") if known else None, shortcut, clean(text))
    await audit(request, lead, "canned_keep", detail=shortcut[:254])
    return json_response({"canned": await request.app[NOTES].canned()}, 200 if known else 201)


async def drop_canned(request: web.Request) -> web.Response:
    """DELETE canned/{canned} (leads)."""
    await writing(request)
    lead = await request.app[DESK_AUTH].lead(request)
    await request.app[NOTES].drop_canned(count(request.match_info["canned"], "canned"))
    await audit(request, lead, "canned_drop", detail=request.match_info["canned"])
    return json_response({"canned": await request.app[NOTES].canned()})
