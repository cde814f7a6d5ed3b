"""The desk's API: agents sign in, see who waits, take conversations, write, and give them back."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from sqlalchemy.exc import SQLAlchemyError

from web.desk.auth import Agent
from web.desk.common import ONE, audit, conversation_of, reading, writing
from web.errors import ApiError, json_response
from web.keys import CONVERSATIONS, DESK, DESK_AUTH, NOTES, PRESENCE, TEXTS
from web.limits import MAX_HISTORY, MAX_NOTE_CHARS
from web.live import Conversation, Outbox, encode
from web.messages import clean
from web.requests import flag, json_object, parse_object
from web.sockets import SOCKETS, open_socket, start_task

_MAX_QUERY_CHARS = 100
_LOG = logging.getLogger("aisle.web")


def setup(app: web.Application) -> None:
    """Add the desk's routes."""
    base = "/desk/api"
    app.router.add_post(f"{base}/login", login)
    app.router.add_post(f"{base}/logout", logout)
    app.router.add_get(f"{base}/me", me)
    app.router.add_get(f"{base}/conversations", listing)
    app.router.add_get(ONE, show)
    app.router.add_post(f"{ONE}/take", take)
    app.router.add_post(f"{ONE}/messages", say)
    app.router.add_post(f"{ONE}/return", give_back)
    app.router.add_post(f"{ONE}/transfer", transfer)
    app.router.add_post(f"{ONE}/resolve", resolve)
    app.router.add_get(f"{base}/socket", desk_socket)


async def login(request: web.Request) -> web.Response:
    """POST login ``{email, password}``: the agent, and the session's cookie."""
    auth = request.app[DESK_AUTH]
    auth.check_write(request)
    content = await json_object(request)
    try:
        agent, token = await auth.sign_in(request, content.get("email"), content.get("password"))
    except ApiError as refused:
        await audit(request, None, f"login_{refused.code}", detail=str(content.get("email"))[:254])
        raise
    await audit(request, agent, "login")
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
    await request.app[PRESENCE].left(agent.id)
    await audit(request, agent, "logout")
    response = json_response({})
    auth.clear_cookie(response)
    return response


async def me(request: web.Request) -> web.Response:
    """GET me: who is signed in."""
    return json_response({"agent": (await reading(request)).to_json()})


async def listing(request: web.Request) -> web.Response:
    """GET conversations?state=waiting|mine|all, for all also ``q``: words said, or the shopper's address."""
    agent = await reading(request)
    desk = request.app[DESK]
    match request.query.get("state", "waiting"):
        case "waiting":
            found = await desk.waiting()
        case "mine":
            found = await desk.mine(agent.id)
        case "all":
            found = await desk.all(request.query.get("q", "").strip()[:_MAX_QUERY_CHARS])
        case _:
            raise ApiError(400, "invalid_field", field="state")
    return json_response({"conversations": found})


async def show(request: web.Request) -> web.Response:
    """GET conversations/{id}: the conversation and its last messages; its agent has seen them then."""
    agent = await reading(request)
    conversation = await conversation_of(request)
    service = request.app[CONVERSATIONS]
    await service.seen(conversation, agent.id)
    listed = await request.app[DESK].one(conversation.id)
    said = await service.store.latest(conversation.id, MAX_HISTORY)
    shown: dict[str, Any] = listed or {"id": conversation.id, "state": conversation.state}
    notes = request.app[NOTES]
    await notes.mentions_seen(agent.id, conversation.id)
    shown |= {"notes": await notes.of(conversation.id)}
    return json_response(shown | {"messages": [message.to_json() for message in said]})


async def take(request: web.Request) -> web.Response:
    """POST take ``{over?}``: 200, or 409 when somebody else was quicker.

    ``over``: also from the assistant, and (leads) from another agent.
    """
    agent, conversation = await writing(request), await conversation_of(request)
    service = request.app[CONVERSATIONS]
    if flag(await json_object(request), "over"):
        others = conversation.state == "agent" and conversation.agent_id != agent.id
        if others and not agent.leads:
            raise ApiError(403, "role_missing")
        await service.take_over(conversation, agent.id, agent.name)
        await audit(request, agent, "take_over", conversation)
    else:
        await service.take(conversation, agent.id, agent.name)
        await audit(request, agent, "take", conversation)
    return json_response({"state": conversation.state, "agent": conversation.agent})


async def say(request: web.Request) -> web.Response:
    """POST messages ``{text}``: the message as the shopper sees it."""
    agent, conversation = await writing(request), await conversation_of(request)
    content = await json_object(request)
    sent = await request.app[CONVERSATIONS].say_as_agent(conversation, agent.id, content.get("text"))
    return json_response({"message": sent.to_json()})


async def give_back(request: web.Request) -> web.Response:
    """POST return ``{note?}``: the assistant goes on, knowing what happened."""
    agent, conversation = await writing(request), await conversation_of(request)
    note = (await json_object(request)).get("note") or ""
    if not isinstance(note, str) or len(note) > MAX_NOTE_CHARS:
        raise ApiError(400, "invalid_field", field="note")
    await request.app[CONVERSATIONS].give_back(conversation, agent.id, clean(note))
    await audit(request, agent, "return", conversation)
    return json_response({"state": conversation.state, "agent": conversation.agent})


async def transfer(request: web.Request) -> web.Response:
    """POST transfer ``{agent}``: to that agent, or to the queue (null); leads move anybody's, and assign."""
    agent, conversation = await writing(request), await conversation_of(request)
    content = await json_object(request)
    service, to = request.app[CONVERSATIONS], content.get("agent", 0)
    if to is None:
        if conversation.agent_id != agent.id and not agent.leads:
            raise ApiError(409, "not_yours")
        await service.requeue(conversation, conversation.agent_id or agent.id, "agent_requeued")
        await audit(request, agent, "requeue", conversation)
        return json_response({"state": conversation.state, "agent": conversation.agent})
    if type(to) is not int:
        raise ApiError(400, "invalid_field", field="agent")
    names = {one["id"]: one["name"] for one in await request.app[PRESENCE].agents() if one["active"]}
    if to not in names:
        raise ApiError(404, "agent_not_found")
    await service.transfer(conversation, None if agent.leads else agent.id, to, names[to])
    await audit(request, agent, "transfer", conversation, str(to))
    return json_response({"state": conversation.state, "agent": conversation.agent})


async def resolve(request: web.Request) -> web.Response:
    """POST resolve: the agent ends the conversation; the shopper is asked how it was."""
    agent, conversation = await writing(request), await conversation_of(request)
    await request.app[CONVERSATIONS].end(conversation, "agent", agent.id)
    await audit(request, agent, "resolve", conversation)
    return json_response({"state": conversation.state, "resolved": conversation.resolved})


async def desk_socket(request: web.Request) -> web.WebSocketResponse:
    """GET socket: the queue and whatever is said; takes messages and typing of the agent."""
    auth, desk = request.app[DESK_AUTH], request.app[DESK]
    auth.check_origin(request)
    agent = await auth.agent(request)
    socket = await open_socket(request)
    outbox = Outbox(socket)
    desk.join(outbox, agent.id, socket)
    tasks = [asyncio.create_task(outbox.run())]
    tasks.append(asyncio.create_task(request.app[PRESENCE].beat_for_ever(agent.id)))
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
        for task in tasks:
            task.cancel()
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
