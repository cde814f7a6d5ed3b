"""The application: routes, what its handlers share, and what is opened and closed with it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, WSCloseCode, web

from settings import Settings
from web import api, desk_api, health, pages, storefront
from web.catalogue import Catalogue
from web.chat_store import ChatStore
from web.conversations import Conversations
from web.db import migrate, open_engine
from web.delivery import Delivery
from web.deltas import follow_deltas
from web.desk import Desk
from web.desk_auth import DeskAuth
from web.errors import errors_middleware
from web.handoffs import Handoffs
from web.health import Health
from web.keys import CATALOGUE, CONVERSATIONS, DESK, DESK_AUTH, HEALTH, PAGES, SETTINGS, TEXTS
from web.pages import Pages
from web.rasa import RasaClient
from web.security import headers_middleware
from web.sockets import SOCKETS, TASKS
from web.texts import Texts

_MIN_SECRET_CHARS = 32  # RFC 7518 3.2: a key for HS256 has at least 256 bits
_KEEP_ALIVE_S = 30.0
_CONNECTIONS = 64


class ConfigurationError(ValueError):
    """The settings do not let the server start; the message names the variable."""


def create_app(settings: Settings) -> web.Application:
    """The whole web front. Raises ``ConfigurationError`` when a secret is missing or too short."""
    _check_secrets(settings)
    app = web.Application(
        middlewares=[headers_middleware, errors_middleware], client_max_size=settings.max_body_bytes
    )
    app[SETTINGS] = settings
    app[TEXTS] = Texts.load()
    app[PAGES] = Pages(settings)
    app[SOCKETS] = set()
    app[TASKS] = set()
    for part in (health, api, desk_api, pages, storefront):
        part.setup(app)
    app.cleanup_ctx.append(_services)
    app.on_shutdown.append(_close_sockets)
    return app


def _check_secrets(settings: Settings) -> None:
    for name in ("session_secret", "identity_secret"):
        if len(getattr(settings, name).get_secret_value()) < _MIN_SECRET_CHARS:
            raise ConfigurationError(
                f"AISLE_{name.upper()} must be set: a random text of {_MIN_SECRET_CHARS} or more characters"
            )


async def _services(app: web.Application) -> AsyncIterator[None]:
    """Open the database, the connections to Rasa and the action server, and what stands on them."""
    settings = app[SETTINGS]
    await asyncio.to_thread(migrate, settings.chat_url)
    engine = open_engine(settings.chat_url)
    session = ClientSession(
        connector=TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE_S),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=None),  # each call brings its own
    )
    store, texts = ChatStore(engine), app[TEXTS]
    app[CATALOGUE] = Catalogue(settings)
    app[DESK] = desk = Desk(engine, app[CATALOGUE])
    app[DESK_AUTH] = await asyncio.to_thread(DeskAuth, engine, settings)
    rasa = RasaClient(session, settings.rasa_url, settings.public_url.rstrip("/"))
    delivery = Delivery(store, desk)
    handoffs = Handoffs(engine, store, delivery, desk, texts)
    app[CONVERSATIONS] = conversations = Conversations(settings, texts, store, delivery, handoffs, rasa)
    app[HEALTH] = Health(store, rasa, session, settings.actions_url)
    deltas = asyncio.create_task(
        follow_deltas(session, f"{settings.actions_url}/deltas", conversations.written)
    )
    yield
    await _finish(app, deltas)
    await desk.stop()
    await session.close()
    app[CATALOGUE].close()
    await engine.dispose()


async def _finish(app: web.Application, deltas: asyncio.Task[None]) -> None:
    deltas.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await deltas
    tasks = app[TASKS]
    if tasks:  # messages that were taken are answered, or at least kept
        await asyncio.wait(tasks, timeout=app[SETTINGS].reply_timeout_s)


async def _close_sockets(app: web.Application) -> None:
    sockets = app[SOCKETS]
    closing = [socket.close(code=WSCloseCode.GOING_AWAY, message=b"restart") for socket in sockets]
    await asyncio.gather(*closing, return_exceptions=True)  # a peer that is gone is closed enough
