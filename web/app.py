"""The application: routes, what its handlers share, and what is opened and closed with it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, WSCloseCode, web
from sqlalchemy.ext.asyncio import AsyncEngine

from settings import Settings
from web import api, health, openapi, pages, proxies, storefront, visitor
from web.bridges import chatwoot
from web.bridges.chatwoot import Chatwoot
from web.bridges.webhooks import Webhooks
from web.catalogue import Catalogue
from web.chat_store import ChatStore
from web.conversations import Conversations
from web.db import migrate, open_engine
from web.delivery import Delivery
from web.deltas import Deltas
from web.desk import api as desk_api
from web.desk import errands_api, help_api, insights_api, numbers_api, team_api
from web.desk.assist import Assist
from web.desk.auth import DeskAuth
from web.desk.board import Desk
from web.desk.errands import Errands
from web.desk.notes import Notes
from web.desk.numbers import Numbers
from web.desk.presence import Presence
from web.errors import errors_middleware
from web.events import api as events_api
from web.events.insights import Insights
from web.events.offers import Offers
from web.events.recorder import Recorder
from web.events.trends import Trends
from web.events.visits import Visits
from web.handoffs import Handoffs
from web.health import Health
from web.keys import (
    ANNOUNCER,
    ASSIST,
    CATALOGUE,
    CHATWOOT,
    CONVERSATIONS,
    DESK,
    DESK_AUTH,
    ENGINE,
    ERRANDS,
    FILES,
    HEALTH,
    INSIGHTS,
    LEAVING,
    NOTES,
    NUMBERS,
    PAGES,
    PRESENCE,
    PRIVACY,
    RECORDER,
    SETTINGS,
    SUPPORT,
    TEXTS,
    TRENDS,
    VISITS,
)
from web.live import Registry
from web.pages import Pages
from web.proxies import proxies_middleware
from web.rasa import RasaClient
from web.security import headers_middleware
from web.sockets import SOCKETS, TASKS
from web.texts import Texts
from web.visitor.announcer import Announcer
from web.visitor.files import Files
from web.visitor.hours import Hours
from web.visitor.leaving import Leaving
from web.visitor.privacy import Privacy
from web.visitor.support import Support

_MIN_SECRET_CHARS = 32  # RFC 7518 3.2: a key for HS256 has at least 256 bits
_KEEP_ALIVE_S = 30.0
_CONNECTIONS = 64


_PARTS = (
    proxies,
    health,
    api,
    events_api,
    visitor,
    desk_api,
    help_api,
    errands_api,
    team_api,
    numbers_api,
    insights_api,
    chatwoot,
    openapi,
)
_SECRETS = ("session_secret", "identity_secret")


class ConfigurationError(ValueError):
    """The settings do not let the server start; the message names the variable."""


def create_app(settings: Settings) -> web.Application:
    """The whole web front. Raises ``ConfigurationError`` when a secret is missing or too short."""
    _check_secrets(settings)
    app = web.Application(
        middlewares=[proxies_middleware, headers_middleware, errors_middleware],
        client_max_size=settings.max_body_bytes,
    )
    app[SETTINGS] = settings
    app[TEXTS] = Texts.load_all()
    app[PAGES] = Pages(settings)
    app[SOCKETS] = set()
    app[TASKS] = set()
    for part in (*_PARTS, pages, storefront):
        part.setup(app)
    app.cleanup_ctx.append(_services)
    app.on_shutdown.append(_close_sockets)
    return app


def _check_secrets(settings: Settings) -> None:
    needed = (*_SECRETS, "webhook_secret") if settings.webhook_urls else _SECRETS
    if settings.chatwoot_url:
        needed = (*needed, "chatwoot_secret")
    for name in needed:
        if len(getattr(settings, name).get_secret_value()) < _MIN_SECRET_CHARS:
            raise ConfigurationError(
                f"AISLE_{name.upper()} must be set: a random text of {_MIN_SECRET_CHARS} or more characters"
            )


async def _services(app: web.Application) -> AsyncIterator[None]:
    """Open the database, the connections to Rasa and the action server, and what stands on them."""
    settings = app[SETTINGS]
    hours = Hours.load(settings.hours)
    await asyncio.to_thread(migrate, settings.chat_url)
    engine = open_engine(settings.chat_url)
    session = ClientSession(
        connector=TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE_S),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=None),  # each call brings its own
    )
    store, texts = ChatStore(engine), app[TEXTS]
    registry = Registry(store)
    app[SUPPORT] = support = Support(engine, hours)
    app[ANNOUNCER] = announcer = Announcer(registry, support)
    app[FILES] = files = Files(engine, settings.uploads_path)
    app[CATALOGUE] = Catalogue(settings)
    app[DESK] = desk = Desk(engine, app[CATALOGUE])
    app[DESK_AUTH] = await asyncio.to_thread(DeskAuth, engine, settings)
    rasa = RasaClient(session, settings.rasa_url, settings.public_url.rstrip("/"), pictures=settings.demo)
    delivery = Delivery(store, desk)
    webhooks = Webhooks(engine, settings, session)
    handoffs = Handoffs(engine, store, delivery, desk, texts, announcer, webhooks)
    app[CONVERSATIONS] = conversations = Conversations(
        settings, texts, registry, delivery, handoffs, rasa, webhooks, _open_visits(app, engine, store)
    )
    app[LEAVING] = Leaving(engine, store, conversations, delivery, handoffs, texts, webhooks)
    app[PRIVACY] = privacy = Privacy(engine, store, registry, files, rasa, settings, desk)
    deltas = Deltas(session, f"{settings.actions_url}/deltas", conversations.written)
    app[HEALTH] = Health(store, rasa, session, settings.actions_url, deltas)
    app[PRESENCE] = presence = Presence(engine, conversations, announcer, settings.vanished_after_s)
    _open_desk(app, engine, session)
    app[CHATWOOT] = Chatwoot(engine, conversations, session, settings)
    endless = [
        asyncio.create_task(deltas.follow_for_ever()),
        asyncio.create_task(privacy.clean_for_ever()),
        asyncio.create_task(presence.watch_for_ever()),
        asyncio.create_task(webhooks.deliver_for_ever()),
        asyncio.create_task(app[TRENDS].watch_for_ever()),
    ]
    yield
    await _finish(app, *endless)
    announcer.stop()
    await desk.stop()
    await session.close()
    app[CATALOGUE].close()
    await engine.dispose()


def _open_visits(app: web.Application, engine: AsyncEngine, store: ChatStore) -> Visits:
    app[RECORDER] = recorder = Recorder(engine, store)
    app[TRENDS] = trends = Trends(engine, app[CATALOGUE])
    base_url = app[SETTINGS].public_url.rstrip("/")
    app[VISITS] = visits = Visits(engine, recorder, Offers(engine, store), trends, base_url)
    return visits


def _open_desk(app: web.Application, engine: AsyncEngine, session: ClientSession) -> None:
    settings = app[SETTINGS]
    app[ENGINE] = engine
    app[NOTES] = Notes(engine)
    app[INSIGHTS] = Insights(engine, app[TRENDS])
    app[NUMBERS] = Numbers(engine, app[SUPPORT])
    app[ASSIST] = Assist(session, settings.actions_url, settings.public_url.rstrip("/"))
    app[ERRANDS] = Errands(app[CATALOGUE])


async def _finish(app: web.Application, *endless: asyncio.Task[None]) -> None:
    for task in endless:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    tasks = app[TASKS]
    if tasks:  # messages that were taken are answered, or at least kept
        await asyncio.wait(tasks, timeout=app[SETTINGS].reply_timeout_s)


async def _close_sockets(app: web.Application) -> None:
    sockets = app[SOCKETS]
    closing = [socket.close(code=WSCloseCode.GOING_AWAY, message=b"restart") for socket in sockets]
    await asyncio.gather(*closing, return_exceptions=True)  # a peer that is gone is closed enough
