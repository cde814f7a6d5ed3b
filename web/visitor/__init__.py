"""What a shopper may do besides talking: photos, an address to answer to, a rating, their data."""

from __future__ import annotations

from aiohttp import web

from web.visitor import files_api, leave_api, privacy_api


def setup(app: web.Application) -> None:
    """Add the shoppers' further routes."""
    for part in (files_api, leave_api, privacy_api):
        part.setup(app)
