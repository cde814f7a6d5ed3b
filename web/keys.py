"""Typed keys under which the application keeps what its handlers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from settings import Settings
from web.texts import Texts

if TYPE_CHECKING:
    from web.catalogue import Catalogue
    from web.conversations import Conversations
    from web.desk import Desk
    from web.desk_auth import DeskAuth
    from web.health import Health
    from web.pages import Pages

SETTINGS = web.AppKey("settings", Settings)
TEXTS = web.AppKey("texts", Texts)
CONVERSATIONS: web.AppKey[Conversations] = web.AppKey("conversations")
DESK: web.AppKey[Desk] = web.AppKey("desk")
DESK_AUTH: web.AppKey[DeskAuth] = web.AppKey("desk_auth")
HEALTH: web.AppKey[Health] = web.AppKey("health")
CATALOGUE: web.AppKey[Catalogue] = web.AppKey("catalogue")
PAGES: web.AppKey[Pages] = web.AppKey("pages")
