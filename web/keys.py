"""Typed keys under which the application keeps what its handlers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from settings import Settings
from web.texts import Texts

if TYPE_CHECKING:
    from web.catalogue import Catalogue
    from web.conversations import Conversations
    from web.desk.auth import DeskAuth
    from web.desk.board import Desk
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
