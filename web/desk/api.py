"""The desk's API: agents sign in, see who waits, take conversations, write, and give them back."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from sqlalchemy.exc import SQLAlchemyError

from web.desk.auth import Agent
from web.errors import ApiError, json_response
from web.keys import CONVERSATIONS, DESK, DESK_AUTH, TEXTS
from web.limits import MAX_HISTORY, MAX_NOTE_CHARS
from web.live import Conversation, Outbox, encode
from web.messages import clean
from web.requests import json_object, parse_object
from web.sockets import SOCKETS, open_socket, start_task

_LOG = logging.getLogger("aisle.web")


def setup(app: web.Application) -> None:
    """Add the desk's routes."""
    base = "/desk/api"
    app.router.add_post(f"{base}/login", login)
    app.router.add_post(f"{base}/logout", logout)
    app.router.add_get(f"{base}/me", me)
    app.router.add_get(f"{base}/conversations", listing)
    app.router.add_get(f"{base}/conversations/{{id}}", show)
    app.router.add_post(f"{base}/conversations/{{id}}/take", take)
    app.router.add_post(f"{base}/conversations/{{id}}/messages", say)
    app.router.add_post(f"{base}/conversations/{{id}}/return", give_back)
    app.router.add_get(f"{base}/socket", desk_socket)


async def login(request: web.Request) -> web.Response:
    """POST login ``{email, password}``: the agent, and the session's cookie."""
    auth = request.app[DESK_AUTH]
    auth.check_write(request)
    content = await json_object(request)
    try:
        agent, token = await auth.sign_in(request, content.get("email"), content.get("password"))
    except ApiError as refused:
        await _note(request, None, f"login_{refused.code}", detail=str(content.get("email"))[:254])
        raise
    await _note(request, agent, "login")
    response = json_response({"agent": agent.to_json()})
    auth.set_cookie(response, token)
    return response


async def logout(request: web.Request) -> web.Response:
    """POST logout: the session ends at once, in every tab."""
    auth = request.app[DESK_AUTH]
    auth.check_write(request)
    agent = await auth.agent(request)
    await auth.sign_out(request)
    await request.app[DESK].close_sockets(agent.id)
    await _note(request, agent, "logout")
    response = json_response({})
    auth.clear_cookie(response)
    return response


async def me(request: web.Request) -> web.Response:
    """GET me: who is signed in."""
    return json_response({"agent": (await request.app[DESK_AUTH].agent(request)).to_json()})


async def listing(request: web.Request) -> web.Response:
    """GET conversations?state=waiting|mine|all."""
    agent = await request.app[DESK_AUTH].agent(request)
    desk = request.app[DESK]
    match request.query.get("state", "waiting"):
        case "waiting":
            found = await desk.waiting()
        case "mine":
            found = await desk.mine(agent.id)
        case "all":
            found = await desk.all()
        case _:
            raise ApiError(400, "invalid_field", field="state")
    return json_response({"conversations": found})


async def show(request: web.Request) -> web.Response:
    """GET conversations/{id}: the conversation and its last messages; its agent has seen them then."""
    agent = await request.app[DESK_AUTH].agent(request)
    conversation = await _conversation(request)
    service = request.app[CONVERSATIONS]
    await service.seen(conversation, agent.id)
    listed = await request.app[DESK].one(conversation.id)
    said = await service.store.latest(conversation.id, MAX_HISTORY)
    shown: dict[str, Any] = listed or {"id": conversation.id, "state": conversation.state}
    return json_response(shown | {"messages": [message.to_json() for message in said]})


async def take(request: web.Request) -> web.Response:
    """POST take: 200, or 409 when somebody else was quicker."""
    agent, conversation = await _writing(request)
    await request.app[CONVERSATIONS].take(conversation, agent.id, agent.name)
    await _note(request, agent, "take", conversation)
    return json_response({"state": conversation.state, "agent": conversation.agent})


async def say(request: web.Request) -> web.Response:
    """POST messages ``{text}``: the message as the shopper sees it."""
    agent, conversation = await _writing(request)
    content = await json_object(request)
    sent = await request.app[CONVERSATIONS].say_as_agent(conversation, agent.id, content.get("text"))
    return json_response({"message": sent.to_json()})


async def give_back(request: web.Request) -> web.Response:
    """POST return ``{note?}``: the assistant goes on, knowing what happened."""
    agent, conversation = await _writing(request)
    note = (await json_object(request)).get("note") or ""
    if not isinstance(note, str) or len(note) > MAX_NOTE_CHARS:
        raise ApiError(400, "invalid_field", field="note")
    await request.app[CONVERSATIONS].give_back(conversation, agent.id, clean(note))
    await _note(request, agent, "return", conversation)
    return json_response({"state": conversation.state, "agent": conversation.agent})


async def desk_socket(request: web.Request) -> web.WebSocketResponse:
    """GET socket: the queue and whatever is said; takes messages and typing of the agent."""
    auth, desk = request.app[DESK_AUTH], request.app[DESK]
    auth.check_origin(request)
    agent = await auth.agent(request)
    socket = await open_socket(request)
    outbox = Outbox(socket)
    desk.join(outbox, agent.id, socket)
    writing = asyncio.create_task(outbox.run())
    try:
        outbox.put(encode({"type": "queue", "conversations": await desk.queue()}))
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                start_task(request.app, _take_frame(request, agent, outbox, frame.data))
    except SQLAlchemyError:
        _LOG.exception("the queue cannot be read for agent %s", agent.id)
        await socket.close(code=WSCloseCode.INTERNAL_ERROR)
    finally:
        desk.leave(outbox)
        writing.cancel()
        request.app[SOCKETS].discard(socket)
    return socket


async def _take_frame(request: web.Request, agent: Agent, outbox: Outbox, data: str) -> None:
    try:
        frame = parse_object(data)
        conversation_id = frame.get("conversation")
        if not isinstance(conversation_id, str):
            raise ApiError(400, "invalid_field", field="conversation")
        conversation = await request.app[CONVERSATIONS].registry.find(conversation_id)
        if frame.get("type") == "message":
            await request.app[CONVERSATIONS].say_as_agent(conversation, agent.id, frame.get("text"))
        elif frame.get("type") == "typing":
            _typing(conversation, agent, frame.get("on") is True)
        else:
            raise ApiError(400, "invalid_field", field="type")
    except ApiError as error:
        outbox.put(encode({"type": "error"} | error.body(request.app[TEXTS])))
    except SQLAlchemyError:
        _LOG.exception("a frame of agent %s failed", agent.id)
        outbox.put(encode({"type": "error"} | ApiError(503, "unavailable").body(request.app[TEXTS])))


def _typing(conversation: Conversation, agent: Agent, on: bool) -> None:
    if conversation.agent_id == agent.id:
        conversation.send({"type": "typing", "from": "agent", "on": on})


async def _conversation(request: web.Request) -> Conversation:
    return await request.app[CONVERSATIONS].registry.find(request.match_info["id"])


async def _writing(request: web.Request) -> tuple[Agent, Conversation]:
    auth = request.app[DESK_AUTH]
    auth.check_write(request)
    agent = await auth.agent(request)
    return agent, await _conversation(request)


async def _note(
    request: web.Request,
    agent: Agent | None,
    action: str,
    conversation: Conversation | None = None,
    detail: str | None = None,
) -> None:
    await request.app[DESK].note(
        action,
        agent_id=agent.id if agent else None,
        ip=request.remote or "unknown",
        conversation_id=conversation.id if conversation else None,
        detail=detail,
    )
