"""Typed keys under which the application keeps what its handlers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from settings import Settings
from web.texts import Texts

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from web.bridges.chatwoot import Chatwoot
    from web.catalogue import Catalogue
    from web.conversations import Conversations
    from web.desk.assist import Assist
    from web.desk.auth import DeskAuth
    from web.desk.board import Desk
    from web.desk.errands import Errands
    from web.desk.notes import Notes
    from web.desk.numbers import Numbers
    from web.desk.presence import Presence
    from web.events.insights import Insights
    from web.events.recorder import Recorder
    from web.events.trends import Trends
    from web.events.visits import Visits
    from web.health import Health
    from web.pages import Pages
    from web.visitor.announcer import Announcer
    from web.visitor.files import Files
    from web.visitor.leaving import Leaving
    from web.visitor.privacy import Privacy
    from web.visitor.support import Support

SETTINGS = web.AppKey("settings", Settings)
TEXTS = web.AppKey("texts", Texts)
CONVERSATIONS: web.AppKey[Conversations] = web.AppKey("conversations")
DESK: web.AppKey[Desk] = web.AppKey("desk")
DESK_AUTH: web.AppKey[DeskAuth] = web.AppKey("desk_auth")
HEALTH: web.AppKey[Health] = web.AppKey("health")
CATALOGUE: web.AppKey[Catalogue] = web.AppKey("catalogue")
PAGES: web.AppKey[Pages] = web.AppKey("pages")
FILES: web.AppKey[Files] = web.AppKey("files")
LEAVING: web.AppKey[Leaving] = web.AppKey("leaving")
PRIVACY: web.AppKey[Privacy] = web.AppKey("privacy")
SUPPORT: web.AppKey[Support] = web.AppKey("support")
ANNOUNCER: web.AppKey[Announcer] = web.AppKey("announcer")
ENGINE: web.AppKey[AsyncEngine] = web.AppKey("engine")
PRESENCE: web.AppKey[Presence] = web.AppKey("presence")
NOTES: web.AppKey[Notes] = web.AppKey("notes")
NUMBERS: web.AppKey[Numbers] = web.AppKey("numbers")
ASSIST: web.AppKey[Assist] = web.AppKey("assist")
ERRANDS: web.AppKey[Errands] = web.AppKey("errands")
CHATWOOT: web.AppKey[Chatwoot] = web.AppKey("chatwoot")
RECORDER: web.AppKey[Recorder] = web.AppKey("recorder")
TRENDS: web.AppKey[Trends] = web.AppKey("trends")
VISITS: web.AppKey[Visits] = web.AppKey("visits")
INSIGHTS: web.AppKey[Insights] = web.AppKey("insights")
